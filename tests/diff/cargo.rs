//! A workspace of clients and of probes of them, compiled by cargo.

use crate::probes::Probe;
use specwright::Builder;
use specwright_tests::repository;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate with clients, and one that uses them.
pub struct Crate {
    /// Part of the names of both packages: cargo keeps packages of one name at one place of their workspaces apart by
    /// their files' times alone.
    name: String,
    folder: PathBuf,
    clients: Vec<String>,
    /// By module: what a probe needs, and the probes.
    probes: BTreeMap<String, (String, Vec<(String, String)>)>,
}

impl Crate {
    /// Without clients so far.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-crates").join(name);
        fs::remove_dir_all(&folder).ok();
        for part in ["client/src", "probes/src"] {
            fs::create_dir_all(folder.join(part)).expect("the build's own folder takes files");
        }
        Self { name: name.to_owned(), folder, clients: Vec::new(), probes: BTreeMap::new() }
    }

    /// Adds the client that a builder emits.
    pub fn add_client(&mut self, module: &str, builder: &Builder) {
        let folder = self.folder.join("client/src").join(module);
        builder.clone().no_config().generate(&folder).unwrap_or_else(|error| panic!("{module}: {error}"));
        self.clients.push(module.to_owned());
    }

    /// Adds the probes of a client.
    pub fn add_probes(&mut self, module: &str, imports: &str, probes: &[Probe]) {
        let probes = probes.iter().map(|probe| (probe.key.clone(), probe.code.clone())).collect();
        self.probes.insert(module.to_owned(), (imports.to_owned(), probes));
    }

    /// The probes that do not compile, each as `module: key`. An error may hide others, so those that are found are taken
    /// out until there are none.
    pub fn failing(mut self) -> BTreeSet<String> {
        let mut failing = BTreeSet::new();
        self.write_manifests();
        loop {
            let lines = self.write_sources();
            let found: BTreeSet<String> = self.errors().iter().filter_map(|at| lines.get(at)).cloned().collect();
            if found.is_empty() {
                return failing;
            }
            for (module, (_, probes)) in &mut self.probes {
                probes.retain(|(key, _)| !found.contains(&format!("{module}: {key}")));
            }
            failing.extend(found);
        }
    }

    fn write_manifests(&self) {
        let runtime = repository().join("codegen/runtime");
        let write = |path: &str, text: &str| fs::write(self.folder.join(path), text).expect("the folder takes files");
        write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"probes\"]\n");
        let package = |part: &str| {
            let name = format!("{}-{part}", self.name);
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\nname = \"{part}\"\n"
            )
        };
        let runtime = format!(
            "specwright-runtime = {{ path = '{}', default-features = false, features = [\"indexmap\", \"service\"] }}",
            runtime.display()
        );
        let needs = "serde = \"1\"\n";
        write("client/Cargo.toml", &format!("{}\n[dependencies]\n{runtime}\n{needs}", package("clients")));
        write(
            "probes/Cargo.toml",
            &format!(
                "{}\n[dependencies]\nclients = {{ path = \"../client\", package = \"{}-clients\" }}\n{needs}",
                package("probes"),
                self.name
            ),
        );
        fs::copy(repository().join("Cargo.lock"), self.folder.join("Cargo.lock")).expect("the lock file is there");
        let modules: String = self.clients.iter().fold(String::new(), |mut text, module| {
            let _ = writeln!(text, "pub mod {module};");
            text
        });
        write("client/src/lib.rs", &format!("#![allow(warnings)]\n{modules}"));
    }

    /// Writes the probes; returns the key of each by file and line.
    fn write_sources(&self) -> BTreeMap<(String, u64), String> {
        let mut lines = BTreeMap::new();
        let mut root = "#![allow(warnings)]\n".to_owned();
        for (module, (imports, probes)) in &self.probes {
            let _ = writeln!(root, "mod {module};");
            let mut text = format!("use clients::{module} as client; use client::*; {imports}\n");
            for (index, (key, code)) in probes.iter().enumerate() {
                let _ = writeln!(text, "fn probe_{index}{code}");
                lines.insert((format!("probes/src/{module}.rs"), index as u64 + 2), format!("{module}: {key}"));
            }
            fs::write(self.folder.join("probes/src").join(format!("{module}.rs")), text)
                .expect("the folder takes files");
        }
        fs::write(self.folder.join("probes/src/lib.rs"), root).expect("the folder takes files");
        lines
    }

    /// The files and lines of the probes in which rustc finds errors.
    fn errors(&self) -> Vec<(String, u64)> {
        let mut output = self.check(&["--offline"]);
        if String::from_utf8_lossy(&output.stderr).contains("--offline") {
            output = self.check(&[]);
        }
        let stdout = String::from_utf8_lossy(&output.stdout);
        let messages = stdout.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let mut locations = Vec::new();
        let mut elsewhere = String::new();
        for message in messages.filter(|message| message["message"]["level"] == "error") {
            let spans = message["message"]["spans"].as_array().cloned().unwrap_or_default();
            let spans = spans.iter().filter(|span| span["is_primary"] == true);
            let found: Vec<(String, u64)> = spans
                .filter_map(|span| Some((span["file_name"].as_str()?.to_owned(), span["line_start"].as_u64()?)))
                .filter(|(file, _)| file.starts_with("probes/"))
                .collect();
            let rendered = message["message"]["rendered"].as_str().unwrap_or_default();
            if found.is_empty() && !rendered.contains("aborting due to") && !rendered.contains("could not compile") {
                elsewhere += rendered;
            }
            locations.extend(found);
        }
        assert!(elsewhere.is_empty(), "errors outside of probes:\n{elsewhere}");
        let rendered = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || !locations.is_empty(), "cargo check: {rendered}\n{stdout}");
        locations
    }

    fn check(&self, arguments: &[&str]) -> std::process::Output {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--quiet", "--message-format=json"]).args(arguments).current_dir(&self.folder);
        // With the target folder and the profile of the workspace, cargo reuses what is compiled already.
        cargo.env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("within the target folder"),
        );
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
        cargo.output().expect("cargo is there")
    }
}
