//! The `specwright` command: its output and exit status, and the files that it writes and keeps.

#[path = "support/folder.rs"]
mod folder;

use folder::Folder;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

const SOUND: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: list_pets, responses: { '204': { description: None. } } }
components:
  schemas:
    Cat: { type: string }
    Dog: { type: string }
";

#[track_caller]
fn assert_output(output: &Output, code: i32, stderr: &str) {
    assert_check(output, code, stderr, "");
}

/// The same for a command that generates: the next steps that it prints are tested in `first_steps`.
#[track_caller]
fn assert_generated(output: &Output, stderr: &str) {
    assert_eq!(String::from_utf8_lossy(&output.stderr), stderr);
    assert_eq!(output.status.code(), Some(0));
}

#[track_caller]
fn assert_check(output: &Output, code: i32, stderr: &str, stdout: &str) {
    assert_eq!(String::from_utf8_lossy(&output.stderr), stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), stdout, "diagnostics go to stderr");
    assert_eq!(output.status.code(), Some(code));
}

#[test]
fn check_summarizes_a_valid_document() {
    let folder = Folder::new("sound", SOUND);
    let table = "generated  1 operation in 1 module, 2 models\n";
    assert_check(&folder.run(&["check", "pets.yaml"]), 0, "", table);
    assert_output(&folder.run(&["check", "pets.yaml", "--quiet"]), 0, "");
}

#[test]
fn check_lists_skipped_features_last() {
    let folder = Folder::new("table", &SOUND.replace("Cat: { type: string }", "Cat: { type: thing }"));
    let output = folder.run(&["check", "pets.yaml"]);
    let table = "\
generated  1 operation in 1 module, 1 model
fell back  1
  pets.yaml:8:18  unknown type `thing`: any value is allowed [invalid-value]
";
    assert_eq!(String::from_utf8_lossy(&output.stdout), table);
    assert_eq!(output.status.code(), Some(0));

    let output = folder.run(&["check", "pets.yaml", "--format", "json"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with("{\"generated\":{\"operations\":1,\"models\":1,\"tags\":1},\"diagnostics\":[{"), "{text}");
    assert!(text.contains("\"code\":\"invalid-value\",\"effect\":\"fallback\""), "{text}");
    assert!(text.contains("\"line\":8,\"column\":18"), "{text}");
    assert_eq!(output.stderr, b"");
}

#[test]
fn check_proposes_pagination() {
    let list = |path: &str, said: &str| {
        format!(
            "  {path}:
    get:
      operationId: list_{}{said}
      parameters: [{{ name: page, in: query, schema: {{ type: integer }} }}]
      responses: {{ '200': {{ description: All., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pets' }} }} }} }} }}
",
            &path[1..]
        )
    };
    let declared = list("/declared", "\n      x-specwright-pagination: { style: page, parameter: page, items: pets }");
    let document = format!(
        "openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
{}{}{declared}components:
  schemas:
    Pets: {{ type: object, properties: {{ pets: {{ type: array, items: {{ type: string }} }}, has_more: {{ type: boolean }} }} }}
",
        list("/cats", ""),
        list("/dogs", "")
    );
    let folder = Folder::new("lists", &document);
    let note = "generated  3 operations in 1 module, 1 model\n
proposed   2 changes, as actions of an overlay; `--fix fixes.overlay.yaml` writes an overlay with all of them

actions:
  # `list_cats` (GET /cats) looks like a paginated list
  - target: $.paths['/cats'].get
    update:
      x-specwright-pagination: { style: page, parameter: page, items: pets, more: has_more }
  # `list_dogs` (GET /dogs) looks like a paginated list
  - target: $.paths['/dogs'].get
    update:
      x-specwright-pagination: { style: page, parameter: page, items: pets, more: has_more }
";
    assert_check(&folder.run(&["check", "pets.yaml"]), 0, "", note);
    let output = folder.run(&["check", "pets.yaml", "--format", "json"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains(r#""operation":"list_dogs","route":"GET /dogs","yaml":"x-specwright-pagination:\n  style: page"#),
        "{text}"
    );
    assert_generated(&folder.run(&["generate", "pets.yaml", "--out", "out"]), "");
}

#[test]
fn check_succeeds_with_warnings() {
    let folder = Folder::new("warning", &SOUND.replace("Cat: { type: string }", "Cat: { type: string, maxlength: 5 }"));
    let expected = "\
warning[unknown-keyword]: `maxlength` is not a keyword of a Schema Object
 --> pets.yaml:8:26
  |
8 |     Cat: { type: string, maxlength: 5 }
  |                          ^^^^^^^^^
  |
  = help: did you mean `maxLength`?

1 warning
";
    let table = "generated  1 operation in 1 module, 2 models\nskipped    1\n  pets.yaml:8:26  \
                 `maxlength` is not a keyword of a Schema Object [unknown-keyword]\n";
    assert_check(&folder.run(&["check", "pets.yaml"]), 0, expected, table);
}

#[test]
fn a_strict_check_fails_with_mistakes() {
    let wrong = SOUND.replace("Cat: { type: string }", "Cat: { type: thing }").replace("Dog: { type", "Dog: { typ");
    let folder = Folder::new("error", &wrong);
    let expected = "\
warning[unknown-keyword]: `typ` is not a keyword of a Schema Object
 --> pets.yaml:9:12
  |
9 |     Dog: { typ: string }
  |            ^^^
  |
  = help: did you mean `type`?

error[invalid-value]: unknown type `thing`
 --> pets.yaml:8:18
  |
8 |     Cat: { type: thing }
  |                  ^^^^^
  |
  = help: the valid types are boolean, integer, number, string, array and object

1 error, 1 warning
";
    assert_output(&folder.run(&["check", "pets.yaml", "--strict"]), 1, expected);
}

#[test]
fn a_missing_document_is_an_error() {
    let folder = Folder::new("absent", SOUND);
    let expected = "\
error[unreadable-file]: cannot read `pet.yaml`: file not found
--> pet.yaml
 = help: there is a file `pets.yaml` in that folder

1 error
";
    assert_output(&folder.run(&["check", "pet.yaml"]), 1, expected);
}

#[test]
fn generate_creates_the_folders_it_writes_to() {
    let folder = Folder::new("folders", SOUND);
    assert_generated(&folder.run(&["generate", "pets.yaml", "--out", "a/b/c"]), "");
    assert!(folder.read("a/b/c/mod.rs").starts_with("// Generated by specwright from pets.yaml."));
    assert!(folder.read("a/b/c/models/cat.rs").contains("pub struct Cat(String);"));
    assert!(folder.read("a/b/c/operations/untagged.rs").contains("pub struct ListPets"));
}

#[test]
fn generate_writes_changed_files_and_removes_obsolete_ones() {
    let folder = Folder::new("changes", SOUND);
    folder.run(&["generate", "pets.yaml", "--out", "out"]);
    folder.write("out/models/mine.rs", "// Written by hand.\n");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in folder.files("out") {
        let file = fs::File::options().write(true).open(path).expect("the file was just written");
        file.set_modified(long_ago).expect("the file system keeps times");
    }
    folder.write("pets.yaml", &SOUND.replace("    Cat: { type: string }\n", "").replace("string", "integer"));
    assert_output(&folder.run(&["generate", "pets.yaml", "--out", "out"]), 0, "");

    let is_old =
        |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).is_ok_and(|time| time == long_ago);
    let names = |paths: Vec<PathBuf>| -> Vec<String> {
        let within = |path: &PathBuf| path.strip_prefix(folder.0.join("out")).map(|path| path.display().to_string());
        paths.iter().filter_map(|path| within(path).ok()).collect()
    };
    let (untouched, written): (Vec<_>, Vec<_>) = folder.files("out").into_iter().partition(is_old);
    assert_eq!(names(written), ["models/dog.rs", "models/mod.rs"]);
    assert_eq!(
        names(untouched),
        ["mod.rs", "models/mine.rs", "operations/mod.rs", "operations/untagged.rs", "payloads.rs"]
    );
}

#[test]
fn a_strict_generate_writes_nothing_when_the_document_has_mistakes() {
    let folder = Folder::new("nothing", &SOUND.replace("Cat: { type: string }", "Cat: { type: thing }"));
    let output = folder.run(&["generate", "pets.yaml", "--out", "out", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.0.join("out").exists());
}

#[test]
fn a_mistake_only_affects_its_part_of_the_client() {
    let folder = Folder::new("lenient", &SOUND.replace("Cat: { type: string }", "Cat: { type: thing }"));
    let output = folder.run(&["generate", "pets.yaml", "--out", "out"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(
        stderr.contains("warning[invalid-value]: unknown type `thing`: any value is allowed\n --> pets.yaml:8:18"),
        "{stderr}"
    );
    assert!(folder.0.join("out/models/dog.rs").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::new("unwritable", SOUND);
    folder.write("taken", "a file where a folder should be");
    let output = folder.run(&["generate", "pets.yaml", "--out", "taken/out"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("error: cannot write taken/out: "), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

/// The first line has the document as given; everything else is independent of the working directory.
#[test]
fn the_working_directory_does_not_matter() {
    let folder = Folder::new("directory", SOUND);
    folder.run(&["generate", "pets.yaml", "--out", "here"]);
    fs::create_dir(folder.0.join("elsewhere")).expect("the folder takes folders");
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.args(["generate", "../pets.yaml", "--out", "."]).current_dir(folder.0.join("elsewhere"));
    assert!(command.status().expect("the command was built with this test").success());
    let contents = |name: &str| -> Vec<String> {
        let contents = folder.files(name).into_iter().map(|path| fs::read_to_string(path).unwrap_or_default());
        contents.map(|text| text.replace(" from ../pets.yaml.", " from pets.yaml.")).collect()
    };
    assert_eq!(contents("here"), contents("elsewhere"));
}

#[test]
fn generated_crates_contain_the_runtime() {
    let folder = Folder::new("crate", SOUND);
    assert_generated(&folder.run(&["generate", "pets.yaml", "--out", "out", "--crate", "pet-store"]), "");
    let manifest = folder.read("out/Cargo.toml");
    assert!(manifest.starts_with("# Generated by specwright from pets.yaml."), "{manifest}");
    assert!(manifest.contains("name = \"pet-store\"\ndescription = \"Typed client of Pets 1\"\n"), "{manifest}");
    assert!(!manifest.contains("specwright-runtime"), "{manifest}");
    let root = folder.read("out/src/lib.rs");
    assert!(root.contains("//! use pet_store::Client;"), "{root}");
    assert!(root.contains("pub mod runtime;"), "{root}");
    assert!(folder.read("out/src/runtime/mod.rs").contains("string_newtype"));
    assert!(folder.read("out/README.md").contains("client.list_pets().await?"));
    for path in folder.files("out") {
        let text = fs::read_to_string(&path).expect("it was just written");
        let outside =
            text.lines().find(|line| line.contains("specwright_runtime") || line.contains("crate::runtime::runtime"));
        assert_eq!(outside, None, "{}", path.display());
    }
}

#[test]
fn first_call_sets_a_server_if_the_document_has_none() {
    let servers = |url: &str| SOUND.replacen("paths:\n", &format!("servers: [{{ url: '{url}' }}]\npaths:\n"), 1);
    let given = "Client::builder().server(\"https://api.example.com\").build()?";
    for (document, is_given) in
        [(SOUND.to_owned(), true), (servers("/v1"), true), (servers("https://pets.example"), false)]
    {
        let folder = Folder::new("first_call", &document);
        folder.run(&["generate", "pets.yaml", "--out", "out", "--crate", "pets"]);
        for file in ["out/README.md", "out/src/lib.rs"] {
            let text = folder.read(file);
            assert_eq!(text.contains(given), is_given, "{text}");
            assert_eq!(text.contains("Client::builder().build()?"), !is_given, "{text}");
        }
    }
}

#[test]
fn runtime_path_becomes_a_dependency() {
    let folder = Folder::new("runtime", SOUND);
    fs::create_dir_all(folder.0.join("vendor/runtime")).expect("the folder takes folders");
    for (arguments, dependency) in [
        (["--runtime-path", "vendor/runtime"], "{ path = \"../../vendor/runtime\", default-features = false }"),
        (["--runtime-path", "/opt/runtime"], "{ path = \"/opt/runtime\", default-features = false }"),
        (["--runtime-version", "0.1"], "{ version = \"0.1\", default-features = false }"),
    ] {
        let output =
            folder.run(&[&["generate", "pets.yaml", "--out", "a/b", "--crate", "pets"], &arguments[..]].concat());
        assert_generated(&output, "");
        let manifest = folder.read("a/b/Cargo.toml");
        assert!(manifest.contains(&format!("\nspecwright-runtime = {dependency}\n")), "{manifest}");
        assert!(folder.read("a/b/src/lib.rs").contains("pub use specwright_runtime as runtime;"));
        assert!(!folder.0.join("a/b/src/runtime").exists());
    }
}

#[test]
fn switching_to_a_runtime_dependency_removes_the_copy() {
    let folder = Folder::new("changed_runtime", SOUND);
    folder.run(&["generate", "pets.yaml", "--out", "out", "--crate", "pets", "--embed-runtime"]);
    assert!(folder.0.join("out/src/runtime/mod.rs").exists());
    folder.run(&["generate", "pets.yaml", "--out", "out", "--crate", "pets", "--runtime-version", "0.1"]);
    assert!(!folder.0.join("out/src/runtime/mod.rs").exists());
}

#[test]
fn invalid_crate_names_are_rejected() {
    let folder = Folder::new("name", SOUND);
    let output = folder.run(&["generate", "pets.yaml", "--out", "out", "--crate", "pet store"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.contains("`pet store` cannot be the name of the crate: it contains characters other than"),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(2));
}

fn stdout_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_crate_within_a_workspace_says_so() {
    let folder = Folder::new("workspace", SOUND);
    folder.write("Cargo.toml", "[workspace]\nmembers = []\n");
    let shown = stdout_of(&folder.run(&["generate", "pets.yaml", "--out", "crates/pets", "--crate", "pets"]));
    let note = "\nThe crate is in a workspace: add `\"crates/pets\"` to `members` or `exclude` in `";
    assert!(shown.contains(note), "{shown}");
    folder.write("Cargo.toml", "[workspace]\nexclude = [\"crates/cats\"]\n");
    let shown = stdout_of(&folder.run(&["generate", "pets.yaml", "--out", "crates/cats", "--crate", "cats"]));
    assert!(!shown.contains("The crate is in a workspace"), "{shown}");
}

/// The pages have no mark of generated files, since rustdoc shows them from the first line on.
#[test]
fn the_guide_of_an_embedded_runtime_is_updated() {
    let folder = Folder::new("guide", SOUND);
    let generate = ["generate", "pets.yaml", "--out", "out", "--crate", "pets"];
    folder.run(&generate);
    let page = folder.read("out/src/runtime/guide/pages.md");
    folder.write("out/src/runtime/guide/pages.md", "Of an older runtime.\n");
    assert_output(&folder.run(&generate), 0, "");
    assert_eq!(folder.read("out/src/runtime/guide/pages.md"), page);
}

#[test]
fn files_of_users_are_kept() {
    let folder = Folder::new("kept", SOUND);
    let generate = ["generate", "pets.yaml", "--out", "out", "--crate", "pets"];
    folder.run(&generate);
    folder.write("out/Cargo.toml", "[package]\nname = \"mine\"\n");
    folder.write("out/src/extra.rs", "// Mine.\n");
    folder.write("out/src/models/extra.rs", "// Mine.\n");
    let kept = "note: out/Cargo.toml was kept: its first line is not that of a generated file\n";
    assert_output(&folder.run(&generate), 0, kept);
    assert_eq!(folder.read("out/Cargo.toml"), "[package]\nname = \"mine\"\n");
    assert_eq!(folder.read("out/src/extra.rs"), "// Mine.\n");
    assert_eq!(folder.read("out/src/models/extra.rs"), "// Mine.\n");
    assert_output(&folder.run(&[&generate[..], &["--check"]].concat()), 0, "");

    folder.write("out/src/lib.rs", "// Mine.\n");
    folder.write("pets.yaml", &SOUND.replace("Cat", "Cow"));
    let refused = "error: out/src/lib.rs was not written by specwright, and is not overwritten: move it away, or \
         write to \
                   another folder\n";
    assert_output(&folder.run(&generate), 1, refused);
    assert!(!folder.0.join("out/src/models/cow.rs").exists(), "nothing is written");
}

#[test]
fn generate_check_lists_outdated_files() {
    let folder = Folder::new("stale", SOUND);
    let check = ["generate", "pets.yaml", "--out", "out", "--check"];
    let nothing = folder.run(&check);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(!folder.0.join("out").exists());

    folder.run(&["generate", "pets.yaml", "--out", "out"]);
    assert_output(&folder.run(&check), 0, "");
    folder.write("pets.yaml", &SOUND.replace("Cat", "Cow"));
    let expected = "missing: out/models/cow.rs\nstale: out/models/mod.rs\nsuperfluous: out/models/cat.rs\n";
    assert_output(&folder.run(&check), 1, expected);
    assert!(folder.0.join("out/models/cat.rs").exists());
}

#[test]
fn quiet_hides_warnings() {
    let folder = Folder::new("quiet", &SOUND.replace("Cat: { type: string }", "Cat: { type: string, maxlength: 5 }"));
    assert_output(&folder.run(&["generate", "pets.yaml", "--out", "out", "--quiet"]), 0, "");
}

const TAGGED: &str = "\
openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /pets:
    get:
      operationId: list_pets
      tags: [pets]
      responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    delete: { operationId: drop_pets, tags: [pets], responses: { '204': { description: Gone. } } }
  /orders:
    get:
      operationId: list_orders
      tags: [orders]
      responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
components:
  schemas:
    Pet: { type: object, properties: { name: { type: string }, owner: { $ref: '#/components/schemas/Person' } } }
    Order: { type: object, properties: { of: { $ref: '#/components/schemas/Person' } } }
    Person: { type: object, properties: { id: { type: integer } } }
    Unused: { type: object, properties: { id: { type: integer } } }
";

/// The files of the models and operations, without their folders.
fn generated(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    fs::remove_dir_all(folder.0.join("out")).ok();
    let output = folder.run(&[&["generate", "pets.yaml", "--out", "out", "--quiet"], arguments].concat());
    assert_output(&output, 0, "");
    let files = [folder.files("out/models"), folder.files("out/operations")].concat();
    let stems = files.iter().filter_map(|path| path.file_stem()?.to_str().map(str::to_owned));
    stems.filter(|stem| stem != "mod").collect()
}

#[test]
fn filters_remove_unused_types() {
    let folder = Folder::new("filters", TAGGED);
    assert_eq!(generated(&folder, &[]), ["order", "person", "pet", "unused", "orders", "pets"]);
    assert_eq!(generated(&folder, &["--tag", "pets"]), ["person", "pet", "pets"]);
    assert_eq!(generated(&folder, &["--operation", "GET /o*"]), ["order", "person", "orders"]);
    assert_eq!(
        generated(&folder, &["--operation", "list_pets", "--tag", "orders"]),
        ["order", "person", "pet", "orders", "pets"]
    );
    assert_eq!(generated(&folder, &["--exclude", "list_*"]), ["pets"]);
    assert_eq!(generated(&folder, &["--exclude", "Person", "--tag", "pets"]), ["pet", "pets"]);
    assert!(folder.read("out/models/pet.rs").contains("pub owner: Option<Value>"));
}

#[test]
fn a_filter_that_matches_nothing_is_an_error() {
    let folder = Folder::new("no_match", TAGGED);
    let output = folder.run(&["generate", "pets.yaml", "--out", "out", "--tag", "pet"]);
    let expected = "\
error[unused-setting]: the document has no tag `pet`
--> --tag
 = help: did you mean `pets`?

1 error
";
    assert_output(&output, 1, expected);
    assert!(!folder.0.join("out").exists());
}

/// There is nothing to see in a missing file, so the argument that names it is the position.
#[test]
fn missing_files_are_reported_at_the_argument_that_names_them() {
    let folder = Folder::new("missing_files", TAGGED);
    for (argument, arguments) in [
        ("--overlay", ["check", "pets.yaml", "--overlay", "nothing.yaml"].as_slice()),
        ("--config", &["check", "pets.yaml", "--config", "nothing.yaml"]),
        ("[SPEC]...", &["check", "pets.yaml", "nothing.yaml"]),
    ] {
        let output = folder.run(arguments);
        let report = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(report.contains("error[unreadable-file]: cannot read `nothing.yaml`"), "{report}");
        assert!(report.contains(&format!("\n--> {argument}\n")), "{report}");
        assert_eq!(output.status.code(), Some(1), "{report}");
    }
}

#[test]
fn settings_are_read_next_to_the_document() {
    let folder = Folder::new("settings", TAGGED);
    folder.write("specwright.toml", "tags = [\"orders\"]\n[names.types]\nOrder = \"Purchase\"\n");
    assert_eq!(generated(&folder, &[]), ["person", "purchase", "orders"]);
    folder.write("other.toml", "exclude = [\"*_pets\"]\n");
    assert_eq!(generated(&folder, &["--config", "other.toml"]), ["order", "person", "orders"]);
}

/// A settings file that was not named is reported, in particular settings that are code.
#[test]
fn implicit_settings_files_are_reported() {
    const NOTE: &str = "note: using the settings in `specwright.toml`; `--no-config` ignores them\n";
    const TABLE: &str = "generated  1 operation in 1 module, 2 models\n";
    let folder = Folder::new("settings_found", SOUND);
    folder.write("specwright.toml", "maps = \"HashMap\"\n");
    assert_check(&folder.run(&["check", "pets.yaml"]), 0, NOTE, TABLE);
    assert_generated(&folder.run(&["generate", "pets.yaml", "--out", "out"]), NOTE);
    for quiet in [&["--quiet"][..], &["--config", "specwright.toml", "--quiet"]] {
        assert_output(&folder.run(&[&["check", "pets.yaml"], quiet].concat()), 0, "");
    }

    folder.write("specwright.toml", "[attributes]\nCat = [\"#[must_use]\"]\n");
    let expected = "\
warning[unnamed-settings]: `attributes` adds code to the client, but the settings file was not named explicitly
 --> specwright.toml:1:2
  |
1 | [attributes]
  |  ^^^^^^^^^^
  |
  = help: to trust the settings, name the file: `--config specwright.toml`, or in a build script `.config(\"specwright.toml\")`
  = help: to ignore them: `--no-config`, or `.no_config()`

1 warning
";
    assert_check(&folder.run(&["check", "pets.yaml"]), 0, &format!("{NOTE}{expected}"), TABLE);
    assert_check(&folder.run(&["check", "pets.yaml", "--config", "specwright.toml"]), 0, "", TABLE);
    let attributes = || folder.read("out/models/cat.rs").contains("#[must_use]");
    assert_output(&folder.run(&["generate", "pets.yaml", "--out", "out", "--config", "specwright.toml"]), 0, "");
    assert!(attributes());
    assert_output(&folder.run(&["generate", "pets.yaml", "--out", "out", "--no-config"]), 0, "");
    assert!(!attributes());
}

#[test]
fn implicit_settings_with_privileges_are_reported() {
    let folder = Folder::new("settings_privileges", SOUND);
    let settings = "read-from = [\"/\"]\nreferences = { \"https://a.example/\" = \"/\" }\n[derives]\nCat = \"Hash\"\n\
                    [dependencies]\nevil = { git = \"https://a.example/evil\" }\n";
    folder.write("specwright.toml", settings);
    let output = folder.run(&["check", "pets.yaml", "--format", "json"]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    for key in ["read-from", "references", "derives", "dependencies"] {
        assert!(shown.contains(&format!("\"message\":\"`{key}` ")), "{key}: {shown}");
    }
    assert_eq!(shown.matches("unnamed-settings").count(), 4, "{shown}");
    let output = folder.run(&["check", "pets.yaml", "--format", "json", "--no-config"]);
    assert!(!String::from_utf8_lossy(&output.stdout).contains("unnamed-settings"));
}

/// A document may refer to files in its folder, so an overlay there needs no trust.
#[test]
fn overlays_outside_the_folder_of_implicit_settings_are_reported() {
    let folder = Folder::new("settings_overlays", SOUND);
    fs::create_dir_all(folder.0.join("api")).unwrap();
    folder.write("api/pets.yaml", SOUND);
    let overlay = "overlay: 1.1.0\ninfo: { title: Fixes, version: '1' }\nactions: [{ target: $.info, update: { title: Cats } }]\n";
    for path in ["api/fixes.yaml", "api/.fixes.yaml", "elsewhere.yaml"] {
        folder.write(path, overlay);
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("../elsewhere.yaml", folder.0.join("api/link.yaml")).unwrap();
    let links: &[(&str, bool)] = if cfg!(unix) { &[("link.yaml", true)] } else { &[] };
    for (path, is_reported) in
        [("fixes.yaml", false), (".fixes.yaml", true), ("../elsewhere.yaml", true)].iter().chain(links)
    {
        folder.write("api/specwright.toml", &format!("overlays = [\"{path}\"]\n"));
        let output = folder.run(&["check", "api/pets.yaml", "--format", "json"]);
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(shown.contains("`overlays` lets the document read other files"), *is_reported, "{path}: {shown}");
    }
}

#[test]
fn mistakes_in_settings_are_reported_with_positions() {
    let folder = Folder::new("slips", TAGGED);
    folder.write("specwright.toml", "tag = [\"orders\"]\nmaps = \"HashMop\"\n\n[names.types]\nOrder = \"type\"\n");
    let expected = "\
note: using the settings in `specwright.toml`; `--no-config` ignores them
error[unknown-setting]: `tag` is not a setting
 --> specwright.toml:1:1
  |
1 | tag = [\"orders\"]
  | ^^^
  |
  = help: did you mean `tags`?

error[invalid-setting]: `HashMop` is not one of `BTreeMap`, `HashMap`, `IndexMap`
 --> specwright.toml:2:8
  |
2 | maps = \"HashMop\"
  |        ^^^^^^^^^
  |
  = help: did you mean `HashMap`?

error[invalid-setting]: `type` is not a valid name in Rust
 --> specwright.toml:5:9
  |
5 | Order = \"type\"
  |         ^^^^^^
  |
  = help: write letters, digits and `_`, starting with a letter; keywords of Rust are not allowed

3 errors
";
    assert_output(&folder.run(&["check", "pets.yaml"]), 1, expected);
    folder.write("specwright.toml", "[names.properties]\n\"Pet.nmae\" = \"call_name\"\n");
    let expected = "\
note: using the settings in `specwright.toml`; `--no-config` ignores them
error[unused-setting]: the document has no property `Pet.nmae`
 --> specwright.toml:2:1
  |
2 | \"Pet.nmae\" = \"call_name\"
  | ^^^^^^^^^^
  |
  = help: did you mean `Pet.name`?

1 error
";
    assert_output(&folder.run(&["check", "pets.yaml"]), 1, expected);
    folder.write("specwright.toml", "strict = \"yes\n");
    let output = folder.run(&["check", "pets.yaml"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("\nerror[syntax]: "), "{stderr}");
    assert!(stderr.contains("--> specwright.toml:1:"), "{stderr}");
}

#[test]
fn a_crate_has_a_feature_for_each_tag() {
    let folder = Folder::new("features", TAGGED);
    let output = folder.run(&["generate", "pets.yaml", "--out", "out", "--crate", "shop", "--features-by-tag"]);
    assert_generated(&output, "");
    let manifest = folder.read("out/Cargo.toml");
    assert!(manifest.contains("default = [\"hyper\", \"pets\", \"orders\"]"), "{manifest}");
    assert!(manifest.contains("# The operations tagged `pets`.\npets = []\n"), "{manifest}");
    // The README and the documentation mention each.
    let (readme, root) = (folder.read("out/README.md"), folder.read("out/src/lib.rs"));
    for line in
        ["- `hyper` (on by default): ", "- `blocking`: ", "- `pets` (on by default): the operations tagged `pets`."]
    {
        assert!(readme.contains(&format!("\n{line}")), "{readme}");
        assert!(root.contains(&format!("\n//! {line}")), "{root}");
    }
}

/// Text of a document never begins a line of output, controls a terminal, or is invisible.
#[test]
fn hostile_document_text_is_escaped_in_messages() {
    let odd = "\\r\\nerror: fake\\r\\n::error ::fake\\u001b[31m\\u202e\\u200b\\U000e0041";
    let list = "{ name: page, in: query, schema: { type: integer } }";
    let page =
        "{ type: object, properties: { data: { type: array, items: { type: string } }, more: { $ref: \"#/aODD\" } } }";
    let document = format!(
        "openapi: 3.0.3
info: {{ title: \"tODD\", version: \"1ODD\" }}
paths:
  \"/aODD\":
    get:
      operationId: \"listODD\"
      tags: [\"tagODD\"]
      parameters: [{list}, {{ name: \"pODD\", in: query, schema: {{ type: \"sODD\" }} }}, {{ name: a, in: \"qODD\" }}]
      responses:
        '200': {{ description: All., content: {{ application/json: {{ schema: {page} }}, \"mODD\": {{}} }} }}
        \"2ODD\": {{ description: a }}
      security: [{{ \"keyODD\": [] }}]
  \"/b/{{xODD}}\":
    get: {{ operationId: \"listODD\", responses: {{}} }}
components:
  schemas:
    \"AODD\": {{ type: object, \"properODD\": 1, required: [\"rODD\"], properties: {{ a: {{ pattern: \"(ODD\" }} }} }}
    \"BODD\": {{ allOf: [{{ $ref: \"bODD.yaml#/c\" }}, {{ $ref: \"https://user:secret@a.example/ODD\" }}] }}
    \"CODD\": {{ type: string, enum: [a, 1, \"eODD\"], default: \"dODD\" }}
servers: [{{ url: \"https://a.example/{{vODD}}\" }}]
\"topODD\": 1
"
    )
    .replace("ODD", odd);
    let folder = Folder::new("words", &document);
    // With an error that stops a build, and without.
    folder.write("sound.yaml", &document.replace("https://user:secret@a.example/", ""));
    let runs = ["pets.yaml", "sound.yaml"].into_iter().flat_map(|file| [(file, "text"), (file, "json")]);
    for (file, format) in runs {
        let output = folder.run(&["check", file, "--format", format]);
        let text = [output.stderr, output.stdout].concat();
        let text = String::from_utf8(text).expect("what is shown is UTF-8");
        let shown = text.matches("fake").count();
        assert!(shown > 15, "{shown} times: {text}");
        for line in text.lines() {
            let start = line.trim_start();
            assert!(!start.starts_with("error: ") && !start.starts_with("::error"), "{line}");
        }
        let odd = |character: &char| {
            (character.is_control() && *character != '\n') || "\u{202e}\u{200b}\u{e0041}".contains(*character)
        };
        assert_eq!(text.chars().find(odd), None, "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}

/// The output does not depend on the location of the document.
#[test]
fn generated_files_contain_no_absolute_paths() {
    let folders = ["here", "there"].map(|name| {
        let folder = Folder::new(&format!("place_{name}"), SOUND);
        let document = folder.0.join("pets.yaml");
        let document = document.to_str().expect("the folder of the build is named in Unicode");
        let arguments = ["generate", document, "--out", "out", "--crate", "pets", "--runtime-version", "0.1"];
        assert_generated(&folder.run(&arguments), "");
        assert!(folder.read("out/src/lib.rs").starts_with("// Generated by specwright from pets.yaml."));
        folder
    });
    let texts = folders.map(|folder| {
        let files = folder.files("out").into_iter();
        files.map(|path| fs::read_to_string(path).expect("every file is text")).collect::<Vec<_>>()
    });
    assert!(texts[0].len() > 5);
    assert_eq!(texts[0], texts[1]);
}

/// `pets.yaml` with another operation id, as a later version.
fn with_id(id: &str) -> String {
    SOUND.replace("list_pets", id)
}

const RENAMED: &str = "\
breaking

  operations::AllPets (GET /pets)
    - `Client::list_pets` was renamed to `Client::all_pets`: write `operations::AllPets` in place of `operations::ListPets`, \
      and call the method of that name
      pets.yaml:5:5 -> renamed.yaml:5:5

behavior

  operations::AllPets (GET /pets)
    - the operation id changed from `list_pets` to `all_pets`
      pets.yaml:5:5 -> renamed.yaml:5:5

1 breaking change, 1 change of behavior
version bump: major (before 1.0: minor)
";

#[test]
fn diff_has_the_exit_statuses_of_diff() {
    let folder = Folder::new("diff", SOUND);
    folder.write("same.yaml", SOUND);
    assert_check(&folder.run(&["diff", "pets.yaml", "same.yaml"]), 0, "", "no changes\nversion bump: none\n");
    folder.write("renamed.yaml", &with_id("all_pets"));
    assert_check(&folder.run(&["diff", "pets.yaml", "renamed.yaml"]), 1, "", RENAMED);
    assert_check(&folder.run(&["diff", "pets.yaml", "renamed.yaml", "--fail-on", "never"]), 0, "", RENAMED);
    folder.write("more.yaml", &format!("{SOUND}    Bird: {{ type: string }}\n"));
    for (fail_on, code) in [("breaking", 0), ("addition", 1), ("any", 1), ("never", 0)] {
        let output = folder.run(&["diff", "pets.yaml", "more.yaml", "--fail-on", fail_on]);
        assert_eq!(output.status.code(), Some(code), "{fail_on}");
    }
    let output = folder.run(&["diff", "pets.yaml", "missing.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing.yaml"), "{output:?}");
}

#[test]
fn diff_writes_markdown_and_json() {
    let folder = Folder::new("diff_formats", SOUND);
    folder.write("new.yaml", &with_id("all_pets"));
    let text = |format: &str| {
        let output = folder.run(&["diff", "pets.yaml", "new.yaml", "--format", format]);
        String::from_utf8(output.stdout).expect("reports are UTF-8")
    };
    let markdown = text("markdown");
    assert!(
        markdown.starts_with("# `pets.yaml` to `new.yaml`\n\n1 breaking change, 1 change of behavior."),
        "{markdown}"
    );
    let json = text("json");
    let start =
        r#"{"old":"pets.yaml","new":"new.yaml","bump":"major","counts":{"breaking":1,"addition":0,"behavior":1},"#;
    assert!(json.starts_with(start), "{json}");
    assert!(json.contains(r#""old":{"path":"pets.yaml","line":5,"column":5}"#), "{json}");
}

#[test]
fn diff_honors_the_settings_of_both_documents() {
    let folder = Folder::new("diff_settings", SOUND);
    fs::create_dir_all(folder.0.join("old")).expect("the folder takes folders");
    folder.write("old/pets.yaml", &with_id("all_pets"));
    folder.write("specwright.toml", "[names.operations]\n\"GET /pets\" = \"pets\"\n");
    let id =
        "behavior\n\n  operations::Pets (GET /pets)\n    - the operation id changed from `all_pets` to `list_pets`\n";
    let both = folder.run(&["diff", "old/pets.yaml", "pets.yaml"]);
    assert!(String::from_utf8_lossy(&both.stdout).starts_with(id), "{both:?}");
    assert_eq!(
        String::from_utf8_lossy(&both.stderr),
        "note: using the settings in `specwright.toml` for both; `--no-config` ignores them\n"
    );
    let named = folder.run(&["diff", "old/pets.yaml", "pets.yaml", "--config", "specwright.toml", "--quiet"]);
    assert!(String::from_utf8_lossy(&named.stdout).starts_with(id), "{named:?}");
    // With settings of its own, the old one has those.
    folder.write("old/specwright.toml", "[names.operations]\n\"GET /pets\" = \"every_pet\"\n");
    let apart = folder.run(&["diff", "old/pets.yaml", "pets.yaml", "--quiet"]);
    let says = String::from_utf8_lossy(&apart.stdout).into_owned();
    assert!(says.contains("`Client::every_pet` was renamed to `Client::pets`"), "{says}");
    let none = folder.run(&["diff", "old/pets.yaml", "pets.yaml", "--no-config"]);
    let says = String::from_utf8_lossy(&none.stdout).into_owned();
    assert!(says.contains("`Client::all_pets` was renamed to `Client::list_pets`"), "{says}");
}
