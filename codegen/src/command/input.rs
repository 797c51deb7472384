//! Arguments that select the document and its settings.

use clap::Args;
use specwright::Builder;
use specwright::load::{Mapping, Options};
use std::path::PathBuf;

/// The document and its settings.
#[derive(Debug, Args)]
pub struct Input {
    /// The OpenAPI document: YAML or JSON.
    pub spec: PathBuf,
    /// Further documents of the same API, for one client; components that they share by reference are shared.
    #[arg(value_name = "SPEC")]
    further: Vec<PathBuf>,
    /// The settings file. Default: `specwright.toml` next to the document. Settings are code: they add attributes,
    /// derives, types and dependencies to the client, and let the document read further files.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Ignore `specwright.toml` next to the document. For documents in a folder that is not trusted.
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    /// Apply this overlay to the document first. Can be repeated; overlays are applied in this order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Treat mistakes in the document as errors, instead of leaving out the affected parts.
    #[arg(long)]
    strict: bool,
    /// Treat these warnings as notes: all with a code (`unsupported-keyword`), all within a part of the document
    /// (`#/components/schemas/Pet`), or both (`fallback#/paths/*`). Can be repeated.
    #[arg(long, value_name = "CODE#/PLACE")]
    allow: Vec<String>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    reading: Reading,
}

/// Which operations are generated.
#[derive(Debug, Args)]
pub struct Selection {
    /// Generate only operations with this tag. Like the next two, it can be repeated, `*` and `?` are wildcards, and
    /// unused types are left out.
    #[arg(long, value_name = "PATTERN")]
    tag: Vec<String>,
    /// Generate only this operation: its id, or method and path, as in `GET /pets/*`.
    #[arg(long, value_name = "PATTERN")]
    operation: Vec<String>,
    /// Leave out operations with this tag, id or path; a schema with this name becomes any JSON value.
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
}

impl Selection {
    /// Adds the selection to what the settings select.
    pub fn select(&self, builder: Builder) -> Builder {
        let builder = self.tag.iter().fold(builder, |builder, tag| builder.tag_from("--tag", tag));
        let builder = self.operation.iter().fold(builder, |builder, name| builder.operation_from("--operation", name));
        self.exclude.iter().fold(builder, |builder, name| builder.exclude_from("--exclude", name))
    }
}

impl Input {
    /// The builder with these settings.
    pub fn builder(self) -> Builder {
        let builder = Builder::new(self.spec).options(self.reading.into());
        let builder = if self.strict { builder.strict() } else { builder };
        let builder = self.config.into_iter().fold(builder, |builder, path| builder.config_from("--config", path));
        let builder = if self.no_config { builder.no_config() } else { builder };
        let builder = self.overlay.into_iter().fold(builder, |builder, path| builder.overlay_from("--overlay", path));
        let builder = self.allow.iter().fold(builder, |builder, what| builder.allow_from("--allow", what));
        let builder = self.selection.select(builder);
        self.further.into_iter().fold(builder, |builder, path| builder.further_from("[SPEC]...", path))
    }
}

/// Further files that a document may read.
#[derive(Debug, Clone, Args)]
pub struct Reading {
    /// Read URLs that begin with PREFIX from a folder. Can be repeated; the longest prefix applies.
    #[arg(long, value_name = "PREFIX=DIR")]
    map: Vec<Mapping>,
    /// Allow references to the files in this folder. Can be repeated.
    #[arg(long, value_name = "DIR")]
    read_from: Vec<PathBuf>,
}

impl From<Reading> for Options {
    fn from(reading: Reading) -> Self {
        let mappings = reading.map.into_iter().collect();
        Self { mappings, folders: reading.read_from, ..Self::default() }
    }
}
