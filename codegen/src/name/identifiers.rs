//! The identifiers of a type, of an operation and of a tag.

use super::scope::Name;
use crate::ir::OperationId;

/// The identifiers of a type that becomes a Rust item.
#[derive(Debug)]
pub struct TypeNames {
    /// The item.
    pub item: Name,
    /// Fields of a struct, variants of an enum, in the order of the IR.
    pub members: Vec<Name>,
    /// What holds the keys that are not named, or the value that is not known.
    pub rest: Name,
    /// The struct of what the constructor of a struct takes, where that is more than arguments are fit for.
    pub required: Name,
}

/// The identifiers of an operation.
#[derive(Debug)]
pub struct OperationNames {
    /// The client's method.
    pub method: Name,
    /// The request type.
    pub item: Name,
    /// The struct of its required inputs, where these are more than arguments are fit for.
    pub required: Name,
    /// Its parameters, in the order of the IR.
    pub parameters: Vec<Name>,
    /// The body.
    pub body: Name,
    /// The enum of the body's representations, where there are several.
    pub bodies: Name,
    /// Its variants, in the order of the IR.
    pub body_variants: Vec<Name>,
    /// The struct of each representation of the body that is sent in parts, in the order of the IR, and its fields: the
    /// properties of its schema.
    pub forms: Vec<Option<TypeNames>>,
    /// The enum of documented successes, where there are several.
    pub output: Name,
    /// The enum of documented errors, where there are several.
    pub failure: Name,
}

/// A module of operations.
#[derive(Debug)]
pub struct Module {
    /// Its name.
    pub item: Name,
    /// The trait of a server side that has its operations.
    pub service: Name,
    /// The tag it stands for; none for operations without one.
    pub tag: Option<String>,
    /// Its operations, in the document's order.
    pub operations: Vec<OperationId>,
}
