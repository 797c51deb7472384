//! Names: one Rust identifier for every type, field, variant, operation and argument.
//!
//! The only place that decides identifiers. A name depends on the document alone, so that the same document always
//! gives the same names: component schemas come first and keep theirs, inline schemas follow.
//!
//! Uses: `diagnostics`, `facts`, `ir`, `settings`, `text`. Used by: `emit`, `output`, `share`.

mod case;
mod collisions;
mod media;
mod place;
mod reserved;
mod scope;
mod variant;

use crate::facts::{self, Facts, ResponseType, ResponseTypes};
use crate::ir::label::{self, labels};
use crate::ir::{Api, BodyFormat, Content, Enum, EnumValues, Operation, OperationId, Place, TypeDef, TypeId, TypeKind};
use crate::settings;
use crate::text::keyword::is_keyword;
use case::{file_word, type_word, type_words, value_word};
pub(crate) use collisions::report as report_collisions;
use place::{Wanted, model_word};
use reserved::{TAKEN_INPUTS, TAKEN_INPUTS_OF_LISTS, TAKEN_MODELS, TAKEN_OPERATIONS, TAKEN_PROPERTIES};
pub use scope::Name;
use scope::Scope;
use std::collections::{HashMap, HashSet};
use variant::variant_word;

/// The names that the settings choose.
type Chosen = settings::Names;

/// The identifiers of one document.
#[derive(Debug)]
pub struct Names {
    types: HashMap<TypeId, TypeNames>,
    /// Of types that are shared, what their places are called, with each place.
    places: HashMap<TypeId, Vec<(TypeId, Name)>>,
    operations: Vec<OperationNames>,
    modules: Vec<Module>,
    server_variables: Vec<Vec<Name>>,
}

/// The identifiers of a type that becomes a Rust item.
#[derive(Debug)]
pub struct TypeNames {
    /// The item.
    pub item: Name,
    /// Fields of a struct, variants of an enum, in the order of the IR.
    pub members: Vec<Name>,
    /// What holds the keys that are not named, or the value that is not known.
    pub rest: Name,
    /// The struct of what the constructor of a struct takes, where that is more than arguments are fit for.
    pub required: Name,
}

/// The identifiers of an operation.
#[derive(Debug)]
pub struct OperationNames {
    /// The client's method.
    pub method: Name,
    /// The request type.
    pub item: Name,
    /// The struct of its required inputs, where these are more than arguments are fit for.
    pub required: Name,
    /// Its parameters, in the order of the IR.
    pub parameters: Vec<Name>,
    /// The body.
    pub body: Name,
    /// The enum of the body's representations, where there are several.
    pub bodies: Name,
    /// Its variants, in the order of the IR.
    pub body_variants: Vec<Name>,
    /// The struct of each representation of the body that is sent in parts, in the order of the IR, and its fields: the
    /// properties of its schema.
    pub forms: Vec<Option<TypeNames>>,
    /// The enum of documented successes, where there are several.
    pub output: Name,
    /// The enum of documented errors, where there are several.
    pub failure: Name,
}

/// A module of operations.
#[derive(Debug)]
pub struct Module {
    /// Its name.
    pub item: Name,
    /// The trait of a server side that has its operations.
    pub service: Name,
    /// The tag it stands for; none for operations without one.
    pub tag: Option<String>,
    /// Its operations, in the document's order.
    pub operations: Vec<OperationId>,
}

impl Names {
    /// The identifiers of `id`; none for a type that is spelled in place, such as a list.
    #[must_use]
    pub fn of(&self, id: TypeId) -> Option<&TypeNames> {
        self.types.get(&id)
    }

    /// Further names of a type that is shared, each with the place that has it.
    #[must_use]
    pub fn places(&self, id: TypeId) -> &[(TypeId, Name)] {
        self.places.get(&id).map_or(&[], Vec::as_slice)
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

    /// A file name for what is called `text`: in snake case, in ASCII, and never one that Rust takes otherwise or that
    /// the folder has already.
    #[must_use]
    pub fn file_stem_of(text: &str) -> String {
        Scope::of_files(&["mod", "models"]).claim(&file_word(text)).to_string()
    }
}

/// Gives every part of `api` its name.
#[must_use]
pub fn assign(api: &Api, facts: &Facts, chosen: &Chosen) -> Names {
    let claims = claim_types(api, facts, chosen);
    Names {
        places: claims.places(),
        types: claims.types(),
        operations: assign_operations(api, facts, chosen),
        modules: assign_modules(api, chosen),
        server_variables: api
            .servers
            .iter()
            .map(|server| {
                let mut scope = Scope::default();
                server.variables.iter().map(|variable| scope.claim(&value_word(&variable.name))).collect()
            })
            .collect(),
    }
}

/// What the types of each place are called, before any of them is shared.
pub(crate) fn places(api: &Api, chosen: &Chosen) -> HashMap<TypeId, Name> {
    let items = facts::items(api);
    let is_item = |id| items.contains(&id);
    let mut claims = Claims::of_components(api, &is_item, chosen);
    claims.claim(&is_item, &|_| true);
    claims.items
}

/// The type that is called so, unless models cannot have it for a name.
pub(crate) fn model_name(text: &str) -> Option<String> {
    Some(type_word(text)).filter(|word| !TAKEN_MODELS.contains(&word.as_str()) && !is_keyword(word))
}

/// A constant for each text, in order.
#[must_use]
pub fn constants<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Name> {
    let mut scope = Scope::default();
    texts.map(|text| scope.claim(&value_word(text).to_uppercase())).collect()
}

/// A field for each header, in order, beside `status` and `body`.
#[must_use]
pub fn fields<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Name> {
    let mut scope = Scope::with(&["body", "status"]);
    texts.map(|text| scope.claim(&value_word(text))).collect()
}

/// Components come first, then every other place, then what several places share: so a name that a place has does not depend
/// on what is shared with it.
fn claim_types<'a>(api: &'a Api, facts: &Facts, chosen: &'a Chosen) -> Claims<'a> {
    let is_item = |id| facts.is_item(id);
    let shared: HashSet<TypeId> = api.shared.values().copied().collect();
    let is_place = |id| match api.shared.get(&id) {
        Some(shared) => facts.is_item(*shared),
        None => facts.is_item(id) && !shared.contains(&id),
    };
    let mut claims = Claims::of_components(api, &is_item, chosen);
    claims.claim(&is_place, &|def| !is_component(def));
    claims.claim_shared(&is_item);
    claims.claim(&is_item, &|_| true);
    claims
}

fn is_component(def: &TypeDef) -> bool {
    matches!(def.place, Place::Component(_))
}

/// The names of types, as they are given out.
struct Claims<'a> {
    api: &'a Api,
    chosen: &'a Chosen,
    scope: Scope,
    items: HashMap<TypeId, Name>,
}

impl<'a> Claims<'a> {
    /// Components first: a name that the document's author chose is kept before one that is made up here.
    fn of_components(api: &'a Api, is_item: &dyn Fn(TypeId) -> bool, chosen: &'a Chosen) -> Self {
        let mut claims = Self { api, chosen, scope: Scope::with(TAKEN_MODELS), items: HashMap::new() };
        if !chosen.types.is_empty() {
            for (id, def) in api.types.iter().filter(|(id, _)| is_item(*id)) {
                if let Some(name) = settings::find(&chosen.types, &labels(def)) {
                    claims.items.insert(id, claims.scope.claim(name));
                }
            }
        }
        claims.claim(is_item, &is_component);
        claims
    }

    /// Names what several places share, the most frequent first; a name that one of its own places has goes over to it.
    fn claim_shared(&mut self, is_item: &dyn Fn(TypeId) -> bool) {
        let mut counts: HashMap<TypeId, usize> = HashMap::new();
        self.api.shared.values().for_each(|id| *counts.entry(*id).or_default() += 1);
        let mut open: Vec<(TypeId, &str)> = Vec::new();
        for (id, def) in self.api.types.iter().filter(|(id, _)| is_item(*id) && !self.items.contains_key(id)) {
            if let Place::Shared { name } = &def.place {
                open.push((id, name));
            }
        }
        open.sort_by_key(|(id, _)| std::cmp::Reverse(counts.get(id).copied()));
        for (id, name) in open {
            let name = self.shared_name(id, name);
            self.items.insert(id, name);
        }
    }

    fn shared_name(&mut self, id: TypeId, name: &str) -> Name {
        let word = model_word(type_word(name));
        let own =
            self.api.shared.iter().find(|(place, shared)| {
                **shared == id && self.items.get(place).is_some_and(|name| name.as_str() == word)
            });
        let own = own.and_then(|(place, _)| self.items.remove(place));
        own.unwrap_or_else(|| self.scope.claim(&word))
    }

    /// The further names of each type that is shared.
    fn places(&self) -> HashMap<TypeId, Vec<(TypeId, Name)>> {
        let mut places: HashMap<TypeId, Vec<(TypeId, Name)>> = HashMap::new();
        for (place, shared) in &self.api.shared {
            if let Some(name) = self.items.get(place) {
                places.entry(*shared).or_default().push((*place, name.clone()));
            }
        }
        places
    }

    fn types(self) -> HashMap<TypeId, TypeNames> {
        let Self { api, chosen, items, mut scope } = self;
        let mut items: Vec<(TypeId, Name)> = items.into_iter().filter(|(id, _)| !api.shared.contains_key(id)).collect();
        items.sort_unstable_by_key(|(id, _)| *id);
        items.into_iter().map(|(id, item)| (id, type_names(api, id, item, &mut scope, chosen))).collect()
    }

    /// Names the items among these types that have no name yet.
    fn claim(&mut self, is_item: &dyn Fn(TypeId) -> bool, is_meant: &dyn Fn(&TypeDef) -> bool) {
        for (id, def) in self.api.types.iter().filter(|(_, def)| is_meant(def)) {
            if is_item(id) && !self.items.contains_key(&id) {
                let mut names = Wanted { api: self.api, items: &self.items, chosen: self.chosen }.type_names(id, def);
                let free = names.iter().position(|name| self.scope.is_free(name)).unwrap_or(0);
                self.items.insert(id, self.scope.claim(&names.swap_remove(free)));
            }
        }
    }
}

/// The names of a type that is called `item`, which is one of those in `items`; all others are there by now, so that none
/// gives way to what is made up here.
fn type_names(api: &Api, id: TypeId, item: Name, items: &mut Scope, chosen: &Chosen) -> TypeNames {
    let kind = &api.types[id].kind;
    let required = required_name(&item, matches!(kind, TypeKind::Object(_)), items);
    let mut scope = match kind {
        TypeKind::Object(_) => Scope::with(TAKEN_PROPERTIES),
        _ => Scope::with(&["Unknown"]),
    };
    let words = member_words(api, kind);
    let mut members: Vec<Option<Name>> = vec![None; words.len()];
    for (member, name) in members.iter_mut().zip(chosen_members(api, id, chosen)) {
        *member = name.map(|name| scope.claim(name));
    }
    let members = claim_all(&mut scope, members, &words);
    let rest = match kind {
        TypeKind::Object(_) => scope.claim("additional_properties"),
        _ => Name::new("Unknown"),
    };
    TypeNames { item, members, rest, required }
}

/// The struct of what making `item` takes, if anything makes one.
fn required_name(item: &Name, is_made: bool, items: &mut Scope) -> Name {
    let wanted = format!("{}Required", item.as_str().trim_end_matches('_'));
    if is_made { items.claim(&wanted) } else { Name::new(&wanted) }
}

/// The names of members that have none yet. A word that comes again is numbered when every other word has its own name,
/// so that no number makes it one of those.
fn claim_all(scope: &mut Scope, mut members: Vec<Option<Name>>, words: &[String]) -> Vec<Name> {
    let mut seen = HashSet::new();
    for (member, word) in members.iter_mut().zip(words).filter(|(member, _)| member.is_none()) {
        if seen.insert(word) {
            *member = Some(scope.claim(word));
        }
    }
    members.into_iter().zip(words).map(|(member, word)| member.unwrap_or_else(|| scope.claim(word))).collect()
}

/// The names that the settings give to members, in their order; nothing at all where they give none.
fn chosen_members<'c>(api: &Api, id: TypeId, chosen: &'c Chosen) -> Vec<Option<&'c str>> {
    let def = &api.types[id];
    let given = |entries: &'c [settings::Entry<String>], keys: Vec<String>| {
        let names: Vec<String> = keys.iter().flat_map(|key| label::member_names(def, key)).collect();
        settings::find(entries, &names).map(String::as_str)
    };
    match &def.kind {
        TypeKind::Object(object) if !chosen.properties.is_empty() => {
            let properties = object.properties.iter();
            properties.map(|property| given(&chosen.properties, vec![property.name.clone()])).collect()
        }
        _ if !chosen.variants.is_empty() => {
            let keys = label::variant_keys(api, def).into_iter();
            keys.map(|keys| given(&chosen.variants, keys)).collect()
        }
        _ => Vec::new(),
    }
}

/// What an operation is called, unless the settings say otherwise.
fn operation_id<'a>(operation: &'a Operation, chosen: &'a Chosen) -> &'a str {
    if chosen.operations.is_empty() {
        return &operation.name;
    }
    settings::find(&chosen.operations, &label::operation_names(operation)).map_or(&operation.name, |name| name)
}

fn member_words(api: &Api, kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Object(object) => object.properties.iter().map(|property| value_word(&property.name)).collect(),
        TypeKind::Enum(list) => enum_words(list),
        TypeKind::Union(union) => (0..union.variants.len()).map(|index| variant_word(api, union, index)).collect(),
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer(_)
        | TypeKind::Number(_)
        | TypeKind::String(_)
        | TypeKind::Array(_)
        | TypeKind::Tuple(_)
        | TypeKind::Map(_)
        | TypeKind::Foreign(_) => Vec::new(),
    }
}

/// The longest title that makes a name, in characters: a longer one is a sentence.
const LONGEST_TITLE: usize = 50;

/// What the document calls each constant, else its value.
fn enum_words(list: &Enum) -> Vec<String> {
    let titles = list.words.iter().map(|words| words.title.as_deref());
    let titles = titles.map(|title| title.filter(|title| title.chars().count() <= LONGEST_TITLE).map(type_word));
    let titles = titles.chain(std::iter::repeat(None));
    value_words(&list.values).into_iter().zip(titles).map(|(word, title)| title.unwrap_or(word)).collect()
}

fn value_words(values: &EnumValues) -> Vec<String> {
    match values {
        EnumValues::Strings(texts) => type_words(texts),
        EnumValues::Integers(numbers) => numbers.iter().map(|number| type_word(&number.to_string())).collect(),
        EnumValues::Numbers(numbers) => numbers.iter().map(|number| number_word(*number)).collect(),
        EnumValues::Booleans(values) => values.iter().map(|value| type_word(&value.to_string())).collect(),
    }
}

/// A number with an exponent when it is very large or very small: it would have hundreds of digits.
fn number_word(number: f64) -> String {
    let text = format!("{number:?}");
    type_word(&text.trim_end_matches(".0").replace("e-", "e minus "))
}

/// The names that operations have taken.
struct OperationScopes {
    methods: Scope,
    items: Scope,
}

impl Default for OperationScopes {
    fn default() -> Self {
        Self {
            methods: Scope::with(&["builder", "with", "clone", "from", "as_ref", "new", "fmt", "into"]),
            items: Scope::with(TAKEN_OPERATIONS),
        }
    }
}

fn assign_operations(api: &Api, facts: &Facts, chosen: &Chosen) -> Vec<OperationNames> {
    // Webhooks are in a module of their own, so none changes the name of an operation.
    let mut scopes = [OperationScopes::default(), OperationScopes::default()];
    let scope = |operation: &Operation| usize::from(operation.incoming.is_some());
    let operations = api.operations.iter().enumerate();
    let mut names: Vec<OperationNames> = operations
        .map(|(index, operation)| {
            let responses = facts.responses(OperationId(index));
            let OperationScopes { methods, items } = &mut scopes[scope(operation)];
            operation_names(api, operation, chosen, responses, methods, items)
        })
        .collect();
    // When everything else has its name, so that none gives way.
    for (names, operation) in names.iter_mut().zip(&api.operations) {
        let items = &mut scopes[scope(operation)].items;
        names.required = required_name(&names.item, true, items);
        for form in names.forms.iter_mut().flatten() {
            form.required = required_name(&form.item, true, items);
        }
    }
    names
}

fn operation_names(
    api: &Api,
    operation: &Operation,
    chosen: &Chosen,
    responses: &ResponseTypes,
    methods: &mut Scope,
    items: &mut Scope,
) -> OperationNames {
    let id = operation_id(operation, chosen);
    let mut fields = Scope::with(if operation.pages.is_some() { TAKEN_INPUTS_OF_LISTS } else { TAKEN_INPUTS });
    // The body comes first, so that a parameter of that name gives way. Without one the name is free.
    let body = if operation.body.is_some() { fields.claim("body") } else { Scope::default().claim("body") };
    let word = type_word(id);
    let taken = [TAKEN_MODELS, TAKEN_OPERATIONS].iter().any(|taken| taken.contains(&word.as_str()));
    let item = items.claim(&if taken { format!("{word}Request") } else { word.clone() });
    let contents = operation.body.as_ref().map_or(&[][..], |body| &body.contents);
    let mut claim = |is_there: bool, what: &str| {
        let wanted = format!("{word}{what}");
        if is_there { items.claim(&wanted) } else { Scope::default().claim(&wanted) }
    };
    let bodies = claim(contents.len() > 1, "Body");
    let body_variants = Names::of_media_types(contents.iter().map(Content::media_type));
    // One needs no further name; of several each after the first has the word of its media type.
    let mut is_first = true;
    let mut form = |(content, variant): (&Content, &Name)| {
        let BodyFormat::Multipart(Some(_)) = content.format else { return None };
        let what = if std::mem::take(&mut is_first) { "Form".to_owned() } else { format!("{variant}Form") };
        Some(type_names(api, content.value.id, claim(true, &what), &mut Scope::default(), chosen))
    };
    let forms = contents.iter().zip(&body_variants).map(&mut form).collect();
    let mut name = |response: &ResponseType, what: &str| {
        let wanted = format!("{word}{what}");
        if matches!(response, ResponseType::Several(_)) {
            items.claim(&wanted)
        } else {
            Scope::default().claim(&wanted)
        }
    };
    OperationNames {
        method: methods.claim(&value_word(id)),
        required: required_name(&item, false, &mut Scope::default()),
        item,
        parameters: operation.parameters.iter().map(|parameter| fields.claim(&value_word(&parameter.name))).collect(),
        body,
        bodies,
        body_variants,
        forms,
        output: name(&responses.success, "Output"),
        failure: name(&responses.failure, "Failure"),
    }
}

fn module_word(tag: Option<&str>, chosen: &Chosen) -> String {
    let given = tag.and_then(|tag| settings::find(&chosen.modules, &[tag.to_owned()]));
    given.map_or_else(|| file_word(tag.unwrap_or("untagged")), |name| file_word(name))
}

fn assign_modules(api: &Api, chosen: &Chosen) -> Vec<Module> {
    let mut scope = Scope::of_files(&["models", "operations", "payloads", "runtime", "mod", "core", "std"]);
    let mut traits = Scope::with(&["Service"]);
    let mut modules: Vec<Module> = Vec::new();
    for (id, operation) in api.called() {
        match modules.iter_mut().find(|module| module.tag == operation.tag) {
            Some(module) => module.operations.push(id),
            None => modules.push(Module {
                item: scope.claim(&module_word(operation.tag.as_deref(), chosen)),
                service: traits.claim(&type_word(&module_word(operation.tag.as_deref(), chosen))),
                tag: operation.tag.clone(),
                operations: vec![id],
            }),
        }
    }
    modules
}
