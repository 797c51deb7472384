//! One mistake in a sound document is named, at its place, with a remedy.
//!
//! `mistakes.txt` lists them. Each begins with `== ` and a name, and the document in brackets: `shelter.yaml` (3.0),
//! the same text with another version (3.1), `shelter.json`, or `shelter-2.0.yaml` (2.0). Lines that begin with `-` are
//! replaced with the lines that begin with `+`; `§` marks the position of the mistake. A line that begins with `!` has
//! the expected code, and a part of the message or of the help: one for each `§`, in the order of the document. There
//! must be no other diagnostics. For `settings` and `overlay`, the lines are the settings or the actions of an overlay
//! for `shelter.yaml`.

use specwright::report::{Entry, Report};
use specwright::{Builder, Error};
use specwright_tests::{files_under, on_all_processors, repository};
use std::fmt::Write as _;
use std::path::Path;

/// Marks the position of a mistake.
const MARK: char = '§';

/// One mistake, and the expected diagnostics.
struct Case<'t> {
    name: &'t str,
    document: &'t str,
    removed: Vec<&'t str>,
    added: Vec<&'t str>,
    expected: Vec<(&'t str, &'t str)>,
}

impl<'t> Case<'t> {
    fn parse(text: &'t str) -> Self {
        let (title, lines) = text.split_once('\n').unwrap_or((text, ""));
        let (name, document) = title.rsplit_once(" [").expect("a case names its document in brackets");
        let with = |sign: char| lines.lines().filter_map(move |line| line.strip_prefix(sign)).collect::<Vec<_>>();
        let expected = with('!').into_iter().map(|line| line.trim().split_once(": ").expect("`! code: words`"));
        let document = document.trim_end_matches(']');
        Self { name, document, removed: with('-'), added: with('+'), expected: expected.collect() }
    }

    /// The document with the mistake, and the lines and columns where it is.
    fn write(&self) -> (String, Vec<(usize, usize)>) {
        let base = base(self.document);
        let added = self.added.join("\n") + "\n";
        let changed = match self.removed.join("\n") {
            removed if removed.is_empty() => base + &added,
            removed => {
                let removed = removed + "\n";
                let count = base.matches(&removed).count();
                let is_clear = count == 1 || base.starts_with(&removed);
                assert!(is_clear, "{}: {count} places have the lines that are replaced", self.name);
                base.replacen(&removed, &added, 1)
            }
        };
        let marked = changed.replace("<TAB>", "\t").replace("<BOM>", "\u{feff}");
        let positions = marked.lines().enumerate().flat_map(|(index, line)| {
            let marks = line.chars().enumerate().filter(|(_, character)| *character == MARK);
            marks.enumerate().map(move |(before, (column, _))| (index + 1, column + 1 - before)).collect::<Vec<_>>()
        });
        (marked.replace(MARK, ""), positions.collect())
    }
}

/// A sound document in a version, or in JSON.
fn base(name: &str) -> String {
    let read = |name: &str| {
        let path = repository().join("tests/mistakes").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    match name {
        "json" => read("shelter.json"),
        "settings" => String::new(),
        "overlay" => "overlay: 1.0.0\ninfo: { title: Corrections, version: '1' }\nactions:\n".to_owned(),
        "3.0" => read("shelter.yaml"),
        "2.0" => read("shelter-2.0.yaml"),
        version => read("shelter.yaml").replace("openapi: 3.0.3", &format!("openapi: {version}.0")),
    }
}

fn report(builder: &Builder) -> Report {
    match builder.output() {
        Ok(output) => output.report,
        Err(Error::Document { report, .. }) => report,
        Err(error) => panic!("{error}"),
    }
}

/// Writes a document, or what applies to one, to the thread's folder, with a file that it may refer to, and returns the
/// diagnostics.
fn report_of(text: &str, document: &str, thread: usize) -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mistakes/{thread}"));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file can be written");
        path
    };
    write("Common.yaml", "Name: { type: string }\n");
    let sound = || Builder::new(write("shelter.yaml", &base("3.0")));
    let builder = match document {
        "settings" => sound().config(write("shelter.toml", text)),
        "overlay" => sound().overlay(write("overlay.yaml", text)),
        "json" => Builder::new(write("shelter.json", text)),
        _ => Builder::new(write("shelter.yaml", text)),
    };
    report(&builder).entries().to_vec()
}

/// Whether the entry has the code, the position, the expected text, and help.
fn fits(entry: &Entry, (line, column): (usize, usize), (code, words): (&str, &str)) -> bool {
    let is_there = entry.line == line && entry.column == column && entry.code.as_str() == code;
    let has_words = std::iter::once(&entry.message).chain(&entry.help).any(|text| text.contains(words));
    is_there && has_words && !entry.help.is_empty()
}

/// Finds a code that is declared but never reported, and a diagnostic without a test: a case in `mistakes.txt`, a fixture, or
/// another test of the generator.
#[test]
fn every_code_is_expected_by_a_test() {
    let read =
        |path: &str| std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let is_test = |path: &String| {
        path.starts_with("codegen/tests/")
            || ["/expected.txt", "/warnings.txt", "/tests.rs"].iter().any(|end| path.ends_with(end))
    };
    let under = |folder: &str| -> Vec<String> {
        files_under(&repository().join(folder)).iter().map(|path| format!("{folder}/{path}")).collect()
    };
    let files = ["tests/fixtures", "codegen/src", "codegen/tests"].into_iter().flat_map(under).filter(is_test);
    let tests: String = files.chain(["tests/mistakes/mistakes.txt".to_owned()]).map(|path| read(&path)).collect();
    let declarations = read("codegen/src/diagnostics/code.rs");
    let codes = declarations.lines().filter_map(|line| line.trim().strip_suffix("\",")?.split_once(" = \""));
    let is_expected = |(variant, code): &(&str, &str)| {
        [format!("! {code}:"), format!("[{code}]"), format!("Code::{variant}")].iter().any(|it| tests.contains(it))
    };
    let (expected, others): (Vec<_>, Vec<_>) = codes.partition(is_expected);
    assert!(expected.len() > 40 && others.is_empty(), "add a case to `mistakes.txt`, or a fixture, for {others:?}");
}

#[test]
fn every_mistake_is_reported_once_at_its_position() {
    for document in ["2.0", "3.0", "3.1", "json"] {
        let report = report_of(&base(document), document, 0);
        assert!(report.is_empty(), "{document}: {report:#?}");
    }
    let table = std::fs::read_to_string(repository().join("tests/mistakes/mistakes.txt")).expect("the table is there");
    let cases: Vec<Case<'_>> = table.split("\n== ").skip(1).map(Case::parse).collect();
    assert!(cases.len() >= 40, "{} mistakes", cases.len());
    let failures = on_all_processors(&cases, |thread, case| failures(case, thread)).concat();
    assert!(failures.is_empty(), "\n{failures}");
}

/// Where the diagnostics are not the expected ones, in a line each.
fn failures(case: &Case<'_>, thread: usize) -> String {
    let (text, positions) = case.write();
    assert_eq!(positions.len(), case.expected.len(), "{}: one `!` for each `{MARK}`", case.name);
    let report = report_of(&text, case.document, thread);
    let mut expected: Vec<_> = positions.into_iter().zip(case.expected.iter().copied()).collect();
    let mut other_messages: Vec<&Entry> = Vec::new();
    for entry in &report {
        match expected.iter().position(|(position, expected)| fits(entry, *position, *expected)) {
            Some(index) => drop(expected.remove(index)),
            None => other_messages.push(entry),
        }
    }
    let mut failures = String::new();
    for (position, expected) in &expected {
        let _ = writeln!(failures, "{} [{}]: not reported at {position:?}: {expected:?}", case.name, case.document);
    }
    for Entry { line, column, code, message, help, .. } in other_messages {
        let _ = writeln!(
            failures,
            "{} [{}]: reported {line}:{column}: {code}: {message}; {help:?}",
            case.name, case.document
        );
    }
    failures
}
