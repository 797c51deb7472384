//! One run: generates, and checks the output.

use proc_macro2::{Group, TokenStream, TokenTree};
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
    /// The position and message of the thread's last panic.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The result for a document.
pub enum Outcome {
    Client,
    Refusal,
}

/// A diagnostic without help.
fn without_remedy(report: &Report) -> Option<String> {
    let mut shown = report.entries().iter().filter(|entry| entry.level != Level::Note);
    let found = shown.find(|entry| entry.help.is_empty())?;
    Some(format!("no remedy for: {}[{}]", found.message, found.code))
}

/// The result for a document, or the violated invariant.
pub fn document(path: &Path) -> Result<Outcome, String> {
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
            wrong.map_or(Ok(Outcome::Client), Err)
        }
        Err(Error::Document { report, .. }) => {
            let silent = report.render(false).trim().is_empty();
            if silent {
                return Err("refused without a word".to_owned());
            }
            without_remedy(&report).map_or(Ok(Outcome::Refusal), Err)
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
    docs.harm.map(|harm| format!("documentation has become code, HTML or a link: {harm}"))
}

/// Looks for what no documentation may hold: code that rustdoc would compile, HTML, links to anything but the web.
#[derive(Default)]
struct Docs {
    /// The lines of the item whose attributes are being read.
    lines: Vec<String>,
    harm: Option<String>,
}

impl Docs {
    fn read(&mut self, text: &str) {
        self.lines.extend(text.split('\n').map(ToOwned::to_owned));
    }

    fn finish(&mut self) {
        let text = unindented(&std::mem::take(&mut self.lines)).join("\n");
        if self.harm.is_none() {
            self.harm = harm_in(&text);
        }
    }

    /// The documentation among the tokens of a macro call: setters are documented where they are listed.
    fn read_tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            let TokenTree::Group(group) = token else { continue };
            if let Some(text) = doc(&group) {
                self.read(&text);
            } else {
                self.finish();
                self.read_tokens(group.stream());
            }
        }
        self.finish();
    }
}

impl VisitMut for Docs {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        for attribute in attributes {
            let syn::Meta::NameValue(pair) = &attribute.meta else { continue };
            if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value
                && pair.path.is_ident("doc")
            {
                self.read(&text.value());
            }
        }
        self.finish();
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        self.read_tokens(call.tokens.clone());
    }
}

/// The text of `[doc = "text"]`.
fn doc(group: &Group) -> Option<String> {
    let mut tokens = group.stream().into_iter();
    let is_doc = matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "doc");
    match tokens.nth(1) {
        Some(TokenTree::Literal(text)) if is_doc => {
            Some(syn::parse_str::<syn::LitStr>(&text.to_string()).ok()?.value())
        }
        _ => None,
    }
}

/// As in rustdoc: the common indentation of all lines is removed.
fn unindented(lines: &[String]) -> Vec<&str> {
    let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    lines.iter().map(|line| line.get(least..).unwrap_or_default()).collect()
}

/// The first part of a documentation that rustdoc takes for more than text. Code is in blocks of `text`; no other is
/// emitted in the layout that is tried here.
fn harm_in(markdown: &str) -> Option<String> {
    harms(markdown).into_iter().next()
}

/// All of them.
pub fn harms(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let events = Parser::new_ext(markdown, options).into_offset_iter();
    let harmful = events.filter(|(event, _)| is_harmful(event));
    harmful.map(|(event, range)| format!("{event:?} in {:?}", &markdown[range])).collect()
}

fn is_harmful(event: &Event) -> bool {
    match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => &**info != "text",
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.contains(':') && !is_web(dest_url),
        Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_))
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_) => true,
        _ => false,
    }
}

/// Items of the crate are linked to by paths such as `Self::new`.
fn is_web(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    address.starts_with("https://") || address.starts_with("http://") || address.contains("::")
}
