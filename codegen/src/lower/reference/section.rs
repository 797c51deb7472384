//! The sections of `components`.

use crate::lower::version::Version;

/// The sections of `components`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Schemas,
    Responses,
    Parameters,
    Examples,
    RequestBodies,
    Headers,
    SecuritySchemes,
    Links,
    Callbacks,
    PathItems,
    MediaTypes,
    /// Any section.
    Any,
}

/// Each with its key and the kind of its entries.
const SECTIONS: [(Section, &str, &str); 11] = [
    (Section::Schemas, "schemas", "a schema"),
    (Section::Responses, "responses", "a response"),
    (Section::Parameters, "parameters", "a parameter"),
    (Section::Examples, "examples", "an example"),
    (Section::RequestBodies, "requestBodies", "a request body"),
    (Section::Headers, "headers", "a header"),
    (Section::SecuritySchemes, "securitySchemes", "a security scheme"),
    (Section::Links, "links", "a link"),
    (Section::Callbacks, "callbacks", "a callback"),
    (Section::PathItems, "pathItems", "a path item"),
    (Section::MediaTypes, "mediaTypes", "a media type"),
];

impl Section {
    /// All sections.
    pub(super) const ALL: [Self; 11] = [
        Self::Schemas,
        Self::Responses,
        Self::Parameters,
        Self::Examples,
        Self::RequestBodies,
        Self::Headers,
        Self::SecuritySchemes,
        Self::Links,
        Self::Callbacks,
        Self::PathItems,
        Self::MediaTypes,
    ];

    /// The section with this key under `components`.
    pub(super) fn of(key: &str) -> Self {
        Self::ALL.into_iter().find(|section| section.key() == key).unwrap_or(Self::Any)
    }

    fn entry(self) -> Option<&'static (Self, &'static str, &'static str)> {
        SECTIONS.iter().find(|(section, ..)| *section == self)
    }

    pub(crate) fn key(self) -> &'static str {
        self.entry().map_or("", |(_, key, _)| key)
    }

    pub(super) fn noun(self) -> &'static str {
        self.entry().map_or("a component", |(.., noun)| noun)
    }

    /// The remedy for a reference to a component of another section. `name` is the position of this one.
    pub(super) fn remedy(self, other: Self, version: Version, name: &str) -> String {
        match (self, other) {
            (Self::Responses, Self::Schemas) if version.is_2_0() => {
                format!("{} has its schema under `schema`: write `schema: {{ $ref: … }}`", self.noun())
            }
            (Self::Parameters, Self::Schemas) if version.is_2_0() => {
                "write the keywords of the schema, such as `type` and `enum`, beside `name` and `in`; only a parameter with \
                 `in: body` has a `schema`, which can be `schema: { $ref: … }`"
                    .to_owned()
            }
            (Self::MediaTypes | Self::Parameters | Self::Headers, Self::Schemas) => {
                format!("{} has its schema under `schema`: write `schema: {{ $ref: … }}`", self.noun())
            }
            (Self::Responses | Self::RequestBodies, Self::Schemas) => format!(
                "{} has its schema under `content`: write `content: {{ application/json: {{ schema: {{ $ref: … }} }} \
                 }}`",
                self.noun()
            ),
            (_, _) => format!("refer to {} under `{name}`, or write it here", self.noun()),
        }
    }
}
