//! Methods for settings.

use super::Builder;
use crate::diagnostics::{Location, Strictness};
use crate::load::{Mapping, Options};
use crate::settings::{
    DateTimeLibrary, EVERY, Entry, FormatType, MapType, MaxArguments, NamedFile, RustType, Settings, Structured, here,
};
use std::path::PathBuf;

/// Settings. Each method has the effect of the corresponding key in a settings file; see [`settings`](crate::settings).
impl Builder {
    /// Makes every mistake in the document an error, for your own documents. By default a mistake is a warning, and
    /// everything else is generated.
    #[must_use]
    pub fn strict(self) -> Self {
        self.set(|settings| settings.strictness = Strictness::Strict)
    }

    /// Treats known warnings as notes: all with a code (`unsupported-keyword`), all within a part of the document
    /// (`#/components/schemas/Pet`), or those with a code within a part (`fallback#/paths/*`). They do not stop a
    /// [`strict`](Self::strict) build. A pattern that matches no diagnostic is a warning.
    #[must_use]
    #[track_caller]
    pub fn allow(self, what: impl Into<String>) -> Self {
        let entry = Entry::here(what, ());
        self.set(|settings| settings.allow.push(entry))
    }

    /// Sets all options for reading further files.
    #[must_use]
    pub fn options(self, options: Options) -> Self {
        self.set(|settings| settings.options = options)
    }

    /// Adds a further document of the same API, for one client; components that they share by reference are shared.
    #[must_use]
    #[track_caller]
    pub fn further(self, document: impl Into<PathBuf>) -> Self {
        let file = NamedFile { path: document.into(), location: here() };
        self.further_named(file)
    }

    /// Adds an overlay (Overlay Specification 1.0 or 1.1) with changes to a document that you cannot edit. Overlays are
    /// applied in the order of the calls, before the document is read; a diagnostic about a changed node points into the
    /// overlay. Needs the feature `overlays`, which is on by default.
    #[must_use]
    #[track_caller]
    pub fn overlay(self, path: impl Into<PathBuf>) -> Self {
        let file = NamedFile { path: path.into(), location: here() };
        self.overlay_named(file)
    }

    /// Reads URLs that begin with `prefix` from a folder of local copies; see [`Mappings`](crate::load::Mappings).
    #[must_use]
    pub fn map(self, prefix: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        let mapping = Mapping { prefix: prefix.into(), folder: folder.into() };
        self.set(|settings| settings.options.mappings.add(mapping))
    }

    /// Allows references to the files in a folder, in addition to those that [`load`](crate::load) always allows.
    #[must_use]
    pub fn read_from(self, folder: impl Into<PathBuf>) -> Self {
        self.set(|settings| settings.options.folders.push(folder.into()))
    }

    /// Generates only operations with this tag, and with those of further calls. `*` and `?` are wildcards.
    #[must_use]
    #[track_caller]
    pub fn tag(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.filter.tags.push(entry))
    }

    /// Generates only this operation, and those of further calls: an id, or method and path, as in `GET /pets/*`.
    #[must_use]
    #[track_caller]
    pub fn operation(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.filter.operations.push(entry))
    }

    /// Leaves out operations with this tag or name; a schema with this name becomes any JSON value.
    #[must_use]
    #[track_caller]
    pub fn exclude(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.filter.exclude.push(entry))
    }

    /// Renames the type of a schema.
    #[must_use]
    #[track_caller]
    pub fn rename_type(self, schema: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(schema, name.into());
        self.set(|settings| settings.names.types.push(entry))
    }

    /// Renames the field of a property, given as `Schema.property`.
    #[must_use]
    #[track_caller]
    pub fn rename_property(self, property: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(property, name.into());
        self.set(|settings| settings.names.properties.push(entry))
    }

    /// Renames a variant, given as `Schema.value`.
    #[must_use]
    #[track_caller]
    pub fn rename_variant(self, variant: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(variant, name.into());
        self.set(|settings| settings.names.variants.push(entry))
    }

    /// Renames an operation: its method, its request and its inline types.
    #[must_use]
    #[track_caller]
    pub fn rename_operation(self, operation: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(operation, name.into());
        self.set(|settings| settings.names.operations.push(entry))
    }

    /// Renames the module of the operations with a tag.
    #[must_use]
    #[track_caller]
    pub fn rename_module(self, tag: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(tag, name.into());
        self.set(|settings| settings.names.modules.push(entry))
    }

    /// Uses your own type in place of a schema.
    #[must_use]
    #[track_caller]
    pub fn replace_type(self, schema: impl Into<String>, by: RustType) -> Self {
        let entry = Entry::here(schema, by.0);
        self.set(|settings| settings.types.push(entry))
    }

    /// Uses your own type for every string or number with a `format`.
    #[must_use]
    #[track_caller]
    pub fn replace_format(self, format: impl Into<String>, by: RustType) -> Self {
        let entry = Entry::here(format, FormatType::Own(by.0));
        self.set(|settings| settings.formats.push(entry))
    }

    /// Uses dedicated types for formats: `uuid::Uuid`, `url::Url`, `rust_decimal::Decimal`, and bytes in place of base64;
    /// see [`settings`](crate::settings). [`replace_format`](Self::replace_format) takes precedence.
    #[must_use]
    #[track_caller]
    pub fn rich_formats(self) -> Self {
        let entry = Entry::here(EVERY, FormatType::Rich);
        self.set(|settings| settings.formats.push(entry))
    }

    /// Sets the types of `date-time` and `date`.
    #[must_use]
    pub fn date_time(self, library: DateTimeLibrary) -> Self {
        self.set(|settings| settings.date_time = library)
    }

    /// Sets the type of maps.
    #[must_use]
    pub fn maps(self, map: MapType) -> Self {
        self.set(|settings| settings.maps = map)
    }

    /// Derives an additional trait for the type of a schema; for all types if the schema is `*`.
    #[must_use]
    #[track_caller]
    pub fn derive(self, schema: impl Into<String>, path: impl Into<String>) -> Self {
        let entry = Entry::here(schema, vec![path.into()]);
        self.set(|settings| settings.derives.push(entry))
    }

    /// Adds an attribute to the type of a schema, such as `#[must_use]`; to all types if the schema is `*`.
    #[must_use]
    #[track_caller]
    pub fn attribute(self, schema: impl Into<String>, attribute: impl Into<String>) -> Self {
        let entry = Entry::here(schema, vec![attribute.into()]);
        self.set(|settings| settings.attributes.push(entry))
    }

    /// Sets the pagination of an operation, as `x-specwright-pagination` does:
    /// `pagination("list_pets", r#"{ style = "page", parameter = "page", items = "pets" }"#)`.
    #[must_use]
    #[track_caller]
    pub fn pagination(self, operation: impl Into<String>, value: &str) -> Self {
        let value = Structured { value: crate::settings::value(value), members: Vec::new() };
        let entry = Entry::here(operation, value);
        self.set(|settings| settings.corrections.pagination.push(entry))
    }

    /// Sends the default of a parameter, given as `operation.parameter`, if the caller sets no value, as
    /// `x-specwright-send-default` does.
    #[must_use]
    #[track_caller]
    pub fn send_default(self, parameter: impl Into<String>) -> Self {
        let entry = Entry::here(parameter, ());
        self.set(|settings| settings.corrections.send_defaults.push(entry))
    }

    /// Sets the authentication scheme before the tokens of a security scheme, as `x-specwright-auth-scheme` does.
    #[must_use]
    #[track_caller]
    pub fn auth_scheme(self, scheme: impl Into<String>, word: impl Into<String>) -> Self {
        let word: String = word.into();
        let entry = Entry::here(scheme, Structured { value: word.into(), members: Vec::new() });
        self.set(|settings| settings.corrections.auth_schemes.push(entry))
    }

    /// Makes a property (`Schema.property`) or parameter (`operation.parameter`) required.
    #[must_use]
    #[track_caller]
    pub fn require(self, member: impl Into<String>) -> Self {
        let entry = Entry::here(member, ());
        self.set(|settings| settings.corrections.required.push(entry))
    }

    /// Makes a property or parameter optional.
    #[must_use]
    #[track_caller]
    pub fn optional(self, member: impl Into<String>) -> Self {
        let entry = Entry::here(member, ());
        self.set(|settings| settings.corrections.optional.push(entry))
    }

    /// Makes a property nullable.
    #[must_use]
    #[track_caller]
    pub fn nullable(self, property: impl Into<String>) -> Self {
        let entry = Entry::here(property, ());
        self.set(|settings| settings.corrections.nullable.push(entry))
    }

    /// Makes a property non-nullable.
    #[must_use]
    #[track_caller]
    pub fn non_nullable(self, property: impl Into<String>) -> Self {
        let entry = Entry::here(property, ());
        self.set(|settings| settings.corrections.non_nullable.push(entry))
    }

    /// Generates a Cargo feature for each tag, without which its operations, and types that only they need, are not
    /// compiled.
    #[must_use]
    pub fn features_by_tag(self) -> Self {
        self.set(|settings| settings.features_by_tag = true)
    }

    /// Keeps operation ids as they are, even if a framework has made them from a function, the path and the method.
    #[must_use]
    pub fn keep_operation_ids(self) -> Self {
        self.set(|settings| settings.keep_operation_ids = true)
    }

    /// Sets the most required inputs that methods and constructors take as positional arguments: at most 6, by default 4. More
    /// of them are a struct of named fields, so that a missing one is a compile error and they cannot be confused.
    #[must_use]
    pub fn max_arguments(self, most: usize) -> Self {
        self.set(|settings| settings.max_arguments = MaxArguments(most.min(MaxArguments::MAX)))
    }

    /// Sets whether structs are `#[non_exhaustive]`, which is the default. Without it, callers may write
    /// `Pet { name, ..Pet::default() }`, and a new property in the document breaks callers that write or match all fields.
    #[must_use]
    pub fn non_exhaustive(self, non_exhaustive: bool) -> Self {
        self.set(|settings| settings.exhaustive = !non_exhaustive)
    }

    /// Makes required parameters, properties and parts with a `default` arguments. Without this setting, they have their
    /// default until their setter is called.
    #[must_use]
    pub fn require_defaults(self) -> Self {
        self.set(|settings| settings.require_defaults = true)
    }

    /// Generates a type for every anonymous schema, even if others are equivalent. [`settings`](crate::settings) explains
    /// which are merged by default.
    #[must_use]
    pub fn separate_types(self) -> Self {
        self.set(|settings| settings.separate_types = true)
    }

    /// Also generates the server side: operations are read from requests, and a trait has a method for each. Needs the runtime's
    /// feature `service`.
    #[must_use]
    pub fn service(self) -> Self {
        self.set(|settings| settings.service = true)
    }

    /// As [`service`](Self::service), with a trait for each tag in place of one for all operations.
    #[must_use]
    pub fn service_by_tag(self) -> Self {
        self.set(|settings| (settings.service, settings.traits_by_tag) = (true, true))
    }

    /// Also generates receivers of webhooks and callbacks, the requests that the API sends. Needs the runtime's feature
    /// `service`.
    #[must_use]
    pub fn webhooks(self) -> Self {
        self.set(|settings| settings.webhooks.all = true)
    }

    /// Generates only this webhook or callback, and those of further calls: a key or an operation id. `*` and `?` are wildcards.
    #[must_use]
    #[track_caller]
    pub fn webhook(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.webhooks.named.push(entry))
    }

    /// Adds a dependency to the emitted manifest: `dependency("uuid", r#"{ version = "1", features = ["serde"] }"#)`.
    #[must_use]
    #[track_caller]
    pub fn dependency(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let entry = Entry::here(name, value.into());
        self.set(|settings| settings.dependencies.push(entry))
    }

    /// As [`allow`](Self::allow), with a `location` for diagnostics, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn allow_from(self, location: &str, what: impl Into<String>) -> Self {
        let entry = Entry { key: what.into(), value: (), location: Location::File(location.into()) };
        self.set(|settings| settings.allow.push(entry))
    }

    /// As [`tag`](Self::tag), with a `location` for diagnostics, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn tag_from(self, location: &str, pattern: impl Into<String>) -> Self {
        let entry = Entry { key: pattern.into(), value: (), location: Location::File(location.into()) };
        self.set(|settings| settings.filter.tags.push(entry))
    }

    /// As [`operation`](Self::operation), with a `location` for diagnostics, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn operation_from(self, location: &str, pattern: impl Into<String>) -> Self {
        let entry = Entry { key: pattern.into(), value: (), location: Location::File(location.into()) };
        self.set(|settings| settings.filter.operations.push(entry))
    }

    /// As [`exclude`](Self::exclude), with a `location` for diagnostics, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn exclude_from(self, location: &str, pattern: impl Into<String>) -> Self {
        let entry = Entry { key: pattern.into(), value: (), location: Location::File(location.into()) };
        self.set(|settings| settings.filter.exclude.push(entry))
    }

    /// As [`further`](Self::further), with a `location` for diagnostics, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn further_from(self, location: &str, document: impl Into<PathBuf>) -> Self {
        self.further_named(NamedFile { path: document.into(), location: Location::File(location.into()) })
    }

    /// As [`overlay`](Self::overlay), with a `location` for diagnostics, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn overlay_from(self, location: &str, path: impl Into<PathBuf>) -> Self {
        self.overlay_named(NamedFile { path: path.into(), location: Location::File(location.into()) })
    }

    fn further_named(self, file: NamedFile) -> Self {
        self.set(|settings| {
            settings.options.further.push(file.path.clone());
            settings.named_files.push(file);
        })
    }

    fn overlay_named(self, file: NamedFile) -> Self {
        self.set(|settings| {
            settings.options.overlays.push(file.path.clone());
            settings.named_files.push(file);
        })
    }

    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(self.settings_mut());
        self
    }
}
