//! Bodies other than JSON: forms, files, text, bytes; several media types for one body.

use crate::table::{Done, FailsWith, Holds, Is, Json};
use checks::{Checks, collected};
use client::runtime::{Body, ByteStream, Error, File, Map, Response, Value};
use futures_util::Stream;
use serde_json::json;
use std::pin::Pin;

pub async fn drive(server: &str, checks: &Checks) {
    Box::pin(forms(server, checks)).await;
    Box::pin(files(server, checks)).await;
    Box::pin(bytes(server, checks)).await;
    Box::pin(media_types(server, checks)).await;
    Box::pin(xml(server, checks)).await;
    Box::pin(flattening(server, checks)).await;
}

/// All bytes of a response.
async fn received<E: std::fmt::Debug>(stream: Result<ByteStream, Error<E>>) -> Vec<u8> {
    match stream {
        Ok(stream) => collected(stream).await.unwrap_or_default(),
        Err(error) => format!("{error:?}").into_bytes(),
    }
}

async fn forms(server: &str, checks: &Checks) {
    use client::body_formdata_urlencoded::models::{
        FormdataurlencodedPartialConstantBodyBody, FormdataurlencodedUpdatePetWithFormBody, PetFood, PetType,
    };
    let client = client_of!(body_formdata_urlencoded, server);
    let pet = FormdataurlencodedUpdatePetWithFormBody::new(PetType::Dog, PetFood::Meat, 42).name("Fido");
    calls!(checks, "body-formdata-urlencoded", client;
        formdataurlencoded_update_pet_with_form(1, pet) => Done;
        formdataurlencoded_partial_constant_body(FormdataurlencodedPartialConstantBodyBody::new("bar", "foo")) => Done;
    );
}

async fn files(server: &str, checks: &Checks) {
    use client::body_formdata::operations::FormdataUploadFileForm;
    let client = client_of!(body_formdata, server);
    let form = FormdataUploadFileForm::new(File::new("sample.png", "the bytes"), "sample.png");
    checks.equal("body-formdata: a file", received(client.formdata_upload_file(form).send().await).await, *b"the bytes");
    checks.equal(
        "body-formdata: a file as the body",
        received(client.formdata_upload_file_via_body("the bytes").send().await).await,
        *b"the bytes",
    );
    let client = client_of!(body_file, server);
    let file = received(client.files_get_file().send().await).await;
    checks.equal("body-file: a picture", file.starts_with(b"\x89PNG"), true);
    checks.equal("body-file: empty", received(client.files_get_empty_file().send().await).await, *b"");
    // Three gigabytes of which the first are enough.
    let large = client.files_get_file_large().send().await;
    if let Some(mut stream) = checks.response("body-file: large", large) {
        let first = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context));
        checks.equal("body-file: large", first.await.is_some_and(|chunk| chunk.is_ok()), true);
    }
}

async fn bytes(server: &str, checks: &Checks) {
    let client = client_of!(body_binary, server);
    calls!(checks, "body-binary", client;
        upload_file(Body::from(r#"{"more":"cowbell"}"#)) => Done;
        upload_binary("bytes") => Done;
        download_error_stream() => FailsWith(400, json!({"status": 400, "message": "I failed on purpose"}));
    );
}

async fn media_types(server: &str, checks: &Checks) {
    use client::media_types::operations::{
        BinaryBodyWithThreeContentTypesBody as Three, BinaryBodyWithTwoContentTypesBody as Two, BodyThreeTypesBody,
    };
    use client::media_types::models::SourcePath;
    let client = client_of!(media_types, server);
    let hello = || r#"{"hello":"world"}"#.into();
    calls!(checks, "media_types", client;
        analyze_body().body(SourcePath::new().source("foo")) => Is("Nice job with JSON");
        analyze_body_no_accept_header().body(SourcePath::new().source("foo")) => Done;
        content_type_with_encoding().body("input") => Is("Nice job sending content type with encoding");
        binary_body_with_two_content_types(Two::Json(hello())) => Done;
        binary_body_with_two_content_types(Two::OctetStream("bytes".into())) => Done;
        binary_body_with_three_content_types(Three::Json(hello())) => Done;
        binary_body_with_three_content_types(Three::OctetStream("bytes".into())) => Done;
        binary_body_with_three_content_types(Three::Text("hello, world".into())) => Done;
        body_three_types(BodyThreeTypesBody::Json(json!({"hello": "world"}))) => Done;
        body_three_types(BodyThreeTypesBody::OctetStream("bytes".into())) => Done;
        body_three_types(BodyThreeTypesBody::Text("hello, world".to_owned())) => Done;
    );
    let client = client_of!(merge_patch, server);
    let patch: Map<String, Value> = [("foo".to_owned(), json!("bars"))].into_iter().collect();
    calls!(checks, "merge-patch", client;
        // The server wants a body of 14 bytes.
        patch_single(patch) => Done;
    );
}

/// XML is text: the server expects what it sends.
async fn xml(server: &str, checks: &Checks) {
    let client = client_of!(xml_service, server);
    macro_rules! there_and_back {
        ($($get:ident, $put:ident;)*) => {
            $({
                let text = client.$get().send().await;
                if let Some(text) = checks.response(concat!("xml-service: ", stringify!($get)), text) {
                    calls!(checks, "xml-service", client; $put(text) => Done;);
                }
            })*
        };
    }
    there_and_back!(
        xml_get_complex_type_ref_no_meta, xml_put_complex_type_ref_no_meta;
        xml_get_complex_type_ref_with_meta, xml_put_complex_type_ref_with_meta;
        xml_get_simple, xml_put_simple;
        xml_get_wrapped_lists, xml_put_wrapped_lists;
        xml_get_empty_list, xml_put_empty_list;
        xml_get_empty_wrapped_lists, xml_put_empty_wrapped_lists;
        xml_get_root_list, xml_put_root_list;
        xml_get_root_list_single_item, xml_put_root_list_single_item;
        xml_get_empty_root_list, xml_put_empty_root_list;
        xml_get_empty_child_element, xml_put_empty_child_element;
        xml_get_service_properties, xml_put_service_properties;
        xml_get_acls, xml_put_acls;
        xml_get_bytes, xml_put_binary;
        xml_get_uri, xml_put_uri;
    );
    use client::xml_service::models::JsonInput;
    calls!(checks, "xml-service", client;
        xml_get_xms_text() => Holds(|text: &Response<String>| text.ends_with("<Data language=\"english\">I am text</Data>"));
        xml_get_headers() => Done;
        xml_list_containers() => Done;
        xml_list_blobs() => Done;
        xml_json_input(JsonInput::new().id(42)) => Done;
        xml_json_output() => Json(json!({"id": 42}));
    );
}

/// `x-ms-client-flatten` is about arguments; the schema determines what is sent.
async fn flattening(server: &str, checks: &Checks) {
    use client::model_flattening::models::{
        FlattenedProduct, FlattenedProductProperties, ProductUrl, Resource, ResourceCollection, SimpleProduct,
        SimpleProductProperties,
    };
    let client = client_of!(model_flattening, server);
    let flat = |name: &str| FlattenedProductProperties::new().p_name(name).type_("Flat");
    let product = |place: &str, name: &str| FlattenedProduct::new().location(place).properties(flat(name));
    let tags = || [("tag1", "value1"), ("tag2", "value3")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let west = || product("West US", "Product1").tags(tags());
    let map = || [("Resource1".to_owned(), west()), ("Resource2".to_owned(), product("Building 44", "Product2"))];
    let names = |product: &FlattenedProduct| product.properties.as_ref().and_then(|it| it.p_name.clone());
    let details = |image: ProductUrl| SimpleProductProperties::new("max name").max_product_image(image);
    let simple = |image: ProductUrl| {
        SimpleProduct::new("123").base_product_description("product description").details(details(image))
    };
    let collection = ResourceCollection::new()
        .arrayofresources([west(), product("East US", "Product2")])
        .dictionaryofresources(map())
        .productresource(product("India", "Azure"));
    calls!(checks, "model-flattening", client;
        put_array().body([Resource::new().location("West US").tags(tags()), Resource::new().location("Building 44")])
            => Done;
        put_dictionary().body(map()) => Done;
        put_simple_product().body(simple(ProductUrl::new().odata_value("http://foo").generic_value("https://generic"))) =>
            Is(simple(ProductUrl::new().odata_value("http://foo").generic_value("https://generic")));
        post_flattened_simple_product().body(simple(ProductUrl::new().odata_value("http://foo"))) => Done;
        put_simple_product_with_grouping("groupproduct").body(simple(ProductUrl::new().odata_value("http://foo"))) => Done;
        put_resource_collection().body(collection) => Done;
    );
    let array = client.get_array().send().await.unwrap_or_default();
    checks.equal(
        "model-flattening: get_array",
        array.iter().map(names).collect::<Vec<_>>(),
        [Some("Product1".to_owned()), None, None],
    );
    let dictionary = client.get_dictionary().send().await.unwrap_or_default();
    checks.equal("model-flattening: get_dictionary", dictionary.len(), 3);
    let collection = client.get_resource_collection().send().await;
    if let Some(collection) = checks.response("model-flattening: get_resource_collection", collection) {
        let location = collection.productresource.and_then(|product| product.location.clone());
        checks.equal("model-flattening: get_resource_collection", location.as_deref(), Some("Building 44"));
    }
}
