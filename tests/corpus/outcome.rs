//! The result for one document, in numbers.

use crate::list::Published;
use serde_json::Value;
use specwright::diagnostics::{Diagnostics, Effect, Strictness};
use specwright::load::{Document, Options};
use specwright::report::Report;
use specwright::resolve::Resolver;
use specwright::{Builder, Error, File};
use std::panic;

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The result for a document.
#[derive(Debug, Default)]
pub struct Outcome {
    pub name: String,
    /// As in the document.
    pub version: String,
    /// Operations that the document has under `paths`.
    pub operations: usize,
    /// Operations that were generated.
    pub generated: usize,
    /// `components.schemas` that the document has in its first file.
    pub schemas: usize,
    /// Things that were reported as left out.
    pub skipped: usize,
    /// Things that were reported as generated in a wider form.
    pub fallbacks: usize,
    /// Everything that was reported.
    pub warnings: usize,
    /// What is generated; nothing when the document was refused.
    pub files: Vec<File>,
    /// Why nothing is, in a line.
    pub refusal: Option<String>,
}

impl Outcome {
    pub fn of(published: &Published, options: &Options) -> Self {
        Self::by(published, options, |builder| builder)
    }

    /// The same with other settings.
    pub fn by(published: &Published, options: &Options, set: fn(Builder) -> Builder) -> Self {
        let mut outcome = Self { name: published.name.clone(), ..Self::default() };
        let run = panic::catch_unwind(panic::AssertUnwindSafe(|| outcome.run(published, options, set)));
        if run.is_err() {
            outcome.refusal = Some("panic".to_owned());
        }
        outcome
    }

    fn run(&mut self, published: &Published, options: &Options, set: fn(Builder) -> Builder) {
        let mut diagnostics = Diagnostics::new(Strictness::Lenient);
        if let Some(document) = specwright::load::document(&published.path, options, &mut diagnostics) {
            self.count(&document);
        }
        let builder = set(Builder::new(&published.path).options(options.clone()));
        if let Ok(read) = builder.read() {
            self.generated = read.api.operations.len();
        }
        match builder.output() {
            Ok(output) => {
                self.report(&output.report);
                self.files = output.files;
            }
            Err(Error::Document { report, .. }) => {
                self.report(&report);
                self.refusal = Some(first_error(&report));
            }
            Err(error) => self.refusal = Some(error.to_string()),
        }
    }

    fn count(&mut self, document: &Document) {
        let resolver = Resolver::new(document);
        let root = resolver.root();
        let text = |node: &Value| node.as_str().map_or_else(|| node.to_string(), ToOwned::to_owned);
        self.version = root.value.get("openapi").map(text).unwrap_or_default();
        let schemas = root.value.pointer("/components/schemas").and_then(Value::as_object);
        self.schemas = schemas.map_or(0, serde_json::Map::len);
        let paths = root.get("paths");
        for (key, item) in paths.iter().flat_map(specwright::resolve::Node::entries) {
            if key.starts_with("x-") {
                continue;
            }
            let item = resolver.follow(&item, &mut Diagnostics::new(Strictness::Lenient)).unwrap_or(item);
            self.operations += METHODS.iter().filter(|method| item.value.get(**method).is_some()).count();
        }
    }

    fn report(&mut self, report: &Report) {
        let count = |effect| report.entries().iter().filter(|entry| entry.effect == Some(effect)).count();
        self.skipped = count(Effect::Skipped);
        self.fallbacks = count(Effect::Fallback);
        self.warnings = report.warnings();
    }
}

fn first_error(report: &Report) -> String {
    let error = report.entries().iter().find(|entry| entry.level == specwright::diagnostics::Level::Error);
    error.map_or_else(String::new, |entry| {
        let file = entry.path.file_name().unwrap_or_default().to_string_lossy();
        format!("{} at {file}:{}:{}: {}", entry.code, entry.line, entry.column, entry.message)
    })
}
