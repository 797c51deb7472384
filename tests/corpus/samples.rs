//! Values that are made of schemas, against a JSON Schema validator that reads the document itself.

use crate::dialect::translate;
use crate::list::Published;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::ir::{Api, BodyFormat, Content, Parameter};
use specwright::load::{Document, Options};
use specwright::pointer::Origin;
use specwright::sample::Sampler;
use specwright::validate::Direction;
use std::fmt;

/// The columns of [`Samples`].
pub const HEAD: &str = "name\tschemas\tvalid\tnot made\tnot judged";

/// The results for one document.
#[derive(Debug, Default)]
pub struct Samples {
    pub schemas: usize,
    valid: usize,
    /// Where there is a schema of which no value is made.
    pub not_made: Vec<String>,
    /// Schemas that the validator cannot read.
    not_judged: usize,
    /// Where each schema is, the value, and what is wrong with it.
    pub invalid: Vec<String>,
}

/// The numbers as columns.
impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}\t{}\t{}", self.schemas, self.valid, self.not_made.len(), self.not_judged)
    }
}

/// Makes a value of every parameter, body and response of a document; nothing when it cannot be read.
pub fn of(published: &Published) -> Samples {
    let mut samples = Samples::default();
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let document = specwright::load::document(&published.path, &Options::default(), &mut diagnostics);
    let read = specwright::Builder::new(&published.path).no_config().read();
    let (Some(document), Ok(read)) = (document, read) else { return samples };
    for direction in [Direction::Sent, Direction::Received] {
        let judge = Judge::of(&document, &read.api, direction);
        for operation in &read.api.operations {
            let (bodies, parameters): (Vec<&Content>, &[Parameter]) = match direction {
                Direction::Sent => {
                    (operation.body.iter().flat_map(|body| &body.contents).collect(), &operation.parameters)
                }
                Direction::Received => (operation.responses.iter().flat_map(|one| &one.contents).collect(), &[]),
            };
            for content in bodies.into_iter().filter(|content| content.format == BodyFormat::Json) {
                judge.judge(&content.origin, judge.sampler.content(content), &mut samples);
            }
            for parameter in parameters {
                judge.judge(&parameter.origin, judge.sampler.parameter(parameter), &mut samples);
            }
        }
    }
    samples
}

struct Judge<'d> {
    document: &'d Document,
    api: &'d Api,
    sampler: Sampler<'d>,
    /// The document as JSON Schema 2020-12 would have it.
    root: Value,
    /// What of it schemas refer to.
    keys: &'static [&'static str],
}

impl<'d> Judge<'d> {
    fn of(document: &'d Document, api: &'d Api, direction: Direction) -> Self {
        let mut root = document.node(&api.origin).cloned().unwrap_or_default();
        let whole = root.clone();
        translate(&mut root, &whole, direction);
        let keys: &[&str] =
            if root.to_string().contains("\"#/paths/") { &["components", "paths"] } else { &["components"] };
        Self { document, api, sampler: Sampler::new(&api.types, direction), root, keys }
    }

    /// Judges a value by the schema of the object at a place.
    fn judge(&self, holder: &Origin, value: Option<Value>, samples: &mut Samples) {
        let Some(validator) = self.validator(holder) else {
            samples.not_judged += 1;
            return;
        };
        samples.schemas += 1;
        let at = holder.pointer.as_str();
        let Some(value) = value else { return samples.not_made.push(at.to_owned()) };
        let Some(error) = validator.iter_errors(&value).next() else {
            samples.valid += 1;
            return;
        };
        let shown: String = value.to_string().chars().take(300).collect();
        samples.invalid.push(format!("{at}\t{error} (at {})\t{shown}", error.instance_path()));
    }

    fn validator(&self, holder: &Origin) -> Option<Validator> {
        let is_here = holder.file == self.api.origin.file && self.document.node(holder)?.get("schema").is_some();
        let schema = is_here.then(|| self.root.pointer(holder.pointer.as_str())?.get("schema"))??;
        let mut root = Map::new();
        for key in self.keys {
            root.extend(self.root.get(key).map(|value| ((*key).to_owned(), value.clone())));
        }
        root.insert("allOf".to_owned(), json!([schema]));
        jsonschema::draft202012::new(&Value::Object(root)).ok()
    }
}
