//! The versions of the specification that differ in the meaning of a keyword.

/// The versions between which the meaning of a keyword differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger, its structures brought to those of 3.0: see [`swagger2`](crate::swagger2).
    V2_0,
    V3_0,
    V3_1,
    /// This, and later ones.
    V3_2,
}

impl Version {
    pub(super) fn of(openapi: &str) -> Self {
        if openapi.starts_with("3.0") {
            Self::V3_0
        } else if openapi.starts_with("3.1") {
            Self::V3_1
        } else {
            Self::V3_2
        }
    }

    /// Whether schemas follow JSON Schema 2020-12, where keywords next to `$ref` apply.
    pub(crate) fn since_3_1(self) -> bool {
        self >= Self::V3_1
    }

    /// Whether the document is Swagger 2.0.
    pub(crate) fn is_2_0(self) -> bool {
        self == Self::V2_0
    }

    /// The name of the version in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V2_0 => "Swagger 2.0",
            Self::V3_0 => "OpenAPI 3.0",
            Self::V3_1 => "OpenAPI 3.1",
            Self::V3_2 => "OpenAPI 3.2",
        }
    }

    pub(crate) fn since_3_2(self) -> bool {
        self >= Self::V3_2
    }
}
