//! The codes of diagnostics.

use std::fmt;

/// Declares [`Code`] together with its names.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The code of a diagnostic, which programs can match on, and which is printed in brackets after the level.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name, in lower case with hyphens: `missing-reference`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The code of this name.
            pub(crate) fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }
        }
    };
}

codes! {
    /// A file cannot be opened, or does not hold text.
    UnreadableFile = "unreadable-file",
    /// A file is neither YAML nor JSON.
    Syntax = "syntax",
    /// An object has the same key twice.
    DuplicateKey = "duplicate-key",
    /// The document has no `openapi` key.
    NotOpenApi = "not-openapi",
    /// The version of OpenAPI is supported in part or not at all.
    UnsupportedVersion = "unsupported-version",
    /// The target of a reference does not exist.
    MissingReference = "missing-reference",
    /// Two nodes have the same `$id`, `$self` or `$anchor`.
    DuplicateIdentifier = "duplicate-identifier",
    /// A circular reference.
    ReferenceLoop = "reference-loop",
    /// A reference names a file outside the folders that may be read.
    OutsideRoots = "outside-roots",
    /// A reference to a URL without a local copy.
    MissingMapping = "missing-mapping",
    /// A local copy differs from the lock file.
    StaleLock = "stale-lock",
    /// A reference whose syntax the specification does not allow.
    InvalidReference = "invalid-reference",
    /// A document exceeds the limit on bytes, values or files.
    TooLarge = "too-large",
    /// A file nests objects or arrays too deeply.
    TooDeep = "too-deep",
    /// The aliases of a YAML file expand to too much.
    AliasBomb = "alias-bomb",
    /// A value has another JSON type than the specification requires.
    WrongType = "wrong-type",
    /// A key that the specification requires is missing.
    MissingField = "missing-field",
    /// A key that is not in the specification.
    UnknownKeyword = "unknown-keyword",
    /// A key of the specification that is understood but not supported.
    UnsupportedKeyword = "unsupported-keyword",
    /// A value of the right type that the specification does not allow there.
    InvalidValue = "invalid-value",
    /// Two operations have the same `operationId`.
    DuplicateOperationId = "duplicate-operation-id",
    /// A path template and its parameters disagree.
    PathParameter = "path-parameter",
    /// A key next to `$ref`, where it has no effect.
    IgnoredSibling = "ignored-sibling",
    /// A parameter is listed twice.
    DuplicateParameter = "duplicate-parameter",
    /// Two paths differ only in the names of their parameters.
    DuplicatePath = "duplicate-path",
    /// A parameter that is ignored according to the specification.
    IgnoredParameter = "ignored-parameter",
    /// A security requirement names a scheme that is not declared.
    UnknownSecurityScheme = "unknown-security-scheme",
    /// A security requirement names a scope that its scheme does not declare.
    UnknownScope = "unknown-scope",
    /// A server's URL and its variables disagree.
    ServerVariable = "server-variable",
    /// A media type that the client does not support, or only as bytes.
    UnsupportedMediaType = "unsupported-media-type",
    /// `required` names a property that is not described.
    UnknownProperty = "unknown-property",
    /// A key that does not apply to values of the schema's type.
    InapplicableKeyword = "inapplicable-keyword",
    /// A pattern that the client does not support.
    UncheckedPattern = "unchecked-pattern",
    /// Constraints that no value satisfies together.
    Contradiction = "contradiction",
    /// A schema without an exact type becomes a wider one.
    Fallback = "fallback",
    /// A discriminator and the variants disagree.
    InvalidDiscriminator = "invalid-discriminator",
    /// Two variants of a union cannot be distinguished.
    AmbiguousUnion = "ambiguous-union",
    /// Two schemas have the same name in Rust.
    NameCollision = "name-collision",
    /// An example's file does not exist.
    MissingExample = "missing-example",
    /// An invalid overlay, or one that cannot be applied.
    InvalidOverlay = "invalid-overlay",
    /// An action of an overlay that changes nothing.
    UnusedAction = "unused-action",
    /// An unknown key in the settings.
    UnknownSetting = "unknown-setting",
    /// An invalid value in the settings.
    InvalidSetting = "invalid-setting",
    /// A setting that matches nothing in the document.
    UnusedSetting = "unused-setting",
    /// A setting that is code, or lets the document read more files, in a file that was found and not named.
    UnnamedSettings = "unnamed-settings",
    /// The package that contains the client lacks a dependency, or a feature of one.
    MissingDependency = "missing-dependency",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
