//! Unions of a client: which variant a value is read as, and what each variant is written as.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::io::{self, BufRead, Write};

/// A union of a client.
#[derive(Debug, Clone, Copy)]
pub struct Union {
    /// The number of its type.
    pub id: usize,
    /// Whether it is sent. Types that are only received are written back unchanged.
    pub is_sent: bool,
    /// Reads a value of it.
    pub read: fn(&str) -> Answer,
    /// For each variant: writes the union that is made of a value of it.
    pub write: &'static [fn(&str) -> Answer],
}

/// The outcome for a value.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The variant that it was read as; `None` if it is an unknown value.
    Read(Option<usize>),
    /// What the union writes.
    Written(String),
    /// Nobody is to make a value of it.
    Received,
    /// There is no such union, or no such variant.
    Absent,
    /// Why it is neither.
    Error(String),
}

/// Reads a union, and returns the variant.
pub fn variant<U: DeserializeOwned>(json: &str, index: fn(&U) -> Option<usize>) -> Answer {
    match serde_json::from_str(json) {
        Ok(value) => Answer::Read(index(&value)),
        Err(error) => Answer::Error(error.to_string()),
    }
}

/// Reads what a variant holds, and writes the union that is made of it.
pub fn written<T: DeserializeOwned, U: Serialize>(json: &str, variant: fn(T) -> U) -> Answer {
    let written = serde_json::from_str(json).and_then(|value| serde_json::to_string(&variant(value)));
    written.map_or_else(|error| Answer::Error(error.to_string()), Answer::Written)
}

/// The same for a variant that holds the value of the only property of its objects.
pub fn written_property<T: DeserializeOwned, U: Serialize>(json: &str, key: &str, variant: fn(T) -> U) -> Answer {
    match serde_json::from_str::<std::collections::BTreeMap<String, Box<RawValue>>>(json) {
        Ok(object) => match object.get(key) {
            Some(value) => written(value.get(), variant),
            None => Answer::Error(format!("missing property `{key}`")),
        },
        Err(error) => Answer::Error(error.to_string()),
    }
}

/// Writes the union that is a variant without a field.
pub fn unit<U: Serialize>(variant: &U) -> Answer {
    serde_json::to_string(variant).map_or_else(|error| Answer::Error(error.to_string()), Answer::Written)
}

/// A value, and what is to be done with it.
#[derive(Deserialize)]
struct Command {
    /// The number of the union's type.
    union: usize,
    /// The variant that is to be made of the value; none where the union is to be read.
    #[serde(default)]
    variant: Option<usize>,
    value: Box<RawValue>,
}

impl Command {
    fn run(&self, union: &Union) -> Answer {
        let value = self.value.get();
        match self.variant {
            None => (union.read)(value),
            Some(_) if !union.is_sent => Answer::Received,
            Some(index) => union.write.get(index).map_or(Answer::Absent, |write| write(value)),
        }
    }
}

/// Answers the commands of standard input until it ends, each a line of JSON.
///
/// # Errors
///
/// If standard input or output fails, or a line is not a command.
pub fn serve_unions(unions: &[Union]) -> io::Result<()> {
    let unions: HashMap<usize, &Union> = unions.iter().map(|union| (union.id, union)).collect();
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let command: Command = serde_json::from_str(&line?)?;
        let response = unions.get(&command.union).map_or(Answer::Absent, |union| command.run(union));
        writeln!(output, "{}", serde_json::to_string(&response)?)?;
        output.flush()?;
    }
    Ok(())
}
