//! The modules of the organization, with their layouts, views and fields.

use crate::models::{
    ModuleField, ModuleLayout, ModulePermissions, ModuleView, PersonalityModule, RelatedListModule, SharedType,
    UserTypeModule, ViewType,
};
use crate::runtime::Presence;

/// A module of the CRM.
#[derive(Debug)]
pub(super) struct Module {
    pub(super) id: &'static str,
    pub(super) api_name: &'static str,
    layout: Option<&'static str>,
    view: Option<&'static str>,
    fields: &'static [(&'static str, &'static str)],
}

pub(super) const MODULES: [Module; 4] = [
    Module {
        id: "3652397000000002179",
        api_name: "Contacts",
        layout: Some("3652397000000091033"),
        view: Some("3652397000000087529"),
        fields: &[
            ("Owner", "3652397000000002485"),
            ("Email", "3652397000000002491"),
            ("Phone", "3652397000000002493"),
            ("Last_Name", "3652397000000002487"),
        ],
    },
    Module {
        id: "3652397000000002181",
        api_name: "Deals",
        layout: Some("3652397000000091035"),
        view: Some("3652397000000087545"),
        fields: &[("Deal_Name", "3652397000000002571"), ("Stage", "3652397000000002579")],
    },
    Module {
        id: "3652397000000002187",
        api_name: "Products",
        layout: Some("3652397000000091039"),
        view: Some("3652397000000087561"),
        // The second id exceeds 64 bits, like one in a published sample.
        fields: &[("Product_Name", "3652397000000002631"), ("Unit_Price", "18936550000000063924")],
    },
    Module { id: "3652397000000002197", api_name: NOTES, layout: None, view: None, fields: &[] },
];

/// The module that every user type must have; it has no layouts or views.
pub(super) const NOTES: &str = "Notes";

/// The module with this name.
pub(super) fn module(api_name: &str) -> Option<&'static Module> {
    const { &MODULES }.iter().find(|module| module.api_name == api_name)
}

/// The module with this id.
pub(super) fn module_by_id(id: &str) -> Option<&'static Module> {
    const { &MODULES }.iter().find(|module| module.id == id)
}

impl Module {
    pub(super) fn is_notes(&self) -> bool {
        self.api_name == NOTES
    }

    /// The module whose records are the users of a user type.
    pub(super) fn as_personality_module(&self) -> PersonalityModule {
        PersonalityModule::new(self.api_name).id(self.id).plural_label(self.api_name)
    }

    /// The module of a user type, with its id and name only.
    pub(super) fn with_ids(&self) -> UserTypeModule {
        UserTypeModule::new(self.id, self.api_name).plural_label(self.api_name)
    }

    /// The module of a user type, with everything.
    pub(super) fn with_everything(&self) -> UserTypeModule {
        let fields = self.fields.iter().map(|(name, id)| ModuleField::new(*id).api_name(*name).read_only(false));
        self.with_ids()
            .shared_type(SharedType::Private)
            .permissions(ModulePermissions::new().view(true).edit(true).create(false).delete(false))
            .filters(Presence::Null)
            .fields(fields.collect::<Vec<_>>())
            .layouts(or_null(self.layouts()))
            .views(or_null(self.view.and_then(|id| self.view(id))))
    }

    /// The available layouts and views.
    pub(super) fn choices(&self) -> RelatedListModule {
        RelatedListModule::new()
            .plural_label(self.api_name)
            .api_name(self.api_name)
            .id(self.id)
            .shared_type(SharedType::Private)
            .layouts(or_null(self.layouts()))
            .views(or_null(self.view.and_then(|id| self.view(id)).map(|view| vec![view])))
            .filters(Presence::Null)
    }

    /// The layout with this id.
    pub(super) fn layout(&self, id: &str) -> Option<ModuleLayout> {
        let layout = self.layout.filter(|known| *known == id)?;
        Some(ModuleLayout::new(layout).display_label("Standard").name("Standard"))
    }

    /// The view with this id.
    pub(super) fn view(&self, id: &str) -> Option<ModuleView> {
        let view = ModuleView::new().id(self.view.filter(|known| *known == id)?).type_(ViewType::CustomView);
        Some(view.display_label("Default List View").name(format!("All_{}", self.api_name)))
    }

    /// The API name of the field with this id.
    pub(super) fn field(&self, id: &str) -> Option<&'static str> {
        self.fields.iter().find(|(_, known)| *known == id).map(|(name, _)| *name)
    }

    fn layouts(&self) -> Option<Vec<ModuleLayout>> {
        Some(vec![self.layout(self.layout?)?])
    }
}

fn or_null<T>(value: Option<T>) -> Presence<T> {
    value.map_or(Presence::Null, Presence::Value)
}
