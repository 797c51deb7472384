//! Schemas whose names are one name in Rust: all but the first are numbered, which is said.

use super::{Chosen, Claims, Wanted, is_component};
use crate::diagnostics::{Code, Diagnostics};
use crate::facts;
use crate::ir::label::labels;
use crate::ir::{Api, Place, TypeDef, TypeId};
use crate::settings;
use std::collections::HashMap;

/// Reports every named schema that has the name of an earlier one.
pub(crate) fn report(api: &Api, chosen: &Chosen, diagnostics: &mut Diagnostics) {
    let collisions = collisions(api, chosen);
    if collisions.is_empty() {
        return;
    }
    let items = facts::items(api);
    let claims = Claims::of_components(api, &|id| items.contains(&id), chosen);
    for (first, second) in collisions {
        let (Some(name), Some(other)) = (claims.items.get(&second), claims.items.get(&first)) else { continue };
        let (def, known) = (&api.types[second], &api.types[first]);
        let message = format!("the schema `{}` is the type `{name}`, as `{other}` is another schema", key(def));
        let help = if key(def) == key(known) {
            "give one of them another name".to_owned()
        } else {
            format!("name it in the settings, by `{:?} = \"…\"` under `[names.types]`", key(def))
        };
        diagnostics
            .warning(Code::NameCollision, &def.origin, message)
            .at_key()
            .also(&known.origin, format!("this is `{other}`"))
            .help(help);
    }
}

/// Each schema that wants the name of an earlier one, after that.
fn collisions(api: &Api, chosen: &Chosen) -> Vec<(TypeId, TypeId)> {
    let items = HashMap::new();
    let wanted = Wanted { api, items: &items, chosen };
    let is_chosen = |def: &TypeDef| !chosen.types.is_empty() && settings::find(&chosen.types, &labels(def)).is_some();
    let mut first: HashMap<String, TypeId> = HashMap::new();
    let mut found = Vec::new();
    for (id, def) in api.types.iter().filter(|(id, def)| is_component(def) && !api.unneeded.contains(id)) {
        if is_chosen(def) {
            continue;
        }
        let earlier = *first.entry(wanted.type_name(id, def)).or_insert(id);
        if earlier != id {
            found.push((earlier, id));
        }
    }
    found
}

fn key(def: &TypeDef) -> &str {
    match &def.place {
        Place::Component(key) => key,
        _ => "",
    }
}
