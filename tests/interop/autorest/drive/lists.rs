//! Arrays and maps as bodies, and `null` in them.

use crate::dates::{date, time};
use crate::table::{Done, Is, Json, Unreadable};
use checks::Checks;
use serde_json::json;
use std::collections::BTreeMap;

const UUIDS: [&str; 3] = [
    "6dcc7237-45fe-45c4-8a6b-3a8a3f625652",
    "d1399005-30f7-40d6-8da6-dd7c89ad34db",
    "f42f6aa1-a5bc-4ddf-907e-5f915de43205",
];
const DATES: [&str; 3] = ["2000-12-01", "1980-01-02", "1492-10-12"];
const RFC_1123: [&str; 3] =
    ["Fri, 01 Dec 2000 00:00:01 GMT", "Wed, 02 Jan 1980 00:11:35 GMT", "Wed, 12 Oct 1492 10:15:01 GMT"];
const BASE64_URL: [&str; 3] =
    ["YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjR1cmw", "dGVzdCBzdHJpbmc", "TG9yZW0gaXBzdW0"];

pub async fn drive(server: &str, checks: &Checks) {
    Box::pin(arrays_of_scalars(server, checks)).await;
    Box::pin(arrays_of_strings(server, checks)).await;
    Box::pin(arrays_of_more(server, checks)).await;
    Box::pin(maps_of_scalars(server, checks)).await;
    Box::pin(maps_of_strings(server, checks)).await;
    Box::pin(maps_of_more(server, checks)).await;
}

async fn arrays_of_scalars(server: &str, checks: &Checks) {
    let client = client_of!(body_array, server);
    calls!(checks, "body-array", client;
        // `null` is sent as an empty body if the document does not allow it.
        array_get_null() => Unreadable("empty");
        array_get_invalid() => Unreadable("EOF");
        array_get_empty() => Is([0_i64; 0]);
        array_put_empty([""; 0]) => Done;
        array_get_boolean_tfft() => Is([true, false, false, true]);
        array_put_boolean_tfft([true, false, false, true]) => Done;
        array_get_boolean_invalid_null() => Unreadable("$[1]");
        array_get_boolean_invalid_string() => Unreadable("$[1]");
        array_get_integer_valid() => Is([1, -1, 3, 300]);
        array_put_integer_valid([1, -1, 3, 300]) => Done;
        array_get_int_invalid_null() => Unreadable("$[1]");
        array_get_int_invalid_string() => Unreadable("$[1]");
        array_get_long_valid() => Is([1, -1, 3, 300]);
        array_put_long_valid([1, -1, 3, 300]) => Done;
        array_get_long_invalid_null() => Unreadable("$[1]");
        array_get_long_invalid_string() => Unreadable("$[1]");
        array_get_float_valid() => Is([0.0, -0.01, -1.2e20]);
        array_put_float_valid([0.0, -0.01, -1.2e20]) => Done;
        array_get_float_invalid_null() => Unreadable("$[1]");
        array_get_float_invalid_string() => Unreadable("$[1]");
        array_get_double_valid() => Is([0.0, -0.01, -1.2e20]);
        array_put_double_valid([0.0, -0.01, -1.2e20]) => Done;
        array_get_double_invalid_null() => Unreadable("$[1]");
        array_get_double_invalid_string() => Unreadable("$[1]");
    );
}

async fn arrays_of_strings(server: &str, checks: &Checks) {
    use client::body_array::models::{
        ArrayGetStringEnumValidResponseItem as StringEnum, ArrayPutStringEnumValidBodyItem as StringEnumSent, FooEnum,
    };
    let client = client_of!(body_array, server);
    calls!(checks, "body-array", client;
        array_get_string_valid() => Is(["foo1", "foo2", "foo3"]);
        array_put_string_valid(["foo1", "foo2", "foo3"]) => Done;
        array_get_enum_valid() => Is([FooEnum::Foo1, FooEnum::Foo2, FooEnum::Foo3]);
        array_put_enum_valid([FooEnum::Foo1, FooEnum::Foo2, FooEnum::Foo3]) => Done;
        array_get_string_enum_valid() => Is([StringEnum::Foo1, StringEnum::Foo2, StringEnum::Foo3]);
        array_put_string_enum_valid([StringEnumSent::Foo1, StringEnumSent::Foo2, StringEnumSent::Foo3]) => Done;
        array_get_string_with_null() => Is([Some("foo".to_owned()), None, Some("foo2".to_owned())]);
        array_get_string_with_invalid() => Unreadable("$[1]");
        array_get_uuid_valid() => Is(UUIDS);
        array_put_uuid_valid(UUIDS) => Done;
        array_get_uuid_invalid_chars() => Is([UUIDS[0], "foo"]);
        array_get_date_valid() => Is(DATES.map(date));
        array_put_date_valid(DATES.map(date)) => Done;
        array_get_date_invalid_null() => Unreadable("$[1]");
        array_get_date_invalid_chars() => Unreadable("$[1]");
        array_get_date_time_valid() =>
            Is(["2000-12-01T00:00:01Z", "1980-01-02T00:11:35+01:00", "1492-10-12T10:15:01-08:00"].map(time));
        array_put_date_time_valid(["2000-12-01T00:00:01Z", "1980-01-02T00:11:35Z", "1492-10-12T10:15:01Z"].map(time))
            => Done;
        array_get_date_time_invalid_null() => Unreadable("$[1]");
        array_get_date_time_invalid_chars() => Unreadable("$[1]");
        array_get_date_time_rfc1123_valid() => Is(RFC_1123);
        array_put_date_time_rfc1123_valid(RFC_1123) => Done;
        array_get_duration_valid() => Is(["P123DT22H14M12.011S", "P5DT1H0M0S"]);
        array_put_duration_valid(["P123DT22H14M12.011S", "P5DT1H"]) => Done;
        array_get_byte_valid() => Is(["////+g==", "AQID", "JSlD"]);
        array_put_byte_valid(["////+g==", "AQID", "JSlD"]) => Done;
        array_get_byte_invalid_null() => Unreadable("$[1]");
        array_get_base64_url() => Is(BASE64_URL);
    );
}

async fn arrays_of_more(server: &str, checks: &Checks) {
    use client::body_array::models::Product;
    let client = client_of!(body_array, server);
    let product = |integer, string: &str| Product::new().integer(integer).string(string);
    let products = || [product(1, "2"), product(3, "4"), product(5, "6")];
    let numbers = || [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]].map(|row| row.map(str::to_owned).to_vec());
    calls!(checks, "body-array", client;
        array_get_complex_null() => Unreadable("empty");
        array_get_complex_empty() => Is([]);
        array_get_complex_item_null() => Is([Some(product(1, "2")), None, Some(product(5, "6"))]);
        array_get_complex_item_empty() => Is([product(1, "2"), Product::new(), product(5, "6")]);
        array_get_complex_valid() => Is(products());
        array_put_complex_valid(products()) => Done;
        array_get_array_null() => Unreadable("empty");
        array_get_array_empty() => Is([[""; 0]; 0]);
        array_get_array_item_null() => Json(json!([["1", "2", "3"], null, ["7", "8", "9"]]));
        array_get_array_item_empty() => Is([vec!["1", "2", "3"], vec![], vec!["7", "8", "9"]]);
        array_get_array_valid() => Is(numbers());
        array_put_array_valid(numbers()) => Done;
        array_get_dictionary_null() => Unreadable("empty");
        array_get_dictionary_empty() => Is([]);
        array_get_dictionary_item_null() => Is([Some(words(0)), None, Some(words(2))]);
        array_get_dictionary_item_empty() => Is([words(0), BTreeMap::new(), words(2)]);
        array_get_dictionary_valid() => Is([words(0), words(1), words(2)]);
        array_put_dictionary_valid([words(0), words(1), words(2)]) => Done;
    );
}

fn words(row: usize) -> BTreeMap<String, String> {
    let all = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    (row * 3..row * 3 + 3).map(|at| ((at + 1).to_string(), all[at].to_owned())).collect()
}

/// A map from the positions to the values.
fn map<T: Into<U>, U>(values: impl IntoIterator<Item = T>) -> BTreeMap<String, U> {
    values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value.into())).collect()
}

async fn maps_of_scalars(server: &str, checks: &Checks) {
    let client = client_of!(body_dictionary, server);
    calls!(checks, "body-dictionary", client;
        dictionary_get_null() => Unreadable("empty");
        dictionary_get_empty() => Is(BTreeMap::new());
        dictionary_put_empty(BTreeMap::new()) => Done;
        dictionary_get_null_value() => Unreadable("$.key1");
        dictionary_get_null_key() => Unreadable("key must be a string");
        dictionary_get_empty_string_key() => Is(BTreeMap::from([(String::new(), "val1".to_owned())]));
        dictionary_get_invalid() => Unreadable("expected `:`");
        dictionary_get_boolean_tfft() => Is(map([true, false, false, true]));
        dictionary_put_boolean_tfft(map([true, false, false, true])) => Done;
        dictionary_get_boolean_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_boolean_invalid_string() => Unreadable(r#"$["1"]"#);
        dictionary_get_integer_valid() => Is(map([1, -1, 3, 300]));
        dictionary_put_integer_valid(map([1, -1, 3, 300])) => Done;
        dictionary_get_int_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_int_invalid_string() => Unreadable(r#"$["1"]"#);
        dictionary_get_long_valid() => Is(map([1, -1, 3, 300]));
        dictionary_put_long_valid(map([1, -1, 3, 300])) => Done;
        dictionary_get_long_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_long_invalid_string() => Unreadable(r#"$["1"]"#);
        dictionary_get_float_valid() => Is(map([0.0_f32, -0.01, -1.2e20]));
        dictionary_put_float_valid(map([0.0_f32, -0.01, -1.2e20])) => Done;
        dictionary_get_float_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_float_invalid_string() => Unreadable(r#"$["1"]"#);
        dictionary_get_double_valid() => Is(map([0.0, -0.01, -1.2e20]));
        dictionary_put_double_valid(map([0.0, -0.01, -1.2e20])) => Done;
        dictionary_get_double_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_double_invalid_string() => Unreadable(r#"$["1"]"#);
    );
}

async fn maps_of_strings(server: &str, checks: &Checks) {
    let client = client_of!(body_dictionary, server);
    calls!(checks, "body-dictionary", client;
        dictionary_get_string_valid() => Is(map(["foo1", "foo2", "foo3"]));
        dictionary_put_string_valid(map(["foo1", "foo2", "foo3"])) => Done;
        dictionary_get_string_with_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_string_with_invalid() => Unreadable(r#"$["1"]"#);
        dictionary_get_date_valid() => Is(map(DATES.map(date)));
        dictionary_put_date_valid(map(DATES.map(date))) => Done;
        dictionary_get_date_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_date_invalid_chars() => Unreadable(r#"$["1"]"#);
        dictionary_get_date_time_valid() =>
            Is(map(["2000-12-01T00:00:01Z", "1980-01-02T00:11:35+01:00", "1492-10-12T10:15:01-08:00"].map(time)));
        dictionary_put_date_time_valid(
            map(["2000-12-01T00:00:01Z", "1980-01-01T23:11:35Z", "1492-10-12T18:15:01Z"].map(time))
        ) => Done;
        dictionary_get_date_time_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_date_time_invalid_chars() => Unreadable(r#"$["1"]"#);
        dictionary_get_date_time_rfc1123_valid() => Is(map(RFC_1123));
        dictionary_put_date_time_rfc1123_valid(map(RFC_1123)) => Done;
        dictionary_get_duration_valid() => Is(map(["P123DT22H14M12.011S", "P5DT1H"]));
        dictionary_put_duration_valid(map(["P123DT22H14M12.011S", "P5DT1H"])) => Done;
        dictionary_get_byte_valid() => Is(map(["////+g==", "AQID", "JSlD"]));
        dictionary_put_byte_valid(map(["////+g==", "AQID", "JSlD"])) => Done;
        dictionary_get_byte_invalid_null() => Unreadable(r#"$["1"]"#);
        dictionary_get_base64_url() => Is(map(BASE64_URL));
    );
}

async fn maps_of_more(server: &str, checks: &Checks) {
    use client::body_dictionary::models::Widget;
    let client = client_of!(body_dictionary, server);
    let widget = |integer, string: &str| Widget::new().integer(integer).string(string);
    let widgets = || map::<_, Widget>([widget(1, "2"), widget(3, "4"), widget(5, "6")]);
    let numbers =
        || map::<_, Vec<String>>([["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]].map(|row| row.map(str::to_owned)));
    let maps = || map::<_, BTreeMap<_, _>>([words(0), words(1), words(2)]);
    calls!(checks, "body-dictionary", client;
        dictionary_get_complex_null() => Is(None);
        dictionary_get_complex_empty() => Is(BTreeMap::new());
        dictionary_get_complex_item_null() => Is(map([Some(widget(1, "2")), None, Some(widget(5, "6"))]));
        dictionary_get_complex_item_empty() => Is(map([widget(1, "2"), Widget::new(), widget(5, "6")]));
        dictionary_get_complex_valid() => Is(widgets());
        dictionary_put_complex_valid(widgets()) => Done;
        dictionary_get_array_null() => Is(None);
        dictionary_get_array_empty() => Is(BTreeMap::new());
        dictionary_get_array_item_null() => Json(json!({"0": ["1", "2", "3"], "1": null, "2": ["7", "8", "9"]}));
        dictionary_get_array_item_empty() => Json(json!({"0": ["1", "2", "3"], "1": [], "2": ["7", "8", "9"]}));
        dictionary_get_array_valid() => Is(numbers());
        dictionary_put_array_valid(numbers()) => Done;
        dictionary_get_dictionary_null() => Unreadable("empty");
        dictionary_get_dictionary_empty() => Is(BTreeMap::new());
        dictionary_get_dictionary_item_null() => Is(map([Some(words(0)), None, Some(words(2))]));
        dictionary_get_dictionary_item_empty() => Is(map([words(0), BTreeMap::new(), words(2)]));
        dictionary_get_dictionary_valid() => Is(maps());
        dictionary_put_dictionary_valid(maps()) => Done;
    );
}
