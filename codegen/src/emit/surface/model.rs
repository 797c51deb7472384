//! The surface of models.

use super::declared::{self, Declared, Members};
use super::required::{named, required_item, required_type};
use super::spelling::{spelling, undocumented};
use super::{behavior, entry, limits, yes_or_no};
use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::known_value;
use crate::emit::model::object::{self, Initializer};
use crate::emit::model::{type_items, union};
use crate::ir::{Additional, Enum, EnumValues, Object, SchemaPosition, TypeDef, TypeId, TypeKind, Union, Variant};
use crate::name::{Name, TypeNames};
use crate::surface::{Argument, Behavior, Entry, EntryKind, Item, ItemKind};

pub(super) fn items(emitter: &Emitter, uses: &Uses) -> Vec<Item> {
    let types = emitter.api.types.iter().filter_map(|(id, def)| Some((id, def, emitter.names.of(id)?)));
    types
        .flat_map(|(id, def, names)| {
            let aliases = emitter.names.aliases(id).iter();
            let aliases = aliases.map(|(position, name)| alias(&emitter.api.types[*position], name, names));
            let required = required_properties(emitter, id, def, names, uses);
            let own = std::iter::once(item(emitter, id, def, names, uses));
            own.chain(required).chain(aliases).collect::<Vec<_>>()
        })
        .collect()
}

/// The name of one position of a shared type.
fn alias(position: &TypeDef, name: &Name, of: &TypeNames) -> Item {
    let path = format!("models::{name}");
    Item {
        kind: ItemKind::Alias,
        role: format!("schema {}", position.origin.pointer),
        owner: path.clone(),
        label: label(position),
        origin: position.origin.clone(),
        non_exhaustive: true,
        entries: vec![entry("target", EntryKind::Target(format!("models::{}", of.item)), "", &position.origin)],
        behaviors: Vec::new(),
        checked: Vec::new(),
        tokens: String::new(),
        path,
    }
}

fn label(def: &TypeDef) -> String {
    match &def.position {
        SchemaPosition::Component(key) => format!("schema `{key}`"),
        _ => format!("schema at `#{}`", def.origin.pointer),
    }
}

fn item(emitter: &Emitter, id: TypeId, def: &TypeDef, names: &TypeNames, uses: &Uses) -> Item {
    let tokens = type_items(emitter, id, uses);
    let members = members(def, names);
    let Declared { non_exhaustive, entries } = declared::read(&tokens, names.item.as_str(), &members);
    let mut item = Item {
        kind: kind(&def.kind),
        path: format!("models::{}", names.item),
        role: format!("schema {}", def.origin.pointer),
        owner: format!("models::{}", names.item),
        label: label(def),
        origin: def.origin.clone(),
        non_exhaustive,
        entries,
        behaviors: type_behaviors(emitter, id, def, names),
        checked: if emitter.analysis.is_sent(id) { checked(emitter, def) } else { Vec::new() },
        tokens: undocumented(tokens.into_iter().collect()).to_string(),
    };
    if let TypeKind::Union(union) = &def.kind
        && emitter.is_constructed(id)
    {
        let converted = union::converted(emitter, id, union, uses).into_iter();
        let of_variant = |(_, held)| members.entry(&format!("From<{}>", spelling(&held)), EntryKind::Trait);
        item.entries.extend(converted.map(of_variant));
    }
    add_traits(&mut item, &members);
    if let TypeKind::Object(object) = &def.kind {
        add_object(emitter, id, names, object, &members, &mut item, uses);
    }
    item
}

/// The traits that the runtime's macros implement: every model is read, written and shown; what is made of one value is
/// converted from it, and of one scalar displayed, too.
fn add_traits(item: &mut Item, members: &Members) {
    let held = item.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Inner(held_type) => Some(held_type.clone()),
        // The variant for values that are not listed.
        EntryKind::Variant(Some(held_type)) if entry.wire.is_empty() && held_type != "Value" => Some(held_type.clone()),
        _ => None,
    });
    let is_shown = item.kind != ItemKind::Wrapper;
    let of_held = held.into_iter().flat_map(|held_type| {
        std::iter::once(format!("From<{held_type}>")).chain(is_shown.then(|| "Display".to_owned()))
    });
    for name in ["Debug", "Serialize", "Deserialize"].map(str::to_owned).into_iter().chain(of_held) {
        if item.entry("trait", &name).is_none() {
            item.entries.push(members.entry(&name, EntryKind::Trait));
        }
    }
}

fn kind(kind: &TypeKind) -> ItemKind {
    match kind {
        TypeKind::Object(_) => ItemKind::Struct,
        TypeKind::Enum(_) | TypeKind::Union(_) => ItemKind::Enum,
        TypeKind::Array(_) | TypeKind::Tuple(_) | TypeKind::Map(_) => ItemKind::Wrapper,
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer(_)
        | TypeKind::Number(_)
        | TypeKind::String(_)
        | TypeKind::External(_) => ItemKind::Newtype,
    }
}

fn members(def: &TypeDef, names: &TypeNames) -> Members {
    let mut members = Members::of(&def.origin);
    match &def.kind {
        TypeKind::Object(object) => {
            for (property, name) in object.properties.iter().zip(&names.members) {
                members.add(name.as_str(), &property.name, &property.origin);
            }
        }
        TypeKind::Enum(list) => {
            for (value, name) in values(list).into_iter().zip(&names.members) {
                members.add(name.as_str(), value, &def.origin);
            }
        }
        TypeKind::Union(union) => {
            for (index, (variant, name)) in union.variants.iter().zip(&names.members).enumerate() {
                let wire = variant.component.clone().unwrap_or_else(|| format!("variant {index}"));
                members.add(name.as_str(), wire, &variant.origin);
            }
        }
        _ => {}
    }
    members
}

fn values(list: &Enum) -> Vec<String> {
    match &list.values {
        EnumValues::Strings(values) => values.clone(),
        EnumValues::Integers(values) => values.iter().map(ToString::to_string).collect(),
        EnumValues::Numbers(values) => values.iter().map(|value| format!("{value:?}")).collect(),
        EnumValues::Booleans(values) => values.iter().map(ToString::to_string).collect(),
    }
}

/// The items that `construct!` adds: `new`, and the setters.
fn add_object(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    object: &Object,
    members: &Members,
    item: &mut Item,
    uses: &Uses,
) {
    let mut arguments = Vec::new();
    let mut setters: Vec<Entry> = Vec::new();
    for field in object::fields(emitter, id, names, object, uses) {
        let (name, origin) = (field.name.to_string(), &field.property.origin);
        // The value of a constant is among the behaviors of the property already.
        let is_constant = emitter.constant(field.property.value).is_some();
        let set = |aspect, value| (!is_constant).then(|| behavior(&name, aspect, spelling(value), origin));
        match object::initializer(emitter, &field, uses) {
            Initializer::Unset => {}
            Initializer::Preset(value) => {
                item.behaviors.extend(set("value set by `new`", &value));
            }
            Initializer::OneChoice(value) => {
                setters.push(members.entry(&name, EntryKind::Setter(None)));
                item.behaviors.extend(set("value set by its setter", &value));
            }
            Initializer::Argument(argument) => {
                let parameter_type = spelling(&argument.parameter_type);
                if let Some(value) = &field.prefilled {
                    item.behaviors.push(behavior(&name, "value until its setter is called", spelling(value), origin));
                }
                if field.is_argument() {
                    arguments.push(Argument { name, parameter_type, origin: origin.clone() });
                } else {
                    setters.push(members.entry(&name, EntryKind::Setter(Some(parameter_type))));
                }
            }
        }
    }
    let by_name = || vec![named(&format!("models::{}", names.required), &item.origin)];
    let arguments = if emitter.is_named(arguments.len()) { by_name() } else { arguments };
    item.entries.push(entry("new", EntryKind::Constructor(arguments), "", &item.origin));
    item.entries.extend(setters);
}

/// The struct of named arguments, if the constructor has many.
fn required_properties(emitter: &Emitter, id: TypeId, def: &TypeDef, names: &TypeNames, uses: &Uses) -> Option<Item> {
    let TypeKind::Object(object) = &def.kind else { return None };
    let fields = object::fields(emitter, id, names, object, uses);
    let fields: Vec<_> = fields.iter().filter(|field| field.is_argument()).collect();
    if !emitter.is_named(fields.len()) {
        return None;
    }
    let field = |field: &&object::Field| {
        let Initializer::Argument(argument) = object::initializer(emitter, field, uses) else { return None };
        let (name, origin) = (field.name.to_string(), field.property.origin.clone());
        let argument = Argument { name, parameter_type: required_type(&argument.macro_syntax), origin };
        Some((argument, field.property.name.clone()))
    };
    let item =
        required_item(&format!("models::{}", names.required), fields.iter().filter_map(field).collect(), &def.origin);
    Some(Item {
        role: format!("schema {}, required", def.origin.pointer),
        owner: format!("models::{}", names.item),
        label: format!("{}, required properties", label(def)),
        ..item
    })
}

/// The members whose types have constraints.
fn checked(emitter: &Emitter, def: &TypeDef) -> Vec<String> {
    let members: Vec<(String, TypeId)> = match &def.kind {
        TypeKind::Object(object) => {
            let rest = match object.additional {
                Additional::Typed(value) => Some((String::new(), value.id)),
                Additional::Any | Additional::Forbidden => None,
            };
            let properties = object.properties.iter().map(|property| (property.name.clone(), property.value.id));
            properties.chain(rest).collect()
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter().enumerate();
            variants.map(|(index, variant)| (index.to_string(), variant.value.id)).collect()
        }
        TypeKind::Array(element) | TypeKind::Map(element) => vec![(String::new(), element.id)],
        _ => Vec::new(),
    };
    members.into_iter().filter(|(_, id)| emitter.analysis.is_constrained(*id)).map(|(name, _)| name).collect()
}

fn type_behaviors(emitter: &Emitter, id: TypeId, def: &TypeDef, names: &TypeNames) -> Vec<Behavior> {
    let mut behaviors = vec![behavior("", "Cargo feature", emitter.conditions.of_type(id).to_string(), &def.origin)];
    if emitter.analysis.is_sent(id) {
        behaviors.push(behavior("", "constraints", limits::text(emitter, id), &def.origin));
    }
    match &def.kind {
        TypeKind::Object(object) => behaviors.extend(object_behaviors(emitter, id, names, object)),
        TypeKind::Enum(list) => {
            let values = values(list).into_iter().zip(&names.members);
            behaviors.extend(values.map(|(value, name)| behavior(name.to_string(), "value", value, &def.origin)));
        }
        TypeKind::Union(union) => behaviors.extend(union_behaviors(emitter, names, union)),
        _ => {}
    }
    behaviors
}

fn object_behaviors(emitter: &Emitter, id: TypeId, names: &TypeNames, object: &Object) -> Vec<Behavior> {
    let mut behaviors = Vec::new();
    for (property, name) in object.properties.iter().zip(&names.members) {
        let mut add =
            |aspect, value: String| behaviors.push(behavior(name.to_string(), aspect, value, &property.origin));
        add("JSON name", property.name.clone());
        let constant = emitter.constant(property.value);
        add("value", constant.map(|constant| constant.text()).unwrap_or_default());
        let default = property.default.as_ref().or(emitter.api.types[property.value.id].default.as_ref());
        add("default", default.map(ToString::to_string).unwrap_or_default());
        add("deprecated", yes_or_no(property.deprecated));
        if emitter.is_constructed(id) && emitter.names.of(property.value.id).is_none() {
            add("constraints", limits::text(emitter, property.value.id));
        }
    }
    behaviors
}

fn union_behaviors(emitter: &Emitter, names: &TypeNames, union: &Union) -> Vec<Behavior> {
    let read = |index: usize| {
        let text = union::variant_docs::selection(&union.selection, index);
        let mut characters = text.trim_end_matches('.').chars();
        let first = characters.next().map(|first| first.to_ascii_lowercase());
        first.into_iter().chain(characters).collect::<String>()
    };
    let of_variant = |(index, (variant, name)): (usize, (&Variant, &Name))| match emitter.constant(variant.value) {
        Some(constant) => behavior(name.to_string(), "value", constant.text(), &variant.origin),
        None => behavior(name.to_string(), "selection", read(index), &variant.origin),
    };
    union.variants.iter().zip(&names.members).enumerate().map(of_variant).collect()
}

/// The value as documents show it, for behaviors of known values.
pub(super) fn code(value: &crate::ir::Scalar) -> String {
    known_value::code(value)
}
