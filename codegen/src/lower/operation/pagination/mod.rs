//! `x-specwright-pagination`: how the next page of a list is requested. `foreign` reads extensions of other tools.

mod check;
mod foreign;

use super::OperationDraft;
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::{BodyFormat, Keys, PageTurn, Pages, Pagination, Response, StatusRange, TypeRef, Types};
use crate::lower::operation::Operations;
use crate::lower::read::extensions::PAGINATION;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::read::value::found;
use crate::resolve::Node;
use check::PaginationCheck;
use serde_json::Value;

const OBJECT: ObjectKind = ObjectKind {
    name: "Pagination Object",
    keywords: &["style", "parameter", "first", "size", "items", "more", "total", "next", "last"],
    unsupported: &[],
    extensions: &[],
};

/// The values of `style`, and the keys of each besides `items` and `more`.
const STYLES: [(&str, &[&str]); 4] = [
    ("page", &["parameter", "first", "size", "total"]),
    ("offset", &["parameter", "size", "total"]),
    ("cursor", &["parameter", "next", "last", "size"]),
    ("link", &["next"]),
];

impl<'d> Operations<'_, 'd> {
    /// The extension as written; [`pages`](Self::pages) checks it against the operation.
    pub(crate) fn lower_pagination(&mut self, node: &Node<'d>) -> Option<Pagination> {
        let mut fields = Fields::open(node, &OBJECT, self.diagnostics)?;
        let reported = fields.diagnostics().list().len();
        let style = style(&mut fields)?;
        for key in OBJECT.keywords.iter().filter(|key| !["style", "items", "more"].contains(key)) {
            if fields.has(key) && !style.1.contains(key) {
                let message = format!("`{key}` does not apply to the style `{}`", style.0);
                let diagnostic =
                    fields.diagnostics().mistake(Code::InapplicableKeyword, &node.origin.key(key), message);
                diagnostic.at_key().help(format!("remove it: this style has {}", words(style.1)));
            }
        }
        let turn = match style.0 {
            "page" => {
                let parameter = fields.essential_string("parameter")?;
                PageTurn::Page { parameter, first: fields.count("first").unwrap_or(1) }
            }
            "offset" => PageTurn::Offset { parameter: fields.essential_string("parameter")? },
            "cursor" => cursor(&mut fields, node)?,
            _ => PageTurn::Link { next: keys(&mut fields, "next") },
        };
        let pagination = Pagination {
            origin: node.origin.clone(),
            turn,
            size: fields.string("size"),
            items: keys(&mut fields, "items").unwrap_or_default(),
            more: keys(&mut fields, "more"),
            total: keys(&mut fields, "total"),
        };
        // An invalid value is not guessed: a list from the second page on would miss items.
        let mut reported_since = fields.diagnostics().list().iter().skip(reported);
        reported_since.all(|diagnostic| diagnostic.code != Code::WrongType).then_some(pagination)
    }

    /// The pages, checked against the parameters and responses of the operation, after all types are known.
    pub(crate) fn pages(&mut self, operation: &OperationDraft, types: &Types) -> Option<Pages> {
        let pagination = operation.pagination.as_ref()?;
        // Mismatches of foreign extensions are not reported.
        let mut discarded = Diagnostics::default();
        let is_ours = pagination.origin.pointer.last().as_deref() == Some(PAGINATION);
        let diagnostics = if is_ours { &mut *self.diagnostics } else { &mut discarded };
        let list = PaginationCheck { operation, types, diagnostics }.list(pagination)?;
        Some(Pages { pagination: pagination.clone(), list })
    }
}

fn style(fields: &mut Fields<'_, '_>) -> Option<(&'static str, &'static [&'static str])> {
    let text = fields.essential_string("style")?;
    let known = STYLES.into_iter().find(|(style, _)| *style == text);
    if let (None, Some(node)) = (known, fields.node("style")) {
        let message = format!("invalid pagination style `{text}`");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message).skipped();
        match similar(&text, STYLES.map(|(style, _)| style.to_owned())) {
            Some(style) => diagnostic.help(format!("did you mean `{style}`?")),
            None => diagnostic.help("write `page`, `offset`, `cursor` or `link`"),
        };
    }
    known
}

/// The cursor is in the response, or in its last item.
fn cursor(fields: &mut Fields<'_, '_>, node: &Node<'_>) -> Option<PageTurn> {
    let parameter = fields.essential_string("parameter")?;
    match (keys(fields, "next"), keys(fields, "last")) {
        (Some(next), None) => Some(PageTurn::Cursor { parameter, next }),
        (None, Some(key)) => Some(PageTurn::Last { parameter, key }),
        (next, _) => {
            let message = if next.is_some() {
                "`next` and `last` are mutually exclusive"
            } else {
                "the path of the next cursor is missing"
            };
            let diagnostic = fields.diagnostics().mistake(Code::MissingField, &node.origin, message).skipped();
            diagnostic.help("add `next`, the path of the cursor in the response, or `last`, its path in the last item");
            None
        }
    }
}

/// A path: keys separated by dots, or a list of keys, for keys with dots.
fn keys(fields: &mut Fields<'_, '_>, key: &str) -> Option<Keys> {
    let node = fields.node(key)?;
    let keys: Option<Keys> = match node.value {
        Value::String(text) => Some(text.split('.').map(str::to_owned).collect()),
        Value::Array(list) => list.iter().map(|key| key.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    let keys = keys.filter(|keys| !keys.is_empty() && keys.iter().all(|key| !key.is_empty()));
    if keys.is_none() {
        let message = format!("`{key}` must be a path into the response, not {}", found(node.value));
        let diagnostic = fields.diagnostics().mistake(Code::WrongType, &node.origin, message).skipped();
        diagnostic.help("write keys separated by dots, such as `info.more_records`, or an array of keys");
    }
    keys
}

fn words(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The type of the page that an operation responds with, if its successes have one body that is read from JSON; and
/// whether some have none.
pub(crate) fn page(responses: &[Response]) -> Option<(TypeRef, bool)> {
    let is = |test: fn(&&Response) -> bool| responses.iter().filter(test).collect::<Vec<_>>();
    let successes = is(|response| response.status.is_success());
    let successes =
        if successes.is_empty() { is(|response| response.status == StatusRange::Default) } else { successes };
    let mut contents = successes.iter().flat_map(|response| &response.contents);
    let first = contents.next().filter(|content| content.format == BodyFormat::Json)?;
    let is_one = contents.all(|other| other.format == BodyFormat::Json && other.value == first.value);
    let may_be_nothing = successes.iter().any(|response| response.contents.is_empty());
    is_one.then_some((first.value, may_be_nothing))
}
