//! Where requests go.

use crate::fixtures::{
    server_mistakes, server_relative, servers_of_operations, servers_several, swagger_2_references_between_files,
    swagger_2_servers,
};
use specwright_runtime::MemoryTransport;

macro_rules! url {
    ($fixture:ident, $build:expr, $call:expr) => {{
        let transport = MemoryTransport::new().respond(204, "");
        let build: fn(specwright_runtime::ClientBuilder<$fixture::Client>) -> _ = $build;
        let client: $fixture::Client = build($fixture::Client::builder().transport(transport.clone())).build().unwrap();
        let call: fn(&$fixture::Client) -> _ = $call;
        call(&client).send().await.unwrap();
        transport.last_request().unwrap().uri().to_string()
    }};
}

#[tokio::test]
async fn operations_use_their_own_servers() {
    use servers_of_operations as api;
    assert_eq!(url!(api, |b| b, |c| c.list_pets()), "https://pets.example/v2/pets");
    assert_eq!(url!(api, |b| b, |c| c.upload_pet()), "https://upload.example/pets");
    assert_eq!(url!(api, |b| b, |c| c.relative()), "https://api.example/beta/pets");
    assert_eq!(url!(api, |b| b, |c| c.same()), "https://api.example/v1/pets");
    assert_eq!(url!(api, |b| b, |c| c.plain()), "https://api.example/v1/plain");
}

#[tokio::test]
async fn setting_a_server_applies_to_all_operations() {
    use servers_of_operations as api;
    assert_eq!(url!(api, |b| b.server("http://mock:1"), |c| c.list_pets()), "http://mock:1/pets");
    assert_eq!(url!(api, |b| b.server("http://mock:1"), |c| c.relative()), "http://mock:1/beta/pets");
    assert_eq!(url!(api, |b| b.server("http://mock:1"), |c| c.plain()), "http://mock:1/plain");
    let kept = url!(
        api,
        |b| b.server("https://eu.example/v1").server_for(api::servers::UPLOAD_EXAMPLE, "https://eu.upload.example/"),
        |c| c.upload_pet()
    );
    assert_eq!(kept, "https://eu.upload.example/pets");
}

#[tokio::test]
async fn one_of_several_servers() {
    use servers_several as api;
    assert_eq!(url!(api, |b| b, |c| c.list_pets()), "https://eu.api.example/v1/pets");
    assert_eq!(
        url!(api, |b| b.server(api::Server::default().region("us")), |c| c.list_pets()),
        "https://us.api.example/v1/pets"
    );
    assert_eq!(url!(api, |b| b.server(api::servers::LOCALHOST_8080), |c| c.list_pets()), "http://localhost:8080/pets");
}

#[tokio::test]
async fn relative_server_urls_require_a_host() {
    use server_relative as api;
    let error = api::Client::builder().transport(MemoryTransport::new()).build().unwrap_err().to_string();
    assert!(error.contains("set the URL of the API with `ClientBuilder::server`"), "{error}");
    assert_eq!(url!(api, |b| b.server("https://a.example"), |c| c.list_pets()), "https://a.example/v2/pets");
    assert_eq!(url!(api, |b| b.server("https://a.example/proxy"), |c| c.list_pets()), "https://a.example/proxy/pets");
}

#[tokio::test]
async fn a_variable_that_is_not_declared_can_be_set() {
    use server_mistakes as api;
    assert_eq!(
        url!(api, |b| b.server(api::Server::default().zone("z")), |c| c.list_pets()),
        "https://eu.z.example/pets"
    );
}

#[tokio::test]
async fn swagger_2_hosts_use_https_unless_an_operation_has_other_schemes() {
    use swagger_2_references_between_files as relative;
    use swagger_2_servers as api;
    assert_eq!(url!(api, |b| b, |c| c.get_usual()), "https://api.example.com:8443/v1/usual");
    assert_eq!(url!(api, |b| b, |c| c.get_plain()), "http://api.example.com:8443/v1/plain");
    assert_eq!(
        url!(relative, |b| b.server("https://a.example"), |c| c.add_pet(relative::models::Pet::new(None))),
        "https://a.example/v1/pets"
    );
}
