//! What generated code uses and callers do not: macros, and the items that these expand to.
//!
//! Belongs here: re-exports only; each item is defined in the module of its topic. All of it may change in any minor version: a
//! client requires the minor version that it was generated for.
//!
//! Uses: `exec`, `model`, `pages`, `request`. Used by: generated code.

pub use crate::exec::time::sleeping;
#[cfg(feature = "arbitrary")]
pub use crate::model::arbitrary;
#[cfg(any(feature = "schemars", feature = "arbitrary"))]
pub use crate::model::further_traits::FieldType;
pub use crate::model::optional::{ByOption, ByValue, IntoOptional, IntoOptionalList};
pub use crate::model::scalar::{any_string, listed_string, unlisted};
#[cfg(feature = "schemars")]
pub use crate::model::schema;
pub use crate::model::{debug, object, union};
pub use crate::pages::IntoItems;
pub use crate::request::style::Nested;

#[cfg(feature = "schemars")]
pub use ::schemars;

pub use crate::{
    __arbitrary as arbitrary, __argument_initial as argument_initial, __argument_type as argument_type,
    __argument_unset as argument_unset, __argument_value as argument_value, __blocking_calls as blocking_calls,
    __blocking_client as blocking_client, __blocking_pages as blocking_pages, __body_from as body_from,
    __calls as calls, __client as client, __construct as construct, __debug_field as debug_field,
    __further_traits as further_traits, __impl_debug as impl_debug, __json_schema as json_schema, __object as object,
    __object_key as object_key, __object_member as object_member, __object_rest as object_rest,
    __object_slot as object_slot, __paged as paged, __payload as payload, __payloads as payloads,
    __presence_from as presence_from, __request as request, __required as required, __required_type as required_type,
    __required_value as required_value, __scalar_enum as scalar_enum, __scalar_newtype as scalar_newtype,
    __setter as setter, __status_range as status_range, __string_enum as string_enum,
    __string_newtype as string_newtype, __union_enum as union_enum, __union_from as union_from,
    __union_write as union_write, __wrapper as wrapper,
};
#[cfg(feature = "service")]
pub use crate::{__receive as receive, __receive_form as receive_form, __receive_input as receive_input};
#[cfg(feature = "service")]
pub use crate::{__service as service, __service_fake as service_fake, __service_trait as service_trait};
#[cfg(feature = "service")]
pub use crate::{__service_of_tag as service_of_tag, __service_of_tags as service_of_tags, __webhooks as webhooks};
