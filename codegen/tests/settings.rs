//! Settings that replace an extension of the document generate the same client as the extension.

use specwright::settings::{CrateName, Layout, Package, Runtime};
use specwright::{Builder, Error};
use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example.com' }]
security: [{ token: [] }]
paths:
  /pets:
    get:
      operationId: list_pets
      parameters:
        - { name: page, in: query, schema: { type: integer, default: 1 } }
        - { name: kind, in: query, schema: { type: string } }
        - { name: order, in: query, required: true, schema: { type: string } }
      responses: { '200': { description: Pets., content: { application/json: { schema: { $ref: '#/components/schemas/Pets' } } } } }
    post:
      operationId: add_pet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Dog' } } } }
      responses: { '204': { description: Added. } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  schemas:
    Pets: { type: object, properties: { pets: { type: array, items: { $ref: '#/components/schemas/Pet' } }, more: { type: boolean } } }
    Pet:
      type: object
      required: [name]
      properties:
        name: { type: string }
        born: { type: string, format: date }
        owner: { $ref: '#/components/schemas/Owner' }
        tag: { type: string, nullable: true }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { barks: { type: boolean } } }] }
    Owner: { type: object, properties: { phone: { type: string } } }
";

/// The document in a folder of its own, which nothing of the client shows.
fn written(name: &str, text: &str, settings: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("settings").join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("pets.yaml"), text).unwrap();
    fs::write(folder.join("specwright.toml"), settings).unwrap();
    folder.join("pets.yaml")
}

fn files(builder: &Builder) -> Vec<(String, String)> {
    let output = builder.output().unwrap_or_else(|error| panic!("{error}"));
    output.files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// The document with a replacement, the equivalent settings, and the equivalent method of the builder.
type Case = (&'static str, &'static str, &'static str, &'static str, fn(Builder) -> Builder);

#[test]
fn settings_and_extensions_generate_the_same_client() {
    const PAGES: &str = "{ style = \"page\", parameter = \"page\", items = \"pets\", more = \"more\" }";
    let cases: [Case; 9] = [
        (
            "pagination",
            "operationId: list_pets",
            "operationId: list_pets\n      x-specwright-pagination: { style: page, parameter: page, items: pets, more: more }",
            "[pagination]\nlist_pets = { style = \"page\", parameter = \"page\", items = \"pets\", more = \"more\" }",
            |builder| builder.pagination("GET /pets", PAGES),
        ),
        (
            "send-defaults",
            "name: page, in: query",
            "name: page, in: query, x-specwright-send-default: true",
            "send-defaults = [\"list_pets.page\"]",
            |builder| builder.send_default("GET /pets.page"),
        ),
        (
            "auth-schemes",
            "scheme: bearer",
            "scheme: bearer, x-specwright-auth-scheme: Zoho-oauthtoken",
            "auth-schemes = { token = \"Zoho-oauthtoken\" }",
            |builder| builder.auth_scheme("token", "Zoho-oauthtoken"),
        ),
        (
            "required parameter",
            "name: kind, in: query",
            "name: kind, in: query, required: true",
            "required = [\"list_pets.kind\"]",
            |builder| builder.require("list_pets.kind"),
        ),
        (
            "optional parameter",
            "name: order, in: query, required: true",
            "name: order, in: query",
            "optional = [\"list_pets.order\"]",
            |builder| builder.optional("list_pets.order"),
        ),
        ("required property", "required: [name]", "required: [name, owner]", "required = [\"Pet.owner\"]", |builder| {
            builder.require("Pet.owner")
        }),
        ("optional property", "      required: [name]\n", "", "optional = [\"Pet.name\"]", |builder| {
            builder.optional("#/components/schemas/Pet.name")
        }),
        (
            "nullable",
            "born: { type: string,",
            "born: { type: string, nullable: true,",
            "nullable = [\"Pet.born\"]",
            |builder| builder.nullable("Pet.born"),
        ),
        (
            "non-nullable",
            "tag: { type: string, nullable: true }",
            "tag: { type: string }",
            "non-nullable = [\"Pet.tag\"]",
            |builder| builder.non_nullable("Pet.tag"),
        ),
    ];
    let plain = files(&Builder::new(written("plain", DOCUMENT, "")));
    for (name, here, said, settings, call) in cases {
        assert!(DOCUMENT.contains(here), "{name}");
        let by_document = files(&Builder::new(written(&format!("{name} said"), &DOCUMENT.replace(here, said), "")));
        let by_file = files(&Builder::new(written(&format!("{name} set"), DOCUMENT, settings)));
        let by_call = files(&call(Builder::new(written("plain", DOCUMENT, ""))));
        assert_ne!(plain, by_document, "{name} changes the client");
        assert_eq!(by_document, by_file, "{name} in a file");
        assert_eq!(by_document, by_call, "{name} in a program");
    }
}

/// Operations that are not under a method in `paths` have names in the settings as well.
#[test]
fn settings_apply_to_every_section_with_operations() {
    const METHOD: &str = "\
openapi: 3.2.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    additionalOperations:
      M-SEARCH: { operationId: find, parameters: [{ name: q, in: query, schema: { type: string } }], responses: { '204': { description: Found. } } }
";
    const PATH: &str = "\
swagger: '2.0'
info: { title: Pets, version: '1' }
paths: {}
x-ms-paths:
  /pets?kind=cat:
    get: { operationId: find, parameters: [{ name: q, in: query, type: string }], responses: { '204': { description: Found. } } }
";
    for (name, document, operation) in
        [("method", METHOD, "M-SEARCH /pets.q"), ("path", PATH, "GET /pets?kind=cat.q"), ("id", PATH, "find.q")]
    {
        let plain = files(&Builder::new(written(name, document, "")));
        let required = files(&Builder::new(written(name, document, "")).require(operation));
        assert_ne!(plain, required, "{operation}");
    }
}

/// A document may not read files outside of its repository, unless the settings name their folder.
#[test]
fn read_from_lets_a_document_refer_to_files_outside_of_its_repository() {
    let document = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets/first:
    get:
      operationId: first_pet
      responses: { '200': { description: The pet., content: { application/json: { schema: { $ref: ../read_from_shared/pet.yaml } } } } }
";
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("settings/read_from_shared");
    fs::create_dir_all(&shared).unwrap();
    fs::write(shared.join("pet.yaml"), "{ title: Pet, type: object, properties: { name: { type: string } } }\n")
        .unwrap();
    let path = written("read_from", document, "");
    fs::create_dir_all(path.with_file_name(".git")).unwrap();
    let models = |builder: &Builder| files(builder).into_iter().any(|(path, _)| path == "models/pet.rs");
    assert!(!models(&Builder::new(path)));
    assert!(models(&Builder::new(written("read_from", document, "read-from = [\"../read_from_shared\"]"))));
    assert!(models(&Builder::new(written("read_from", document, "")).read_from(&shared)));
}

#[test]
#[cfg(feature = "overlays")]
fn overlays_in_settings_are_relative_to_the_settings() {
    const OVERLAY: &str = "\
overlay: 1.0.0
info: { title: Fixes, version: '1' }
actions: [{ target: '$.paths[\"/pets\"].get', update: { operationId: find_pets } }]
";
    let path = written("overlays", DOCUMENT, "overlays = [\"fixes.overlay.yaml\"]");
    fs::write(path.with_file_name("fixes.overlay.yaml"), OVERLAY).unwrap();
    let by_file = files(&Builder::new(&path));
    let by_call = files(&Builder::new(&path).no_config().overlay(path.with_file_name("fixes.overlay.yaml")));
    assert!(by_file.iter().any(|(_, text)| text.contains("fn find_pets(")));
    assert_eq!(by_file, by_call);
}

#[test]
fn dependencies_are_added_to_the_manifest() {
    let manifest = |settings: &str| {
        let (name, runtime) = ("pets".parse::<CrateName>().unwrap(), Runtime::Version("0.1.0".to_owned()));
        let builder = Builder::new(written("dependencies", DOCUMENT, settings));
        let files = files(&builder.layout(Layout::Crate(Package { name, runtime })));
        files.into_iter().find(|(path, _)| path == "Cargo.toml").unwrap().1
    };
    assert!(!manifest("").contains("uuid"));
    let settings = "[dependencies]\nuuid = { version = \"1\", features = [\"serde\"] }\n";
    let text = manifest(settings);
    let dependencies = text.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap();
    assert!(dependencies.contains("uuid = { version = \"1\", features = [\"serde\"] }"), "{text}");
}

/// Mistakes in settings are reported there, and are errors even if the document is read leniently.
#[test]
fn mistakes_are_reported_in_the_settings_file() {
    let shown = |settings: &str| match Builder::new(written("mistakes", DOCUMENT, settings)).output() {
        Err(Error::Document { report, .. }) => report.to_string().replace(env!("CARGO_TARGET_TMPDIR"), "…"),
        Ok(_) | Err(_) => panic!("{settings} is wrong"),
    };
    let found = shown("[pagination]\nlist_pets = { style = \"page\", parameter = \"page\", items = \"cats\" }");
    let expected = "error[unknown-property]: the response has no property `cats`\n  --> …/settings/mistakes/specwright.toml:2:59\n";
    assert!(found.contains(expected), "{found}");
    for (settings, message, help) in [
        ("[pagination]\nlist_cats = {}", "the document has no operation `list_cats`", "did you mean `list_pets`?"),
        (
            "send-defaults = [\"list_pets.pag\"]",
            "the document has no parameter `list_pets.pag`",
            "did you mean `list_pets.page`?",
        ),
        ("send-defaults = [\"list_pets.kind\"]", "the parameter `kind` has no default to send", ""),
        ("auth-schemes = { tokn = \"A\" }", "the document has no security scheme `tokn`", "did you mean `token`?"),
        (
            "required = [\"Pet.nmae\"]",
            "the document has no property or parameter `Pet.nmae`",
            "did you mean `Pet.name`?",
        ),
        (
            "required = [\"Owner.colour\"]",
            "the document has no property or parameter `Owner.colour`",
            "it has `Owner.phone`\n",
        ),
        ("max-arguments = 12", "expected an integer from 0 to 6, found `12`", "`4`"),
        ("tags = \"pets\"", "expected an array of strings, found the string `pets`", "`[\"pets\"]`"),
        ("service = \"tags\"", "expected `true`, `false` or `\"by-tag\"`, found the string `tags`", "`\"by-tag\"`"),
        ("maps = HashMap", "error[syntax]: `HashMap` is not a value", "in quotes: `\"HashMap\"`"),
        ("[names]\n[names]", "error[syntax]: duplicate key", "a table starts with its name"),
        ("tags = [pets]", "error[syntax]: `pets` is not a value", "in quotes: `\"pets\"`"),
        ("nullable = [\"Pet.nmae\"]", "the document has no property `Pet.nmae`", "did you mean `Pet.name`?"),
    ] {
        let found = shown(settings);
        assert!(found.contains(message) && found.contains(help), "{settings}: {found}");
        assert!(found.contains("--> …/settings/mistakes/specwright.toml:"), "{settings}: {found}");
    }
}
