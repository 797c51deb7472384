//! Values of every named schema, read and written back by the types that were emitted for it.

use crate::crates::Program;
use crate::instances;
use crate::list::Published;
use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::ir::{Api, BodyFormat, Content, ExampleSource, StatusRange};
use specwright::load::Options;
use specwright::resolve::{Node, Resolver};
use specwright_tests::json::Json;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The program of a crate: for each line with the name of a schema, or of an operation and a part of it, and a value, `+` or `-`, the length of the answer, and the
/// answer.
pub const PROGRAM: Program = Program {
    harness: None,
    text: r#"//! Reads and writes values back.

use std::io::{BufRead, Write};

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let (name, value) = line.split_once('\t').expect("a name and a value");
        let schema = match name.split_once('\u{1f}') {
            Some((operation, part)) => CRATE::payloads::PAYLOADS
                .iter()
                .find(|payload| payload.operation() == operation && payload.part().to_string() == part),
            None => CRATE::schemas::SCHEMAS.iter().find(|schema| schema.operation() == name),
        };
        let (sign, answer) = match schema.map(|schema| schema.rewrite(value.as_bytes())) {
            Some(Ok(answer)) => ('+', answer),
            Some(Err(error)) => ('-', error.to_string().into_bytes()),
            None => ('-', b"has no type".to_vec()),
        };
        writeln!(out, "{sign}{}", answer.len()).expect("somebody listens");
        out.write_all(&answer).expect("somebody listens");
        out.flush().expect("somebody listens");
    }
}
"#,
};

/// The results for the schemas of one document.
#[derive(Debug, Default)]
pub struct RoundTrips {
    pub components: usize,
    pub sound: usize,
    pub values: usize,
    /// JSON examples of bodies.
    pub examples: usize,
    /// Examples that are written back the same. Others mostly do not fit their schemas.
    pub sound_examples: usize,
    /// Name and reason for each schema and each example that is not sound.
    pub failures: Vec<String>,
}

impl RoundTrips {
    /// Adds the results of another document.
    pub fn add(&mut self, other: Self) {
        self.components += other.components;
        self.sound += other.sound;
        self.values += other.values;
        self.examples += other.examples;
        self.sound_examples += other.sound_examples;
        self.failures.extend(other.failures);
    }
}

/// The numbers as columns.
impl fmt::Display for RoundTrips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { components, sound, values, examples, sound_examples, .. } = self;
        write!(f, "{components}\t{sound}\t{values}\t{examples}\t{sound_examples}")
    }
}

/// Sends values of every named schema through the program.
///
/// # Errors
///
/// When the program cannot be run.
pub fn of(published: &Published, options: &Options, program: &Path) -> io::Result<RoundTrips> {
    let mut outcome = RoundTrips::default();
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let Some(document) = specwright::load::document(&published.path, options, &mut diagnostics) else {
        return Ok(outcome);
    };
    let resolver = Resolver::new(&document);
    let schemas = resolver.root().get("components").and_then(|components| components.get("schemas"));
    let mut rewriter = Rewriter::start(program)?;
    for (key, schema) in schemas.iter().flat_map(Node::entries).filter(|(key, _)| !key.starts_with("x-")) {
        outcome.components += 1;
        let values = instances::of(resolver, &schema);
        let mut reason = values.is_empty().then(|| "no value is known".to_owned());
        let name = aliased(resolver, key, &schema);
        for value in &values {
            outcome.values += 1;
            match rewriter.rewrite(&name, value)? {
                Ok(after) => {
                    let changes = canonical(value).differences(&canonical(&after));
                    if let Some(change) = changes.first().filter(|_| reason.is_none()) {
                        reason = Some(format!("{change} in {}", excerpt(value)));
                    }
                }
                Err(error) if reason.is_none() => reason = Some(format!("{error} in {}", excerpt(value))),
                Err(_) => {}
            }
        }
        match reason {
            Some(reason) => outcome.failures.push(format!("{}\t{key}\t{reason}", published.name)),
            None => outcome.sound += 1,
        }
    }
    if let Ok(read) = specwright::Builder::new(&published.path).options(options.clone()).read() {
        for (name, value) in examples(&read.api) {
            outcome.examples += 1;
            let reason = match rewriter.rewrite(&name, &value)? {
                Ok(after) => canonical(&value).differences(&canonical(&after)).into_iter().next(),
                Err(error) => Some(error),
            };
            match reason {
                None => outcome.sound_examples += 1,
                Some(reason) => {
                    let name = name.replace('\u{1f}', ", ");
                    outcome.failures.push(format!("{}\t{name}\texample: {reason}", published.name));
                }
            }
        }
    }
    Ok(outcome)
}

/// The JSON examples of bodies in the document, each with its operation and part; of several JSON representations the
/// preferred one, which is in the client's table of payloads.
fn examples(api: &Api) -> Vec<(String, Json)> {
    let mut found = Vec::new();
    let mut add = |operation: &str, part: String, content: &Content| {
        for example in content.examples.iter().filter(|_| content.format == BodyFormat::Json) {
            if let ExampleSource::Inline(value) = &example.source {
                found.push((format!("{operation}\u{1f}{part}"), Json::parse(&value.to_string())));
            }
        }
    };
    for operation in &api.operations {
        if let Some(body) = &operation.body {
            body.contents
                .iter()
                .find(|content| content.format == BodyFormat::Json)
                .into_iter()
                .for_each(|content| add(&operation.id, "body".to_owned(), content));
        }
        for response in &operation.responses {
            let status = match response.status {
                StatusRange::Exact(status) => status.to_string(),
                StatusRange::Class(class) => format!("{class}XX"),
                StatusRange::Default => "default".to_owned(),
            };
            if let Some(content) = response.contents.iter().find(|content| content.format == BodyFormat::Json) {
                add(&operation.id, format!("response {status}"), content);
            }
        }
    }
    found
}

/// A component that is only another, by a reference or an `allOf` of one, has no type of its own.
fn aliased(resolver: Resolver<'_>, key: &str, schema: &Node<'_>) -> String {
    let only = schema.get("allOf").filter(|_| schema.value.as_object().is_some_and(|schema| schema.len() == 1));
    let only = only.iter().flat_map(Node::items).collect::<Vec<_>>();
    let schema = if let [only] = only.as_slice() { only } else { schema };
    let target = schema.reference().and_then(|_| resolver.follow(schema, &mut Diagnostics::new(Strictness::Lenient)));
    let named = target.and_then(|target| {
        let key = target.origin.pointer.as_str().strip_prefix("/components/schemas/")?;
        (!key.contains('/')).then(|| key.replace("~1", "/").replace("~0", "~"))
    });
    named.unwrap_or_else(|| key.to_owned())
}

fn excerpt(value: &Json) -> String {
    let text = value.to_string();
    if text.chars().count() <= 200 { text } else { text.chars().take(200).chain(['…']).collect() }
}

/// The value with each number in one spelling, exact to the last digit: `8`, `8.0` and `80e-1` are the same number.
fn canonical(value: &Json) -> Json {
    match value {
        Json::Bare(text) => Json::Bare(number(text).unwrap_or_else(|| text.clone())),
        Json::Text(text) => Json::Text(text.clone()),
        Json::Array(elements) => Json::Array(elements.iter().map(canonical).collect()),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(key, value)| (key.clone(), canonical(value))).collect())
        }
    }
}

fn number(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let exponent = exponent.parse::<i64>().ok()? - i64::try_from(fraction.len()).ok()?;
    let significant = digits.trim_start_matches('0');
    let trimmed = significant.trim_end_matches('0');
    if trimmed.is_empty() {
        return Some("0".to_owned());
    }
    let exponent = exponent + i64::try_from(significant.len() - trimmed.len()).ok()?;
    Some(format!("{sign}{trimmed}e{exponent}"))
}

/// A running program of a crate.
struct Rewriter {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Rewriter {
    fn start(program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let closed = || io::Error::other("the program has no pipes");
        Ok(Self { child, input: input.ok_or_else(closed)?, output: BufReader::new(output.ok_or_else(closed)?) })
    }

    /// The value as it is written back, or why it is not read.
    fn rewrite(&mut self, name: &str, value: &Json) -> io::Result<Result<Json, String>> {
        writeln!(self.input, "{name}\t{value}")?;
        self.input.flush()?;
        let mut head = String::new();
        self.output.read_line(&mut head)?;
        let (sign, length) = head
            .trim_end()
            .split_at_checked(1)
            .ok_or_else(|| io::Error::other(format!("the program ended at {name}: {value}")))?;
        let mut response = vec![0; length.parse().map_err(io::Error::other)?];
        self.output.read_exact(&mut response)?;
        let response = String::from_utf8_lossy(&response).into_owned();
        Ok(if sign == "+" { Ok(Json::parse(&response)) } else { Err(response) })
    }
}

impl Drop for Rewriter {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
