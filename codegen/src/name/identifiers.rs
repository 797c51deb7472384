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
    /// The field of additional properties, or the variant of unknown values.
    pub rest: Name,
    /// The struct of the constructor's arguments, if there are too many for single ones.
    pub required: Name,
}

/// The identifiers of an operation.
#[derive(Debug)]
pub struct OperationNames {
    /// The client's method.
    pub method: Name,
    /// The request type.
    pub item: Name,
    /// The struct of its required inputs, if there are too many for single arguments.
    pub required: Name,
    /// Its parameters, in the order of the IR.
    pub parameters: Vec<Name>,
    /// The body.
    pub body: Name,
    /// The enum of the body's representations, if there are several.
    pub bodies: Name,
    /// Its variants, in the order of the IR.
    pub body_variants: Vec<Name>,
    /// The struct of each multipart representation of the body, in the order of the IR, with fields for the properties
    /// of its schema.
    pub forms: Vec<Option<TypeNames>>,
    /// The enum of documented successes, if there are several.
    pub output: Name,
    /// The enum of documented errors, if there are several.
    pub failure: Name,
}

/// A module of operations.
#[derive(Debug)]
pub struct Module {
    /// Its name.
    pub item: Name,
    /// The service trait with its operations.
    pub service: Name,
    /// Its tag; `None` for operations without one.
    pub tag: Option<String>,
    /// Its operations, in the document's order.
    pub operations: Vec<OperationId>,
}
