//! Names: one Rust identifier for every type, field, variant, operation and argument.
//!
//! The only place that decides identifiers. A name depends on the document alone, so that the same document always
//! gives the same names: component schemas come first and keep theirs, inline schemas follow.

mod case;
mod collisions;
mod media;
mod reserved;
mod scope;

use crate::facts::{self, Answer, Answers, Facts};
use crate::ir::label::{self, labels};
use crate::ir::{
    Api, BodyFormat, Constants, Content, Enum, EnumValues, Operation, OperationId, Place, Selection, StatusRange,
    StringFormat, Test, TypeDef, TypeId, TypeKind, Union, Variant,
};
use crate::settings;
use crate::text::keyword::is_keyword;
use case::{file_word, type_word, type_words, value_word};
pub(crate) use collisions::report as report_collisions;
use reserved::{TAKEN_INPUTS, TAKEN_INPUTS_OF_LISTS, TAKEN_MODELS, TAKEN_OPERATIONS, TAKEN_PROPERTIES};
pub use scope::Name;
use scope::Scope;
use std::collections::{HashMap, HashSet};

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
}

/// The identifiers of an operation.
#[derive(Debug)]
pub struct OperationNames {
    /// The client's method.
    pub method: Name,
    /// The request type.
    pub item: Name,
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
    /// The enum of documented answers, where there are several.
    pub answer: Name,
    /// The enum of documented errors, where there are several.
    pub failure: Name,
}

/// A module of operations.
#[derive(Debug)]
pub struct Module {
    /// Its name.
    pub item: Name,
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
        let Self { api, chosen, items, .. } = self;
        let items = items.into_iter().filter(|(id, _)| !api.shared.contains_key(id));
        items.map(|(id, item)| (id, type_names(api, id, item, chosen))).collect()
    }

    /// Names the items among these types that have no name yet.
    fn claim(&mut self, is_item: &dyn Fn(TypeId) -> bool, is_meant: &dyn Fn(&TypeDef) -> bool) {
        for (id, def) in self.api.types.iter().filter(|(_, def)| is_meant(def)) {
            if is_item(id) && !self.items.contains_key(&id) {
                let wanted = Wanted { api: self.api, items: &self.items, chosen: self.chosen }.type_name(id, def);
                self.items.insert(id, self.scope.claim(&wanted));
            }
        }
    }
}

fn type_names(api: &Api, id: TypeId, item: Name, chosen: &Chosen) -> TypeNames {
    let kind = &api.types[id].kind;
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
    TypeNames { item, members, rest }
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

/// What an operation is called: its id, unless the settings say otherwise.
fn operation_id<'a>(operation: &'a Operation, chosen: &'a Chosen) -> &'a str {
    if chosen.operations.is_empty() {
        return &operation.id;
    }
    settings::find(&chosen.operations, &label::operation_names(operation)).map_or(&operation.id, |name| name)
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

/// The component, else the discriminator's text where there is one, else the title, else what tells it, else what the JSON
/// is.
fn variant_word(api: &Api, union: &Union, index: usize) -> String {
    let Some(variant) = union.variants.get(index) else { return String::new() };
    let def = &api.types[variant.value.id];
    if let Place::Variant { owner, .. } = def.place
        && api.types[owner].origin == def.origin
        && matches!(&union.selection, Selection::Discriminator { .. })
    {
        // The base of the others.
        return "Base".to_owned();
    }
    if let Some(component) = &variant.component {
        return type_word(component);
    }
    if let Selection::Discriminator { mapping, .. } = &union.selection
        && let Some((text, _)) = mapping.iter().find(|(_, target)| *target == index)
    {
        return type_word(text);
    }
    if let Some(title) = def.title.as_deref() {
        return type_word(title);
    }
    telling_word(&union.selection, index, &def.kind).map_or_else(|| json_word(api, variant), type_word)
}

/// What tells a variant in one word: the constant of its property, the only key that it requires, the one string that it
/// is. Enums of other languages are written so.
fn telling_word<'u>(selection: &'u Selection, index: usize, kind: &'u TypeKind) -> Option<&'u str> {
    let Selection::Tests(tests) = selection else { return None };
    let mut own = tests.iter().filter(|(_, target)| *target == index).map(|(test, _)| innermost(test));
    match (own.next()?, own.next(), kind) {
        (Test::KeyIs(_, Constants::Texts(constants)) | Test::ValueIs(Constants::Texts(constants)), None, _) => {
            match constants.as_slice() {
                [text] => Some(text),
                _ => None,
            }
        }
        (Test::HasKey(key), None, TypeKind::Object(object)) => {
            let mut required = object.properties.iter().filter(|property| property.required);
            let only = required.next().filter(|_| required.next().is_none());
            only.filter(|property| property.name == *key).map(|property| property.name.as_str())
        }
        _ => None,
    }
}

/// A test of what is deeper in a value, by itself.
fn innermost(test: &Test) -> &Test {
    if let Test::Within(_, test) = test { innermost(test) } else { test }
}

fn json_word(api: &Api, variant: &Variant) -> String {
    match &api.types[variant.value.id].kind {
        TypeKind::Any => "Any",
        TypeKind::Boolean => "Boolean",
        TypeKind::Integer(_) => "Integer",
        TypeKind::Number(_) => "Number",
        TypeKind::String(StringFormat::Plain) => "Text",
        TypeKind::String(StringFormat::DateTime) => "DateTime",
        TypeKind::String(StringFormat::Date) => "Date",
        TypeKind::String(StringFormat::Password) => "Password",
        TypeKind::String(StringFormat::Binary) => "Bytes",
        TypeKind::Enum(list) => match list.values {
            EnumValues::Strings(_) => "Constant",
            EnumValues::Integers(_) => "Integer",
            EnumValues::Numbers(_) => "Number",
            EnumValues::Booleans(_) => "Boolean",
        },
        TypeKind::Array(_) => "Array",
        TypeKind::Tuple(_) => "Tuple",
        TypeKind::Map(_) => "Map",
        TypeKind::Foreign(_) => "Value",
        TypeKind::Object(_) => "Object",
        TypeKind::Union(_) => "Union",
    }
    .to_owned()
}

/// What models import and Rust's prelude has is no name of a model.
fn model_word(wanted: String) -> String {
    if TAKEN_MODELS.contains(&wanted.as_str()) { format!("{wanted}Model") } else { wanted }
}

/// The names that the settings choose.
type Chosen = settings::Names;

/// The names that types would like to have.
struct Wanted<'a> {
    api: &'a Api,
    items: &'a HashMap<TypeId, Name>,
    chosen: &'a Chosen,
}

impl Wanted<'_> {
    fn type_name(&self, id: TypeId, def: &TypeDef) -> String {
        model_word(self.place_name(&def.place, id, 0))
    }

    /// The name that a type at `place` would have. Inline types are named after what holds them; the chain of holders
    /// is cut at a depth no readable name reaches.
    fn place_name(&self, place: &Place, id: TypeId, depth: usize) -> String {
        if depth > 8 {
            return format!("Type{}", id.0);
        }
        match place {
            Place::Component(key) | Place::SharedPart(key) => type_word(key),
            Place::Shared { name } => type_word(name),
            Place::Property { owner, name } => format!("{}{}", self.owner_name(*owner, depth), type_word(name)),
            Place::Items { owner } => one_of(&self.owner_name(*owner, depth)),
            Place::Element { owner, index } => format!("{}{}", self.owner_name(*owner, depth), index + 1),
            Place::Values { owner } => format!("{}Value", self.owner_name(*owner, depth)),
            Place::Variant { owner, index } => self.variant_name(*owner, *index, depth),
            Place::Parameter { operation, name } => format!("{}{}", self.operation_name(*operation), type_word(name)),
            Place::RequestBody { operation } => format!("{}Body", self.operation_name(*operation)),
            Place::ResponseBody { operation, status } => {
                format!("{}Response{}", self.operation_name(*operation), self.status_word(*operation, *status))
            }
        }
    }

    fn owner_name(&self, owner: TypeId, depth: usize) -> String {
        match self.items.get(&owner) {
            Some(item) => item.to_string(),
            None => self.place_name(&self.api.types[owner].place, owner, depth + 1),
        }
    }

    fn variant_name(&self, owner: TypeId, index: usize, depth: usize) -> String {
        let base = self.owner_name(owner, depth);
        let word = match &self.api.types[owner].kind {
            TypeKind::Union(union) if index < union.variants.len() => variant_word(self.api, union, index),
            _ => "Variant".to_owned(),
        };
        format!("{base}{word}")
    }

    fn operation_name(&self, id: OperationId) -> String {
        let operation = self.api.operations.get(id.0);
        operation.map_or_else(String::new, |operation| type_word(operation_id(operation, self.chosen)))
    }

    /// Nothing for the first success, which is the answer people mean; the status for every other.
    fn status_word(&self, operation: OperationId, status: StatusRange) -> String {
        let first = self
            .api
            .operations
            .get(operation.0)
            .and_then(|operation| operation.responses.iter().find(|response| response.status.is_success()));
        match status {
            _ if first.is_some_and(|response| response.status == status) => String::new(),
            StatusRange::Exact(code) => code.to_string(),
            StatusRange::Class(class) => format!("{class}xx"),
            StatusRange::Default => "Default".to_owned(),
        }
    }
}

/// The name of one element of what is called `plural`.
fn one_of(plural: &str) -> String {
    let singular = plural.strip_suffix("ies").map(|stem| format!("{stem}y")).or_else(|| {
        let kept = ["ss", "us", "is"].iter().any(|ending| plural.ends_with(ending));
        plural.strip_suffix('s').filter(|_| !kept).map(str::to_owned)
    });
    singular.filter(|word| word.len() > 2).unwrap_or_else(|| format!("{plural}Item"))
}

fn assign_operations(api: &Api, facts: &Facts, chosen: &Chosen) -> Vec<OperationNames> {
    let mut methods = Scope::with(&["builder", "with", "clone", "from", "as_ref", "new", "fmt", "into"]);
    let mut items = Scope::with(TAKEN_OPERATIONS);
    let operations = api.operations.iter().enumerate();
    operations
        .map(|(index, operation)| {
            let answers = facts.answers(OperationId(index));
            operation_names(api, operation, chosen, answers, &mut methods, &mut items)
        })
        .collect()
}

fn operation_names(
    api: &Api,
    operation: &Operation,
    chosen: &Chosen,
    answers: &Answers,
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
        Some(type_names(api, content.value.id, claim(true, &what), chosen))
    };
    let forms = contents.iter().zip(&body_variants).map(&mut form).collect();
    let mut answer = |answer: &Answer, what: &str| {
        let wanted = format!("{word}{what}");
        if matches!(answer, Answer::Several(_)) { items.claim(&wanted) } else { Scope::default().claim(&wanted) }
    };
    OperationNames {
        method: methods.claim(&value_word(id)),
        item,
        parameters: operation.parameters.iter().map(|parameter| fields.claim(&value_word(&parameter.name))).collect(),
        body,
        bodies,
        body_variants,
        forms,
        answer: answer(&answers.success, "Output"),
        failure: answer(&answers.failure, "Failure"),
    }
}

fn module_word(tag: Option<&str>, chosen: &Chosen) -> String {
    let given = tag.and_then(|tag| settings::find(&chosen.modules, &[tag.to_owned()]));
    given.map_or_else(|| file_word(tag.unwrap_or("untagged")), |name| file_word(name))
}

fn assign_modules(api: &Api, chosen: &Chosen) -> Vec<Module> {
    let mut scope = Scope::of_files(&["models", "operations", "payloads", "runtime", "mod", "core", "std"]);
    let mut modules: Vec<Module> = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let id = OperationId(index);
        match modules.iter_mut().find(|module| module.tag == operation.tag) {
            Some(module) => module.operations.push(id),
            None => modules.push(Module {
                item: scope.claim(&module_word(operation.tag.as_deref(), chosen)),
                tag: operation.tag.clone(),
                operations: vec![id],
            }),
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::one_of;

    #[test]
    fn an_element_is_named_in_the_singular() {
        for (plural, one) in [
            ("UserTypeModules", "UserTypeModule"),
            ("Entries", "Entry"),
            ("Address", "AddressItem"),
            ("Status", "StatusItem"),
            ("Data", "DataItem"),
        ] {
            assert_eq!(one_of(plural), one);
        }
    }
}
