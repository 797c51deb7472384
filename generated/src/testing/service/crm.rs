//! The modules of the one organisation, with what a user type can show of them.

use crate::runtime::serde_json::{Map, Value, json};

/// A module of the CRM.
#[derive(Debug, Clone)]
pub(super) struct Module {
    pub(super) id: &'static str,
    pub(super) api_name: &'static str,
    layout: Option<&'static str>,
    view: Option<&'static str>,
    fields: &'static [(&'static str, &'static str)],
}

pub(super) fn modules() -> Vec<Module> {
    vec![
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
            // The second id needs more than 64 bits, as one that was published does.
            fields: &[("Product_Name", "3652397000000002631"), ("Unit_Price", "18936550000000063924")],
        },
        Module { id: "3652397000000002197", api_name: NOTES, layout: None, view: None, fields: &[] },
    ]
}

/// The module that every user type has to have, and the one without layouts and views.
pub(super) const NOTES: &str = "Notes";

/// What the user type that a portal starts with shows.
pub(super) fn modules_of_default_user_type(modules: &[Module]) -> Vec<Map<String, Value>> {
    modules
        .iter()
        .filter(|module| ["Contacts", NOTES].contains(&module.api_name))
        .map(Module::with_everything)
        .collect()
}

impl Module {
    /// `plural_label`, `api_name` and `id`.
    pub(super) fn identity(&self) -> Map<String, Value> {
        let mut identity = Map::new();
        identity.insert("plural_label".to_owned(), self.api_name.into());
        identity.insert("api_name".to_owned(), self.api_name.into());
        identity.insert("id".to_owned(), self.id.into());
        identity
    }

    pub(super) fn is_notes(&self) -> bool {
        self.api_name == NOTES
    }

    /// The layout with the id, as it is shown.
    pub(super) fn layout(&self, id: &str) -> Option<Value> {
        let layout = self.layout.filter(|known| *known == id)?;
        Some(json!({ "display_label": "Standard", "name": "Standard", "id": layout }))
    }

    /// The view with the id, as it is shown.
    pub(super) fn view(&self, id: &str) -> Option<Value> {
        let view = self.view.filter(|known| *known == id)?;
        let name = format!("All_{}", self.api_name);
        Some(json!({ "display_label": "Default List View", "name": name, "id": view, "type": "custom_view" }))
    }

    /// API name of the field with the id.
    pub(super) fn field(&self, id: &str) -> Option<&'static str> {
        self.fields.iter().find(|(_, known)| *known == id).map(|(name, _)| *name)
    }

    /// What there is to choose from, lists throughout.
    pub(super) fn choices(&self) -> Value {
        let mut choices = self.identity();
        choices.insert("shared_type".to_owned(), "private".into());
        choices.insert("layouts".to_owned(), self.layouts());
        choices.insert(
            "views".to_owned(),
            self.view.and_then(|id| self.view(id)).map_or(Value::Null, |view| json!([view])),
        );
        choices.insert("filters".to_owned(), Value::Null);
        Value::Object(choices)
    }

    fn layouts(&self) -> Value {
        self.layout.and_then(|id| self.layout(id)).map_or(Value::Null, |layout| json!([layout]))
    }

    fn with_everything(&self) -> Map<String, Value> {
        let fields: Vec<Value> =
            self.fields.iter().map(|(name, id)| json!({ "read_only": false, "api_name": name, "id": id })).collect();
        let mut shown = self.identity();
        shown.insert("shared_type".to_owned(), "private".into());
        shown.insert("permissions".to_owned(), json!({ "view": true, "edit": true, "create": false, "delete": false }));
        shown.insert("filters".to_owned(), Value::Null);
        shown.insert("fields".to_owned(), Value::Array(fields));
        shown.insert("layouts".to_owned(), self.layouts());
        shown.insert("views".to_owned(), self.view.and_then(|id| self.view(id)).unwrap_or(Value::Null));
        shown
    }
}
