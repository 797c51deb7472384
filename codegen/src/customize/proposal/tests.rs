use super::*;
use crate::diagnostics::Diagnostics;
use crate::lower::testing::{document, lower};
use serde_json::json;

fn parameters(names: &[&str]) -> Value {
    let kind = |name: &str| if ["page", "offset"].contains(&name) { "integer" } else { "string" };
    names.iter().map(|name| json!({"name": name, "in": "query", "schema": {"type": kind(name)}})).collect()
}

fn proposed(names: &[&str], schema: &Value, headers: &Value) -> Option<String> {
    let content = json!({"application/json": {"schema": schema}});
    let responses = json!({"200": {"description": "", "headers": headers, "content": content}});
    let get = json!({"operationId": "list", "parameters": parameters(names), "responses": responses});
    let mut diagnostics = Diagnostics::default();
    let api = lower(&document(&json!({"/list": {"get": get}}), &json!({})), &mut diagnostics);
    let yaml = paginations(&api).first().map(|proposal| yaml(&proposal.pagination))?;
    Some(yaml.lines().skip(1).map(str::trim).collect::<Vec<_>>().join(", "))
}

#[test]
fn common_forms_of_pagination_are_recognized() {
    let (text, number, truth) = (json!({"type": "string"}), json!({"type": "integer"}), json!({"type": "boolean"}));
    let list = json!({"type": "array", "items": {"type": "object", "properties": {"id": text}}});
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let none = json!({});
    let of = |names: &[&str], schema: Value| proposed(names, &schema, &none).unwrap_or_default();

    let link = json!({"Link": {"schema": text}});
    assert_eq!(proposed(&["page", "per_page"], &list, &link).unwrap(), "style: link");
    assert_eq!(of(&["page", "per_page"], list.clone()), "style: page, parameter: page, size: per_page");
    assert_eq!(
        of(&["page"], object(json!({"users": list, "info": object(json!({"more_records": truth, "total": number}))}))),
        "style: page, parameter: page, items: users, more: info.more_records"
    );
    assert_eq!(
        of(&["offset", "limit"], object(json!({"results": list, "tags": list, "total": number}))),
        "style: offset, parameter: offset, items: results, total: total"
    );
    assert_eq!(
        of(&["pageToken"], object(json!({"files": list, "nextPageToken": text}))),
        "style: cursor, parameter: pageToken, next: nextPageToken, items: files"
    );
    assert_eq!(
        of(&["limit", "starting_after"], object(json!({"data": list, "has_more": truth}))),
        "style: cursor, parameter: starting_after, last: id, items: data, more: has_more"
    );
    assert_eq!(
        of(&["page"], object(json!({"data": list, "next_page": text}))),
        "style: cursor, parameter: page, next: next_page, items: data"
    );
    assert_eq!(
        of(&["page_token"], object(json!({"items": list, "next_page": text}))),
        "style: cursor, parameter: page_token, next: next_page, items: items"
    );
    assert_eq!(
        of(&["offset", "limit", "after"], object(json!({"items": list, "next": text, "total": number}))),
        "style: link, next: next, items: items"
    );
    assert_eq!(
        of(&[], object(json!({"value": list, "@odata.nextLink": text}))),
        r#"style: link, next: ["@odata.nextLink"], items: value"#
    );
}

#[test]
fn a_next_url_takes_precedence_over_a_cursor() {
    let text = json!({"type": "string"});
    let list = json!({"type": "array", "items": {"type": "object", "properties": {"id": text}}});
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let url = json!({"type": "string", "format": "uri"});
    let of = |schema: Value| proposed(&["cursor"], &schema, &json!({})).unwrap_or_default();
    assert_eq!(of(object(json!({"results": list, "next": url}))), "style: link, next: next, items: results");
    let described = json!({"type": "string", "description": "URL of the next page."});
    let example = json!({"type": "string", "example": "https://a.example/list?cursor=x"});
    for url in [described.clone(), example] {
        assert_eq!(of(object(json!({"results": list, "next": url}))), "style: link, next: next, items: results");
    }
    // A cursor further within takes precedence over the URL.
    let cursors = object(json!({"after": text}));
    assert_eq!(
        of(object(json!({"results": list, "next": described, "cursors": cursors}))),
        "style: cursor, parameter: cursor, next: cursors.after, items: results"
    );
    let links = object(json!({"next": text}));
    assert_eq!(of(object(json!({"data": list, "links": links}))), "style: link, next: links.next, items: data");
}

#[test]
fn lists_of_one_resource_are_not_pages() {
    let text = json!({"type": "string"});
    let strings = json!({"type": "array", "items": text});
    let list = json!({"type": "array", "items": {"type": "object", "properties": {"id": text}}});
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let link = json!({"Link": {"schema": text}});
    let article = object(json!({"title": text, "tags": strings}));
    assert_eq!(proposed(&["page"], &article, &json!({})), None);
    assert_eq!(proposed(&[], &object(json!({"message": text, "lines": list})), &link), None);
    assert_eq!(proposed(&["page"], &object(json!({"data": object(json!({})), "included": list})), &json!({})), None);
    let counted = object(json!({"names": strings, "total": {"type": "integer"}}));
    assert_eq!(
        proposed(&["page"], &counted, &json!({})).unwrap(),
        "style: page, parameter: page, items: names, total: total"
    );
}

#[test]
fn ambiguous_lists_are_not_proposed() {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let object = json!({"type": "object", "properties": {"a": list, "b": list}});
    for (names, schema) in [(vec!["page"], object), (vec![], list), (vec!["page"], json!({"type": "string"}))] {
        assert_eq!(proposed(&names, &schema, &json!({})), None);
    }
}
