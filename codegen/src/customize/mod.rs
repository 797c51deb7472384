//! Customize: applies the settings to the document's [`Api`].
//!
//! Reports settings that match nothing, selects operations and types, and replaces types by the user's own.
//! [`proposal`] proposes extensions for a document, which the command and the reports show.
//!
//! Uses: `analysis`, `diagnostics`, `ir`, `load`, `lower`, `pointer`, `sample`, `settings`, `text`, `validate`. Used
//! by: `report`.

mod operation_ids;
mod presence;
pub mod proposal;
mod replace;
mod schemas;
mod select;
mod unselected;
mod unused;

use crate::diagnostics::Diagnostics;
use crate::ir::Api;
use crate::load::Document;
use crate::pointer::Origin;
use crate::settings::Settings;

/// Applies the settings to the API of a document.
pub(crate) fn api(api: Api, settings: &Settings, document: &Document, diagnostics: &mut Diagnostics) -> Api {
    unused::check(settings, &api, document, diagnostics);
    let mut api = api;
    presence::set(&mut api, settings, diagnostics);
    if !settings.keep_operation_ids {
        operation_ids::shorten(&mut api);
    }
    let operations: Vec<Origin> = api.operations.iter().map(|operation| operation.origin.clone()).collect();
    let mut api = select::api(api, &settings.filter);
    unselected::demote(&operations, &api, diagnostics);
    replace::replace_types(&mut api, settings, document, diagnostics);
    replace::require_defaults(&mut api, settings);
    replace::remove_pagination(&mut api, diagnostics);
    api
}
