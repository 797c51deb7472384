#![doc = include_str!("../../SETTINGS.md")]
// Uses: `diagnostics`, `ir`, `load`, `text`. Used by: `amend`, `build_script`, `customize`, `emit`, `name`, `output`,
// `share`.

mod allow;
mod crate_name;
mod formats;
mod power;
mod read;
mod rust_type;
mod table;
mod target;
mod valid;

pub use crate_name::{CrateName, CrateNameError};
pub use rust_type::RustType;
#[cfg(feature = "cli")]
pub(crate) use target::IS_PUBLISHED;
pub use target::{Layout, Package, Runtime};

pub(crate) use allow::{allowed, make_notes};
pub(crate) use formats::{EVERY, FormatType, Rich};
pub(crate) use power::{Power, report_powers};
pub(crate) use read::{read, value};
pub(crate) use valid::check_values;

use crate::diagnostics::{Place, Strictness};
use crate::ir::Foreign;
use crate::load::Options;
use serde_json::Value;
use std::panic::Location;
use std::path::PathBuf;

/// The name of the file of settings that is read when it lies beside the document.
pub const FILE: &str = "specwright.toml";

/// Everything that can be set. Without anything set, a document alone decides.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub(crate) strictness: Strictness,
    /// Warnings that are notes.
    pub(crate) allow: Vec<Entry<()>>,
    pub(crate) options: Options,
    pub(crate) filter: Filter,
    pub(crate) names: Names,
    /// Types of the user's own, by schema.
    pub(crate) types: Vec<Entry<Foreign>>,
    /// Types in place of strings and numbers, by `format`.
    pub(crate) formats: Vec<Entry<FormatType>>,
    pub(crate) date_time: DateTimeLibrary,
    pub(crate) maps: MapType,
    /// Traits to derive, by type.
    pub(crate) derives: Vec<Entry<Vec<String>>>,
    /// Attributes to put on, by type.
    pub(crate) attributes: Vec<Entry<Vec<String>>>,
    /// How the pages of lists follow one another, by operation.
    pub(crate) pagination: Vec<Entry<Value>>,
    /// Parameters whose default is sent.
    pub(crate) send_defaults: Vec<Entry<()>>,
    /// What is sent before a token, by security scheme.
    pub(crate) auth_schemes: Vec<Entry<String>>,
    /// Parameters and properties that must be there, or need not.
    pub(crate) required: Vec<Entry<()>>,
    pub(crate) optional: Vec<Entry<()>>,
    /// Properties that may be `null`, or may not.
    pub(crate) nullable: Vec<Entry<()>>,
    pub(crate) non_nullable: Vec<Entry<()>>,
    pub(crate) features_by_tag: bool,
    /// Whether operations are called by their ids as they are, also where a framework made them.
    pub(crate) keep_operation_ids: bool,
    /// Whether every anonymous schema is a type of its own.
    pub(crate) separate_types: bool,
    /// Whether required inputs with a default are asked for like the others.
    pub(crate) require_defaults: bool,
    pub(crate) max_arguments: MaxArguments,
    /// Whether structs may be written in full, so that one more property breaks who does.
    pub(crate) exhaustive: bool,
    /// Whether the server side is generated, too.
    pub(crate) service: bool,
    /// Whether it is a trait for each tag.
    pub(crate) traits_by_tag: bool,
    /// Which of the operations that the API calls are generated.
    pub(crate) webhooks: Webhooks,
    /// Lines of the manifest's dependencies: a name, and what follows the `=`.
    pub(crate) dependencies: Vec<Entry<String>>,
    /// What a file of settings does beyond describing the client, by its keys.
    pub(crate) powers: Vec<Entry<Power>>,
}

/// What is said of one thing.
#[derive(Debug, Clone)]
pub(crate) struct Entry<T> {
    /// The thing, in the document's words.
    pub(crate) key: String,
    /// What is said.
    pub(crate) value: T,
    /// Where it is said.
    pub(crate) place: Place,
}

/// Which operations and types to generate.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) tags: Vec<Entry<()>>,
    pub(crate) operations: Vec<Entry<()>>,
    pub(crate) exclude: Vec<Entry<()>>,
}

impl Filter {
    /// Whether everything is generated.
    pub(crate) fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.exclude.is_empty()
    }
}

/// Which webhooks and callbacks are received.
#[derive(Debug, Clone, Default)]
pub(crate) struct Webhooks {
    pub(crate) all: bool,
    /// Patterns of their names and operation ids.
    pub(crate) named: Vec<Entry<()>>,
}

impl Webhooks {
    /// Whether any are.
    pub(crate) fn is_on(&self) -> bool {
        self.all || !self.named.is_empty()
    }
}

/// Identifiers in place of those that would be made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) types: Vec<Entry<String>>,
    pub(crate) properties: Vec<Entry<String>>,
    pub(crate) variants: Vec<Entry<String>>,
    pub(crate) operations: Vec<Entry<String>>,
    pub(crate) modules: Vec<Entry<String>>,
}

/// Sets the types of `date-time` and `date`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateTimeLibrary {
    /// `DateTime` and `Date` of the runtime, which keep the text as it came: what is read is written again exactly.
    #[default]
    Text,
    /// The same, of times whose offset may be missing too: `LenientDateTime`. For services that write what their clocks show,
    /// such as Python's `datetime` without a time zone.
    Lenient,
    /// `chrono::DateTime<chrono::FixedOffset>` and `chrono::NaiveDate`. Instant and offset are kept; the spelling is not
    /// (`.120Z` becomes `.120+00:00`), and a string that is no RFC 3339 fails the read.
    Chrono,
    /// `jiff::Timestamp` and `jiff::civil::Date`. The instant is kept, the offset is not, and a string that is no RFC 3339
    /// fails the read.
    Jiff,
}

/// Sets the type of maps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MapType {
    /// `std::collections::BTreeMap`: sorted by key.
    #[default]
    BTreeMap,
    /// `std::collections::HashMap`: in no order.
    HashMap,
    /// `indexmap::IndexMap`: in the order of the JSON.
    IndexMap,
}

/// The most required values that a method or constructor takes one by one; more of them are a struct of named fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MaxArguments(pub(crate) usize);

impl MaxArguments {
    /// The most that can be set: with the client, Clippy finds more too many.
    pub(crate) const MOST: usize = 6;
}

impl Default for MaxArguments {
    fn default() -> Self {
        Self(4)
    }
}

impl MapType {
    /// The path of the type.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::BTreeMap => "std::collections::BTreeMap",
            Self::HashMap => "std::collections::HashMap",
            Self::IndexMap => "indexmap::IndexMap",
        }
    }
}

impl Settings {
    /// Whether emitted code needs the half of the runtime that receives requests.
    pub(crate) fn receives(&self) -> bool {
        self.service || self.webhooks.is_on()
    }

    /// Adds what `more` says to what these say; where both speak of one thing, `more` counts.
    pub(crate) fn extend(&mut self, more: Self) {
        if more.strictness == Strictness::Strict {
            self.strictness = Strictness::Strict;
        }
        self.allow.extend(more.allow);
        self.options.folders.extend(more.options.folders);
        self.options.mappings.extend(more.options.mappings);
        self.options.further.extend(more.options.further);
        self.options.overlays.extend(more.options.overlays);
        self.filter.tags.extend(more.filter.tags);
        self.filter.operations.extend(more.filter.operations);
        self.filter.exclude.extend(more.filter.exclude);
        replace(&mut self.names.types, more.names.types);
        replace(&mut self.names.properties, more.names.properties);
        replace(&mut self.names.variants, more.names.variants);
        replace(&mut self.names.operations, more.names.operations);
        replace(&mut self.names.modules, more.names.modules);
        replace(&mut self.types, more.types);
        replace(&mut self.formats, more.formats);
        replace(&mut self.dependencies, more.dependencies);
        replace(&mut self.pagination, more.pagination);
        replace(&mut self.auth_schemes, more.auth_schemes);
        self.send_defaults.extend(more.send_defaults);
        self.required.extend(more.required);
        self.optional.extend(more.optional);
        self.nullable.extend(more.nullable);
        self.non_nullable.extend(more.non_nullable);
        self.derives.extend(more.derives);
        self.attributes.extend(more.attributes);
        if more.date_time != DateTimeLibrary::default() {
            self.date_time = more.date_time;
        }
        if more.maps != MapType::default() {
            self.maps = more.maps;
        }
        self.features_by_tag |= more.features_by_tag;
        self.separate_types |= more.separate_types;
        self.service |= more.service;
        self.traits_by_tag |= more.traits_by_tag;
        self.webhooks.all |= more.webhooks.all;
        self.webhooks.named.extend(more.webhooks.named);
        self.keep_operation_ids |= more.keep_operation_ids;
        self.require_defaults |= more.require_defaults;
        self.exhaustive |= more.exhaustive;
        if more.max_arguments != MaxArguments::default() {
            self.max_arguments = more.max_arguments;
        }
        self.powers.extend(more.powers);
    }
}

fn replace<T>(entries: &mut Vec<Entry<T>>, more: Vec<Entry<T>>) {
    for entry in more {
        entries.retain(|known| known.key != entry.key);
        entries.push(entry);
    }
}

/// The value that is given for a key.
pub(crate) fn find<'a, T>(entries: &'a [Entry<T>], keys: &[String]) -> Option<&'a T> {
    entries.iter().find(|entry| keys.contains(&entry.key)).map(|entry| &entry.value)
}

impl<T> Entry<T> {
    /// What a program says, at the line of its call.
    #[track_caller]
    pub(crate) fn here(key: impl Into<String>, value: T) -> Self {
        let place = Location::caller();
        let place = PathBuf::from(format!("{}:{}:{}", place.file(), place.line(), place.column()));
        Self { key: key.into(), value, place: Place::File(place) }
    }
}
