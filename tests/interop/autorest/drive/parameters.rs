//! Parameters in paths, queries and headers, and response headers.

use crate::dates::{date, time};
use crate::table::{Done, Holds, Fails, Refused, Unreadable};
use checks::Checks;
use client::runtime::{File, Header, RawResponse, Response};
use serde::de::DeserializeOwned;


/// Letters of another script, as Base64.
const MANY_BYTES: &str = "5ZWK6b2E5LiC54ub54uc76ex76Ss76ex76iM76ip";
/// What is reserved in URLs, and an empty element, which has to come back as it is.
const ELEMENTS: [&str; 4] = ["ArrayQuery1", "begin!*'();:@ &=+$,/?#[]end", "", ""];

pub async fn drive(server: &str, checks: &Checks) {
    Box::pin(paths(server, checks)).await;
    Box::pin(queries(server, checks)).await;
    Box::pin(lists(server, checks)).await;
    Box::pin(path_items(server, checks)).await;
    Box::pin(headers_sent(server, checks)).await;
    Box::pin(headers_received(server, checks)).await;
    Box::pin(servers(server, checks)).await;
    Box::pin(names(server, checks)).await;
    Box::pin(optional(server, checks)).await;
}

async fn paths(server: &str, checks: &Checks) {
    use client::url::models::UriColor;
    let client = client_of!(url, server);
    calls!(checks, "url", client;
        paths_get_boolean_true() => Done;
        paths_get_boolean_false() => Done;
        paths_get_int_one_million() => Done;
        paths_get_int_negative_one_million() => Done;
        paths_get_ten_billion() => Done;
        paths_get_negative_ten_billion() => Done;
        paths_float_scientific_positive() => Done;
        paths_float_scientific_negative() => Done;
        paths_double_decimal_positive() => Done;
        paths_double_decimal_negative() => Done;
        paths_string_unicode() => Done;
        paths_string_url_encoded() => Done;
        paths_string_url_non_encoded() => Done;
        paths_enum_valid(UriColor::GreenColor) => Done;
        paths_byte_multi_byte(MANY_BYTES) => Done;
        paths_date_valid() => Done;
        paths_date_time_valid() => Done;
        paths_base64_url("bG9yZW0") => Done;
        paths_unix_time_url(1_460_505_600) => Done;
        paths_array_csv_in_path(["ArrayPath1", "begin!*'();:@ &=+$,/?#[]end", "", ""]) => Done;
    );
}

async fn queries(server: &str, checks: &Checks) {
    use client::url::models::UriColor;
    let client = client_of!(url, server);
    calls!(checks, "url", client;
        queries_get_boolean_true() => Done;
        queries_get_boolean_false() => Done;
        queries_get_boolean_null() => Done;
        queries_get_int_one_million() => Done;
        queries_get_int_negative_one_million() => Done;
        queries_get_int_null() => Done;
        queries_get_ten_billion() => Done;
        queries_get_negative_ten_billion() => Done;
        queries_get_long_null() => Done;
        queries_float_scientific_positive() => Done;
        queries_float_scientific_negative() => Done;
        queries_float_null() => Done;
        queries_double_decimal_positive() => Done;
        queries_double_decimal_negative() => Done;
        queries_double_null() => Done;
        queries_string_unicode() => Done;
        queries_string_url_encoded() => Done;
        queries_string_empty() => Done;
        queries_string_null() => Done;
        queries_enum_valid().enum_query(UriColor::GreenColor) => Done;
        queries_enum_null() => Done;
        queries_byte_multi_byte().byte_query(MANY_BYTES) => Done;
        queries_byte_empty() => Done;
        queries_byte_null() => Done;
        queries_date_valid() => Done;
        queries_date_null() => Done;
        queries_date_time_valid() => Done;
        queries_date_time_null() => Done;
    );
}

async fn lists(server: &str, checks: &Checks) {
    let client = client_of!(url, server);
    calls!(checks, "url", client;
        queries_array_string_csv_valid().array_query(ELEMENTS) => Done;
        queries_array_string_csv_null() => Done;
        // The server wants `arrayQuery=`, and gets nothing.
        queries_array_string_csv_empty().array_query([""; 0]) => Fails(400);
        queries_array_string_no_collection_format_empty().array_query(["hello", "nihao", "bonjour"]) => Done;
        // The second has a space, which would begin another.
        queries_array_string_ssv_valid().array_query(ELEMENTS) => Refused("arrayQuery");
        queries_array_string_tsv_valid().array_query(ELEMENTS) => Done;
        queries_array_string_pipes_valid().array_query(ELEMENTS) => Done;
    );
    let client = client_of!(url_multi_collectionformat, server);
    calls!(checks, "url-multi-collectionFormat", client;
        queries_array_string_multi_null() => Done;
        queries_array_string_multi_empty().array_query([""; 0]) => Done;
        queries_array_string_multi_valid().array_query(ELEMENTS.map(|element| Some(element.to_owned()))) => Done;
    );
}

async fn path_items(server: &str, checks: &Checks) {
    let client = client_of!(url, server);
    let [item, global, local] = ["pathItemStringPath", "globalStringPath", "localStringPath"];
    let [item_query, global_query, local_query] = ["pathItemStringQuery", "globalStringQuery", "localStringQuery"];
    calls!(checks, "url", client;
        path_items_get_all_with_values(item, global, local)
            .path_item_string_query(item_query).global_string_query(global_query).local_string_query(local_query) => Done;
        path_items_get_global_query_null(item, global, local)
            .path_item_string_query(item_query).local_string_query(local_query) => Done;
        path_items_get_global_and_local_query_null(item, global, local).path_item_string_query(item_query) => Done;
        path_items_get_local_path_item_query_null(item, global, local).global_string_query(global_query) => Done;
    );
}

async fn headers_sent(server: &str, checks: &Checks) {
    use client::header::models::GreyscaleColors;
    let client = client_of!(header, server);
    calls!(checks, "header", client;
        header_param_existing_key("overwrite") => Done;
        header_param_integer("positive", 1) => Done;
        header_param_integer("negative", -2) => Done;
        header_param_long("positive", 105) => Done;
        header_param_long("negative", -2) => Done;
        header_param_float("positive", 0.07) => Done;
        header_param_float("negative", -3.0) => Done;
        header_param_double("positive", 7e120) => Done;
        header_param_double("negative", -3.0) => Done;
        header_param_bool("true", true) => Done;
        header_param_bool("false", false) => Done;
        header_param_string("valid").value("The quick brown fox jumps over the lazy dog") => Done;
        header_param_string("null") => Done;
        header_param_string("empty").value("") => Done;
        header_param_date("valid", date("2010-01-01")) => Done;
        header_param_date("min", date("0001-01-01")) => Done;
        header_param_datetime("valid", time("2010-01-01T12:34:56Z")) => Done;
        header_param_datetime("min", time("0001-01-01T00:00:00Z")) => Done;
        header_param_datetime_rfc1123("valid").value("Fri, 01 Jan 2010 12:34:56 GMT") => Done;
        header_param_datetime_rfc1123("min").value("Mon, 01 Jan 0001 00:00:00 GMT") => Done;
        header_param_duration("valid", "P123DT22H14M12.011S") => Done;
        header_param_byte("valid", MANY_BYTES) => Done;
        header_param_enum("valid").value(GreyscaleColors::Grey) => Done;
        header_param_enum("null") => Done;
    );
    // Parameters that are not in the document are set on the client.
    let client = client::header::Client::builder()
        .server(server)
        .header("x-ms-client-request-id", "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0")
        .build()
        .expect("the client needs nothing else");
    calls!(checks, "header", client;
        header_custom_request_id() => Done;
    );
}

/// The response has this header.
fn has<T: DeserializeOwned + PartialEq>(
    header: Header<T>,
    value: impl Into<T>,
) -> Holds<impl FnOnce(&Response<RawResponse>) -> bool> {
    let value = value.into();
    Holds(move |response: &Response<RawResponse>| response.header(header).ok().flatten() == Some(value))
}

async fn headers_received(server: &str, checks: &Checks) {
    use client::header::headers::{
        USER_AGENT, VALUE, VALUE2, VALUE3, VALUE4, VALUE5, VALUE6, VALUE7, VALUE8, VALUE9,
    };
    use client::header::models::GreyscaleColors;
    let client = client_of!(header, server);
    calls!(checks, "header", client;
        header_response_existing_key() => has(USER_AGENT, "overwrite");
        header_response_protected_key() => Holds(|response: &Response<RawResponse>| {
            response.headers().get("content-type").is_some_and(|it| it.as_bytes().starts_with(b"text/html"))
        });
        header_response_integer("positive") => has(VALUE, 1);
        header_response_integer("negative") => has(VALUE, -2);
        header_response_long("positive") => has(VALUE2, 105);
        header_response_long("negative") => has(VALUE2, -2);
        header_response_float("positive") => has(VALUE3, 0.07);
        header_response_float("negative") => has(VALUE3, -3.0);
        header_response_double("positive") => has(VALUE4, 7e120);
        header_response_double("negative") => has(VALUE4, -3.0);
        header_response_bool("true") => has(VALUE5, true);
        header_response_bool("false") => has(VALUE5, false);
        header_response_string("valid") => has(VALUE6, "The quick brown fox jumps over the lazy dog");
        // The server sends the word.
        header_response_string("null") => has(VALUE6, "null");
        header_response_string("empty") => has(VALUE6, "");
        header_response_date("valid") => has(VALUE7, date("2010-01-01"));
        header_response_date("min") => has(VALUE7, date("0001-01-01"));
        header_response_datetime("valid") => has(VALUE8, time("2010-01-01T12:34:56Z"));
        header_response_datetime("min") => has(VALUE8, time("0001-01-01T00:00:00Z"));
        header_response_datetime_rfc1123("valid") => has(VALUE6, "Fri, 01 Jan 2010 12:34:56 GMT");
        header_response_datetime_rfc1123("min") => has(VALUE6, "Mon, 01 Jan 0001 00:00:00 GMT");
        header_response_duration("valid") => has(VALUE6, "P123DT22H14M12.011S");
        header_response_byte("valid") => has(VALUE6, MANY_BYTES);
        header_response_enum("valid") => has(VALUE9, GreyscaleColors::Grey);
        header_response_enum("null") => has(VALUE9, GreyscaleColors::Unknown(String::new()));
    );
}

/// `x-ms-parameterized-host`: the parts of the server's URL.
async fn servers(server: &str, checks: &Checks) {
    let place = client::custom_baseurl::Server::default().account_name("shop.").host("example:1");
    let url = client::runtime::ServerUrl::from(place);
    checks.equal("custom-baseUrl: the server", url.into_result().ok().as_deref(), Some("https://shop.example:1"));
    let client = client_of!(custom_baseurl, server);
    calls!(checks, "custom-baseUrl", client;
        paths_get_empty() => Done;
    );
    let client = client_of!(custom_baseurl_more_options, server);
    calls!(checks, "custom-baseUrl-more-options", client;
        paths_get_empty("key1", "test12").key_version("v1") => Done;
    );
    let client = client_of!(parameterized_endpoint, server);
    calls!(checks, "parameterized-endpoint", client;
        get() => Done;
    );
    let client = client_of!(subscriptionid_apiversion, server);
    calls!(checks, "subscriptionId-apiVersion", client;
        group_get_sample_resource_group("1234-5678-9012-3456", "testgroup101", "2014-04-01-preview") => Holds(|group: &Response<_>| {
            let group: &client::subscriptionid_apiversion::models::SampleResourceGroup = group;
            group.name.as_deref() == Some("testgroup101") && group.location.as_deref() == Some("West US")
        });
    );
}

/// Names that are words of languages.
async fn names(server: &str, checks: &Checks) {
    use client::reserved_words::models::{MyEnum, OperationWithDataParamBody};
    use client::reserved_words::operations::OperationWithFilesParamForm;
    let client = client_of!(reserved_words, server);
    calls!(checks, "reserved-words", client;
        // All requests are correct; the server sends an empty response, although the document has an object.
        import_operation_one("foo") => Unreadable("empty");
        operation_with_content_param("hello, world") => Unreadable("empty");
        operation_with_json_param(serde_json::json!({"hello": "world"})) => Unreadable("empty");
        operation_with_data_param(OperationWithDataParamBody::new("hello", "world")) => Unreadable("empty");
        operation_with_url("foo", "x").query_parameters(["one", "two"]) => Unreadable("empty");
        operation_with_files_param(OperationWithFilesParamForm::new(File::new("f", "bytes"), "f")) => Unreadable("empty");
        reserved_enum(MyEnum::Import) => Unreadable("empty");
    );
}

async fn optional(server: &str, checks: &Checks) {
    use client::required_optional::models::{
        ArrayOptionalWrapper, ClassOptionalWrapper, IntOptionalWrapper, StringOptionalWrapper,
    };
    let client = client_of!(required_optional, server);
    calls!(checks, "required-optional", client;
        implicit_put_optional_query() => Done;
        implicit_put_optional_header() => Done;
        implicit_put_optional_body() => Done;
        implicit_put_optional_binary_body() => Done;
        explicit_put_optional_binary_body() => Done;
        explicit_put_required_binary_body("bytes") => Done;
        explicit_post_optional_integer_parameter() => Done;
        explicit_post_optional_integer_property().body(IntOptionalWrapper::new()) => Done;
        explicit_post_optional_integer_header() => Done;
        explicit_post_optional_string_parameter() => Done;
        explicit_post_optional_string_property().body(StringOptionalWrapper::new()) => Done;
        explicit_post_optional_string_header() => Done;
        explicit_post_optional_class_parameter() => Done;
        explicit_post_optional_class_property().body(ClassOptionalWrapper::new()) => Done;
        explicit_post_optional_array_parameter() => Done;
        explicit_post_optional_array_property().body(ArrayOptionalWrapper::new()) => Done;
        explicit_post_optional_array_header() => Done;
        implicit_get_optional_global_query() => Done;
    );
}
