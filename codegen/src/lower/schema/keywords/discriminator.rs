//! The Discriminator Object, as it is written.

use super::table::DISCRIMINATOR;
use crate::diagnostics::Code;
use crate::lower::read::expected::Expected;
use crate::lower::read::fields::{Fields, wrong_value};
use crate::lower::read::value::found;
use indexmap::IndexMap;
use serde_json::Value;

/// A Discriminator Object.
#[derive(Debug, Clone)]
pub(crate) struct Discriminator {
    pub(crate) property_name: String,
    /// The target of each value: a component's key, or a reference.
    pub(crate) mapping: IndexMap<String, String>,
    /// The target of values without a mapping (3.2).
    pub(crate) default_mapping: Option<String>,
}

impl Discriminator {
    /// Only the name of the property: its values are the names of schemas.
    pub(super) fn read_2_0(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let node = fields.node("discriminator")?;
        if node.value.is_object() {
            return Self::read(fields);
        }
        let property_name = fields.string("discriminator").filter(|name| !name.is_empty())?;
        Some(Self { property_name, mapping: IndexMap::new(), default_mapping: None })
    }

    /// Bad entries of a `mapping` are omitted.
    ///
    /// Pydantic maps a value to an inline variant by repeating it: the constants within that variant state what the mapping
    /// would.
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let node = fields.node("discriminator")?;
        if !node.value.is_object() {
            wrong_value(fields.diagnostics(), &node, "discriminator", Expected::Discriminator);
            return None;
        }
        let lists = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| fields.node(keyword));
        let variants: Vec<&Value> = lists.flat_map(|list| list.items()).map(|variant| variant.value).collect();
        let mut inner = Fields::open(&node, &DISCRIMINATOR, fields.diagnostics())?;
        let property_name = inner.essential_string("propertyName")?;
        let mut mapping = IndexMap::new();
        for (value, target) in inner.map("mapping") {
            if let Some(target) = target.value.as_str() {
                mapping.insert(value.to_owned(), target.to_owned());
            } else if target.reference().is_some() || !variants.contains(&target.value) {
                let message = format!("`{value}` must be mapped to the name of a schema, not {}", found(target.value));
                let diagnostic = inner.diagnostics().mistake(Code::WrongType, &target.origin, message).skipped();
                diagnostic.help(format!("write a reference, such as `{value}: '#/components/schemas/Pet'`"));
            }
        }
        Some(Self { property_name, mapping, default_mapping: inner.string("defaultMapping") })
    }
}
