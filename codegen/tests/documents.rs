//! Documents of one or more files, and the diagnostics of invalid ones: loading, resolving and reporting together, on
//! real files.

use specwright::diagnostics::{Code, Diagnostics, Level, Strictness};
use specwright::ir::ExampleSource;
use specwright::load::{self, Document, Mapping, Options, Syntax};
use specwright::pointer::{FileId, Origin, Pointer};
use specwright::report::Report;
use specwright::resolve::{Node, Resolver};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of a test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents").join(name));
        fs::remove_dir_all(&folder.0).ok();
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Loads a document and follows every reference in it.
    fn read(&self, path: &str) -> (Option<Document>, Diagnostics) {
        self.read_mapped(path, &[])
    }

    /// The same with folders in place of URLs.
    fn read_mapped(&self, path: &str, mappings: &[(&str, &str)]) -> (Option<Document>, Diagnostics) {
        let mut diagnostics = Diagnostics::new(Strictness::Strict);
        let mut options = Options::default();
        options.mappings.extend(
            mappings
                .iter()
                .map(|(prefix, folder)| Mapping { prefix: (*prefix).to_owned(), folder: self.0.join(folder) }),
        );
        let document = load::document(&self.0.join(path), &options, &mut diagnostics);
        if let Some(document) = &document {
            follow_all(document, &mut diagnostics);
        }
        (document, diagnostics)
    }

    fn report(&self, path: &str) -> Report {
        let (document, diagnostics) = self.read(path);
        Report::new(&diagnostics, document.as_ref())
    }

    /// The diagnostics of a document, with paths relative to the folder.
    fn report_text(&self, path: &str) -> String {
        self.local(&self.report(path).to_string())
    }

    fn local(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.display()), "")
    }
}

fn follow_all(document: &Document, diagnostics: &mut Diagnostics) {
    let resolver = Resolver::new(document);
    for file in 0..document.files().len() {
        let origin = Origin { file: FileId(file), pointer: Pointer::root() };
        let value = document.node(&origin).unwrap();
        let mut waiting = vec![Node { value, origin }];
        while let Some(node) = waiting.pop() {
            if node.reference().is_some() {
                resolver.follow(&node, diagnostics);
            }
            let inner: Vec<_> = node.entries().map(|(_, node)| node).chain(node.items()).collect();
            waiting.extend(inner.into_iter().rev());
        }
    }
}

/// Compares the complete report about one file.
#[track_caller]
fn assert_report(name: &str, text: &str, expected: &str) {
    let folder = Folder::new(name, &[("api.yaml", text)]);
    assert_eq!(folder.report_text("api.yaml").trim_end(), expected.trim_start_matches('\n').trim_end());
}

#[test]
fn syntax_error() {
    assert_report(
        "syntax_error",
        "openapi: 3.0.3\ninfo:\n  title: Pets: a store\n",
        "
error[syntax]: unexpected `:`
 --> api.yaml:3:14
  |
3 |   title: Pets: a store
  |              ^ the second `:` of the line
  |
  = help: put the value in quotes if this `:` belongs to it",
    );
}

#[test]
fn duplicate_key() {
    assert_report(
        "duplicate_key",
        "openapi: 3.0.3\npaths:\n  /a:\n    get: {}\n    put: {}\n    post: {}\n    get: {}\n",
        "
error[duplicate-key]: duplicate key `get`
 --> api.yaml:7:5
  |
4 |     get: {}
  |     --- first used here
...
7 |     get: {}
  |     ^^^
  |
  = help: keep one of the two: YAML does not allow both",
    );
}

#[test]
fn missing_target() {
    assert_report(
        "missing_target",
        "\
openapi: 3.0.3
paths:
  /pets:
    $ref: '#/components/pathItems/Pet'
components:
  pathItems:
    Pets: {}
",
        "
error[missing-reference]: unresolved reference `#/components/pathItems/Pet`
 --> api.yaml:4:11
  |
4 |     $ref: '#/components/pathItems/Pet'
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `#/components/pathItems` has no `Pet`
...
7 |     Pets: {}
  |     ---- a similar name is here
  |
  = help: did you mean `Pets`?",
    );
}

#[test]
fn missing_target_without_a_similar_name() {
    assert_report(
        "missing_target_without_a_similar_name",
        "\
openapi: 3.0.3
a: {$ref: '#/info/license/name'}
b: {$ref: '#/list/3'}
c: {$ref: '#/a/x'}
d: {$ref: '#Pet'}
info: {title: T, version: V}
list: [1, 2]
",
        "
error[missing-reference]: unresolved reference `#/info/license/name`
 --> api.yaml:2:11
  |
2 | a: {$ref: '#/info/license/name'}
  |           ^^^^^^^^^^^^^^^^^^^^^ `#/info` has no `license`
  |
  = help: `#/info` has `title`, `version`

error[missing-reference]: unresolved reference `#/list/3`
 --> api.yaml:3:11
  |
3 | b: {$ref: '#/list/3'}
  |           ^^^^^^^^^^ `#/list` has no `3`
  |
  = help: `#/list` is an array of 2

error[missing-reference]: unresolved reference `#/a/x`
 --> api.yaml:4:11
  |
4 | c: {$ref: '#/a/x'}
  |           ^^^^^^^ `#/a` has no `x`
  |
  = help: `#/a` is itself a reference, which a path cannot pass through: start with `#/info/license/name`

error[missing-reference]: unresolved reference `#Pet`
 --> api.yaml:5:11
  |
5 | d: {$ref: '#Pet'}
  |           ^^^^^^ no schema has the `$anchor` `Pet`
  |
  = help: write the full path, as in `#/components/schemas/Pet`",
    );
}

#[test]
fn reference_loops() {
    assert_report(
        "reference_loops",
        "\
openapi: 3.0.3
self: {$ref: '#/self'}
into: {$ref: '#/b'}
a: {$ref: '#/b'}
b: {$ref: '#/c'}
c: {$ref: '#/b'}
",
        "
error[reference-loop]: the reference refers to itself
 --> api.yaml:2:14
  |
2 | self: {$ref: '#/self'}
  |              ^^^^^^^^
  |
  = help: replace one of these references with the intended target

error[reference-loop]: 2 references form a cycle
 --> api.yaml:5:11
  |
5 | b: {$ref: '#/c'}
  |           ^^^^^
6 | c: {$ref: '#/b'}
  |           ----- through this reference
  |
  = help: replace one of these references with the intended target",
    );
}

#[test]
fn files_outside_of_allowed_folders_are_not_read() {
    let text = "openapi: 3.0.3\na: {$ref: '../../pet.yaml'}\nb: {$ref: '../pet.txt'}\nc: {$ref: '.x/pet.yaml'}\nd: \
         {$ref: '../pet.yaml'}\n";
    let folder = Folder::new(
        "files_outside_of_allowed_folders_are_not_read",
        &[
            ("repository/spec/api.yaml", text),
            ("repository/.git/HEAD", ""),
            ("repository/spec/.x/pet.yaml", "{}"),
            ("repository/pet.yaml", "{}"),
            ("repository/pet.txt", "{}"),
            ("pet.yaml", "{}"),
        ],
    );
    let expected = "\
error[outside-roots]: `pet.yaml` is outside the folders that may be read
 --> repository/spec/api.yaml:2:11
  |
2 | a: {$ref: '../../pet.yaml'}
  |           ^^^^^^^^^^^^^^^^
  |
  = help: files are read from the document's folder, and YAML and JSON files also from its repository or the three folders above it
  = help: move the file there, or allow its folder with `read-from` in the settings or `--read-from`

error[outside-roots]: `repository/pet.txt` is outside the folders that may be read
 --> repository/spec/api.yaml:3:11
  |
3 | b: {$ref: '../pet.txt'}
  |           ^^^^^^^^^^^^
  |
  = help: files are read from the document's folder, and YAML and JSON files also from its repository or the three folders above it
  = help: move the file there, or allow its folder with `read-from` in the settings or `--read-from`

error[outside-roots]: `repository/spec/.x/pet.yaml` is outside the folders that may be read
 --> repository/spec/api.yaml:4:11
  |
4 | c: {$ref: '.x/pet.yaml'}
  |           ^^^^^^^^^^^^^
  |
  = help: files are read from the document's folder, and YAML and JSON files also from its repository or the three folders above it
  = help: move the file there, or allow its folder with `read-from` in the settings or `--read-from`
";
    assert_eq!(folder.report_text("repository/spec/api.yaml"), expected);

    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let options = Options { folders: vec![folder.0.clone()], ..Options::default() };
    let document = load::document(&folder.0.join("repository/spec/api.yaml"), &options, &mut diagnostics);
    assert_eq!(document.unwrap().files().len(), 5);
}

#[test]
fn syntax_errors_in_referenced_files_are_reported_once() {
    let folder = Folder::new(
        "a_broken_file",
        &[
            ("api.yaml", "openapi: 3.0.3\na: {$ref: 'pet.yaml#/a'}\nb: {$ref: 'pet.yaml#/b'}\n"),
            ("pet.yaml", "a: 1\n\tb: 2\n"),
        ],
    );
    let expected = "\
error[syntax]: YAML cannot be indented with tabs
 --> pet.yaml:2:1
  |
2 |     b: 2
  | ^^^^ a tab
  |
 ::: api.yaml:2:11
  |
2 | a: {$ref: 'pet.yaml#/a'}
  |           ------------- referred to here
  |
  = help: indent with spaces
";
    assert_eq!(folder.report_text("api.yaml"), expected);
}

#[test]
fn an_unused_file_may_be_missing() {
    let text = "openapi: 3.0.3\nexample: {value: {$ref: nowhere.json}}\n";
    let folder = Folder::new("a_file_that_nobody_uses", &[("api.yaml", text)]);
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    assert!(load::document(&folder.0.join("api.yaml"), &Options::default(), &mut diagnostics).is_some());
    assert!(!diagnostics.has_errors());
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::new(
        "files_that_cannot_be_read",
        &[
            (
                "api.yaml",
                "openapi: 3.0.3\na: {$ref: pets.yaml}\nb: {$ref: folder}\nc: {$ref: latin.yaml}\nd: {$ref: \
                 wide.json}\n",
            ),
            ("pet.yaml", "{}"),
            ("folder/x.yaml", "{}"),
        ],
    );
    folder.write("latin.yaml", b"title: caf\xe9\n");
    folder.write("wide.json", b"\xff\xfe{\0\0\xd8}\0");
    let expected = "\
error[missing-reference]: cannot read `pets.yaml`: file not found
 --> api.yaml:2:11
  |
2 | a: {$ref: pets.yaml}
  |           ^^^^^^^^^
  |
  = help: there is a file `pet.yaml` in that folder

error[unreadable-file]: cannot read `folder`: it is a folder
 --> api.yaml:3:11
  |
3 | b: {$ref: folder}
  |           ^^^^^^
  |
  = help: name a file in it; a reference that starts with `#/` refers to the same file

error[unreadable-file]: cannot read `latin.yaml`: it is not valid UTF-8: invalid byte at offset 10, in line 1
 --> api.yaml:4:11
  |
4 | c: {$ref: latin.yaml}
  |           ^^^^^^^^^^
  |
  = help: save the file as UTF-8

error[unreadable-file]: cannot read `wide.json`: it is not valid UTF-16
 --> api.yaml:5:11
  |
5 | d: {$ref: wide.json}
  |           ^^^^^^^^^
  |
  = help: save the file as UTF-8
";
    assert_eq!(folder.report_text("api.yaml"), expected);
    let expected = "\
error[unreadable-file]: cannot read `apy.yaml`: file not found
--> apy.yaml
 = help: there is a file `api.yaml` in that folder
";
    assert_eq!(folder.report_text("apy.yaml"), expected);
}

#[test]
fn versions() {
    assert_report(
        "version_swagger",
        "swagger: '1.2'\ninfo: {}\n",
        "
error[unsupported-version]: unsupported Swagger version `1.2`
 --> api.yaml:1:10
  |
1 | swagger: '1.2'
  |          ^^^^^
  |
  = help: Swagger 2.0 is supported: write `swagger: \"2.0\"` if the document is one",
    );
    assert_report(
        "version_none",
        "# A list\n- a\n- b\n",
        "
error[not-openapi]: this is not an OpenAPI document: it has neither `openapi` nor `swagger`
 --> api.yaml:2:1
  |
2 | - a
  | ^^^
  |
  = help: an OpenAPI document starts with its version, such as `openapi: 3.0.3`",
    );
    assert_report(
        "version_later",
        "openapi: 3.3.0\n",
        "
warning[unsupported-version]: OpenAPI 3.3.0 is read as OpenAPI 3.2: its new features are not supported
 --> api.yaml:1:10
  |
1 | openapi: 3.3.0
  |          ^^^^^
  |
  = help: write `openapi: 3.2.0` if the document uses nothing newer",
    );
    for (version, loads, codes) in [
        ("3.0.0", true, vec![]),
        ("3.0.4", true, vec![]),
        ("'3.0'", true, vec![]),
        ("3.0", true, vec![Code::WrongType]),
        ("3.1.0", true, vec![]),
        ("3.1.2", true, vec![]),
        ("3.1", true, vec![Code::WrongType]),
        ("3.10", true, vec![Code::UnsupportedVersion]),
        ("3.2.0", true, vec![]),
        ("3.3.0", true, vec![Code::UnsupportedVersion]),
        ("4.0.0", false, vec![Code::UnsupportedVersion]),
        ("2.0.0", false, vec![Code::UnsupportedVersion]),
        ("three", false, vec![Code::UnsupportedVersion]),
        ("[3]", false, vec![Code::NotOpenApi]),
        ("", false, vec![Code::NotOpenApi]),
    ] {
        let folder = Folder::new("version", &[("api.yaml", &format!("openapi: {version}\n"))]);
        let (_, diagnostics) = folder.read("api.yaml");
        let found: Vec<_> = diagnostics.list().iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!((!diagnostics.has_errors(), found), (loads, codes), "{version}");
    }
}

#[test]
fn files_are_found_through_references() {
    let folder = Folder::new(
        "files_are_found",
        &[
            (
                "spec/api.yaml",
                "openapi: 3.0.3\na: {$ref: 'schemas/pet.json#/Pet'}\nb: {$ref: './schemas/../schemas/pet.json'}\nc: \
                 {$ref: '../my%20common.yaml#/a~1b/%C3%A9'}\n",
            ),
            (
                "spec/schemas/pet.json",
                r#"{"Pet": {"$ref": "../api.yaml#/c"}, "Dog": {"discriminator": {"mapping": {"d": "dog.yml"}}}}"#,
            ),
            ("spec/schemas/dog.yml", "type: object\n"),
            ("my common.yaml", "a/b: {é: {$ref: 'https://example.org/x/end.yaml#/end'}}\n"),
            ("spec/copies/x/end.yaml", "end: {$ref: /last.yaml}\n"),
            ("spec/copies/last.yaml", "type: string\n"),
        ],
    );
    let (document, diagnostics) = folder.read_mapped("spec/api.yaml", &[("https://example.org/", "spec/copies")]);
    let document = document.unwrap();
    assert_eq!(diagnostics.list(), []);
    let paths: Vec<_> = document.files().iter().map(|file| folder.local(&file.path.display().to_string())).collect();
    assert_eq!(
        paths,
        [
            "spec/api.yaml",
            "spec/schemas/pet.json",
            "my common.yaml",
            "spec/schemas/dog.yml",
            "spec/copies/x/end.yaml",
            "spec/copies/last.yaml",
        ]
    );
    let resolver = Resolver::new(&document);
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let start = resolver.root().get("a").unwrap();
    let end = resolver.follow(&start, &mut diagnostics).unwrap();
    assert_eq!((end.origin.file, end.origin.pointer.as_str()), (FileId(5), ""));
    let one_step = resolver.target(&start, &mut diagnostics).unwrap();
    assert_eq!((one_step.origin.file, one_step.origin.pointer.as_str()), (FileId(1), "/Pet"));
    let mapped = Origin { file: FileId(1), pointer: Pointer::parse("/Dog/discriminator/mapping/d").unwrap() };
    let dog = resolver.named("dog.yml#/type", &mapped, &mut diagnostics).unwrap();
    assert_eq!(dog.value, "object");
    assert_eq!(diagnostics.list(), []);
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_read_once() {
    let text = "openapi: 3.0.3\na: {$ref: 'one.yaml'}\nb: {$ref: 'two.yaml'}\nc: {$ref: './api.yaml#/a'}\n";
    let folder = Folder::new("two_names", &[("api.yaml", text), ("one.yaml", "{}")]);
    std::os::unix::fs::symlink("one.yaml", folder.0.join("two.yaml")).unwrap();
    let (document, _) = folder.read("api.yaml");
    assert_eq!(document.unwrap().files().len(), 2);
}

#[test]
fn syntax_is_detected_from_the_text() {
    for (path, text, syntax) in [
        ("a.json", "{\"openapi\": \"3.0.3\"}", Syntax::Json),
        ("a.json", "openapi: 3.0.3", Syntax::Yaml),
        ("a.yaml", " {\n\t\"openapi\": \"3.0.3\"}", Syntax::Json),
        ("a.yml", "{openapi: 3.0.3}", Syntax::Yaml),
        ("a.txt", "\u{feff}{\"openapi\": \"3.0.3\"}", Syntax::Json),
        ("a", "\u{feff}openapi: 3.0.3", Syntax::Yaml),
    ] {
        let folder = Folder::new("the_text_decides", &[(path, text)]);
        let (document, diagnostics) = folder.read(path);
        let document = document.unwrap();
        assert_eq!(document.files()[0].syntax, syntax, "{path} {text}");
        assert_eq!(document.node(&Origin::default().key("openapi")).unwrap(), "3.0.3");
        assert!(!diagnostics.has_errors());
    }
    let folder = Folder::new("a_comma_too_many", &[("api.json", "{\n  \"openapi\": \"3.0.3\",\n}")]);
    let expected = "\
error[syntax]: trailing comma before the closing bracket
 --> api.json:2:21
  |
2 |   \"openapi\": \"3.0.3\",
  |                     ^
  |
  = help: remove the comma: JSON does not allow one after the last item
";
    assert_eq!(folder.report_text("api.json"), expected);
}

#[test]
fn long_source_lines_are_shown_in_part() {
    let filler = "\"filler\": [\"語\", 0], ".repeat(50_000);
    let text = format!("{{\"openapi\": \"3.0.3\", {filler}\"a\": {{\"$ref\": \"#/b\"}}, \"z\": 1, {filler}\"c\": 0}}");
    let column = text.chars().count() - text.split("\"#/b\"").nth(1).unwrap().chars().count() - "\"#/b\"".len() + 1;
    let folder = Folder::new("a_document_on_one_line", &[("api.json", &text)]);
    let report = folder.report("api.json");
    let entry = report.entries().iter().find(|entry| entry.code == Code::MissingReference).unwrap();
    assert_eq!((entry.line, entry.column), (1, column));
    let report_text = folder.local(&report.to_string());
    assert!(report_text.contains(&format!(" --> api.json:1:{column}\n")), "{report_text}");
    assert!(
        report_text.contains("0], \"filler\": [\"語\", 0], \"a\": {\"$ref\": \"#/b\"}, \"z\": 1, "),
        "{report_text}"
    );
    assert!(report_text.lines().all(|line| line.chars().count() < 300), "{report_text}");
    assert!(report_text.len() < 5000, "{report_text}");
}

#[test]
fn underlines_account_for_tabs_wide_characters_and_line_endings() {
    assert_report(
        "tabs_and_wide_characters",
        "openapi: 3.0.3\r\nx: \"\tü語\" # \t\r\na: {'語': \"\t\", $ref: '#/nö'}\r\n",
        "
error[missing-reference]: unresolved reference `#/nö`
 --> api.yaml:3:21
  |
3 | a: {'語': \"    \", $ref: '#/nö'}
  |                         ^^^^^^ `api.yaml` has no `nö`
  |
  = help: `api.yaml` has `openapi`, `x`, `a`",
    );
}

#[test]
fn reports_are_available_as_json() {
    let text = "openapi: 3.3.0\na: {$ref: '#/x'}\nb:\n  $ref: '#/y'\n";
    let folder = Folder::new("a_report", &[("api.yaml", text)]);
    let (document, mut diagnostics) = folder.read("api.yaml");
    let origin = Origin::default().key("b");
    diagnostics.error(Code::WrongType, &origin, "twice").at_key().help("one").help("two");
    diagnostics.error(Code::WrongType, &origin, "twice").at_key();
    let report = Report::new(&diagnostics, &document.unwrap());
    let found: Vec<_> = report
        .entries()
        .iter()
        .map(|entry| (entry.level, entry.code.as_str(), entry.line, entry.column, entry.help.len()))
        .collect();
    assert_eq!(
        found,
        [
            (Level::Warning, "unsupported-version", 1, 10, 1),
            (Level::Error, "missing-reference", 2, 11, 1),
            (Level::Error, "wrong-type", 3, 1, 2),
            (Level::Error, "missing-reference", 4, 9, 1),
        ]
    );
    assert_eq!((report.errors(), report.warnings()), (3, 1));
    assert!(report.entries()[0].path.ends_with("a_report/api.yaml"));
    assert!(report.render(true).contains("\u{1b}["));
    assert!(!report.render(false).contains('\u{1b}'));
}

#[test]
fn duplicate_keys_of_json_are_a_warning() {
    let text = "{\n  \"openapi\": \"3.0.3\",\n  \"a\": 1,\n  \"a\": 2\n}";
    let folder = Folder::new("duplicate_keys_of_json", &[("api.json", text)]);
    let expected = "\
warning[duplicate-key]: duplicate key `a`: the last value is used
 --> api.json:4:3
  |
3 |   \"a\": 1,
  |   --- first used here
4 |   \"a\": 2
  |   ^^^
  |
  = help: keep one of the two
";
    assert_eq!(folder.report_text("api.json"), expected);
}

#[test]
fn errors_at_the_end_of_a_file_are_shown_on_its_last_line() {
    assert_report(
        "the_end_of_a_text",
        "openapi: 3.0.3\na: {b: c\n\n\n",
        "
error[syntax]: expected `,` or `}`
 --> api.yaml:2:9
  |
2 | a: {b: c
  |         ^
  |
  = help: a value that starts with `{` or `[` is an object or array; put it in quotes if it is a string",
    );
    assert_report(
        "an_empty_text",
        " \n",
        "
error[syntax]: the file is empty
 --> api.yaml:1:1
  |
1 |  
  | ^
  |
  = help: an OpenAPI document starts with its version, such as `openapi: 3.0.3`",
    );
}

#[test]
fn mapped_urls_and_paths_generate_the_same_client() {
    let folder = Folder::new(
        "a_folder_in_place_of_urls",
        &[
            (
                "spec/api.yaml",
                "openapi: 3.0.3\na: {$ref: 'https://h/v1/b.yaml#/x'}\nb: {$ref: b.yaml#/x}\nc: {$ref: \
                 'https://H/v1/%61pi.yaml#/a'}\nd: {$ref: 'https://h/v1/deep/c.yaml'}\n",
            ),
            ("spec/b.yaml", "x: {$ref: 'https://h/v1/api.yaml#/info'}\n"),
            ("longer/c.yaml", "$ref: ../b.yaml#/x\n"),
        ],
    );
    let mappings = [("https://h/v1/", "spec"), ("https://h/v1/deep/", "longer")];
    let (document, diagnostics) = folder.read_mapped("spec/api.yaml", &mappings);
    let document = document.unwrap();
    let paths: Vec<_> = document.files().iter().map(|file| folder.local(&file.path.display().to_string())).collect();
    assert_eq!(paths, ["spec/api.yaml", "spec/b.yaml", "longer/c.yaml"]);
    let report = folder.local(&Report::new(&diagnostics, &document).to_string());
    assert!(report.contains("unresolved reference") && report.matches("error").count() == 1, "{report}");
}

#[test]
fn unvendored_references_are_one_error_per_host() {
    let text = "openapi: 3.0.3\na: {$ref: 'https://h/v1/common.yaml#/x'}\nb: {$ref: \
         'https://h/v1/deep/b.yaml#/x'}\nc: {$ref: 'https://h/v1/common.yaml'}\n";
    assert_report(
        "missing_copies",
        text,
        "
error[missing-mapping]: two remote files of `https://h` are not vendored; builds never use the network
 --> api.yaml:2:11
  |
2 | a: {$ref: 'https://h/v1/common.yaml#/x'}
  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: download the missing files once: `specwright vendor api.yaml`
  = help: or use an existing copy: `--map https://h/v1/=DIR`, or in a build script `.map(\"https://h/v1/\", \"DIR\")`",
    );
    let folder = Folder::new("copies_beside", &[("api.yaml", text), ("common.yaml", "{}")]);
    let report_text = folder.report("api.yaml").to_string();
    assert!(report_text.contains(&format!("--map https://h/v1/={}`", folder.0.display())), "{report_text}");
}

#[test]
fn schemas_are_found_by_id_and_anchor() {
    let folder = Folder::new(
        "schemas_are_found_by_id_and_anchor",
        &[
            (
                "api.yaml",
                "openapi: 3.2.0\n$self: https://h/api/v1\na: {$ref: 'https://h/schemas/pet'}\nb: {$ref: \
                 '/schemas/pet#colour'}\nc: {$ref: v1#/end}\nd: {$ref: 'urn:x:tag'}\ne: {$ref: file.yaml}\nend: {}\n",
            ),
            (
                "file.yaml",
                "$id: https://h/schemas/pet\n$defs:\n  c: {$anchor: colour}\n  d: {$id: 'urn:x:tag', $ref: \
                 '#/$defs/e', $defs: {e: {}}}\n  f: {$ref: 'other.yaml'}\n",
            ),
            ("other.yaml", "{}"),
        ],
    );
    let (document, diagnostics) = folder.read("api.yaml");
    assert!(diagnostics.list().is_empty(), "{:?}", diagnostics.list());
    let document = document.unwrap();
    let resolver = Resolver::new(&document);
    for (key, file, pointer) in
        [("a", 1, ""), ("b", 1, "/$defs/c"), ("c", 0, "/end"), ("d", 1, "/$defs/d/$defs/e"), ("e", 1, "")]
    {
        let start = resolver.root().get(key).unwrap();
        let end = resolver.follow(&start, &mut Diagnostics::new(Strictness::Strict)).unwrap().origin;
        assert_eq!((end.file, end.pointer.as_str()), (FileId(file), pointer), "{key}");
    }
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let text = "openapi: 3.0.3\na: {$ref: zero.yaml}\nb: {$ref: pipe.yaml}\nc: {$ref: round.yaml}\nd: {$ref: \
         huge.yaml}\ne: {$ref: secret}\nf: {$ref: passwd.yaml}\n";
    let folder = Folder::new("only_regular_files", &[("api.yaml", text), ("secret", "a: [secret")]);
    std::os::unix::fs::symlink("round.yaml", folder.0.join("round.yaml")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.0.join("passwd.yaml")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.0.join("zero.yaml")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.0.join("pipe.yaml")).status().unwrap();
    assert!(made.success());
    fs::File::create(folder.0.join("huge.yaml")).unwrap().set_len(load::MAX_BYTES + 1).unwrap();
    let report = folder.report("api.yaml");
    let report_text: Vec<_> =
        report.entries().iter().map(|entry| (entry.code.as_str(), folder.local(&entry.message))).collect();
    let expected = [
        ("outside-roots", "`zero.yaml` is outside the folders that may be read"),
        ("unreadable-file", "cannot read `pipe.yaml`: it is not a regular file"),
        ("unreadable-file", "cannot read `round.yaml`: Too many levels of symbolic links (os error 40)"),
        ("too-large", "cannot read `huge.yaml`: the document and the files it refers to have more than 64 MiB"),
        ("unreadable-file", "cannot read `secret`: it is neither YAML nor JSON"),
        ("outside-roots", "`passwd.yaml` is outside the folders that may be read"),
    ];
    assert_eq!(report_text, expected.map(|(code, message)| (code, message.to_owned())));
    assert!(!report.to_string().contains("[secret"), "{report}");

    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    assert!(load::document(Path::new("/dev/zero"), &Options::default(), &mut diagnostics).is_none());
    assert!(load::document(&folder.0.join("huge.yaml"), &Options::default(), &mut diagnostics).is_none());
    let codes: Vec<_> = diagnostics.list().iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::UnreadableFile, Code::TooLarge]);
}

#[test]
fn pathological_documents_are_read_in_linear_time() {
    let key = "k".repeat(3_000_000);
    let many = |line: &str| line.repeat(200_000);
    for (name, text) in [
        ("huge_keys", format!("openapi: 3.0.3\n{key}: {{$ref: '#/{key}x'}}\n? {key}y\n: 1\n")),
        ("a_long_line", format!("openapi: 3.0.3\na: [{}]\nb: {{$ref: '#/a/x'}}\n", many("1, "))),
        ("many_ids", format!("openapi: 3.0.3\na: [{}]\n", "{$id: x, $anchor: y, $ref: '#y'},\n  ".repeat(5000))),
        (
            "many_hosts",
            format!(
                "openapi: 3.0.3\na:\n{}",
                (0..5000).map(|n| format!("- {{$ref: 'https://h{n}/x'}}")).collect::<Vec<_>>().join("\n")
            ),
        ),
    ] {
        let folder = Folder::new(name, &[("api.yaml", &text)]);
        let started = std::time::Instant::now();
        let report_text = folder.report("api.yaml").to_string();
        // Ten times what an unoptimized build takes.
        assert!(started.elapsed().as_secs() < 60, "{name}: {:?}", started.elapsed());
        assert!(report_text.len() < 5_000_000, "{name}: {}", report_text.len());
    }
}

/// The file of an example is found as what a reference names is: relative to its own file, by a mapping, and never
/// outside of the folders that may be read.
#[test]
fn external_examples_are_resolved_like_references() {
    let example = |name: &str, file: &str| format!("              {name}: {{ externalValue: '{file}' }}\n");
    let text = [
        "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths:\n  /a:\n    post:\n      requestBody:\n        \
         content:\n          application/json:\n            examples:\n"
            .to_owned(),
        example("beside", "a/beside.json"),
        example("mapped", "https://h/v1/mapped.json"),
        example("absolute", "/etc/hostname"),
        example("hidden", ".git/hidden.json"),
        example("remote", "https://k/remote.json"),
        "      responses: { '204': { description: Yes } }\n".to_owned(),
    ]
    .concat();
    let files = [
        ("spec/api.yaml", text.as_str()),
        ("spec/a/beside.json", "1"),
        ("spec/.git/hidden.json", "2"),
        ("copies/mapped.json", "3"),
    ];
    let folder = Folder::new("files_of_examples", &files);
    let mut options = Options::default();
    options.mappings.add(Mapping { prefix: "https://h/v1/".to_owned(), folder: folder.0.join("copies") });
    let read = specwright::Builder::new(folder.0.join("spec/api.yaml")).options(options).read().unwrap();
    let examples = &read.api.operations[0].body.as_ref().unwrap().contents[0].examples;
    let files: Vec<String> = examples
        .iter()
        .map(|example| match &example.source {
            ExampleSource::External(path) => folder.local(&path.display().to_string()),
            ExampleSource::Inline(value) => value.to_string(),
        })
        .collect();
    assert_eq!(files, ["spec/a/beside.json", "copies/mapped.json"]);
    let report = read.report.to_string();
    assert!(report.contains("`/etc/hostname` is outside the folders that may be read"), "{report}");
    assert!(report.contains("2 more files of examples"), "{report}");
}

/// Cargo reads what a build script prints line by line.
#[cfg(unix)]
#[test]
fn file_names_cannot_inject_cargo_instructions() {
    let name = "a\ncargo::rustc-link-arg=-fuse-ld=x.yaml";
    let reference = "{ $ref: 'a%0Acargo::rustc-link-arg=-fuse-ld=x.yaml' }";
    let document = format!("openapi: 3.0.3\ninfo: {{ title: A, version: '1' }}\npaths: {{ /a: {reference} }}\n");
    let folder = Folder::new("instruction", &[("api.yaml", &document), (name, "get: {}\n")]);
    let (read, diagnostics) = folder.read("api.yaml");
    assert_eq!(read.unwrap().files().len(), 1);
    let messages: Vec<&str> = diagnostics.list().iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(
        messages[0].ends_with("its path contains a control character") && !messages[0].contains('\n'),
        "{messages:?}"
    );

    let folder = Folder::new("instruction_of_a_root", &[("b\n[dependencies]\n.yaml", "openapi: 3.0.3\n")]);
    let (read, diagnostics) = folder.read("b\n[dependencies]\n.yaml");
    assert!(read.is_none() && diagnostics.has_errors());
}
