//! What only documents of Azure have: keywords that begin with `x-ms-`, and lists in pages.

use crate::table::{Done, Fails, Holds, Is, Json, Unreadable};
use checks::Checks;
use client::runtime::{Error, Response};
use serde_json::json;

const ID: &str = "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0";

pub async fn drive(server: &str, checks: &Checks) {
    Box::pin(special_parameters(server, checks)).await;
    Box::pin(subscriptions(server, checks)).await;
    Box::pin(parameter_groups(server, checks)).await;
    Box::pin(pages(server, checks)).await;
    Box::pin(pages_that_fail(server, checks)).await;
    Box::pin(versions(server, checks)).await;
    Box::pin(hosts(server, checks)).await;
    Box::pin(customization(server, checks)).await;
    Box::pin(credentials(server, checks)).await;
}

async fn special_parameters(server: &str, checks: &Checks) {
    let client = client_of!(azure_special_properties, server);
    calls!(checks, "azure-special-properties", client;
        api_version_default_get_method_global_valid("2015-07-01-preview") => Done;
        api_version_default_get_method_global_not_provided_valid("2015-07-01-preview") => Done;
        api_version_default_get_path_global_valid("2015-07-01-preview") => Done;
        api_version_default_get_swagger_global_valid("2015-07-01-preview") => Done;
        api_version_local_get_method_local_valid() => Done;
        api_version_local_get_method_local_null() => Done;
        api_version_local_get_path_local_valid() => Done;
        api_version_local_get_swagger_local_valid() => Done;
        header_custom_named_request_id(ID) => Done;
        header_custom_named_request_id_param_grouping(ID) => Done;
        header_custom_named_request_id_head(ID) => Is(());
        odata_get_with_filter().filter("id gt 5 and name eq 'foo'").top(10).orderby("id") => Done;
        skip_url_encoding_get_method_path_valid("path1/path2/path3") => Done;
        skip_url_encoding_get_path_path_valid("path1/path2/path3") => Done;
        skip_url_encoding_get_swagger_path_valid() => Done;
        skip_url_encoding_get_method_query_null() => Done;
        x_ms_client_request_id_get() => Done;
        x_ms_client_request_id_param_get(ID) => Done;
    );
    // Parameters that are not in the document are set on the client.
    let client = client::azure_special_properties::Client::builder().server(server).header("x-ms-client-request-id", ID);
    let client = client.build().expect("the client needs nothing else");
    calls!(checks, "azure-special-properties", client;
        x_ms_client_request_id_get() => Done;
    );
}

async fn subscriptions(server: &str, checks: &Checks) {
    let client = client::azure_special_properties::Client::builder().server(server).header("x-ms-client-request-id", ID);
    let client = client.build().expect("the client needs nothing else");
    let id = "1234-5678-9012-3456";
    calls!(checks, "azure-special-properties", client;
        subscription_in_credentials_post_method_global_valid(id) => Done;
        subscription_in_credentials_post_method_global_not_provided_valid(id, "2015-07-01-preview") => Done;
        subscription_in_credentials_post_path_global_valid(id) => Done;
        subscription_in_credentials_post_swagger_global_valid(id) => Done;
        subscription_in_method_post_method_local_valid(id) => Done;
        subscription_in_method_post_path_local_valid(id) => Done;
        subscription_in_method_post_swagger_local_valid(id) => Done;
    );
}

/// `x-ms-parameter-grouping` is for the shape of arguments.
async fn parameter_groups(server: &str, checks: &Checks) {
    let client = client_of!(azure_parameter_grouping, server);
    calls!(checks, "azure-parameter-grouping", client;
        parameter_grouping_post_required("path", 1234).custom_header("header").query(21) => Done;
        parameter_grouping_post_required("path", 1234) => Done;
        parameter_grouping_post_optional().custom_header("header").query(21) => Done;
        parameter_grouping_post_reserved_words().from("bob").accept("yes") => Done;
        parameter_grouping_post_multi_param_groups().header_one("header").query_one(21).header_two("header2").query_two(42)
            => Done;
        parameter_grouping_post_shared_parameter_group_object().header_one("header").query_one(21) => Done;
        parameter_grouping_group_with_constant().grouped_constant().grouped_parameter("bar") => Done;
    );
}

async fn pages(server: &str, checks: &Checks) {
    let client = patient_client_of!(paging, server);
    macro_rules! items {
        ($($method:ident($($argument:expr),*) $(.$setter:ident($value:expr))* => $items:expr;)*) => {
            $({
                let items = client.$method($($argument),*)$(.$setter($value))*.items().all().await;
                let items = items.map(|items| items.len());
                checks.value(concat!("paging: ", stringify!($method)), items, $items);
            })*
        };
    }
    items!(
        paging_get_empty_next_link_name_pages() => 1;
        paging_get_single_pages() => 1;
        paging_first_response_empty() => 1;
        paging_get_multiple_pages() => 10;
        paging_duplicate_params().filter("foo") => 1;
        paging_page_with_max_page_size() => 0;
        paging_get_odata_multiple_pages() => 10;
        paging_get_multiple_pages_with_offset(100) => 10;
        paging_get_multiple_pages_retry_first() => 10;
        paging_get_multiple_pages_retry_second() => 10;
    );
    let of_no_name = client.paging_get_no_item_name_pages().send().await.map(|page| page.value.map(|list| list.len()));
    checks.value("paging: paging_get_no_item_name_pages", of_no_name, Some(1));
    use client::paging::models::BodyParam;
    calls!(checks, "paging", client;
        paging_get_single_pages_with_body_params(BodyParam::new().name("body")) => Done;
        paging_get_with_query_params(100) => Done;
        paging_next_operation_with_query_params() => Done;
        paging_get_null_next_link_name_pages() => Holds(|page: &Response<client::paging::models::ProductResult>| {
            page.values.as_ref().is_some_and(|products| products.len() == 1)
        });
        paging_get_paging_model_with_item_name_with_xms_client_name() => Done;
    );
    let client = client_of!(custom_baseurl_paging, server);
    let items = client.paging_get_pages_partial_url().items().all().await;
    checks.value("custom-baseUrl-paging: paging_get_pages_partial_url", items.map(|items| items.len()), 2);
}

async fn pages_that_fail(server: &str, checks: &Checks) {
    let client = client_of!(paging, server);
    calls!(checks, "paging", client;
        paging_get_single_pages_failure() => Fails(400);
    );
    let second = client.paging_get_multiple_pages_failure().items().all().await;
    checks.error("paging: paging_get_multiple_pages_failure", second, Error::status, Some(400.try_into().expect("a status")));
    let second = client.paging_get_multiple_pages_failure_uri().items().all().await;
    checks.equal("paging: paging_get_multiple_pages_failure_uri", second.is_err(), true);
}

async fn versions(server: &str, checks: &Checks) {
    let client = client_of!(multiapi_v1, server);
    calls!(checks, "multiapi-v1", client;
        test_one(1, "1.0.0") => Done;
        operation_group_one_test_two("1.0.0") => Done;
        test_different_calls("1.0.0", "hello") => Done;
        // These ids are strings, where the document has integers.
        test_lro() => Unreadable("$.id");
        test_lro_and_paging() => Unreadable("$.values[0].id");
    );
    let client = client_of!(multiapi_v2, server);
    calls!(checks, "multiapi-v2", client;
        test_one(1, "2.0.0") => Unreadable("$.id");
        operation_group_one_test_two("2.0.0") => Unreadable("$.id");
        operation_group_one_test_three("2.0.0") => Done;
        operation_group_two_test_four(true, "2.0.0") => Done;
        test_different_calls("2.0.0", "hello").greeting_in_chinese("nihao") => Done;
    );
    use client::multiapi_v3::models::SourcePath;
    let client = client_of!(multiapi_v3, server);
    calls!(checks, "multiapi-v3", client;
        operation_group_one_test_two("3.0.0") => Json(json!({"optionalProperty": "This was called with api-version 3.0.0"}));
        operation_group_two_test_four("3.0.0").body(SourcePath::new().source("foo")) => Done;
        operation_group_two_test_five("3.0.0") => Done;
        test_paging() => Done;
        operation_group_one_test_operation_group_paging() => Done;
        test_different_calls("3.0.0", "hello").greeting_in_chinese("nihao").greeting_in_french("bonjour") => Done;
    );
}

/// `x-ms-parameterized-host` with a path of its own: it is part of the server.
async fn hosts(server: &str, checks: &Checks) {
    let client = client_of!(multiapi_v1_custom_base_url, format!("{server}/multiapiCustomBaseUrl/v1"));
    calls!(checks, "multiapi-v1-custom-base-url", client;
        test(1, "1.0.0") => Done;
    );
    let client = client_of!(multiapi_v2_custom_base_url, format!("{server}/multiapiCustomBaseUrl/v2"));
    calls!(checks, "multiapi-v2-custom-base-url", client;
        test(2, "2.0.0") => Done;
    );
}

/// What a document may add without breaking the clients of the one before.
async fn customization(server: &str, checks: &Checks) {
    use client::dpg_customization::models::Input;
    let client = client_of!(dpg_customization, server);
    calls!(checks, "dpg-customization", client;
        get_model("raw") => Json(json!({"received": "raw"}));
        get_model("model") => Json(json!({"received": "model"}));
        post_model("raw", Input::new("world!")) => Json(json!({"received": "raw"}));
        post_model("model", Input::new("world!")) => Json(json!({"received": "model"}));
        lro("raw") => Json(json!({"provisioningState": "Succeeded", "received": "raw"}));
        lro("model") => Json(json!({"provisioningState": "Succeeded", "received": "model"}));
    );
    for mode in ["raw", "model"] {
        let items = client.get_pages(mode).items().all().await.map(|items| items.len());
        checks.value("dpg-customization: get_pages", items, 2);
    }
    let object = || json!({"message": "An object was successfully returned"});
    use client::dpg_initial::models::PostInput;
    let client = client_of!(dpg_initial, server);
    calls!(checks, "dpg-initial", client;
        params_head_no_params() => Is(());
        params_get_required("p") => Json(object());
        params_put_required_optional("p") => Json(object());
        params_get_optional() => Json(object());
        // The response is empty, although the document has an object.
        params_post_parameters(PostInput::new("http://example.org/myimage.jpeg")) => Unreadable("empty");
    );
    let client = client_of!(dpg_update1, server);
    calls!(checks, "dpg-update1", client;
        params_head_no_params().new_parameter("n") => Is(());
        params_get_required("p").new_parameter("n") => Json(object());
        params_put_required_optional("p").optional_param("o").new_parameter("n") => Json(object());
        params_delete_parameters() => Is(());
        params_get_optional().new_parameter("n") => Json(object());
        params_get_new_operation() => Json(object());
    );
}

async fn credentials(server: &str, checks: &Checks) {
    let client = client::security_key::Client::builder().server(server).credential("AzureKey", "123456789");
    let client = client.build().expect("the client needs nothing else");
    calls!(checks, "security-key", client;
        head() => Is(());
    );
    let client = client::security_aad::Client::builder().server(server);
    let client = client.access_token("https://security.microsoft.com/.default").build().expect("the client needs nothing else");
    calls!(checks, "security-aad", client;
        head() => Is(());
    );
}
