//! What a driver of a server finds: each check is named and counted, and none stops the rest.
//!
//! A check is named `behavior: detail`. The first part is a row of the table in `README.md`.

use std::error::Error;
use std::fmt::Debug;

use futures_util::{Stream, TryStreamExt};
use serde::Serialize;
use serde_json::Value;

/// The checks of one driver. Each is a line on standard output, which `run` reads.
#[derive(Default)]
pub struct Checks;

impl Checks {
    /// The address of the server, which `run` passes as the only argument.
    #[must_use]
    pub fn server() -> String {
        std::env::args().nth(1).expect("the address of the server is the argument")
    }

    /// Both are the same.
    pub fn equal<A: Debug + PartialEq<B>, B: Debug>(&self, name: &str, got: A, expected: B) {
        if got == expected {
            report("pass", name, "");
        } else {
            report("fail", name, &format!("got {got:?}, expected {expected:?}"));
        }
    }

    /// The call succeeded, and its response is this JSON. `1.0` is `1`, as JSON has it.
    pub fn json<T: Serialize, E: Error>(&self, name: &str, result: Result<T, E>, expected: Value) {
        if let Some(response) = self.response(name, result) {
            match serde_json::to_value(response) {
                Ok(got) => self.equal(name, with_integers(got), with_integers(expected)),
                Err(error) => report("fail", name, &format!("the response is not JSON: {error}")),
            }
        }
    }

    /// The call succeeded with this.
    pub fn value<T: Debug + PartialEq<U>, U: Debug, E: Error>(&self, name: &str, result: Result<T, E>, expected: U) {
        if let Some(response) = self.response(name, result) {
            self.equal(name, response, expected);
        }
    }

    /// The call failed, and this is what its error shows.
    pub fn error<T: Debug, E: Error, U: Debug + PartialEq>(
        &self,
        name: &str,
        result: Result<T, E>,
        shown: impl FnOnce(&E) -> U,
        expected: U,
    ) {
        match result {
            Ok(response) => report("fail", name, &format!("no error, but {response:?}")),
            Err(error) => {
                let got = shown(&error);
                if got == expected {
                    report("pass", name, "");
                } else {
                    let chain = chain(&error);
                    report("fail", name, &format!("got {got:?}, expected {expected:?}, of the error: {chain}"));
                }
            }
        }
    }

    /// What was found otherwise, if anything.
    pub fn found(&self, name: &str, found: Result<(), String>) {
        match found {
            Ok(()) => report("pass", name, ""),
            Err(reason) => report("fail", name, &reason),
        }
    }

    /// What the call responded with. A failed call is a failed check.
    pub fn response<T, E: Error>(&self, name: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| report("fail", name, &chain(&error))).ok()
    }
}

/// JSON in which numbers without a fraction are integers.
#[allow(clippy::cast_possible_truncation)]
fn with_integers(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => Value::from(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(with_integers).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, with_integers(value))).collect(),
        other => other,
    }
}

/// All bytes of a stream.
///
/// # Errors
///
/// The stream's own.
pub async fn collected<B: AsRef<[u8]>, E>(stream: impl Stream<Item = Result<B, E>>) -> Result<Vec<u8>, E> {
    let add = |mut all: Vec<u8>, chunk: B| async move {
        all.extend_from_slice(chunk.as_ref());
        Ok(all)
    };
    stream.try_fold(Vec::new(), add).await
}

fn report(outcome: &str, name: &str, reason: &str) {
    let reason = reason.replace('\n', " ");
    println!("{outcome}\t{name}\t{reason}");
}

/// An error with all its causes.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}
