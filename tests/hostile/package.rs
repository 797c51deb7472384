//! Hostile text in the README of a crate and in the documentation of its root, which show it as text.

use crate::mutate;
use crate::random::Random;
use crate::run::harms;
use serde_json::{Value, json};
use specwright::{Builder, Layout, Package, Runtime};
use std::fs;
use std::path::{Path, PathBuf};

/// What one hostile document makes of the files that its words reach as a whole.
pub fn problems(runs: usize) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile-package");
    let _ = fs::create_dir_all(&folder);
    // What a file may be called: the name ends no comment.
    let path = folder.join("a--->b.json");
    let mut random = Random::new(1);
    let mut documents = (0..runs).map(|_| document(&mut random));
    documents
        .find_map(|document| {
            let problems = problems_of(&path, &document);
            (!problems.is_empty()).then_some(problems)
        })
        .unwrap_or_default()
}

fn document(random: &mut Random) -> Value {
    let mut words = || mutate::hostile_prose(random);
    let (tag, operation) = (
        words(),
        json!({
            "operationId": "get", "summary": words(), "description": words(),
            "parameters": [
                { "name": words(), "in": "query", "required": true, "schema": { "type": "string" }, "example": words() },
                { "name": "b", "in": "query", "schema": { "type": "string" }, "example": words() },
            ],
            "responses": { "204": { "description": words() } },
        }),
    );
    let mut paths = json!({ "/a": { "get": operation } });
    paths["/a"]["get"]["tags"] = json!([tag]);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": words(), "version": words(), "summary": words(), "description": words(), "termsOfService": words(),
            "license": { "name": words(), "url": words() }, "contact": { "name": words(), "email": words() },
        },
        "servers": [{ "url": "https://a.example", "description": words() }],
        "tags": [{ "name": tag, "description": words() }],
        "externalDocs": { "url": words(), "description": words() },
        "paths": paths,
    })
}

fn problems_of(path: &Path, document: &Value) -> Vec<String> {
    fs::write(path, document.to_string()).expect("the folder of the target can be written");
    let name = "hostile".parse().expect("the name is one of a crate");
    let layout = Layout::Crate(Package { name, runtime: Runtime::Version("0.1".to_owned()) });
    let output = match Builder::new(path).layout(layout).output() {
        Ok(output) => output,
        Err(error) => return vec![error.to_string()],
    };
    let text = |name: &str| output.files.iter().find(|file| file.path == name).map_or("", |file| &file.text);
    let manifest = text("Cargo.toml").parse::<toml::Table>();
    let readme = harms(text("README.md"));
    let mut problems: Vec<_> = manifest.err().map(|error| error.to_string()).into_iter().collect();
    // The first line has the source of the file, and two blocks show the first call.
    let own = ["HtmlBlock", "Html(", "\"toml\"", "\"rust\""];
    if readme.len() != own.len() || !readme.iter().zip(own).all(|(harm, own)| harm.contains(own)) {
        problems.extend(readme);
        problems.push(text("README.md").to_owned());
    }
    let operations = output.files.iter().find(|file| file.text.contains("pub struct Get<"));
    let operations = operations.map_or("", |file| &file.text);
    for (file, docs) in [(text("src/lib.rs"), "//!"), (operations, "///")] {
        let docs = docs_of(file, docs);
        // One call is shown, in a test of the crate.
        let harms = harms(&docs);
        let is_own = |harm: &String| harm.starts_with("Start(CodeBlock(Fenced(Borrowed(\"no_run\")))");
        if harms.len() != 1 || !harms.iter().all(is_own) || !is_program(&docs) {
            problems.extend(harms);
            problems.push(file.to_owned());
        }
    }
    problems
}

/// The text of the lines that begin with this.
fn docs_of(text: &str, start: &str) -> String {
    let lines = text.lines().filter_map(|line| line.strip_prefix(start));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
}

/// Whether the test that is in a documentation is Rust.
fn is_program(docs: &str) -> bool {
    // Similar parts of a description are text, and precede it.
    let block = docs.rsplit_once("\n```no_run\n").and_then(|(_, rest)| rest.split_once("\n```"));
    let block = block.map_or("", |(block, _)| block);
    let lines: Vec<&str> = block.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    !lines.is_empty() && syn::parse_file(&lines.join("\n")).is_ok()
}
