//! Proposals for extensions that a document lacks: the pagination of its operations.
//!
//! Pagination is recognized by common names. A proposal is only shown, never applied. The file `extension` writes one as an extension
//! of the document.

mod extension;
#[cfg(test)]
mod tests;

pub(crate) use extension::extension;
pub use extension::yaml;

use crate::ir::{
    Api, Keys, Operation, PageTurn, Pagination, Parameter, ParameterLocation, Property, TypeId, TypeKind, TypeRef,
    Types,
};
use crate::lower::operation::pagination::page;
use serde_json::Value;

/// An `x-specwright-pagination` for an operation that has none.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The `operationId`, or the name that was made of method and path.
    pub operation: String,
    /// Method and path.
    pub route: String,
    /// The proposed extension.
    pub pagination: Pagination,
}

/// Finds all operations whose response seems to be one page of a list.
#[must_use]
pub fn paginations(api: &Api) -> Vec<Proposal> {
    let operations = api.outgoing().map(|(_, operation)| operation).filter(|operation| operation.pages.is_none());
    let propose = |operation: &Operation| {
        Some(Proposal {
            operation: operation.id.clone(),
            route: format!("{} {}", operation.method.as_str(), operation.path.text()),
            pagination: Candidate { operation, types: &api.types }.pagination()?,
        })
    };
    operations.filter_map(propose).collect()
}

/// Names, compared without case and separators.
const PAGES: &[&str] = &["page", "pagenumber", "pageno", "pagenum"];
const OFFSETS: &[&str] = &["offset", "skip", "startat", "startindex"];
const CURSORS: &[&str] = &[
    "cursor",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "nextcursor",
    "paginationtoken",
    "continuationtoken",
    "startcursor",
    "pagecursor",
];
/// Names of cursors unless there is also an offset: `after` or `continuation` is a filter then.
const CURSORS_WITHOUT_OFFSET: &[&str] = &["continuation", "marker", "after"];
const SIZES: &[&str] = &["perpage", "pagesize", "limit", "size", "count", "maxresults", "pagelimit", "top", "take"];
const LISTS: &[&str] =
    &["items", "data", "results", "result", "values", "value", "records", "entries", "list", "content"];
/// Lists that are not what an operation is called for.
const SIDE_LISTS: &[&str] = &["included", "errors", "warnings", "links", "facets", "aggregations"];
const MORE: &[&str] = &["hasmore", "more", "morerecords", "hasnext", "hasnextpage", "moreresults", "hasmoreitems"];
const TOTALS: &[&str] = &["total", "totalcount", "totalresults", "totalitems", "totalrecords", "totalsize"];
const NEXT_CURSORS: &[&str] = &[
    "nextpagetoken",
    "nextcursor",
    "nexttoken",
    "nextpagecursor",
    "next",
    "cursor",
    "continuationtoken",
    "nextmarker",
    "nextpage",
    "endcursor",
    "after",
    "paginationtoken",
];
const NEXT_URLS: &[&str] = &["next", "nextlink", "odatanextlink", "nexturl", "nextpageuri", "nextpageurl", "nexthref"];
const HOLDERS: &[&str] = &[
    "info",
    "meta",
    "metadata",
    "paging",
    "pagination",
    "pageinfo",
    "pageinformation",
    "responsemetadata",
    "links",
    "cursors",
    "data",
    "result",
    "response",
    "page",
    "resultinfo",
];

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn is_one_of(name: &str, words: &[&str]) -> bool {
    words.contains(&plain(name).as_str())
}

/// Whether a text has the word URL or URI.
fn mentions_url(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| ["url", "uri"].iter().any(|it| word.eq_ignore_ascii_case(it)))
}

/// Whether a path is that of a link as in JSON:API: `links.next` is a URL.
fn is_link(path: &Keys) -> bool {
    path.first().is_some_and(|holder| plain(holder) == "links")
}

/// An operation that may respond with one page of a list.
struct Candidate<'a> {
    operation: &'a Operation,
    types: &'a Types,
}

impl Candidate<'_> {
    fn pagination(&self) -> Option<Pagination> {
        let (page, _) = page(&self.operation.responses)?;
        let items = self.items(page.id)?;
        let more = self.find(page.id, MORE, |property| matches!(self.kind(property), TypeKind::Boolean));
        let total = self.find(page.id, TOTALS, |property| {
            matches!(self.kind(property), TypeKind::Integer(_) | TypeKind::Number(_))
        });
        let turn = self.turn(page, &items, more.is_some())?;
        if !items.is_empty() && !self.is_list_of_results(page.id, &items, &turn, more.is_some() || total.is_some()) {
            return None;
        }
        let counts = matches!(turn, PageTurn::Page { .. } | PageTurn::Offset { .. });
        let total = total.filter(|_| counts && more.is_none());
        let needs_size = counts && more.is_none() && total.is_none();
        Some(Pagination {
            origin: self.operation.origin.clone(),
            size: self.parameter(SIZES).map(|size| size.name.clone()).filter(|_| needs_size),
            more: more.filter(|_| !matches!(turn, PageTurn::Link { .. })),
            turn,
            items,
            total,
        })
    }

    fn turn(&self, page: TypeRef, items: &Keys, has_more: bool) -> Option<PageTurn> {
        let successes = self.operation.responses.iter().filter(|response| response.status.is_success());
        if successes.flat_map(|response| &response.headers).any(|header| header.name.eq_ignore_ascii_case("link")) {
            return Some(PageTurn::Link { next: None });
        }
        // A URL is followed, and not sent as a parameter.
        let is_cursor = |property: &Property| {
            matches!(self.kind(property), TypeKind::String(_) | TypeKind::Integer(_)) && !self.is_url(property)
        };
        let has_offset = self.number(OFFSETS).is_some();
        let ambiguous = || self.parameter(CURSORS_WITHOUT_OFFSET).filter(|_| !has_offset);
        if let Some(parameter) = self.parameter(CURSORS).or_else(ambiguous)
            && let Some(next) = self.find(page.id, NEXT_CURSORS, is_cursor).filter(|next| !is_link(next))
        {
            return Some(PageTurn::Cursor { parameter: parameter.name.clone(), next });
        }
        // Some APIs name a cursor `page`.
        if let Some(parameter) = self.parameter(PAGES)
            && let Some(next) = self.find(page.id, &["nextpage"], is_cursor)
        {
            return Some(PageTurn::Cursor { parameter: parameter.name.clone(), next });
        }
        if let Some(parameter) = self.parameter(&["startingafter"])
            && has_more
            && self.has_id(page.id, items)
        {
            return Some(PageTurn::Last { parameter: parameter.name.clone(), key: vec!["id".to_owned()] });
        }
        let is_text = |property: &Property| matches!(self.kind(property), TypeKind::String(_));
        if let Some(next) = self.find(page.id, NEXT_URLS, is_text) {
            return Some(PageTurn::Link { next: Some(next) });
        }
        if let Some(parameter) = self.number(OFFSETS) {
            return Some(PageTurn::Offset { parameter: parameter.name.clone() });
        }
        let parameter = self.number(PAGES)?;
        let first = self.types[parameter.value.id].default.as_ref().and_then(Value::as_u64).filter(|first| *first == 0);
        Some(PageTurn::Page { parameter: parameter.name.clone(), first: first.unwrap_or(1) })
    }

    /// Whether a list within the response is what the operation lists. A resource may have lists of its own, such as tags:
    /// unless the response counts or continues them, a list that is not of objects or has no common name is none.
    fn is_list_of_results(&self, page: TypeId, items: &Keys, turn: &PageTurn, is_counted: bool) -> bool {
        let is_continued = matches!(turn, PageTurn::Cursor { .. } | PageTurn::Link { next: Some(_) });
        let has_usual_name = items.last().is_some_and(|name| is_one_of(name, LISTS));
        let is_of_header = matches!(turn, PageTurn::Link { next: None });
        let element = match self.at(page, items).map(|id| &self.types[id].kind) {
            Some(TypeKind::Array(element)) => &self.types[element.id].kind,
            _ => return false,
        };
        let is_of_scalars = matches!(element, TypeKind::String(_) | TypeKind::Integer(_) | TypeKind::Number(_));
        is_counted || is_continued || has_usual_name || !(is_of_scalars || is_of_header)
    }

    fn kind(&self, property: &Property) -> &TypeKind {
        &self.types[property.value.id].kind
    }

    /// Whether the values of a property are URLs, by their format, their description or an example.
    fn is_url(&self, property: &Property) -> bool {
        let def = &self.types[property.value.id];
        let has_format = def.format.as_deref().is_some_and(|format| ["uri", "url", "uri-reference"].contains(&format));
        let mut descriptions = [&property.description, &def.description].into_iter().flatten();
        let mut examples = property.examples.iter().chain(&def.examples).filter_map(Value::as_str);
        has_format || descriptions.any(|text| mentions_url(text)) || examples.any(|text| text.starts_with("http"))
    }

    /// The type at a path of properties.
    fn at(&self, id: TypeId, path: &Keys) -> Option<TypeId> {
        path.iter().try_fold(id, |id, name| match &self.types[id].kind {
            TypeKind::Object(object) => object.property(name).map(|property| property.value.id),
            _ => None,
        })
    }

    /// An optional query parameter: the first page is requested without it.
    fn parameter(&self, words: &[&str]) -> Option<&Parameter> {
        let parameters = self.operation.parameters.iter();
        let mut in_query =
            parameters.filter(|parameter| parameter.location == ParameterLocation::Query && !parameter.required);
        in_query.find(|parameter| {
            let kind = &self.types[parameter.value.id].kind;
            is_one_of(&parameter.name, words)
                && matches!(kind, TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::String(_) | TypeKind::Any)
        })
    }

    /// Like [`parameter`](Self::parameter), with a number.
    fn number(&self, words: &[&str]) -> Option<&Parameter> {
        let is_number = |parameter: &&Parameter| {
            matches!(self.types[parameter.value.id].kind, TypeKind::Integer(_) | TypeKind::Number(_))
        };
        self.parameter(words).filter(is_number)
    }

    /// The path of the list in the response: the response itself, its only list, or one with a common name.
    fn items(&self, id: TypeId) -> Option<Keys> {
        let properties = match &self.types[id].kind {
            TypeKind::Array(_) => return Some(Vec::new()),
            TypeKind::Object(object) => &object.properties,
            _ => return None,
        };
        let lists: Vec<_> = properties
            .iter()
            .filter(|property| matches!(self.types[property.value.id].kind, TypeKind::Array(_)))
            .filter(|property| !is_one_of(&property.name, SIDE_LISTS))
            .collect();
        let usual = lists.iter().find(|property| is_one_of(&property.name, LISTS));
        if let Some(list) = usual.or(lists.first().filter(|_| lists.len() == 1)) {
            return Some(vec![list.name.clone()]);
        }
        let holder = properties.iter().find(|property| is_one_of(&property.name, &["data", "result", "response"]))?;
        let TypeKind::Object(object) = &self.types[holder.value.id].kind else { return None };
        let mut lists = object
            .properties
            .iter()
            .filter(|property| matches!(self.types[property.value.id].kind, TypeKind::Array(_)));
        let list = lists.next().filter(|_| lists.next().is_none())?;
        Some(vec![holder.name.clone(), list.name.clone()])
    }

    /// A suitable property with one of several names, in the response or in its object about pages.
    fn find(&self, id: TypeId, words: &[&str], is: impl Fn(&Property) -> bool) -> Option<Keys> {
        let TypeKind::Object(object) = &self.types[id].kind else { return None };
        let named = |id: TypeId| -> Option<&str> {
            let TypeKind::Object(object) = &self.types[id].kind else { return None };
            let named =
                |word: &&str| object.properties.iter().find(|property| plain(&property.name) == *word && is(property));
            words.iter().find_map(named).map(|property| property.name.as_str())
        };
        if let Some(name) = named(id) {
            return Some(vec![name.to_owned()]);
        }
        let holders = object.properties.iter().filter(|property| is_one_of(&property.name, HOLDERS));
        holders.into_iter().find_map(|holder| {
            let name = named(holder.value.id)?;
            Some(vec![holder.name.clone(), name.to_owned()])
        })
    }

    /// Whether the items have an id.
    fn has_id(&self, page: TypeId, items: &Keys) -> bool {
        match self.at(page, items).map(|list| &self.types[list].kind) {
            // A union whose variants all have an id counts.
            Some(TypeKind::Array(element)) => {
                self.at(element.id, &vec!["id".to_owned()]).is_some()
                    || matches!(self.types[element.id].kind, TypeKind::Union(_))
            }
            _ => false,
        }
    }
}
