//! Names that emitted code uses for itself.

/// Names that a model may not have: those of the prelude (a schema called `Option` must not shadow it, neither in the
/// models nor for users that import all of them), those that files of models import, and the type parameter of setters.
pub(super) const TAKEN_MODELS: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Base64",
    "Box",
    "Bytes",
    "Check",
    "Checker",
    "Clone",
    "Copy",
    "Date",
    "DateTime",
    "Default",
    "Deserialize",
    "Deserializer",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "HashMap",
    "IndexMap",
    "Into",
    "IntoIterator",
    "Iterator",
    "LenientDateTime",
    "M",
    "Map",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Password",
    "Presence",
    "Result",
    "Rules",
    "Send",
    "Serialize",
    "Serializer",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Value",
    "Vec",
];

/// Names that an operation may not have, in addition to [`TAKEN_MODELS`]: those that files of operations import.
pub(super) const TAKEN_OPERATIONS: &[&str] = &[
    "Body",
    "ByteStream",
    "C",
    "Client",
    "D",
    "Error",
    "EventId",
    "EventShape",
    "EventStream",
    "File",
    "FormEncoding",
    "Infallible",
    "JsonLines",
    "Method",
    "Multipart",
    "MultipartForm",
    "Operation",
    "OperationInfo",
    "PartStream",
    "RawResponse",
    "RequestWriter",
    "Response",
    "Style",
    "TypedBody",
];

/// Names that a property may not have, since its setter has the same name: those of the constructor, of common traits,
/// and of operators.
pub(super) const TAKEN_PROPERTIES: &[&str] =
    &["add", "bitand", "bitor", "bitxor", "clone", "div", "into", "mul", "new", "rem", "shl", "shr", "sub"];

/// Names that a parameter may not have, for the same reasons or because the request has a field of that name.
pub(super) const TAKEN_INPUTS: &[&str] = {
    let (taken, _) = TAKEN_INPUTS_OF_LISTS.split_at(TAKEN_INPUTS_OF_LISTS.len() - 2);
    taken
};

/// Like [`TAKEN_INPUTS`], and the methods of paginated lists.
pub(super) const TAKEN_INPUTS_OF_LISTS: &[&str] = &[
    "add",
    "bind",
    "bitand",
    "bitor",
    "bitxor",
    "client",
    "clone",
    "div",
    "into",
    "mul",
    "new",
    "rem",
    "send",
    "send_for_response",
    "shl",
    "shr",
    "sub",
    "to_request",
    // These two last.
    "items",
    "pages",
];
