//! Pagination extensions of other tools: `x-dropshot-pagination`, and `x-ms-pageable`, which most documents of Azure
//! have.

use crate::ir::{Method, PageTurn, Pagination};
use crate::lower::operation::Operations;
use crate::lower::read::extensions::{DROPSHOT, PAGEABLE};
use crate::resolve::Node;
use serde_json::Value;

impl<'d> Operations<'_, 'd> {
    /// The pagination by an extension of other tools at `node`. The link of Azure is always requested with GET.
    pub(crate) fn lower_foreign_pagination(method: &Method, node: &Node<'d>) -> Option<Pagination> {
        let azure = node.get(PAGEABLE).filter(|_| *method == Method::Get);
        node.get(DROPSHOT).map(|node| of_dropshot(&node)).or_else(|| azure.and_then(|node| of_azure(&node)))
    }
}

/// The parameter and the properties are always the same.
fn of_dropshot(node: &Node<'_>) -> Pagination {
    let turn = PageTurn::Cursor { parameter: "page_token".to_owned(), next: vec!["next_page".to_owned()] };
    pagination(node, turn, "items")
}

/// A property has the URL of the next page, and another the items. Without such a property there is only one page. If
/// another operation returns the next page, the property is not a URL.
fn of_azure(node: &Node<'_>) -> Option<Pagination> {
    let word = |key: &str| node.value.get(key).and_then(Value::as_str).filter(|word| !word.is_empty());
    if word("operationName").is_some() {
        return None;
    }
    let turn = PageTurn::Link { next: Some(vec![word("nextLinkName")?.to_owned()]) };
    Some(pagination(node, turn, word("itemName").unwrap_or("value")))
}

fn pagination(node: &Node<'_>, turn: PageTurn, items: &str) -> Pagination {
    Pagination { origin: node.origin.clone(), turn, size: None, items: vec![items.to_owned()], more: None, total: None }
}
