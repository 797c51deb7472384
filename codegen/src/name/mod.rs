//! Names: one Rust identifier for every type, field, variant, operation and argument.
//!
//! All identifiers are decided here. Names depend on the document alone, so the same document always has the same
//! names. Component schemas are named before inline schemas.
//!
//! Uses: `analysis`, `diagnostics`, `ir`, `settings`, `text`. Used by: `dedup`, `emit`, `output`.

mod capitals;
mod case;
mod chosen;
mod collisions;
mod displaced;
mod enum_value;
mod identifiers;
mod media;
mod operations;
mod precedence;
mod preferred;
mod repeated;
mod reserved;
mod scope;
mod types;
mod variant;

pub(crate) use collisions::report as report_collisions;
pub use identifiers::{Module, OperationNames, TypeNames};
pub use scope::Name;

use crate::analysis::{self, Analysis};
use crate::ir::{Api, OperationId, TypeId};
use crate::text::keyword::is_keyword;
use case::{file_word, type_word, value_word, wanted_values};
use chosen::Chosen;
use operations::{assign_modules, assign_operations};
use precedence::{Wanted, claim_all};
use reserved::TAKEN_MODELS;
use scope::Scope;
use std::collections::HashMap;
use types::{ClaimedNames, claim_types};

/// The identifiers of one document.
#[derive(Debug)]
pub struct Names {
    types: HashMap<TypeId, TypeNames>,
    /// The further names of shared types: those of their positions, each with the type of the position.
    aliases: HashMap<TypeId, Vec<(TypeId, Name)>>,
    operations: Vec<OperationNames>,
    modules: Vec<Module>,
    server_variables: Vec<Vec<Name>>,
}

impl Names {
    /// The identifiers of `id`; `None` for a type that each use writes out, such as a list.
    #[must_use]
    pub fn of(&self, id: TypeId) -> Option<&TypeNames> {
        self.types.get(&id)
    }

    /// Further names of a shared type, each with the type of its position.
    #[must_use]
    pub fn aliases(&self, id: TypeId) -> &[(TypeId, Name)] {
        self.aliases.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The identifiers of an operation.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &OperationNames {
        &self.operations[id.0]
    }

    /// The modules of operations, in the order in which the document first needs them.
    #[must_use]
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The variables of the server at `index`, in the order of the IR.
    #[must_use]
    pub fn server_variables(&self, index: usize) -> &[Name] {
        &self.server_variables[index]
    }

    /// The variants for bodies of these media types.
    pub fn of_media_types<'a>(media_types: impl IntoIterator<Item = &'a str>) -> Vec<Name> {
        let mut scope = Scope::default();
        media_types.into_iter().map(|media_type| scope.claim(&media::word(media_type))).collect()
    }

    /// A file name for `text`: in snake case, in ASCII, and never a reserved one or one that the folder has already.
    #[must_use]
    pub fn file_stem_of(text: &str) -> String {
        Scope::of_files(&["mod", "models"]).claim(&file_word(text)).to_string()
    }
}

/// Assigns a name to every part of `api`.
#[must_use]
pub fn assign(api: &Api, analysis: &Analysis, chosen: &Chosen) -> Names {
    let claims = claim_types(api, analysis, chosen);
    Names {
        aliases: claims.aliases(),
        types: claims.types(),
        operations: assign_operations(api, analysis, chosen),
        modules: assign_modules(api, chosen),
        server_variables: api
            .servers
            .iter()
            .map(|server| {
                let names = server.variables.iter().map(|variable| variable.name.as_str());
                claim_all(&mut Scope::default(), &wanted_values(names))
            })
            .collect(),
    }
}

/// The names of all positions, before any types are shared.
pub(crate) fn before_sharing(api: &Api, chosen: &Chosen) -> HashMap<TypeId, Name> {
    let items = analysis::items(api);
    let is_item = |id| items.contains(&id);
    let mut claims = ClaimedNames::of_components(api, &is_item, chosen);
    claims.claim(&is_item, &|_| true);
    claims.items
}

/// The type name for `text`, unless models cannot have it.
pub(crate) fn model_name(text: &str) -> Option<String> {
    Some(type_word(text)).filter(|word| !TAKEN_MODELS.contains(&word.as_str()) && !is_keyword(word))
}

/// A constant for each text, in order.
#[must_use]
pub fn constants<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Name> {
    let wanted: Vec<Wanted> = values.map(|text| Wanted::of(text, value_word(text).to_uppercase())).collect();
    claim_all(&mut Scope::default(), &wanted)
}

/// A field for each header, in order, in addition to `status` and `body`.
#[must_use]
pub fn fields<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Name> {
    claim_all(&mut Scope::with(&["body", "status"]), &wanted_values(values))
}
