//! `specwright check --fix`: what is proposed takes away the diagnostics that it is proposed for.

use crate::folder::Folder;
use crate::{stderr, stdout};
use serde_json::Value;

/// A document with one of each mistake that an overlay can correct, and a list in pages.
const MISTAKES: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets/{petId}/toys/{toy}:
    parameters: [{ name: petId, in: path, schema: { type: strng } }]
    get: { operationId: get_toy, responses: { '200': { description: A toy., content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } } } }
    put:
      operationId: put_toy
      requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { profileFile: { type: object } } } } } }
      responses: { '204': { description: Done. } }
  /pets:
    get:
      operationId: list_pets
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses: { '200': { description: Pets., content: { application/json: { schema: { $ref: '#/components/schemas/Pets' } } } } }
components:
  schemas:
    Toy:
      oneOf: [{ $ref: '#/components/schemas/Ball' }, { $ref: '#/components/schemas/Rope' }]
      discriminator: { propertyName: kind, mapping: { ball: '#/components/schemas/Ball', rope: Roep } }
    Ball: { type: object, required: [kind], properties: { kind: { type: string }, bought: { type: string, format: dateTime } } }
    Rope: { type: object, required: [kind], properties: { kind: { type: string } } }
    Pets: { type: object, properties: { pets: { type: array, items: { type: string } }, has_more: { type: boolean } } }
";

fn diagnostics(folder: &Folder, more: &[&str]) -> (Vec<String>, usize) {
    let output = folder.run(&[&["check", "pets.yaml", "--format", "json"], more].concat());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let message = |diagnostic: &Value| diagnostic["message"].as_str().unwrap().to_owned();
    let messages = report["diagnostics"].as_array().unwrap().iter().map(message).collect();
    (messages, report["fixes"].as_array().unwrap().len())
}

#[test]
fn fix_overlay_removes_the_diagnostics() {
    let folder = Folder::new("fixed", MISTAKES);
    let (before, fixes) = diagnostics(&folder, &[]);
    assert_eq!((before.len(), fixes), (6, 7), "six mistakes and a list in pages: {before:#?}");
    let output = folder.run(&["check", "pets.yaml", "--fix", "fixes.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let expected = "\
# Proposed by `specwright check`: review each action, and remove those that are wrong. Apply the overlay with `--overlay`, or name it
# in the settings: overlays = [\"…\"]
overlay: 1.1.0
info: { title: \"Fixes for pets.yaml\", version: 1.0.0 }
actions:
";
    let overlay = folder.read("fixes.yaml");
    assert!(overlay.starts_with(expected), "{overlay}");
    let added = "\
  # the path parameter `toy` is not declared: any string is sent
  - target: $.paths['/pets/{petId}/toys/{toy}']
    update:
      parameters: [{ name: toy, in: path, required: true, schema: { type: string } }]
";
    assert!(overlay.contains(added), "{overlay}");
    assert_eq!(diagnostics(&folder, &["--overlay", "fixes.yaml"]), (Vec::new(), 0), "{overlay}");
    // A stream, a file and a date are in the client now.
    folder.run(&["generate", "pets.yaml", "--out", "out", "--overlay", "fixes.yaml"]);
    let operations = folder.read("out/operations/untagged.rs");
    assert!(operations.contains("paged!(ListPets<Client>"), "{operations}");
    assert!(operations.contains("File"), "{operations}");
    assert!(folder.read("out/models/ball.rs").contains("DateTime"));
    // Somebody may have changed it.
    let again = folder.run(&["check", "pets.yaml", "--fix", "fixes.yaml", "--quiet"]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(stderr(&again), "error: `fixes.yaml` exists already, and is not overwritten\n");
}

#[test]
fn check_shows_the_first_overlay_actions() {
    let folder = Folder::new("proposed", MISTAKES);
    let output_text = stdout(&folder.run(&["check", "pets.yaml"]));
    let (_, proposed) = output_text.split_once("\nproposed   ").unwrap_or_else(|| panic!("{output_text}"));
    let head = "7 changes, as actions of an overlay; `--fix fixes.overlay.yaml` writes an overlay with all of them\n\nactions:\n";
    assert!(proposed.starts_with(head), "{proposed}");
    assert!(proposed.ends_with("  # … and 3 more\n"), "{proposed}");
    let actions = proposed.strip_prefix(head).unwrap();
    folder
        .write("pasted.yaml", &format!("overlay: 1.1.0\ninfo: {{ title: Pasted, version: '1' }}\nactions:\n{actions}"));
    let (after, fixes) = diagnostics(&folder, &["--overlay", "pasted.yaml"]);
    assert_eq!((after.len(), fixes), (2, 3), "{after:#?}");
}

#[test]
fn fixes_of_swagger_2_0_documents_use_its_keywords() {
    let document = "swagger: '2.0'\ninfo: { title: Pets, version: '1' }\nhost: a.example\npaths:\n  /pets/{id}:\n    \
                    get: { operationId: get_pet, responses: { '204': { description: None. } } }\n";
    let folder = Folder::new("swagger", document);
    assert_eq!(diagnostics(&folder, &[]).1, 1);
    folder.run(&["check", "pets.yaml", "--fix", "fixes.yaml"]);
    let overlay = folder.read("fixes.yaml");
    assert!(overlay.contains("parameters: [{ name: id, in: path, required: true, type: string }]"), "{overlay}");
    assert!(!diagnostics(&folder, &["--overlay", "fixes.yaml"]).0.iter().any(|message| message.contains("`id`")));
}

#[test]
fn valid_documents_have_no_fixes() {
    let folder = Folder::new("nothing", "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: {}\n");
    let output = folder.run(&["check", "pets.yaml", "--fix", "fixes.yaml"]);
    assert_eq!(stderr(&output), "note: no changes are proposed, so `fixes.yaml` was not written\n");
    assert!(!folder.0.join("fixes.yaml").exists());
}
