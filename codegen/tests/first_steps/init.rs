//! `specwright init`, and the next steps that `specwright generate` prints.

use crate::folder::Folder;
use crate::{repository, share_target_folder, stderr, stdout};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets & <others>, version: '1' }
servers: [{ url: 'https://pets.example.com' }]
security: [{ token: [] }]
paths:
  /pets/{id}:
    get:
      operationId: get_pet
      tags: [animals]
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: The pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string }, seen: { type: string, format: date-time } } }
";

const FILES: [&str; 5] = ["Cargo.toml", "build.rs", "src/lib.rs", "examples/first_call.rs", "specwright.toml"];

/// The crate compiles as it was written, its first call and all.
#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn init_creates_a_crate_that_compiles() {
    let folder = Folder::new("started", PETS);
    let output = folder.run(&["init", "pets.yaml"]);
    let expected = "\
wrote `Cargo.toml`, `build.rs`, `src/lib.rs`, `examples/first_call.rs`, `specwright.toml`

next:

  cargo doc --open
  cargo run --example first_call    # after inserting your token
";
    assert_eq!((stdout(&output).as_str(), stderr(&output).as_str()), (expected, ""));
    let script = "specwright::Builder::new(\"pets.yaml\").config(\"specwright.toml\").build_script()";
    assert!(folder.read("build.rs").contains(script));
    let call = "let client = Client::builder().access_token(\"token\").build()?;\n    let response = client.get_pet(1).await?;";
    assert!(folder.read("examples/first_call.rs").contains(call));
    compile(&folder.0);
    // A setting that needs a dependency is one error, and not hundreds in emitted code.
    let settings = folder.read("specwright.toml");
    folder.write("specwright.toml", &settings.replace("#date-time", "date-time"));
    let shown = stderr(&check(&folder.0.join("Cargo.toml")));
    assert!(shown.contains("= help: run `cargo add chrono --no-default-features --features std,serde`"), "{shown}");
    assert!(!shown.contains("error[E"), "{shown}");
}

#[test]
fn init_keeps_existing_files() {
    let folder = Folder::new("kept", PETS);
    for path in FILES {
        fs::create_dir_all(folder.0.join(path).parent().unwrap()).unwrap();
        folder.write(path, "# mine");
    }
    let output = folder.run(&["init", "pets.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).starts_with("error: nothing to write: these files exist already: `Cargo.toml`, `build.rs`, "),
        "{}",
        stderr(&output)
    );
    fs::remove_file(folder.0.join("build.rs")).unwrap();
    let output = folder.run(&["init", "pets.yaml"]);
    let output_text = stdout(&output);
    assert!(output_text.starts_with("wrote `build.rs`\nkept unchanged: `Cargo.toml`, "), "{output_text}");
    assert!(
        output_text.contains("\nadd to `Cargo.toml`:\n\n[dependencies]\nserde = ")
            && output_text.contains("\nadd to `src/lib.rs`:\n\ninclude!(concat!(env!(\"OUT_DIR\"), \"/mod.rs\"));\n"),
        "{output_text}"
    );
    assert!(FILES.iter().filter(|path| **path != "build.rs").all(|path| folder.read(path) == "# mine"));
}

#[test]
fn init_supports_other_folders_and_git_dependencies() {
    let folder = Folder::new("elsewhere", PETS);
    let output = folder.run(&[
        "init",
        "pets.yaml",
        "--out",
        "clients/pets",
        "--name",
        "our-pets",
        "--git",
        "https://a.example/s",
    ]);
    assert!(stdout(&output).contains("\n  cd clients/pets\n"), "{}", stdout(&output));
    assert!(
        folder.read("clients/pets/build.rs").contains("new(\"../../pets.yaml\").config(\"../../specwright.toml\")")
    );
    let manifest = folder.read("clients/pets/Cargo.toml");
    assert!(manifest.contains("name = \"our-pets\""), "{manifest}");
    assert!(manifest.contains("specwright-runtime = { git = \"https://a.example/s\" }"), "{manifest}");
    assert!(folder.read("clients/pets/examples/first_call.rs").starts_with("use our_pets::Client;\n"));
}

/// Every line that is commented out is a setting that can be had.
#[test]
fn init_settings_can_be_enabled() {
    let folder = Folder::new("settings", PETS);
    assert_eq!(stdout(&folder.run(&["init", "pets.yaml", "--settings"])), "wrote `specwright.toml`\n");
    assert_eq!(folder.files("").len(), 2, "the document and its settings");
    let is_setting = |line: &&str| line.starts_with('#') && !line.starts_with("# ");
    let settings = folder.read("specwright.toml");
    let on: Vec<&str> = settings.lines().filter(is_setting).map(|line| &line[1..]).collect();
    assert_eq!(on.len(), 10, "{settings}");
    folder.write("specwright.toml", &on.join("\n"));
    folder.write("fixes.overlay.yaml", "overlay: 1.1.0\ninfo: { title: Fixes, version: '1' }\nactions: [{ target: $.info, update: { version: '2' } }]\n");
    let output = folder.run(&["check", "pets.yaml", "--config", "specwright.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn generate_prints_next_steps_for_a_new_client() {
    let folder = Folder::new("next", PETS);
    // Not a member of the workspace of this repository.
    folder.write("Cargo.toml", "[workspace]\nexclude = [\"client\"]\n");
    let output = folder.run(&["generate", "pets.yaml", "--out", "client", "--crate", "pets"]);
    let expected = format!(
        "\
The client is in `client`. In a crate that uses it:

  cargo add --path {}
  cargo add tokio --features macros,rt-multi-thread

A first call, in an async function with your token:

  use pets::Client;

  let client = Client::builder().access_token(\"token\").build()?;
  let response = client.get_pet(1).await?;
  println!(\"{{response:?}}\");
",
        folder.0.join("client").display()
    );
    assert_eq!(stdout(&output), expected);
    assert_eq!(stdout(&folder.run(&["generate", "pets.yaml", "--out", "client", "--crate", "pets"])), "");
    assert_eq!(stdout(&folder.run(&["generate", "pets.yaml", "--out", "quiet", "--quiet"])), "");
    let output_text = stdout(&folder.run(&["generate", "pets.yaml", "--out", "src/api"]));
    assert!(
        output_text.contains("\n  cargo add serde --features derive\n  cargo add specwright-runtime --path "),
        "{output_text}"
    );
    assert!(output_text.contains("\nIn the parent module, such as `src/main.rs`:\n\n  mod api;\n"), "{output_text}");
    assert!(output_text.contains("\n  use crate::api::Client;\n"), "{output_text}");
    folder.write("specwright.toml", "date-time = \"chrono\"\nservice = true\n");
    let output_text = stdout(&folder.run(&["generate", "pets.yaml", "--out", "src/served"]));
    assert!(output_text.contains("codegen/runtime --features service\n"), "{output_text}");
    assert!(output_text.contains("\n  cargo add chrono --no-default-features --features std,serde\n"), "{output_text}");
}

/// Checks everything of a crate, with the versions of the workspace, which are there without a network.
pub fn compile(crate_folder: &Path) {
    let manifest = crate_folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    // The folder is within the workspace, but the crate is not a member of it.
    fs::write(&manifest, format!("{text}\n[workspace]\n")).unwrap();
    fs::copy(repository().join("Cargo.lock"), crate_folder.join("Cargo.lock")).unwrap();
    let output = check(&manifest);
    assert!(output.status.success() && !stderr(&output).contains("warning:"), "{}", stderr(&output));
}

fn check(manifest: &Path) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--all-targets", "--offline", "--manifest-path"]).arg(manifest);
    share_target_folder(&mut cargo);
    cargo.output().unwrap()
}
