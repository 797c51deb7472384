//! Types before the selection of the variants of unions, which needs all types.

use crate::ir::{self, TypeRef, Variant};
use crate::pointer::Origin;
use std::collections::HashMap;

/// How the variants of a union will be distinguished.
#[derive(Debug)]
pub(crate) enum DraftSelection {
    /// By its discriminator.
    Discriminator(ir::Selection),
    /// By actual differences, and by a discriminator for some of them.
    Tests(Option<Tagged>),
}

/// The values by which discriminators select some of the variants.
#[derive(Debug)]
pub(crate) struct Tagged(pub(crate) HashMap<ir::TypeId, Tag>);

/// A discriminator's property, and its values for one variant.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) property: String,
    pub(crate) values: ir::Constants,
}

pub(crate) type Types = ir::Types<DraftSelection>;
pub(crate) type TypeDef = ir::TypeDef<DraftSelection>;
pub(crate) type TypeKind = ir::TypeKind<DraftSelection>;
pub(crate) type Union = ir::Union<DraftSelection>;

/// The node of a variant, its type, and the component that it refers to.
pub(crate) type NewVariant = (Origin, TypeRef, Option<String>);

/// A union of these variants.
pub(crate) fn union_of(variants: Vec<NewVariant>, selection: DraftSelection) -> TypeKind {
    // `null` belongs to the union, not to its variants.
    let variant = |(origin, value, component): NewVariant| Variant {
        origin,
        value: TypeRef { nullable: false, ..value },
        component,
    };
    TypeKind::Union(Union { variants: variants.into_iter().map(variant).collect(), selection })
}
