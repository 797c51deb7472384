//! A running program of a client, which answers a line of JSON with another.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Running {
    /// # Errors
    ///
    /// When the program cannot be run.
    pub fn start(program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let closed = || io::Error::other("the program has no pipes");
        Ok(Self { child, input: input.ok_or_else(closed)?, output: BufReader::new(output.ok_or_else(closed)?) })
    }

    /// The answer to a command.
    ///
    /// # Errors
    ///
    /// When the program has ended.
    pub fn ask(&mut self, command: &Value) -> io::Result<Value> {
        writeln!(self.input, "{command}")?;
        self.input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        serde_json::from_str(&line).map_err(|_| io::Error::other(format!("the program ended at {command}")))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
