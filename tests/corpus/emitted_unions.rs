//! A program of a client that prints the variant of a value, and the JSON of a variant.

use crate::crates::Program;
use crate::program::Running;
use crate::unions::Types;
use serde_json::{Value, json};
use specwright::ir::TypeId;
use std::io;
use std::path::Path;

/// The program of a crate, which answers commands about its unions.
pub const PROGRAM: Program = Program {
    harness: Some(&[]),
    text: "//! Reads and writes unions.\n\nfn main() -> std::io::Result<()> {\n    \
           specwright_harness::serve_unions(CRATE::unions::UNIONS)\n}\n",
};

/// A running program.
pub struct Emitted(Running);

impl Emitted {
    /// # Errors
    ///
    /// When the program cannot be run.
    pub fn start(program: &Path) -> io::Result<Self> {
        Running::start(program).map(Self)
    }
}

impl Types for Emitted {
    fn read(&mut self, union: TypeId, value: &Value) -> io::Result<Result<Option<usize>, String>> {
        let response = self.0.ask(&json!({ "union": union.0, "value": value }))?;
        Ok(match response.get("read") {
            Some(read) => Ok(read.as_u64().and_then(|index| usize::try_from(index).ok())),
            None => Err(reason(&response)),
        })
    }

    fn write(&mut self, union: TypeId, variant: usize, value: &Value) -> io::Result<Result<Value, String>> {
        let response = self.0.ask(&json!({ "union": union.0, "variant": variant, "value": value }))?;
        Ok(match response.get("written").and_then(Value::as_str) {
            Some(written) => Ok(serde_json::from_str(written)?),
            None => Err(reason(&response)),
        })
    }
}

fn reason(response: &Value) -> String {
    response.get("error").and_then(Value::as_str).unwrap_or("no reason").to_owned()
}
