//! Types before it is decided how the variants of unions are told apart, which takes every type to be known.

use crate::ir;
use std::collections::HashMap;

/// How the variants of a union will be told apart.
#[derive(Debug)]
pub(crate) enum Told {
    /// By its discriminator.
    ByDiscriminator(ir::Selection),
    /// By what really differs, and by what its discriminator says of some of them.
    ByTests(Option<Tagged>),
}

/// What values of some types hold in one property.
#[derive(Debug)]
pub(crate) struct Tagged {
    pub(crate) property: String,
    pub(crate) values: HashMap<ir::TypeId, ir::Constants>,
}

pub(crate) type Types = ir::Types<Told>;
pub(crate) type TypeDef = ir::TypeDef<Told>;
pub(crate) type TypeKind = ir::TypeKind<Told>;
pub(crate) type Union = ir::Union<Told>;
