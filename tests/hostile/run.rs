//! One run: generate, and look at what came.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use specwright::diagnostics::Level;
use specwright::report::Report;
use specwright::{Builder, Error, File};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;
use syn::visit_mut::VisitMut;

thread_local! {
    /// Where the thread last panicked, and with what words.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What comes of a document.
pub enum Came {
    Client,
    Refusal,
}

/// A diagnostic that does not say what to write instead.
fn without_remedy(report: &Report) -> Option<String> {
    let mut shown = report.entries().iter().filter(|entry| entry.level != Level::Note);
    let found = shown.find(|entry| entry.help.is_empty())?;
    Some(format!("no remedy for: {}[{}]", found.message, found.code))
}

/// What comes of a document, or what is wrong with it.
pub fn document(path: &Path) -> Result<Came, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        panic::set_hook(Box::new(|panic| PANIC.with_borrow_mut(|last| *last = panic.to_string().replace('\n', " "))));
    });
    let path = AssertUnwindSafe(path);
    let run = panic::catch_unwind(|| match Builder::new(*path).output() {
        Ok(output) => {
            // Reports are for people: rendering them must not fail either.
            let _ = output.report.render(false);
            let wrong = |file: &File| wrong(&file.text).map(|problem| format!("{problem}\nin {}", file.path));
            let wrong = output.files.iter().find_map(wrong).or_else(|| without_remedy(&output.report));
            wrong.map_or(Ok(Came::Client), Err)
        }
        Err(Error::Document { report, .. }) => {
            let silent = report.render(false).trim().is_empty();
            if silent {
                return Err("refused without a word".to_owned());
            }
            without_remedy(&report).map_or(Ok(Came::Refusal), Err)
        }
        Err(error) => Err(error.to_string()),
    });
    run.unwrap_or_else(|_| Err(PANIC.with_borrow(|last| format!("panic: {last}"))))
}

/// What is wrong with an emitted text.
fn wrong(text: &str) -> Option<String> {
    let mut file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return Some(format!("no Rust: {error}")),
    };
    let mut docs = Docs::default();
    docs.visit_file_mut(&mut file);
    docs.code.map(|code| format!("documentation has become code: {code:?}"))
}

/// Looks for code in documentation that rustdoc would compile. None is emitted on purpose.
#[derive(Default)]
struct Docs {
    /// The lines of the item whose attributes are being read.
    lines: Vec<String>,
    code: Option<String>,
}

impl Docs {
    fn finish(&mut self) {
        let text = unindented(&std::mem::take(&mut self.lines)).join("\n");
        if self.code.is_none() {
            self.code = rust_in(&text);
        }
    }
}

impl VisitMut for Docs {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        for attribute in attributes {
            let syn::Meta::NameValue(pair) = &attribute.meta else { continue };
            if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value
                && pair.path.is_ident("doc")
            {
                self.lines.extend(text.value().split('\n').map(ToOwned::to_owned));
            }
        }
        self.finish();
    }
}

/// As rustdoc does: what every line is indented by is no indentation.
fn unindented(lines: &[String]) -> Vec<&str> {
    let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    lines.iter().map(|line| line.get(least..).unwrap_or_default()).collect()
}

/// The first code block that rustdoc takes for Rust.
fn rust_in(markdown: &str) -> Option<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(markdown, options).into_offset_iter().find_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some(markdown[range].to_owned()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_rust(&info) => Some(markdown[range].to_owned()),
        _ => None,
    })
}

fn is_rust(info: &str) -> bool {
    let known =
        ["rust", "should_panic", "no_run", "ignore", "compile_fail", "test_harness", "custom", "standalone_crate"];
    let mut words = info.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    words.all(|word| known.contains(&word) || word.starts_with("ignore-") || word.starts_with("edition"))
}
