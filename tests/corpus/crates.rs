//! What was generated as crates of one workspace, which cargo checks in one go.

use crate::outcome::Outcome;
use serde_json::Value;
use specwright::File;
use specwright_tests::repository;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

/// The errors of rustc for a crate.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    pub errors: usize,
    pub warnings: usize,
    /// The first error, or else the first warning.
    pub first: Option<String>,
}

/// The program of a crate.
pub struct Program {
    /// The features of specwright-harness, if it is used.
    pub harness: Option<&'static [&'static str]>,
    /// Its `main.rs`, in which `CRATE` is replaced with the name of the crate.
    pub text: &'static str,
}

/// A workspace in a folder of its own.
pub struct Workspace {
    folder: PathBuf,
    members: Vec<String>,
}

impl Workspace {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), members: Vec::new() }
    }

    /// Writes the client of a document as a crate, only changed files, with an additional module.
    ///
    /// # Errors
    ///
    /// The first that writing meets.
    pub fn add(&mut self, outcome: &Outcome, module: &File) -> io::Result<()> {
        self.write(outcome, module, None)
    }

    /// The same with a program as its `main.rs`.
    ///
    /// # Errors
    ///
    /// The first that writing meets.
    pub fn add_program(&mut self, outcome: &Outcome, module: &File, program: &Program) -> io::Result<()> {
        self.write(outcome, module, Some(program))
    }

    fn write(&mut self, outcome: &Outcome, module: &File, program: Option<&Program>) -> io::Result<()> {
        let name = crate_name(&outcome.name);
        let folder = self.folder.join(&name);
        let source = folder.join("src");
        let modules = format!("pub mod {};\n", module.path.trim_end_matches(".rs"));
        for file in outcome.files.iter().chain([module]) {
            let (path, head, tail) = match file.path.as_str() {
                "mod.rs" => ("lib.rs", "//! A client.\n#![warn(missing_docs)]\n", modules.as_str()),
                path => (path, "", ""),
            };
            write(&source.join(path), &format!("{head}{}{tail}", file.text))?;
        }
        if let Some(program) = program {
            write(&source.join("main.rs"), &program.text.replace("CRATE", &name.replace('-', "_")))?;
        }
        write(&folder.join("Cargo.toml"), &manifest(&name, outcome, program))?;
        self.members.push(name);
        Ok(())
    }

    /// The errors of rustc for every crate, by name of the document.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run, or stops before the crates.
    pub fn check(&self) -> io::Result<HashMap<String, Messages>> {
        self.cargo(&["check", "--lib"])
    }

    /// Builds the program of every crate; those that went well are in `debug/` of the target.
    ///
    /// # Errors
    ///
    /// As [`Workspace::check`].
    pub fn build(&self) -> io::Result<HashMap<String, Messages>> {
        self.cargo(&["build", "--bins"])
    }

    /// The program of a document, once it is built.
    pub fn program(&self, document: &str) -> PathBuf {
        self.target().join("debug").join(crate_name(document))
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    fn cargo(&self, command: &[&str]) -> io::Result<HashMap<String, Messages>> {
        let mut workspace = "[workspace]\nresolver = \"3\"\nmembers = [\n".to_owned();
        for member in &self.members {
            let _ = writeln!(workspace, "    \"{member}\",");
        }
        workspace.push_str("]\n\n[profile.dev]\ndebug = false\nincremental = false\n");
        write(&self.folder.join("Cargo.toml"), &workspace)?;
        let output = Command::new(env!("CARGO"))
            .args(command)
            .args(["--workspace", "--keep-going", "--quiet", "--message-format=json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.target())
            .env_remove("RUSTFLAGS")
            .stderr(Stdio::piped())
            .output()?;
        let output_lines = String::from_utf8_lossy(&output.stdout);
        let mut messages: HashMap<String, Messages> = HashMap::new();
        let mut reached = false;
        for message in output_lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            reached |= message["target"]["src_path"].as_str().is_some_and(|path| path.contains("/src/lib.rs"));
            if message["reason"] == "compiler-message" {
                messages.entry(document_of(&message)).or_default().add(&message["message"]);
            }
        }
        if output.status.success() || reached {
            return Ok(messages);
        }
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

impl Messages {
    fn add(&mut self, message: &Value) {
        // A summary of previous messages has no position.
        if message["spans"].as_array().is_none_or(Vec::is_empty) {
            return;
        }
        let error = message["level"] == "error";
        *(if error { &mut self.errors } else { &mut self.warnings }) += 1;
        if self.first.is_none() || (error && self.errors == 1) {
            self.first = message["rendered"].as_str().map(ToOwned::to_owned);
        }
    }
}

/// The document whose crate a message is about.
fn document_of(message: &Value) -> String {
    let name = message["target"]["name"].as_str().unwrap_or_default();
    name.replace('_', "-").trim_start_matches("client-").to_owned()
}

/// The key of a document in the messages.
pub fn key(document: &str) -> String {
    crate_name(document).trim_start_matches("client-").to_owned()
}

fn crate_name(document: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("client-{}", document.chars().map(plain).collect::<String>())
}

fn manifest(name: &str, outcome: &Outcome, program: Option<&Program>) -> String {
    let path = |folder: &str| Value::from(repository().join(folder).display().to_string());
    let runtime = path("codegen/runtime");
    let harness = program.and_then(|program| program.harness);
    let receives = |path: &str| path.starts_with("service") || path.starts_with("webhooks");
    let service = if outcome.files.iter().any(|file| receives(&file.path)) { "\"service\"" } else { "" };
    let harness = harness.map_or_else(String::new, |features| {
        format!(
            "specwright-harness = {{ path = {}, features = {features:?} }}\nserde_json = \"1\"\n",
            path("tests/harness")
        )
    });
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         specwright-runtime = {{ path = {runtime}, default-features = false, features = [{service}] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n{harness}"
    )
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|current| current == text.as_bytes()) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    fs::write(path, text)
}
