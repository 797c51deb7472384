//! How warnings are shown: whole where they are few, a screen of them in a build, none that the settings allow.

use crate::folder::Folder;
use crate::stderr;
use std::fmt::Write as _;

/// A document with a property of a wrong type and one of a wrong format for each number.
fn document(count: usize) -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
    for number in 0..count {
        let _ = writeln!(text, "    S{number}:\n      type: object\n      properties:");
        let _ = writeln!(
            text,
            "        one: {{ type: strng{number} }}\n        two: {{ type: string, minimum: {number} }}"
        );
    }
    text
}

#[test]
fn generate_limits_warnings_to_one_screen_and_check_shows_all() {
    let folder = Folder::new("many", &document(30));
    let output = folder.run(&["generate", "pets.yaml", "--out", "out"]);
    let expected = "\
warning[invalid-value]: unknown type `strng0`: it is read as `string`
 --> pets.yaml:9:22
  |
9 |         one: { type: strng0 }
  |                      ^^^^^^
  |
  = help: write `type: string`
  = note: 29 more of this kind, the next at 14:22, 19:22, 24:22

warning[inapplicable-keyword]: `minimum` does not apply to a string
  --> pets.yaml:10:30
   |
10 |         two: { type: string, minimum: 0 }
   |                              ^^^^^^^
   |
   = help: did you mean `minLength`?
   = note: 29 more of this kind, the next at 15:30, 20:30, 25:30

warning: 60 warnings of 2 kinds
 |
 = help: `specwright check pets.yaml` shows all of them
 = help: to accept known warnings, set `allow = [\"invalid-value\", …]`; to correct the document, use an overlay
";
    assert_eq!(stderr(&output), expected);
    let all = stderr(&folder.run(&["check", "pets.yaml"]));
    assert!((0..30).all(|number| all.contains(&format!("unknown type `strng{number}`"))), "{all}");
}

#[test]
fn few_warnings_are_shown_in_full() {
    let folder = Folder::new("few", &document(2));
    let (generated, checked) =
        (folder.run(&["generate", "pets.yaml", "--out", "out"]), folder.run(&["check", "pets.yaml"]));
    assert_eq!(stderr(&generated), stderr(&checked));
    assert!(stderr(&checked).contains("unknown type `strng1`"));
}

/// With any number of kinds, and any messages.
#[test]
fn build_scripts_limit_warnings_to_one_screen() {
    let mut text = document(20);
    text.push_str("    Many: { type: object, required: [gone], propertys: {}, properties: { a: { pattern: '(', type: string } } }\n");
    text.push_str("    Both: { minLength: 3, maxLength: 1, type: string }\n    List: { type: array }\n");
    text.push_str(
        "    Wrong: { type: string, default: 5 }\n    Bare: { $ref: '#/components/schemas/List', minItems: 3 }\n",
    );
    text.push_str("servers: [{ url: 'https://{region}.example' }]\n");
    let folder = Folder::new("kinds", &text);
    let output = stderr(&folder.run(&["generate", "pets.yaml", "--out", "out"]));
    assert!(output.lines().count() <= 42, "{output}");
    assert!(output.contains("9 kinds\n |\n = note: those not shown: "), "{output}");
}

#[test]
fn allow_applies_to_the_command() {
    let folder = Folder::new("allowed", &document(1));
    let check = |arguments: &[&str]| folder.run(&[&["check", "pets.yaml"], arguments].concat());
    assert_eq!(stderr(&check(&["--allow", "invalid-value", "--allow", "#/components/schemas/S0"])), "\n2 notes\n");
    // Allowed diagnostics do not fail a strict check.
    assert_eq!(check(&["--strict"]).status.code(), Some(1));
    assert_eq!(check(&["--strict", "--allow", "invalid-value#/components/schemas/*"]).status.code(), Some(0));
    let expected = "\
error[invalid-setting]: `invalid-valu` is not the code of a diagnostic
--> --allow
 = help: did you mean `invalid-value`?

1 error
";
    assert_eq!(stderr(&check(&["--allow", "invalid-valu"])), expected);
    let unused = stderr(&check(&["--allow", "fallback", "--allow", "#"]));
    assert!(unused.starts_with("warning[unused-setting]: no diagnostic matches `fallback` in `allow`"), "{unused}");
}
