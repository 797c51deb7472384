//! The modules of a user type, from requests to the form of responses.

use super::crm::{self, Module};
use super::refusal::{BodyPosition, Refusal};
use crate::models::{
    Dependee, LayoutView, ModuleField, ModuleFilter, ModuleFilterChoice, ModuleId, ModuleLayout, ModuleLayoutChoice,
    ModulePermissions, ModuleViewChoice, NewUserTypeModule, ResultCode, ResultDetails, UserTypeFieldUpdate,
    UserTypeModule, UserTypeModuleUpdate,
};
use crate::runtime::Presence;

/// The modules of a new user type.
pub(super) fn of_new(modules: Vec<NewUserTypeModule>, position: &BodyPosition) -> Result<Vec<UserTypeModule>, Refusal> {
    each(modules, position, of_new_module)
}

/// Changes the listed modules.
pub(super) fn change(
    modules: &mut Vec<UserTypeModule>,
    changes: Vec<UserTypeModuleUpdate>,
    position: &BodyPosition,
) -> Result<(), Refusal> {
    for (index, change) in changes.into_iter().enumerate() {
        let position = position.item(index);
        let module = module_of(&change.id, &position)?;
        let known = modules.iter().position(|target| target.id == change.id);
        let mut target = known.map_or_else(|| module.with_ids(), |index| modules[index].clone());
        apply(&mut target, module, change, &position)?;
        match known {
            Some(index) => modules[index] = target,
            None => modules.push(target),
        }
    }
    Ok(())
}

/// Every module except Notes requires layouts and views.
fn of_new_module(new_module: NewUserTypeModule, position: &BodyPosition) -> Result<UserTypeModule, Refusal> {
    let module = module_of(&new_module.id, position)?;
    if new_module.shared_type.is_none() {
        return Err(Refusal::at(
            &position.key("shared_type"),
            ResultCode::MandatoryNotFound,
            "required field not found",
        ));
    }
    let dependent = |key, message| {
        let dependee = Dependee::new().api_name("id").json_path(format!("{}.id", position.path));
        let position = position.key(key);
        Err(Refusal::at(&position, ResultCode::DependentFieldMissing, message)
            .details(position.details().dependee(dependee)))
    };
    if !module.is_notes() && !new_module.layouts.is_value() {
        return dependent("layouts", "layouts are missing.");
    }
    if !module.is_notes() && !new_module.views.is_value() {
        return dependent("views", "views are missing.");
    }
    let fields = new_module.fields.unwrap_or_default().into_iter();
    let fields = fields.map(|field| UserTypeFieldUpdate::new(field.id).read_only(field.read_only));
    let mut change = UserTypeModuleUpdate::new(new_module.id).permissions(new_module.permissions).fields(fields);
    change.shared_type = new_module.shared_type;
    (change.layouts, change.views, change.filters) = (new_module.layouts, new_module.views, new_module.filters);
    let mut target = module.with_ids();
    apply(&mut target, module, change, position)?;
    Ok(target)
}

fn module_of(id: &ModuleId, position: &BodyPosition) -> Result<&'static Module, Refusal> {
    let missing = || Refusal::at(&position.key("id"), ResultCode::InvalidModule, "the module is not available");
    crm::module_by_id(id.as_str()).ok_or_else(missing)
}

fn apply(
    target: &mut UserTypeModule,
    module: &Module,
    change: UserTypeModuleUpdate,
    position: &BodyPosition,
) -> Result<(), Refusal> {
    target.shared_type = change.shared_type.or(target.shared_type.take());
    if let Some(permissions) = change.permissions {
        target.permissions = Some(merged(target.permissions.take().unwrap_or_default(), permissions));
    }
    set(&mut target.layouts, change.layouts, |choices| {
        each(choices, &position.key("layouts"), |choice, position| layout(module, choice, position))
    })?;
    set(&mut target.views, change.views, |view: ModuleViewChoice| {
        module.view(view.id.as_str()).ok_or_else(|| position.key("views").unknown_id())
    })?;
    set(&mut target.filters, change.filters, |choices| {
        each(choices, &position.key("filters"), |choice, position| filter(module, choice, position))
    })?;
    if let Some(changes) = change.fields {
        let fields = target.fields.take().unwrap_or_default();
        target.fields = Presence::Value(changed(fields, module, changes, &position.key("fields"))?);
    }
    Ok(())
}

/// An absent value leaves the old one unchanged.
fn set<T, C>(
    target: &mut Presence<T>,
    change: Presence<C>,
    read: impl FnOnce(C) -> Result<T, Refusal>,
) -> Result<(), Refusal> {
    match change {
        Presence::Absent => {}
        Presence::Null => *target = Presence::Null,
        Presence::Value(change) => *target = Presence::Value(read(change)?),
    }
    Ok(())
}

fn merged(old: ModulePermissions, new: ModulePermissions) -> ModulePermissions {
    ModulePermissions {
        view: new.view.or(old.view),
        edit: new.edit.or(old.edit),
        edit_shared_records: new.edit_shared_records.or(old.edit_shared_records),
        create: new.create.or(old.create),
        delete: new.delete.or(old.delete),
        create_attachment: new.create_attachment.or(old.create_attachment),
        delete_attachment: new.delete_attachment.or(old.delete_attachment),
        additional_properties: old.additional_properties.into_iter().chain(new.additional_properties).collect(),
    }
}

/// Reads each element of an array, with its position.
fn each<C, T>(
    choices: Vec<C>,
    position: &BodyPosition,
    read: impl Fn(C, &BodyPosition) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    choices.into_iter().enumerate().map(|(index, choice)| read(choice, &position.item(index))).collect()
}

fn layout(module: &Module, choice: ModuleLayoutChoice, position: &BodyPosition) -> Result<ModuleLayout, Refusal> {
    let mut layout = module.layout(choice.id.as_str()).ok_or_else(|| position.unknown_id())?;
    layout.default_view = choice.default_view.map(|view| LayoutView::new().id(view.id).type_(view.type_));
    Ok(layout)
}

fn filter(module: &Module, choice: ModuleFilterChoice, position: &BodyPosition) -> Result<ModuleFilter, Refusal> {
    let name = module.field(choice.id.as_str()).ok_or_else(|| position.unknown_id())?;
    Ok(ModuleFilter::new(choice.id).display_label(name).api_name(name))
}

/// Adds and replaces fields, and removes those with `_delete`.
fn changed(
    mut fields: Vec<ModuleField>,
    module: &Module,
    changes: Vec<UserTypeFieldUpdate>,
    position: &BodyPosition,
) -> Result<Vec<ModuleField>, Refusal> {
    for (index, change) in changes.into_iter().enumerate() {
        let not_for_portals = || {
            let details = ResultDetails::new().json_path(position.item(index).key("id").path);
            Refusal::new(ResultCode::InvalidData, "Field is not allowed in portals.").details(details).wrapped()
        };
        let name = module.field(change.id.as_str()).ok_or_else(not_for_portals)?;
        let old_field = fields.iter().position(|field| field.id == change.id).map(|index| fields.remove(index));
        if change.delete != Some(true) {
            let read_only = change.read_only.or(old_field.and_then(|field| field.read_only));
            // A flat error, although it is about the body.
            let read_only = read_only.ok_or_else(Refusal::read_only_missing)?;
            fields.push(ModuleField::new(change.id).read_only(read_only).api_name(name));
        }
    }
    Ok(fields)
}
