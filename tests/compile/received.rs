//! Types that are only received are made in tests, and what is printed of models and requests.

use crate::fixtures::received_only::models::{Event, Sale, Visit, VisitRequired};
use crate::fixtures::received_only::operations::GetEvent;
use crate::fixtures::settings_formats_rich::models::Invoice;
use crate::fixtures::settings_formats_rich::operations::PutInvoice;
use crate::fixtures::{received_only, settings_formats_named};
use crate::requests::target;
use serde_json::json;
use specwright_runtime::{Base64, MemoryTransport};

fn written(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn received_types_are_constructed_with_required_values() {
    let sale = Sale::new(7, 9.5).note("twice").state("paid");
    let expected = json!({ "kind": "sale", "id": 7, "price": 9.5, "state": "paid", "note": "twice" });
    assert_eq!(written(&Event::Sale(Box::new(sale))), expected);
    let required = VisitRequired {
        id: 1,
        page: "/".to_owned(),
        seconds: 2,
        browser: "lynx".to_owned(),
        language: "en".to_owned(),
    };
    let visit = json!({ "kind": "visit", "id": 1, "page": "/", "seconds": 2, "browser": "lynx", "language": "en" });
    assert_eq!(written(&Visit::new(required)), visit);
}

#[test]
fn debug_omits_empty_fields() {
    let mut sale = Sale::new(7, 9.5);
    assert_eq!(format!("{sale:?}"), r#"Sale { kind: "sale", id: 7, price: 9.5, state: "open" }"#);
    sale.additional_properties.insert("till".to_owned(), 3.into());
    assert_eq!(
        format!("{:?}", sale.note(None)),
        r#"Sale { kind: "sale", id: 7, price: 9.5, state: "open", note: Null, additional_properties: {"till": Number(3)} }"#
    );
}

#[test]
fn debug_of_requests_shows_inputs_without_the_client() {
    let client = received_only::Client::builder().server("https://api.example").transport(MemoryTransport::new());
    let client = client.build().unwrap();
    assert_eq!(format!("{:?}", client.get_event(7)), "GetEvent { id: 7 }");
    let since = GetEvent::new(7).since("monday").bind(client);
    assert_eq!(format!("{since:?}"), r#"GetEvent { id: 7, since: Some("monday") }"#);
}

#[test]
fn rich_formats_have_their_own_types() {
    let id: uuid::Uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap();
    let json =
        r#"{"total":"12.50","page":"https://shop.example/7","scan":"iVBORw==","signatures":["AQI="],"rate":0.5}"#;
    let invoice: Invoice = serde_json::from_str(json).unwrap();
    assert_eq!((invoice.total, invoice.page.path()), (rust_decimal::Decimal::new(1250, 2), "/7"));
    assert_eq!(invoice.scan.value().map(|scan| &scan[..]), Some(&b"\x89PNG"[..]));
    assert_eq!(serde_json::to_string(&invoice).unwrap(), json);
    let made = Invoice::new(invoice.total, invoice.page.clone()).scan(Base64::from(b"\x89PNG"));
    assert_eq!(made.scan, invoice.scan);
    let put = PutInvoice::new(id, invoice).least(rust_decimal::Decimal::new(1, 1));
    assert_eq!(target(&put), "/invoices/67e55044-10b1-426f-9247-bb680e5fe0c8?least=0.1");
    assert!(serde_json::from_str::<Invoice>(r#"{"total":"much","page":"https://shop.example"}"#).is_err());
    assert!(serde_json::from_str::<Invoice>(r#"{"total":"1","page":"nowhere"}"#).is_err());
}

#[test]
fn single_formats_may_be_rich() {
    use settings_formats_named::models::File;
    let json = r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","content":"AQI=","from":"anywhere","price":"0.10"}"#;
    let file: File = serde_json::from_str(json).unwrap();
    let (from, price): (Option<String>, Option<rust_decimal::Decimal>) = (file.from.clone(), file.price);
    assert_eq!((from.as_deref(), price), (Some("anywhere"), Some(rust_decimal::Decimal::new(10, 2))));
    assert_eq!((file.id.get_version_num(), &file.content[..]), (4, &[1, 2][..]));
    assert_eq!(serde_json::to_string(&file).unwrap(), json);
}
