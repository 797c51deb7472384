//! What clients of Swagger 2.0 documents send and read: collection formats, forms, files, bodies, schemas, credentials.

use crate::bodies::{pair, sent as body};
use crate::fixtures::{
    formats_as_they_come, path_expressions, swagger_2_bodies, swagger_2_collection_formats,
    swagger_2_collection_formats_nested, swagger_2_discriminators, swagger_2_files, swagger_2_forms,
    swagger_2_further_paths, swagger_2_references_between_files, swagger_2_schemas, swagger_2_security,
    swagger_2_streams,
};
use crate::requests::{header, problems, sent, target};
use specwright_runtime::http::{Request, Response};
use specwright_runtime::{Body, Bytes, ClientBuilder, Error, File, MemoryTransport, Operation};

/// What a service answers with that knows one answer.
fn responses(response: Response<&'static str>) -> MemoryTransport {
    MemoryTransport::new().respond_with(response.map(Bytes::from))
}

#[test]
fn collection_format_delimits_elements() {
    use swagger_2_collection_formats::models::FindPetsMultiItem;
    use swagger_2_collection_formats::operations::FindPets;
    let find = || FindPets::new([1, 2], ["a,b", "c"]);
    let words = ["a b", "c,d"];
    let query = |find: FindPets| target(&find).replacen("/pets/1%7C2/a%2Cb,c", "", 1);
    assert_eq!(query(find()), "");
    assert_eq!(query(find().plain(words)), "?plain=a%20b,c%2Cd");
    assert_eq!(query(find().csv(words)), "?csv=a%20b,c%2Cd");
    assert_eq!(query(find().ssv(["a", "c,d"])), "?ssv=a%20c%2Cd");
    assert_eq!(query(find().tsv(words)), "?tsv=a%20b%09c%2Cd");
    assert_eq!(query(find().pipes(words)), "?pipes=a%20b%7Cc%2Cd");
    assert_eq!(query(find().multi([FindPetsMultiItem::A, FindPetsMultiItem::BC])), "?multi=a&multi=b%20c");
    let request = sent(&find().x_csv(["a b", "c"]).x_ssv(["a", "b"]).x_tsv(words).x_pipes(words));
    let headers = ["x-csv", "x-ssv", "x-tsv", "x-pipes"].map(|name| header_bytes(&request, name));
    assert_eq!(headers, ["a b,c", "a b", "a b\tc,d", "a b|c,d"]);
}

#[tokio::test]
async fn arrays_within_an_array_have_a_collection_format_of_their_own() {
    use swagger_2_collection_formats_nested::models::DrawTilesBody;
    use swagger_2_collection_formats_nested::operations::{DrawTiles, FindTiles, PutTiles, PutTilesForm};
    let find = || FindTiles::new([vec![1.0, 2.5], vec![3.0]]);
    assert_eq!(target(&find()), "/tiles/1%7C2.5,3");
    let query = |find: FindTiles| target(&find).replacen("/tiles/1%7C2.5,3", "", 1);
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(query(find().rows([words(&["a", "b c"]), words(&["d"])])), "?rows=a%2Cb%20c&rows=d");
    assert_eq!(query(find().rows([words(&[]), words(&["d"])])), "?rows=&rows=d");
    assert_eq!(query(find().cube([vec![vec![1, 2], vec![3]], vec![vec![4]]])), "?cube=1%092%2C3%7C4");
    let request = sent(&find().x_areas([words(&["a", "b"]), words(&["c"])]));
    assert_eq!(header(&request, "X-Areas"), "a b,c");
    assert_eq!(problems(&find().rows([words(&["a,b"])])), ["rows must not contain `,`, which separates its elements"]);
    let empty = "rows must not have an empty string as the only element of an array: it is sent like an empty one";
    assert_eq!(problems(&find().rows([words(&[""])])), [empty]);

    let draw = DrawTiles::new("p").body(DrawTilesBody::new().points([vec![1, 2], vec![3, 4]]));
    assert_eq!(body(&draw).await.1, "points=1%2C2%203%2C4");
    let form = PutTilesForm::new().points([vec![1, 2], vec![3]]).rows([vec![4, 5], vec![6]]);
    let (_, text) = body(&PutTiles::new("p").body(form)).await;
    let parts: Vec<&str> = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())).collect();
    assert_eq!(parts, ["1,2 3", "4|5", "6"]);
}

fn header_bytes(request: &Request<Body>, name: &str) -> String {
    String::from_utf8(request.headers()[name].as_bytes().to_vec()).unwrap()
}

#[test]
fn elements_with_the_delimiter_are_rejected() {
    use swagger_2_collection_formats::operations::FindPets;
    let find = || FindPets::new([1], ["a"]);
    assert_eq!(problems(&find().ssv(["a b"])), ["ssv must not contain ` `, which separates its elements"]);
    assert_eq!(problems(&find().tsv(["a\tb"])), ["tsv must not contain `\\t`, which separates its elements"]);
    assert_eq!(problems(&find().pipes(["a|b"])), ["pipes must not contain `|`, which separates its elements"]);
    assert_eq!(problems(&find().x_pipes(["a|b"])), ["X-Pipes must not contain `|`, which separates its elements"]);
    assert!(problems(&find().x_tsv(["a\nb"]))[0].starts_with("X-Tsv must contain only visible ASCII"));
}

#[tokio::test]
async fn headers_of_responses_are_read_by_their_collection_format() {
    use swagger_2_collection_formats::{Client, headers};
    let response = Response::builder()
        .status(204)
        .header("X-Names", "a, b")
        .header("X-Sizes", "1|2 | 3")
        .header("X-Columns", "a, b\tc")
        .header("X-Count", "7");
    let transport = responses(response.body("").unwrap());
    let client = Client::builder().server("https://api.example").transport(transport).build().unwrap();
    let response = client.find_pets([1], ["a"]).send_for_response().await.unwrap();
    assert_eq!(response.header(headers::X_NAMES), Ok(Some(vec!["a".to_owned(), "b".to_owned()])));
    assert_eq!(response.header(headers::X_SIZES), Ok(Some(vec![1, 2, 3])));
    assert_eq!(response.header(headers::X_COLUMNS), Ok(Some(vec!["a, b".to_owned(), "c".to_owned()])));
    assert_eq!(response.header(headers::X_COUNT), Ok(Some(7)));
}

#[tokio::test]
async fn form_data_is_a_form() {
    use swagger_2_forms::models::{UpdatePetBody, UpdatePetBodyStatus};
    use swagger_2_forms::operations::UpdatePet;
    let form = UpdatePetBody::new("Rex & Co")
        .status(UpdatePetBodyStatus::Sold)
        .tags(["a,b", "c"])
        .colors(["red", "dark blue"])
        .toys(["ball", "bone"])
        .note("n");
    let text = "note=n&name=Rex%20%26%20Co&status=sold&tags=a%2Cb,c&colors=red%7Cdark%20blue&toys=ball&toys=bone";
    assert_eq!(body(&UpdatePet::new(7, form)).await, pair("application/x-www-form-urlencoded", text));
    let empty = UpdatePet::new(7, UpdatePetBody::new(""));
    assert_eq!(problems(&empty), ["body at $.name must be at least 1 character, has 0"]);
}

#[tokio::test]
async fn form_data_with_a_file_is_multipart() {
    use swagger_2_forms::operations::{UploadPhoto, UploadPhotoForm};
    let form = UploadPhotoForm::new(File::new("cat.png", "png").media_type("image/png"))
        .tags(["a", "b"])
        .toys(["ball", "bone"])
        .note("n");
    let parts = "--B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"cat.png\"\r\nContent-Type: \
         image/png\r\n\r\npng\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na,b\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"toys\"\r\n\r\nball\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"toys\"\r\n\r\nbone\r\n\
                 --B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nn\r\n--B--\r\n";
    assert_eq!(body(&UploadPhoto::new(7, form)).await, pair("multipart/form-data", parts));
    let ambiguous = UploadPhotoForm::new(File::new("f", "c")).tags(["a,b"]);
    let reason = "body at $.tags must not contain `,`, which separates its elements";
    assert_eq!(problems(&UploadPhoto::new(7, ambiguous)), [reason]);
}

#[tokio::test]
async fn files_are_bytes_in_both_directions_and_errors_are_not() {
    use swagger_2_files::Client;
    use swagger_2_files::operations::{GetArchive, GetFile, PutFile};
    assert_eq!(header(&sent(&GetFile::new("a")), "accept"), "*/*, application/json");
    assert_eq!(header(&sent(&GetArchive::new("a")), "accept"), "application/x-tar, application/json");
    assert_eq!(body(&PutFile::new("a", "tar")).await, pair("application/x-tar", "tar"));
    let client = |response: Response<&'static str>| {
        Client::builder().server("https://api.example").transport(responses(response)).build().unwrap()
    };
    // The media type of the response does not matter.
    let file = Response::builder().header("content-type", "application/json").body("[1,").unwrap();
    let bytes = client(file).get_file("a").send().await.unwrap().bytes().await.unwrap();
    assert_eq!(&bytes[..], b"[1,");
    let missing = || {
        let response = Response::builder().status(404).header("content-type", "application/json");
        client(response.body(r#"{"message":"none"}"#).unwrap())
    };
    for error in
        [missing().get_file("a").send().await.unwrap_err(), missing().get_archive("a").send().await.unwrap_err()]
    {
        assert!(matches!(error, Error::Failure(failure) if failure.value.message == "none"));
    }
}

#[tokio::test]
async fn bodies_and_responses_are_in_the_media_types_of_their_operation() {
    use swagger_2_bodies::models::{PatchPetsBody, Pet};
    use swagger_2_bodies::operations::{CreatePet, GetAbout, GetUndescribed, PatchPets};
    let create = CreatePet::new(Pet::new("Rex")).x_trace("t");
    assert_eq!(body(&create).await, pair("application/json", r#"{"name":"Rex"}"#));
    assert_eq!(header(&sent(&create), "x-trace"), "t");
    assert_eq!(header(&sent(&create), "accept"), "application/json");
    let patch = PatchPets::new().body(PatchPetsBody::new().name("Tom"));
    assert_eq!(body(&patch).await, pair("application/merge-patch+json", r#"{"name":"Tom"}"#));
    assert_eq!(body(&PatchPets::new()).await, pair("", ""));
    assert_eq!(header(&sent(&patch), "accept"), "application/vnd.pets+json");
    assert_eq!(header(&sent(&GetAbout::new()), "accept"), "text/plain");
    assert_eq!(header(&sent(&GetUndescribed::new()), "accept"), "application/json");
}

#[tokio::test]
async fn shared_responses_are_one_type_with_the_media_types_of_each_operation() {
    use swagger_2_bodies::Client;
    let problem = |media_type: &str| {
        let response = Response::builder().status(500).header("content-type", media_type);
        let transport = responses(response.body(r#"{"code":7}"#).unwrap());
        Client::builder().server("https://api.example").transport(transport).build().unwrap()
    };
    let pet = swagger_2_bodies::models::Pet::new("Rex");
    let created = problem("application/json").create_pet(pet).send().await.unwrap_err();
    let patched = problem("application/vnd.pets+json").patch_pets().send().await.unwrap_err();
    for error in [created, patched] {
        assert!(matches!(error, Error::Failure(failure) if failure.value.code == Some(7)));
    }
}

#[test]
fn discriminator_values_are_names_of_definitions() {
    use swagger_2_schemas::models::{Dog, PageAnimal, ZooAnimal};
    let text = r#"{"items":[{"kind":"Cat","lives":9},{"kind":"dog.v2","barks":true},{"kind":"Dog"},{"kind":"zoo.Animal"}],"next":null,"owner":null}"#;
    let page: PageAnimal = serde_json::from_str(text).unwrap();
    let [cat, dog, other, base] = page.items.as_slice() else { panic!("four animals: {:?}", page.items) };
    assert!(matches!(cat, ZooAnimal::Cat(cat) if cat.lives == Some(9)));
    assert!(matches!(dog, ZooAnimal::Dog(Dog { barks: Some(true), .. })));
    assert!(matches!(other, ZooAnimal::Unknown(_)), "`x-ms-discriminator-value` counts in place of the name");
    assert!(matches!(base, ZooAnimal::Base(_)));
    assert!(page.next.is_none() && page.owner.is_null() && page.total.is_none());
    assert_eq!(serde_json::to_string(&page).unwrap(), text);
}

#[test]
fn x_ms_enum_names_enum_values() {
    use swagger_2_schemas::models::{Order, PageAnimal};
    let page: PageAnimal = serde_json::from_str(r#"{"items":[],"next":"n","order":"1"}"#).unwrap();
    assert_eq!(page.order, Some(Order::Ascending));
}

#[test]
fn references_to_other_files_are_the_types_of_their_definitions() {
    use swagger_2_references_between_files::models::{AddPetResponseDefault, Pet};
    use swagger_2_references_between_files::operations::GetPet;
    fn types<O: Operation<Output = Pet, Failure = AddPetResponseDefault>>(_: &O) {}
    types(&GetPet::<()>::new(7));
    assert!(serde_json::from_str::<Pet>(r#"{"name":null}"#).unwrap().name.is_none());
}

macro_rules! credentials {
    ($build:expr, $call:expr) => {{
        let transport = responses(Response::builder().status(204).body("").unwrap());
        let build: fn(ClientBuilder<swagger_2_security::Client>) -> ClientBuilder<swagger_2_security::Client> = $build;
        let client = build(swagger_2_security::Client::builder().transport(transport.clone())).build().unwrap();
        let call: fn(&swagger_2_security::Client) -> _ = $call;
        match call(&client).send().await {
            Ok(()) => Ok(shown(&transport.last_request().unwrap())),
            Err(error) => Err(error.to_string()),
        }
    }};
}

fn shown(request: &Request<Bytes>) -> String {
    let headers =
        ["authorization", "x-key"].map(|name| request.headers().get(name).map(|value| value.to_str().unwrap()));
    let query = request.uri().query().map(|query| format!("?{query}"));
    let parts: Vec<String> = headers.into_iter().flatten().map(str::to_owned).chain(query).collect();
    parts.join(" ")
}

#[tokio::test]
async fn credentials_are_sent_by_their_security_definitions() {
    let ok = |text: &str| Ok::<String, String>(text.to_owned());
    assert_eq!(credentials!(|b| b.basic("u", "p"), |c| c.get_basic()), ok("Basic dTpw"));
    assert_eq!(credentials!(|b| b.credential("key", "k"), |c| c.get_key()), ok("k"));
    assert_eq!(credentials!(|b| b.credential("queryKey", "q r"), |c| c.get_query()), ok("?key=q%20r"));
    assert_eq!(credentials!(|b| b.credential("key", "k"), |c| c.get_open()), ok(""));
    assert_eq!(credentials!(|b| b.credential("code", "t"), |c| c.list_pets()), ok("Bearer t"));
    assert_eq!(credentials!(|b| b.credential("code", "t").credential("key", "k"), |c| c.put_pets()), ok("Bearer t k"));
    assert_eq!(credentials!(|b| b.credential("implicit", "i"), |c| c.add_pets()), ok("Bearer i"));
    let missing = credentials!(|b| b, |c| c.get_key()).unwrap_err();
    assert!(missing.contains("`key`"), "{missing}");
}

#[test]
fn x_ms_discriminator_value_selects_subtypes() {
    use swagger_2_discriminators::models::{Animal, BigDog, Cat, Pony};
    let read = |text: &str| serde_json::from_str::<Animal>(text).unwrap();
    assert!(matches!(read(r#"{"kind":"CAT","lives":9}"#), Animal::Cat(Cat { lives: Some(9), .. })));
    assert!(matches!(read(r#"{"kind":"big-dog","barks":true}"#), Animal::BigDog(BigDog { barks: Some(true), .. })));
    assert!(matches!(read(r#"{"kind":"HORSE","hands":10}"#), Animal::Pony(Pony { hands: Some(_), .. })));
    assert!(matches!(read(r#"{"kind":"fish"}"#), Animal::Base(_)));
    assert!(matches!(read(r#"{"kind":"owl"}"#), Animal::Unknown(_)));
}

#[test]
fn paths_distinguished_by_a_query() {
    use swagger_2_further_paths::operations::{Start, Stop};
    assert_eq!(target(&Start::new("a")), "/jobs/a?op=start");
    assert_eq!(target(&Start::new("a").now(true)), "/jobs/a?op=start&now=true");
    assert_eq!(target(&Stop::new("a")), "/jobs/a?op=stop");
}

#[test]
fn regular_expressions_and_patterns_in_path_templates() {
    use path_expressions::operations::{GetAny, GetBook, GetFile, GetPet, ReadShelf};
    assert_eq!(target(&GetPet::new(7, "a/b c")), "/pets/7/a/b%20c");
    assert_eq!(target(&GetAny::new("a/b")), "/a/b");
    assert_eq!(target(&GetFile::new("/a/b?c")), "/files/a/b%3Fc");
    assert_eq!(target(&GetBook::new("shelves/1/books/a b")), "/v1/shelves/1/books/a%20b");
    assert_eq!(target(&ReadShelf::new("shelves/1", "a/b")), "/v1/shelves/1/a/b:read");
}

#[tokio::test]
async fn grpc_gateway_streams_are_json_lines() {
    use swagger_2_streams::Client;
    let lines = "{\"result\":{\"id\":\"1\"}}\n{\"error\":{\"code\":13}}\n";
    let transport = responses(Response::builder().header("content-type", "application/json").body(lines).unwrap());
    let client = Client::builder().transport(transport).build().unwrap();
    let mut things = client.things_watch().send().await.unwrap();
    let first = things.next().await.unwrap().unwrap();
    assert_eq!(first.result.and_then(|thing| thing.id).as_deref(), Some("1"));
    assert_eq!(things.next().await.unwrap().unwrap().error.and_then(|error| error.code), Some(13));
    assert!(things.next().await.is_none());
}

#[test]
fn formats_without_a_type_are_kept() {
    use formats_as_they_come::models::Record;
    let text = r#"{"at":"Mon, 01 Jan 0001 00:00:00 GMT","took":"P3Y6M4DT12H30M5S","token":"_-8","bytes":"//8=","letter":"é","id":"6DCC7237-45FE-45C4-8A6B-3A8A3F625652","clock":"11:34:56","since":-1,"price":0.1,"parts":["",null]}"#;
    let record: Record = serde_json::from_str(text).unwrap();
    assert_eq!((record.took.as_deref(), record.since, record.price), (Some("P3Y6M4DT12H30M5S"), Some(-1), Some(0.1)));
    assert_eq!(record.parts, Some(vec![Some(String::new()), None]));
    assert_eq!(serde_json::to_string(&record).unwrap(), text);
}
