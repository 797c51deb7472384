//! Tests the README: its commands are run, its files compiled, its output compared.
//!
//! In it, `…` is a clone of the repository, and the folder of `openapi.yaml` is the reader's own.

use crate::{repository, share_target_folder, stderr, stdout};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The document that the README speaks of.
const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.example.com }]
security: [{ token: [] }]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: fields, in: query, schema: { type: array, items: { type: string } } }
      responses:
        '200': { description: The pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '4XX': { description: A problem., content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties:
        id: { type: integer, format: int64 }
        name: { type: string }
        status: { type: string, enum: [available, pending, sold] }
        born: { type: string, format: date }
    Problem: { type: object, required: [code], properties: { code: { type: string } } }
";

/// A folder outside of the workspace, as a reader has it: cargo would make a member of a new crate inside.
struct Reader(PathBuf);

impl Reader {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("specwright-readme-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("openapi.yaml"), PETS).unwrap();
        Self(folder)
    }

    /// Runs the lines of a block, with the command that was built with this test.
    fn run(&self, block: &str) -> Output {
        self.shell(block).output().unwrap()
    }

    fn shell(&self, block: &str) -> Command {
        let specwright = env!("CARGO_BIN_EXE_specwright");
        let script = block
            .replace("cargo run -p specwright --", specwright)
            .replace("\nspecwright ", &format!("\n{specwright} "))
            .replace("\nexec specwright ", &format!("\nexec {specwright} "))
            .replace("…/openapi.yaml", &self.0.join("openapi.yaml").display().to_string())
            .replace('…', &repository().display().to_string());
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", &script]).current_dir(&self.0);
        share_target_folder(&mut shell);
        shell.env("CARGO_NET_OFFLINE", "true");
        shell
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// The code blocks of a section of the README, each with a line break before it.
fn blocks(section: &str) -> Vec<String> {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let heading = format!("\n## {section}\n");
    let (_, rest) = readme.split_once(&heading).unwrap_or_else(|| panic!("the README has no section {section}"));
    let text = rest.split("\n## ").next().unwrap();
    let fenced = text.split("\n```").skip(1).step_by(2);
    fenced.map(|block| format!("\n{}", block.split_once('\n').unwrap().1)).collect()
}

#[track_caller]
fn assert_runs(output: &Output) {
    assert!(output.status.success(), "{}{}", stdout(output), stderr(output));
}

#[test]
fn readme_try_it_with_your_own_document() {
    let [commands, model, _, _] = &blocks("Try it with your own document")[..] else { panic!("four blocks") };
    let reader = Reader::new("see");
    assert_runs(&reader.run(commands));
    let text = reader.read("pets/src/models/pet.rs");
    assert!(text.contains(model.trim()), "the README shows another model than is emitted: {text}");
}

/// The crate of the section on build scripts, with the call that the README shows first.
#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn readme_build_script() {
    let [commands, script, root] = &blocks("In a build script")[..] else { panic!("three blocks") };
    let reader = Reader::new("build");
    assert_runs(&reader.run(&format!("{commands}\n")));
    fs::write(reader.0.join("pets/build.rs"), script).unwrap();
    fs::write(reader.0.join("pets/src/lib.rs"), root).unwrap();
    fs::copy(repository().join("Cargo.lock"), reader.0.join("pets/Cargo.lock")).unwrap();
    let [_, _, call, failing] = &blocks("Try it with your own document")[..] else { panic!("four blocks") };
    let call = format!(
        "pub async fn call(token: &str) -> Result<(), Box<dyn std::error::Error>> {{{call}{failing}\nOk(())\n}}\nfn main() {{}}\n"
    );
    fs::create_dir_all(reader.0.join("pets/examples")).unwrap();
    fs::write(reader.0.join("pets/examples/call.rs"), call).unwrap();
    assert_runs(&reader.run("\ncd pets && cargo check --lib --examples"));
}

#[test]
fn readme_command() {
    let commands = &blocks("The command")[0];
    let reader = Reader::new("command");
    for name in ["a.yaml", "b.yaml"] {
        let other =
            PETS.replace("/pets/{id}", &format!("/{name}/{{id}}")).replace("getPet", &format!("get_{}", &name[..1]));
        fs::write(reader.0.join(name), other).unwrap();
    }
    for line in commands.lines().filter(|line| !line.is_empty()) {
        if line.starts_with("specwright mock") {
            assert_serves(&mut reader.shell(&format!("\nexec {line}")));
        } else {
            assert_runs(&reader.run(&format!("\n{line}")));
        }
    }
}

/// The command prints its address, and runs until it is ended.
fn assert_serves(command: &mut Command) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let goes_on = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(goes_on && first.contains("http://127.0.0.1:"), "{first}");
}

/// Exit status 1: something breaks callers.
#[test]
fn readme_updating_the_document() {
    let [command, report] = &blocks("Updating the document")[..] else { panic!("two blocks") };
    let reader = Reader::new("diff");
    let born = "        born: { type: string, format: date }\n";
    let old = PETS.replace(born, &format!("{born}        color: {{ type: string }}\n"));
    let fields = "        - { name: fields,";
    let lang = "        - { name: lang, in: query, schema: { type: string } }\n";
    let new = old.replace("[id, name]", "[id, name, color]").replace(fields, &format!("{lang}{fields}"));
    fs::write(reader.0.join("old.yaml"), old).unwrap();
    fs::write(reader.0.join("openapi.yaml"), new).unwrap();
    let output = reader.run(command);
    assert_eq!((output.status.code(), stdout(&output).trim()), (Some(1), report.trim()), "{}", stderr(&output));
}

/// The proposed changes are an overlay that can be applied.
#[test]
fn readme_overlays() {
    let reader = Reader::new("fix");
    fs::write(reader.0.join("openapi.yaml"), PETS.replace("type: integer, format", "type: int, format")).unwrap();
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let command = "specwright check openapi.yaml --fix fixes.overlay.yaml";
    assert!(readme.contains(command));
    assert!(stderr(&reader.run(&format!("\n{command}"))).contains("unknown type `int`"));
    let output = reader.run("\nspecwright check openapi.yaml --overlay fixes.overlay.yaml");
    assert!(output.status.success() && !stderr(&output).contains("unknown type"), "{}", stderr(&output));
}

/// The shown error is that of a misspelled reference in the document of the portals. Operations that are added move its lines.
#[test]
fn readme_error_output() {
    let shown =
        blocks("The portals client").into_iter().find(|block| block.contains("error[missing-reference]")).unwrap();
    let reader = Reader::new("error");
    let folder = reader.0.join("spec");
    fs::create_dir_all(&folder).unwrap();
    let document = fs::read_to_string(repository().join("spec/portals.yaml")).unwrap();
    let misspelled = document.replacen("schemas/BulkStatusChangeBody'", "schemas/BulkStatusChangeBdy'", 1);
    fs::write(folder.join("portals.yaml"), misspelled).unwrap();
    fs::write(reader.0.join("strict.toml"), "strict = true\n").unwrap();
    let output = reader.run("\nspecwright check spec/portals.yaml --config strict.toml");
    let without_lines = |text: &str| {
        let letters: String = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
        letters.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let output_text = stderr(&output);
    assert!(without_lines(&output_text).contains(&without_lines(&shown)), "{output_text}");
}

/// The commands of the portals client build programs of their own: `.ci/run` runs them.
#[test]
fn readme_portals_client_commands() {
    let checked = fs::read_to_string(repository().join(".ci/run")).unwrap().replace(" --locked", "");
    let commands = &blocks("The portals client")[0];
    for line in commands.lines().filter(|line| line.starts_with("cargo ")) {
        let command = line.split('#').next().unwrap().trim();
        assert!(checked.contains(command), "{command}");
    }
}
