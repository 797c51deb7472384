//! Checks the pagination of an operation against its parameters and responses.

use super::{page, words};
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::{
    Object, PageTurn, PagedList, Pagination, ParameterLocation, Step, TypeDef, TypeId, TypeKind, TypeRef, Types,
};
use crate::lower::operation::OperationDraft;
use crate::lower::operation::parameter::ParameterDraft;
use crate::pointer::Origin;
use crate::text::listed;

/// How many names a remedy lists.
const MAX_LISTED: usize = 6;

/// Checks a pagination against its operation.
pub(super) struct PaginationCheck<'a> {
    pub(super) operation: &'a OperationDraft,
    pub(super) types: &'a Types,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl PaginationCheck<'_> {
    /// The list, if everything matches; mismatches are reported.
    pub(super) fn list(&mut self, pagination: &Pagination) -> Option<PagedList> {
        let mut holds = true;
        if let Some(parameter) = pagination.turn.parameter() {
            holds &= self.is_parameter(pagination, "parameter", parameter);
        }
        if let Some(size) = &pagination.size {
            holds &= self.is_parameter(pagination, "size", size);
        }
        let Some((page, may_be_nothing)) = page(&self.operation.responses) else {
            self.report_no_page(pagination);
            return None;
        };
        holds &= self.leads_to(pagination, page, "items", &pagination.items, ARRAY);
        let list = paged_list(page, may_be_nothing, &pagination.items, self.types);
        let more = pagination.more.iter().map(|keys| ("more", keys, BOOLEAN));
        let total = pagination.total.iter().map(|keys| ("total", keys, NUMBER));
        for (key, keys, expected) in more.chain(total) {
            holds &= self.leads_to(pagination, page, key, keys, expected);
        }
        let list = list.filter(|_| holds)?;
        let turns = match &pagination.turn {
            PageTurn::Cursor { next, .. } | PageTurn::Link { next: Some(next) } => {
                self.leads_to(pagination, page, "next", next, TEXT)
            }
            PageTurn::Last { key, .. } => self.leads_to(pagination, list.element, "last", key, TEXT),
            PageTurn::Page { .. } | PageTurn::Offset { .. } | PageTurn::Link { next: None } => true,
        };
        turns.then_some(list)
    }

    fn report_no_page(&mut self, pagination: &Pagination) {
        let message =
            format!("the response of `{}` is not a page: it does not have a single JSON type", self.operation.id);
        let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &pagination.origin, message);
        diagnostic.at_key().skipped().help("describe the page as the `schema` of one success, such as `200`");
    }

    fn is_parameter(&mut self, pagination: &Pagination, key: &str, name: &str) -> bool {
        let named = |parameter: &&ParameterDraft| parameter.name == name;
        let in_query = |parameter: &&ParameterDraft| parameter.location == ParameterLocation::Query;
        let parameters = &self.operation.parameters;
        let Some(parameter) = parameters.iter().filter(in_query).find(named) else {
            let elsewhere = parameters.iter().find(named);
            self.report_parameter(pagination, key, name, elsewhere);
            return false;
        };
        let def = &self.types[parameter.value.id];
        let fits = match def.kind {
            TypeKind::Boolean | TypeKind::Array(_) | TypeKind::Tuple(_) | TypeKind::Map(_) | TypeKind::Object(_) => {
                false
            }
            TypeKind::Any
            | TypeKind::Integer(_)
            | TypeKind::Number(_)
            | TypeKind::String(_)
            | TypeKind::Enum(_)
            | TypeKind::Union(_)
            | TypeKind::External(_) => true,
        };
        if !fits {
            let message = format!("the parameter `{name}` is {}, which cannot select a page", kind_word(&def.kind));
            let origin = at(pagination, key);
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &origin, message).skipped();
            diagnostic.also(&def.origin, "its schema").help("name a parameter that is a number or a string");
        }
        fits
    }

    fn report_parameter(&mut self, pagination: &Pagination, key: &str, name: &str, elsewhere: Option<&ParameterDraft>) {
        let id = &self.operation.id;
        let names = self.operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
        let names: Vec<String> = names.map(|parameter| parameter.name.clone()).collect();
        let message = format!("`{id}` has no query parameter `{name}`");
        let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &at(pagination, key), message).skipped();
        if let Some(parameter) = elsewhere {
            diagnostic.also(&parameter.origin, format!("this parameter is in the {}", parameter.location.as_str()));
        }
        match (similar(name, names.iter().cloned()), names.is_empty()) {
            (Some(suggestion), _) => diagnostic.help(format!("did you mean `{suggestion}`?")),
            (None, false) => {
                diagnostic.help(format!("it has {}", words(&names.iter().map(String::as_str).collect::<Vec<_>>())))
            }
            (None, true) => diagnostic.help("describe it among its `parameters`"),
        };
    }

    /// Whether `keys` lead to a value of the expected kind. Paths into untyped values and unions are not checked.
    fn leads_to(
        &mut self,
        pagination: &Pagination,
        page: TypeRef,
        key: &str,
        keys: &[String],
        expected: ExpectedKind,
    ) -> bool {
        let mut id = page.id;
        for (index, name) in keys.iter().enumerate() {
            id = match &self.types[id].kind {
                TypeKind::Object(object) => {
                    let Some(property) = property(object, name) else {
                        self.report_property(pagination, key, &keys[..index], id, name);
                        return false;
                    };
                    property
                }
                TypeKind::Map(value) if expected.is_scalar => value.id,
                TypeKind::Any | TypeKind::Union(_) | TypeKind::External(_) if expected.is_scalar => return true,
                kind => {
                    let path = path_in_words(key, &keys[..index]);
                    let message = format!("{path} is {}, which has no property `{name}`", kind_word(kind));
                    self.report(pagination, key, message, id, "name the properties of objects, up to the value");
                    return false;
                }
            };
        }
        let kind = &self.types[id].kind;
        if (expected.fits)(&self.types[id]) {
            return true;
        }
        let message = format!("{} is {}, not {}", path_in_words(key, keys), kind_word(kind), expected.kind);
        let remedy = self.candidates(page.id, expected);
        self.report(pagination, key, message, id, &remedy);
        false
    }

    fn report(&mut self, pagination: &Pagination, key: &str, message: String, found: TypeId, remedy: &str) {
        let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &at(pagination, key), message).skipped();
        diagnostic.also(&self.types[found].origin, "its schema").help(remedy);
    }

    /// The remedy with the paths of values of the expected kind among the properties of the page, and those of its objects.
    fn candidates(&self, page: TypeId, expected: ExpectedKind) -> String {
        let mut found = Vec::new();
        for (name, id) in self.properties(page) {
            let inner = self.properties(id).map(|(inner, id)| (format!("{name}.{inner}"), id));
            let all = std::iter::once((name.to_owned(), id)).chain(inner);
            found.extend(all.filter(|(_, id)| (expected.fits)(&self.types[*id])).map(|(path, _)| format!("`{path}`")));
        }
        match found.as_slice() {
            [] => format!("describe {} in the schema of the response", expected.kind),
            [only] => format!("did you mean {only}?"),
            some => format!("properties of that type are {}", listed(some.iter().cloned())),
        }
    }

    fn properties(&self, id: TypeId) -> impl Iterator<Item = (&str, TypeId)> {
        let object = match &self.types[id].kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        };
        let properties = object.into_iter().flat_map(|object| &object.properties);
        properties.map(|property| (property.name.as_str(), property.value.id))
    }

    fn report_property(&mut self, pagination: &Pagination, key: &str, before: &[String], id: TypeId, name: &str) {
        let TypeKind::Object(object) = &self.types[id].kind else { return };
        let names: Vec<String> = object.properties.iter().map(|property| property.name.clone()).collect();
        let message = format!("{} has no property `{name}`", path_in_words(key, before));
        let diagnostic = self.diagnostics.mistake(Code::UnknownProperty, &at(pagination, key), message).skipped();
        diagnostic.also(&self.types[id].origin, "its schema");
        if let Some(suggestion) = similar(name, names.iter().cloned()) {
            diagnostic.help(format!("did you mean `{suggestion}`?"));
        } else if key == "items" {
            diagnostic.help("write the path of the array, or omit `items` if the response is the array");
        } else if names.is_empty() {
            diagnostic.help("describe it among the `properties` of the schema");
        } else {
            let listed: Vec<&str> = names.iter().take(MAX_LISTED).map(String::as_str).collect();
            diagnostic.help(format!("it has {}", words(&listed)));
        }
    }
}

/// The list that the keys lead to.
fn paged_list(page: TypeRef, may_be_nothing: bool, keys: &[String], types: &Types) -> Option<PagedList> {
    let (mut id, mut path) = (page.id, Vec::new());
    for key in keys {
        let TypeKind::Object(object) = &types[id].kind else { return None };
        let property = object.properties.iter().position(|property| property.name == *key)?;
        path.push(Step { object: id, property });
        id = object.properties[property].value.id;
    }
    let TypeKind::Array(element) = &types[id].kind else { return None };
    Some(PagedList { page, may_be_nothing, path, id, element: *element })
}

fn property(object: &Object, name: &str) -> Option<TypeId> {
    object.property(name).map(|property| property.value.id)
}

/// The expected target of a path.
#[derive(Clone, Copy)]
struct ExpectedKind {
    kind: &'static str,
    is_scalar: bool,
    fits: fn(&TypeDef) -> bool,
}

const ARRAY: ExpectedKind =
    ExpectedKind { kind: "an array", is_scalar: false, fits: |def| matches!(def.kind, TypeKind::Array(_)) };

const BOOLEAN: ExpectedKind = ExpectedKind {
    kind: "a boolean",
    is_scalar: true,
    fits: |def| matches!(def.kind, TypeKind::Boolean | TypeKind::Any | TypeKind::Enum(_)),
};

const NUMBER: ExpectedKind = ExpectedKind {
    kind: "a number",
    is_scalar: true,
    fits: |def| matches!(def.kind, TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::String(_) | TypeKind::Any),
};

const TEXT: ExpectedKind = ExpectedKind {
    kind: "a string or a number",
    is_scalar: true,
    fits: |def| {
        !matches!(
            def.kind,
            TypeKind::Boolean | TypeKind::Array(_) | TypeKind::Tuple(_) | TypeKind::Map(_) | TypeKind::Object(_)
        )
    },
};

/// The key, where it is written.
fn at(pagination: &Pagination, key: &str) -> Origin {
    let origin = &pagination.origin;
    if key == "items" && pagination.items.is_empty() { origin.clone() } else { origin.key(key) }
}

/// The path of keys in words, for the key of the extension: `last` begins at an item.
fn path_in_words(key: &str, keys: &[String]) -> String {
    let whole = if key == "last" { "the last item" } else { "the response" };
    if keys.is_empty() { whole.to_owned() } else { format!("`{}` of {whole}", keys.join(".")) }
}

fn kind_word(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Any | TypeKind::External(_) => "any JSON value",
        TypeKind::Boolean => "a boolean",
        TypeKind::Integer(_) | TypeKind::Number(_) => "a number",
        TypeKind::String(_) | TypeKind::Enum(_) => "a string",
        TypeKind::Array(_) | TypeKind::Tuple(_) => "an array",
        TypeKind::Map(_) | TypeKind::Object(_) => "an object",
        TypeKind::Union(_) => "one of several schemas",
    }
}
