//! What kinds of diagnostics there are.

use std::fmt;

/// Declares [`Code`] and its names together, so that neither can be forgotten.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The kind of a diagnostic: what a program matches on, and what stands in brackets after the level.
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
    /// The document is written in a version of OpenAPI that is read in part or not at all.
    UnsupportedVersion = "unsupported-version",
    /// A reference names something that does not exist.
    MissingReference = "missing-reference",
    /// Two nodes have the same `$id`, `$self` or `$anchor`.
    DuplicateIdentifier = "duplicate-identifier",
    /// A reference leads back to itself.
    ReferenceLoop = "reference-loop",
    /// A reference names a file outside the folders that may be read.
    OutsideRoots = "outside-roots",
    /// A reference leads to a network, and there is no copy of what it names.
    MissingMapping = "missing-mapping",
    /// A copy of what is on a network is not what the lock file says.
    StaleLock = "stale-lock",
    /// A reference is written as the specification does not allow.
    InvalidReference = "invalid-reference",
    /// A document has more bytes, values or files than are read.
    TooLarge = "too-large",
    /// A file nests objects or arrays too deeply.
    TooDeep = "too-deep",
    /// The aliases of a YAML file expand to too much.
    AliasBomb = "alias-bomb",
    /// A value has another JSON type than the specification asks for.
    WrongType = "wrong-type",
    /// A key that the specification requires is missing.
    MissingField = "missing-field",
    /// A key that the specification does not know.
    UnknownKeyword = "unknown-keyword",
    /// A key of the specification that is understood but not supported.
    UnsupportedKeyword = "unsupported-keyword",
    /// A value of the right type that the specification does not allow there.
    InvalidValue = "invalid-value",
    /// Two operations have the same `operationId`.
    DuplicateOperationId = "duplicate-operation-id",
    /// A path template and its parameters disagree.
    PathParameter = "path-parameter",
    /// A key beside `$ref`, where it has no effect.
    IgnoredSibling = "ignored-sibling",
    /// A parameter is listed twice.
    DuplicateParameter = "duplicate-parameter",
    /// Two paths differ only in the names of their parameters.
    DuplicatePath = "duplicate-path",
    /// A parameter that the specification says to ignore.
    IgnoredParameter = "ignored-parameter",
    /// A security requirement names a scheme that is not declared.
    UnknownSecurityScheme = "unknown-security-scheme",
    /// A security requirement names a scope that its scheme does not declare.
    UnknownScope = "unknown-scope",
    /// A server's URL and its variables disagree.
    ServerVariable = "server-variable",
    /// A media type that the client does not use, or only as bytes.
    UnsupportedMediaType = "unsupported-media-type",
    /// `required` names a property that is not described.
    UnknownProperty = "unknown-property",
    /// A key that does not apply to values of the schema's type.
    InapplicableKeyword = "inapplicable-keyword",
    /// A pattern that the client cannot run.
    UncheckedPattern = "unchecked-pattern",
    /// No value can satisfy what is demanded together.
    Contradiction = "contradiction",
    /// A schema that no type expresses is read more widely.
    Fallback = "fallback",
    /// A discriminator and the variants disagree.
    InvalidDiscriminator = "invalid-discriminator",
    /// Two variants of a union cannot be told apart.
    AmbiguousUnion = "ambiguous-union",
    /// Two schemas have the same name in Rust.
    NameCollision = "name-collision",
    /// An example's file does not exist.
    MissingExample = "missing-example",
    /// An overlay that is not written as the specification has it, or that cannot be applied.
    InvalidOverlay = "invalid-overlay",
    /// An action of an overlay that changes nothing.
    UnusedAction = "unused-action",
    /// A key of the settings that there is not.
    UnknownSetting = "unknown-setting",
    /// A value that a setting does not take.
    InvalidSetting = "invalid-setting",
    /// A setting that matches nothing in the document.
    UnusedSetting = "unused-setting",
    /// A setting that is code, or lets the document read more, in a file that was found and not named.
    UnnamedSettings = "unnamed-settings",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
