//! Share: anonymous schemas of one shape that mean one thing become one type.
//!
//! A document that is made by a framework says the same schema wherever it is used. Between the settings and the names,
//! [`shape`] finds which types are equal in all that matters on the wire, [`evidence`] decides which of those mean one
//! thing, and [`merge`] puts one type in their place. [`words`] knows what a place is called. A schema with a name of its own
//! is never shared with another one. What a place would have been called stays: it becomes another name of the type.
//!
//! Uses: `facts`, `ir`, `name`, `pointer`, `settings`. Used by: the crate root.

mod evidence;
mod merge;
mod shape;
#[cfg(test)]
mod tests;
mod words;

use crate::ir::Api;
use crate::settings::Settings;

/// The API with one type for each shape that means one thing.
pub(crate) fn types(api: Api, settings: &Settings) -> Api {
    if settings.separate_types {
        return api;
    }
    let classes = shape::classes(&api);
    let groups = evidence::groups(&api, &classes, &settings.names);
    merge::merge(api, &groups)
}
