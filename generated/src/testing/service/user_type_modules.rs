//! The modules of a user type: read from a body, and brought into the form in which they are shown.

use super::body::Node;
use super::crm::Module;
use super::refusal::Refusal;
use super::state::State;
use crate::runtime::serde_json::{Map, Value, json};

const MOST_MODULES: usize = 500;
const MOST_FIELDS: usize = 500;
const MOST_LAYOUTS: usize = 7;

type Shown = Map<String, Value>;

/// The modules of a user type to be created.
pub(super) fn of_new(state: &State, modules: &Node) -> Result<Vec<Shown>, Refusal> {
    modules.array(0, MOST_MODULES)?.iter().map(|given| of_new_module(state, given)).collect()
}

/// Changes what the bodies names and leaves the rest as it is.
pub(super) fn change(state: &State, modules: &mut Vec<Shown>, changes: &Node) -> Result<(), Refusal> {
    for given in changes.array(0, MOST_MODULES)? {
        let module = module_of(state, &given)?;
        let position = modules.iter().position(|shown| shown.get("id").is_some_and(|id| id == module.id));
        let mut shown = position.and_then(|index| modules.get(index).cloned()).unwrap_or_else(|| module.identity());
        apply(&mut shown, module, &given)?;
        match position.and_then(|index| modules.get_mut(index)) {
            Some(place) => *place = shown,
            None => modules.push(shown),
        }
    }
    Ok(())
}

fn of_new_module(state: &State, given: &Node) -> Result<Shown, Refusal> {
    let module = module_of(state, given)?;
    given.required("permissions")?;
    given.required("shared_type")?;
    if !module.is_notes() {
        for needed in ["layouts", "views"] {
            check_dependent(given, needed)?;
        }
    }
    let mut shown = module.identity();
    apply(&mut shown, module, given)?;
    Ok(shown)
}

fn module_of<'s>(state: &'s State, given: &Node) -> Result<&'s Module, Refusal> {
    let id = given.required("id")?;
    state.module_by_id(id.string()?).ok_or_else(|| id.refused("INVALID_MODULE", "the module is not available"))
}

/// Every module but Notes needs layouts and views.
fn check_dependent(given: &Node, key: &str) -> Result<(), Refusal> {
    match given.optional(key)? {
        Some(value) if !value.is_null() => Ok(()),
        _ => {
            let message = if key == "layouts" { "layouts are missing." } else { "views are missing." };
            let dependee = json!({ "api_name": "id", "json_path": format!("{}.id", given.path()) });
            let missing = given.missing(key);
            Err(missing.dependent(message, &dependee))
        }
    }
}

fn apply(shown: &mut Shown, module: &Module, given: &Node) -> Result<(), Refusal> {
    if let Some(shared) = given.optional("shared_type")? {
        shown.insert("shared_type".to_owned(), shared.one_of(&["private", "public"])?.into());
    }
    if let Some(permissions) = given.optional("permissions")? {
        merge_permissions(shown, &permissions)?;
    }
    for (key, read) in [("layouts", layouts as Reader), ("views", view), ("filters", filters)] {
        if let Some(value) = given.optional(key)? {
            let value = if value.is_null() { Value::Null } else { read(module, &value)? };
            shown.insert(key.to_owned(), value);
        }
    }
    if let Some(fields) = given.optional("fields")? {
        change_fields(shown, module, &fields)?;
    }
    Ok(())
}

type Reader = fn(&Module, &Node) -> Result<Value, Refusal>;

fn merge_permissions(shown: &mut Shown, permissions: &Node) -> Result<(), Refusal> {
    let mut merged = shown.get("permissions").and_then(Value::as_object).cloned().unwrap_or_default();
    for key in permissions.object()?.keys() {
        merged.insert(key.clone(), permissions.required(key)?.boolean()?.into());
    }
    shown.insert("permissions".to_owned(), Value::Object(merged));
    Ok(())
}

fn layouts(module: &Module, given: &Node) -> Result<Value, Refusal> {
    let layout = |given: &Node| {
        let id = given.required("id")?;
        let mut layout = module.layout(id.string()?).ok_or_else(|| id.invalid())?;
        if let Some(opening) = given.optional("_default_view")? {
            opening.required("type")?.one_of(&["layout", "wizard"])?;
            layout["_default_view"] = opening.json().clone();
        }
        Ok(layout)
    };
    let layouts: Result<Vec<Value>, Refusal> = given.array(0, MOST_LAYOUTS)?.iter().map(layout).collect();
    layouts.map(Value::Array)
}

fn view(module: &Module, given: &Node) -> Result<Value, Refusal> {
    given.required("type")?.one_of(&["custom_view", "canvas_view"])?;
    let id = given.required("id")?;
    module.view(id.string()?).ok_or_else(|| id.invalid())
}

fn filters(module: &Module, given: &Node) -> Result<Value, Refusal> {
    let filter = |given: &Node| {
        let id = given.required("id")?;
        let name = module.field(id.string()?).ok_or_else(|| id.invalid())?;
        Ok(json!({ "display_label": name, "api_name": name, "id": id.json() }))
    };
    let filters: Result<Vec<Value>, Refusal> = given.array(0, 1)?.iter().map(filter).collect();
    filters.map(Value::Array)
}

/// Adds, replaces and, with `_delete`, removes.
fn change_fields(shown: &mut Shown, module: &Module, given: &Node) -> Result<(), Refusal> {
    let mut fields = shown.get("fields").and_then(Value::as_array).cloned().unwrap_or_default();
    for given in given.array(0, MOST_FIELDS)? {
        let id = given.required("id")?;
        let name = module.field(id.string()?).ok_or_else(|| not_for_portals(&id))?;
        let was = fields.iter().position(|field| field["id"] == *id.json()).map(|index| fields.remove(index));
        let removed = given.optional("_delete")?.map_or(Ok(false), |delete| delete.boolean())?;
        if !removed {
            let read_only = given.optional("read_only")?.map(|read_only| read_only.boolean()).transpose()?;
            let before = was.and_then(|field| field["read_only"].as_bool());
            let read_only = read_only.or(before).ok_or_else(read_only_missing)?;
            fields.push(json!({ "read_only": read_only, "api_name": name, "id": id.json() }));
        }
    }
    shown.insert("fields".to_owned(), Value::Array(fields));
    Ok(())
}

fn not_for_portals(id: &Node) -> Refusal {
    Refusal::new("INVALID_DATA", "Field is not allowed in portals.")
        .details(json!({ "json_path": id.path() }))
        .wrapped("user_type")
}

/// Flat, although it is about the body.
fn read_only_missing() -> Refusal {
    let message = "One of the expected parameter is missing";
    Refusal::new("REQUIRED_PARAM_MISSING", message).details(json!({ "api_name": "read_only" }))
}
