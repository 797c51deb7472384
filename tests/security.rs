//! The guarantees of `SECURITY.md`: every named test exists, and the guarantees that need the whole generator hold.

use serde_json::{Map, Value, json};
use specwright::{Builder, File};
use specwright_tests::{files_under, repository};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What takes longer takes time that grows faster than the document, or a machine that has much else to do.
const SOON: Duration = Duration::from_secs(60);

#[test]
fn every_test_named_in_security_md_exists() {
    let text = fs::read_to_string(repository().join("SECURITY.md")).unwrap();
    let rows: Vec<&str> =
        text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| attack |")).collect();
    assert!(rows.len() > 30, "{} rows", rows.len());
    let mut problems = Vec::new();
    for row in rows {
        let tests: Vec<(&str, &str)> = row.split('`').filter_map(|word| word.split_once(".rs::")).collect();
        if tests.is_empty() {
            problems.push(format!("no test: {row}"));
        }
        for (file, name) in tests {
            let path = repository().join(format!("{file}.rs"));
            if !fs::read_to_string(&path).is_ok_and(|code| has_test(&code, name)) {
                problems.push(format!("there is no test `{name}` in {file}.rs"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Whether the function is there and a test, by an attribute above it.
fn has_test(code: &str, name: &str) -> bool {
    let Some((before, _)) = code.split_once(&format!("fn {name}(")) else { return false };
    let (above, _) = before.rsplit_once('\n').unwrap_or_default();
    let mut above = above.lines().rev().take_while(|line| line.trim_start().starts_with("#["));
    above.any(|line| line.contains("test"))
}

/// Each with a checksum, and none from a repository, whose content may change.
#[test]
fn every_dependency_is_from_crates_io() {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let mut others = 0;
    for package in lock.split("[[package]]").skip(1) {
        if let Some(source) = package.lines().find_map(|line| line.strip_prefix("source = ")) {
            assert_eq!(source, "\"registry+https://github.com/rust-lang/crates.io-index\"", "{package}");
            assert!(package.contains("\nchecksum = \""), "{package}");
            others += 1;
        }
    }
    assert!(others > 100, "{others}");
}

/// A build script compiles the library alone: `specwright vendor` downloads, and `specwright mock` listens.
#[test]
fn a_build_uses_no_network_and_starts_no_process() {
    let folder = repository().join("codegen/src");
    let mut read = 0;
    for path in files_under(&folder) {
        let of_the_command = ["vendor/", "main.rs", "command/mock.rs"].iter().any(|start| path.starts_with(start));
        if of_the_command || Path::new(&path).extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let code = fs::read_to_string(folder.join(&path)).unwrap();
        for word in ["std::net", "TcpStream", "UdpSocket", "ureq::", "std::process::Command", "Command::new", "libc::"]
        {
            assert!(!code.contains(word), "{path}: {word}");
        }
        read += 1;
    }
    assert!(read > 100, "{read}");
    let manifest = fs::read_to_string(repository().join("codegen/Cargo.toml")).unwrap();
    assert!(
        manifest.contains(
            "\ncli = [\"diff\", \"dep:clap\", \"dep:ctrlc\", \"dep:mimalloc\", \"dep:tiny_http\", \"dep:ureq\"]\n"
        ),
        "{manifest}"
    );
}

/// A document in a folder of its own.
fn document(name: &str, paths: &Value, schemas: &Value) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("security").join(name);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("openapi.json");
    let info = json!({ "title": "Test", "version": "1" });
    let components = json!({ "schemas": schemas });
    let document = json!({ "openapi": "3.0.3", "info": info, "paths": paths, "components": components });
    fs::write(&path, document.to_string()).unwrap();
    path
}

fn generated(document: &Path) -> Vec<File> {
    let started = Instant::now();
    let output = Builder::new(document).output().unwrap_or_else(|error| panic!("{error}"));
    assert!(started.elapsed() < SOON, "{}: {:?}", document.display(), started.elapsed());
    output.files
}

fn size(files: &[File]) -> usize {
    files.iter().map(|file| file.text.len()).sum()
}

fn reference(key: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{key}") })
}

fn schemas(count: usize, schema: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..count).map(|index| (format!("A{index}"), schema(index))).collect()
}

/// Each level refers to the next one twice, so that the size doubles 40 times.
#[test]
fn doubling_compositions_are_bounded() {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let level = |index: usize| {
            if index == 40 {
                return json!({ "type": "object", "properties": { "a": { "type": "string" } } });
            }
            let next = reference(&format!("A{}", index + 1));
            json!({ (keyword): [next, { "properties": { (format!("p{index}")): next } }] })
        };
        let files = generated(&document(&format!("doubling_{keyword}"), &json!({}), &schemas(41, level).into()));
        assert!(size(&files) < 1_000_000, "{keyword}: {}", size(&files));
    }
}

#[test]
fn wide_objects_take_linear_time() {
    let properties: Map<String, Value> =
        (0..50_000).map(|index| (format!("p{index}"), json!({ "type": "string" }))).collect();
    let wide = json!({ "Wide": { "type": "object", "properties": properties } });
    let started = Instant::now();
    let read = Builder::new(document("wide", &json!({}), &wide)).read().unwrap();
    assert!(read.api.types.iter().count() > 0 && started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn operations_of_many_parameters_take_linear_time() {
    let parameter =
        |index: usize| json!({ "name": format!("q{index}"), "in": "query", "schema": { "type": "string" } });
    let parameters: Vec<Value> = (0..5_000).map(parameter).collect();
    let get = json!({ "operationId": "get", "parameters": parameters, "responses": { "204": { "description": "" } } });
    let files = generated(&document("parameters", &json!({ "/": { "get": get } }), &json!({})));
    assert!(files.iter().any(|file| file.text.contains("q4999")));
}

/// A union of 200 objects that only differ in optional keys, and a chain of 300 references.
#[test]
fn unions_and_chains_take_bounded_time() {
    let properties: Map<String, Value> =
        (0..40).map(|index| (format!("p{index}"), json!({ "type": "string" }))).collect();
    let mut all = schemas(200, |_| json!({ "type": "object", "properties": properties }));
    let variants: Vec<Value> = (0..200).map(|index| reference(&format!("A{index}"))).collect();
    all.insert("U".to_owned(), json!({ "oneOf": variants }));
    generated(&document("union", &json!({}), &all.into()));

    let link = |index: usize| {
        let own = json!({ "type": "object", "properties": { (format!("p{index}")): { "type": "string" } } });
        if index == 0 { own } else { json!({ "allOf": [reference(&format!("A{}", index - 1)), own] }) }
    };
    let files = generated(&document("chain", &json!({}), &schemas(300, link).into()));
    assert!(size(&files) < 40_000_000, "{}", size(&files));
}

/// Names of Rust, of file systems, of URLs and of nothing, in every place that becomes a name: what is generated is Rust, in
/// files that every system takes.
#[test]
fn hostile_names_become_identifiers() {
    const NAMES: [&str; 47] = [
        "",
        " ",
        "type",
        "Self",
        "crate",
        "_",
        "__",
        "String",
        "Option",
        "0",
        "-1",
        "a b",
        "a/b",
        "a%2Fb",
        "../../a",
        "..",
        ".",
        "/etc/passwd",
        "C:\\a",
        "con",
        "NUL",
        "aux.json",
        "lpt1",
        "com\u{b9}",
        "a.",
        "a ",
        "{a}",
        "}",
        "\"",
        "'",
        "\\",
        "*/",
        "//",
        "\"#",
        "r#\"",
        "$",
        "\u{202e}a",
        "\u{200b}",
        "\u{e0041}",
        "a\nb",
        "a\r\nmod b;",
        "\u{0}",
        "\u{1b}[31m",
        "é",
        "名前",
        "👩‍💻",
        "a\"; fn b() {} //",
    ];
    let property = |name: &str| (name.to_owned(), json!({ "type": "string", "enum": NAMES.as_slice() }));
    let properties: Map<String, Value> = NAMES.iter().map(|name| property(name)).collect();
    let mut all: Map<String, Value> =
        NAMES.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
    all.insert("All".to_owned(), json!({ "type": "object", "properties": properties }));
    let operation = |(index, name): (usize, &&str)| {
        let parameter = json!({ "name": name, "in": "query", "schema": { "type": "string" } });
        let responses = json!({ "204": { "description": name } });
        let get = json!({ "operationId": name, "tags": [name], "summary": name, "parameters": [parameter], "responses": responses });
        (format!("/{index}"), json!({ "get": get }))
    };
    let paths: Map<String, Value> = NAMES.iter().enumerate().map(operation).collect();
    let files = generated(&document("names", &paths.into(), &all.into()));
    assert!(files.len() > 60, "{}", files.len());
    let mut seen = std::collections::HashSet::new();
    for file in &files {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '/';
        assert!(file.path.strip_suffix(".rs").is_some_and(|stem| stem.chars().all(plain)), "{}", file.path);
        assert!(seen.insert(&file.path), "{} twice", file.path);
        let device = ["con", "nul", "aux", "prn", "lpt1", "com1"];
        assert!(file.path.split(['/', '.']).all(|step| !device.contains(&step)), "{}", file.path);
        syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        assert!(!file.text.contains('\u{202e}') && !file.text.contains("\nmod b;"), "{}", file.path);
    }
}
