//! The settings as a program says them.

use super::Builder;
use crate::diagnostics::{Place, Strictness};
use crate::load::{Mapping, Options};
use crate::settings::{DateTimeLibrary, EVERY, Entry, FormatType, MapType, MaxArguments, RustType, Settings};
use std::path::PathBuf;

/// Settings. Each does what the key of the same meaning does in a file; see [`settings`](crate::settings).
impl Builder {
    /// Makes every mistake in the document an error, for a document that you write yourself. Otherwise a mistake is a
    /// warning, and all the rest is generated.
    #[must_use]
    pub fn strict(self) -> Self {
        self.set(|settings| settings.strictness = Strictness::Strict)
    }

    /// Makes notes of warnings that you know: all of a code (`unsupported-keyword`), all within a part of the document
    /// (`#/components/schemas/Pet`), or those of a code within a part (`fallback#/paths/*`). Where the build is
    /// [`strict`](Self::strict), mistakes of these kinds do not stop it. One that matches no diagnostic is a warning.
    #[must_use]
    #[track_caller]
    pub fn allow(self, what: impl Into<String>) -> Self {
        let entry = Entry::here(what, ());
        self.set(|settings| settings.allow.push(entry))
    }

    /// Where else the document may read, all at once.
    #[must_use]
    pub fn options(self, options: Options) -> Self {
        self.set(|settings| settings.options = options)
    }

    /// A further document of the same API. All make one client; what they share by reference is shared.
    #[must_use]
    pub fn further(self, document: impl Into<PathBuf>) -> Self {
        let document = document.into();
        self.set(|settings| settings.options.further.push(document))
    }

    /// An overlay: changes to a document that you cannot edit, by the Overlay Specification 1.0 or 1.1. Overlays are applied
    /// in the order of the calls, before the document is read; a diagnostic about what one wrote points into it. It needs
    /// the feature `overlays`, which is on by default.
    #[must_use]
    pub fn overlay(self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        self.set(|settings| settings.options.overlays.push(path))
    }

    /// A folder of local copies in place of all URLs that begin with `prefix`; see [`Mappings`](crate::load::Mappings).
    #[must_use]
    pub fn map(self, prefix: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        let mapping = Mapping { prefix: prefix.into(), folder: folder.into() };
        self.set(|settings| settings.options.mappings.add(mapping))
    }

    /// A folder whose files the document may refer to, beside those that [`load`](crate::load) reads in any case.
    #[must_use]
    pub fn read_from(self, folder: impl Into<PathBuf>) -> Self {
        self.set(|settings| settings.options.folders.push(folder.into()))
    }

    /// Only operations with this tag, and with those that further calls name. `*` and `?` stand for other characters.
    #[must_use]
    #[track_caller]
    pub fn tag(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.filter.tags.push(entry))
    }

    /// Only this operation, and those that further calls name: an id, or method and path, as in `GET /pets/*`.
    #[must_use]
    #[track_caller]
    pub fn operation(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.filter.operations.push(entry))
    }

    /// No operation with this tag or name; a schema of this name becomes any JSON value.
    #[must_use]
    #[track_caller]
    pub fn exclude(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.filter.exclude.push(entry))
    }

    /// The name of the type of a schema.
    #[must_use]
    #[track_caller]
    pub fn rename_type(self, schema: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(schema, name.into());
        self.set(|settings| settings.names.types.push(entry))
    }

    /// The name of the field of a property, which is named `Schema.property`.
    #[must_use]
    #[track_caller]
    pub fn rename_property(self, property: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(property, name.into());
        self.set(|settings| settings.names.properties.push(entry))
    }

    /// The name of a variant, which is named `Schema.value`.
    #[must_use]
    #[track_caller]
    pub fn rename_variant(self, variant: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(variant, name.into());
        self.set(|settings| settings.names.variants.push(entry))
    }

    /// The name of an operation, of which its method, its request and its inline types have theirs.
    #[must_use]
    #[track_caller]
    pub fn rename_operation(self, operation: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(operation, name.into());
        self.set(|settings| settings.names.operations.push(entry))
    }

    /// The name of the module of the operations with a tag.
    #[must_use]
    #[track_caller]
    pub fn rename_module(self, tag: impl Into<String>, name: impl Into<String>) -> Self {
        let entry = Entry::here(tag, name.into());
        self.set(|settings| settings.names.modules.push(entry))
    }

    /// A type of your own in place of a schema.
    #[must_use]
    #[track_caller]
    pub fn replace_type(self, schema: impl Into<String>, by: RustType) -> Self {
        let entry = Entry::here(schema, by.0);
        self.set(|settings| settings.types.push(entry))
    }

    /// A type of your own in place of every string or number of a `format`.
    #[must_use]
    #[track_caller]
    pub fn replace_format(self, format: impl Into<String>, by: RustType) -> Self {
        let entry = Entry::here(format, FormatType::Own(by.0));
        self.set(|settings| settings.formats.push(entry))
    }

    /// Types that are made for formats: `uuid::Uuid`, `url::Url`, `rust_decimal::Decimal`, and bytes in place of base64; see
    /// [`settings`](crate::settings). A type that [`replace_format`](Self::replace_format) gives counts more.
    #[must_use]
    #[track_caller]
    pub fn rich_formats(self) -> Self {
        let entry = Entry::here(EVERY, FormatType::Rich);
        self.set(|settings| settings.formats.push(entry))
    }

    /// What `date-time` and `date` become.
    #[must_use]
    pub fn date_time(self, library: DateTimeLibrary) -> Self {
        self.set(|settings| settings.date_time = library)
    }

    /// What holds the members of an object whose keys are data.
    #[must_use]
    pub fn maps(self, map: MapType) -> Self {
        self.set(|settings| settings.maps = map)
    }

    /// A trait for the type of a schema to derive besides; for all types where the schema is `*`.
    #[must_use]
    #[track_caller]
    pub fn derive(self, schema: impl Into<String>, path: impl Into<String>) -> Self {
        let entry = Entry::here(schema, vec![path.into()]);
        self.set(|settings| settings.derives.push(entry))
    }

    /// An attribute for the type of a schema, such as `#[must_use]`; for all types where the schema is `*`.
    #[must_use]
    #[track_caller]
    pub fn attribute(self, schema: impl Into<String>, attribute: impl Into<String>) -> Self {
        let entry = Entry::here(schema, vec![attribute.into()]);
        self.set(|settings| settings.attributes.push(entry))
    }

    /// How the pages of an operation's list follow one another, as `x-specwright-pagination` has it:
    /// `pagination("list_pets", r#"{ style = "page", parameter = "page", items = "pets" }"#)`.
    #[must_use]
    #[track_caller]
    pub fn pagination(self, operation: impl Into<String>, value: &str) -> Self {
        let entry = Entry::here(operation, crate::settings::value(value));
        self.set(|settings| settings.pagination.push(entry))
    }

    /// Sends the default of a parameter, `operation.parameter`, when the caller gives none, as `x-specwright-send-default` does.
    #[must_use]
    #[track_caller]
    pub fn send_default(self, parameter: impl Into<String>) -> Self {
        let entry = Entry::here(parameter, ());
        self.set(|settings| settings.send_defaults.push(entry))
    }

    /// The word before the tokens of a security scheme, as `x-specwright-auth-scheme` has it.
    #[must_use]
    #[track_caller]
    pub fn auth_scheme(self, scheme: impl Into<String>, word: impl Into<String>) -> Self {
        let entry = Entry::here(scheme, word.into());
        self.set(|settings| settings.auth_schemes.push(entry))
    }

    /// A property (`Schema.property`) or parameter (`operation.parameter`) that is required, whatever the document says.
    #[must_use]
    #[track_caller]
    pub fn require(self, member: impl Into<String>) -> Self {
        let entry = Entry::here(member, ());
        self.set(|settings| settings.required.push(entry))
    }

    /// A property or parameter that may be left out, whatever the document says.
    #[must_use]
    #[track_caller]
    pub fn optional(self, member: impl Into<String>) -> Self {
        let entry = Entry::here(member, ());
        self.set(|settings| settings.optional.push(entry))
    }

    /// A property that may be `null`, whatever the document says.
    #[must_use]
    #[track_caller]
    pub fn nullable(self, property: impl Into<String>) -> Self {
        let entry = Entry::here(property, ());
        self.set(|settings| settings.nullable.push(entry))
    }

    /// A property that is never `null`, whatever the document says.
    #[must_use]
    #[track_caller]
    pub fn non_nullable(self, property: impl Into<String>) -> Self {
        let entry = Entry::here(property, ());
        self.set(|settings| settings.non_nullable.push(entry))
    }

    /// A Cargo feature for each tag, without which its operations and what only they need are not compiled.
    #[must_use]
    pub fn features_by_tag(self) -> Self {
        self.set(|settings| settings.features_by_tag = true)
    }

    /// Calls operations by their ids as they are, also where a framework made all of them of a function, the path and the method.
    #[must_use]
    pub fn keep_operation_ids(self) -> Self {
        self.set(|settings| settings.keep_operation_ids = true)
    }

    /// The most required inputs that a method takes one by one, and so for constructors: 4 unless this says otherwise, and 6 at
    /// most. More of them are a struct of named fields, so that a forgotten one does not compile and no two are mixed up.
    #[must_use]
    pub fn max_arguments(self, most: usize) -> Self {
        self.set(|settings| settings.max_arguments = MaxArguments(most.min(MaxArguments::MOST)))
    }

    /// Whether structs are `#[non_exhaustive]`, as they are unless `false` is given. Without it, callers may write
    /// `Pet { name, ..Pet::default() }`, and one more property in the document breaks those who write all fields or match them.
    #[must_use]
    pub fn non_exhaustive(self, non_exhaustive: bool) -> Self {
        self.set(|settings| settings.exhaustive = !non_exhaustive)
    }

    /// Asks for required parameters, properties and parts that have a `default` like for the others. Without this they have
    /// their default until their setter is called.
    #[must_use]
    pub fn require_defaults(self) -> Self {
        self.set(|settings| settings.require_defaults = true)
    }

    /// Gives every anonymous schema a type of its own, also where others are of the same shape and mean the same thing. Which
    /// are one type otherwise is said in [`settings`](crate::settings).
    #[must_use]
    pub fn separate_types(self) -> Self {
        self.set(|settings| settings.separate_types = true)
    }

    /// Generates the server side, too: operations are read from requests, and a trait has a method for each. The runtime's feature
    /// `service` must be on.
    #[must_use]
    pub fn service(self) -> Self {
        self.set(|settings| settings.service = true)
    }

    /// As [`service`](Self::service), with a trait for each tag in place of one for all operations.
    #[must_use]
    pub fn service_by_tag(self) -> Self {
        self.set(|settings| (settings.service, settings.traits_by_tag) = (true, true))
    }

    /// Generates what receives webhooks and callbacks, too: the requests that the document says the API sends. The runtime's feature
    /// `service` must be on.
    #[must_use]
    pub fn webhooks(self) -> Self {
        self.set(|settings| settings.webhooks.all = true)
    }

    /// Of webhooks and callbacks only this, and those that further calls name: a key or an operation id. `*` and `?` stand for other
    /// characters.
    #[must_use]
    #[track_caller]
    pub fn webhook(self, pattern: impl Into<String>) -> Self {
        let entry = Entry::here(pattern, ());
        self.set(|settings| settings.webhooks.named.push(entry))
    }

    /// A further dependency of the emitted manifest: `dependency("uuid", r#"{ version = "1", features = ["serde"] }"#)`.
    #[must_use]
    #[track_caller]
    pub fn dependency(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let entry = Entry::here(name, value.into());
        self.set(|settings| settings.dependencies.push(entry))
    }

    /// As [`allow`](Self::allow), said at `place`, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn allow_from(self, place: &str, what: impl Into<String>) -> Self {
        let entry = Entry { key: what.into(), value: (), place: Place::File(place.into()) };
        self.set(|settings| settings.allow.push(entry))
    }

    /// As [`tag`](Self::tag), said at `place`, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn tag_from(self, place: &str, pattern: impl Into<String>) -> Self {
        let entry = Entry { key: pattern.into(), value: (), place: Place::File(place.into()) };
        self.set(|settings| settings.filter.tags.push(entry))
    }

    /// As [`operation`](Self::operation), said at `place`, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn operation_from(self, place: &str, pattern: impl Into<String>) -> Self {
        let entry = Entry { key: pattern.into(), value: (), place: Place::File(place.into()) };
        self.set(|settings| settings.filter.operations.push(entry))
    }

    /// As [`exclude`](Self::exclude), said at `place`, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn exclude_from(self, place: &str, pattern: impl Into<String>) -> Self {
        let entry = Entry { key: pattern.into(), value: (), place: Place::File(place.into()) };
        self.set(|settings| settings.filter.exclude.push(entry))
    }

    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(self.settings_mut());
        self
    }
}
