//! Which document is read, with which settings.

use clap::Args;
use specwright::Builder;
use specwright::load::{Mapping, Options};
use std::path::PathBuf;

/// A document, and the settings that go with it.
#[derive(Debug, Args)]
pub struct Input {
    /// The OpenAPI document: YAML or JSON.
    pub spec: PathBuf,
    /// Further documents of the same API. All make one client; what they share by reference is shared.
    #[arg(value_name = "SPEC")]
    further: Vec<PathBuf>,
    /// The file of settings, in place of `specwright.toml` beside the document. Settings are code: they put attributes,
    /// derives, types and dependencies into the client, and let the document read further files.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no settings, also where `specwright.toml` lies beside the document. For documents of somebody else.
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    /// Apply this overlay to the document first. May be given several times; they are applied in that order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Count mistakes in the document as errors, instead of leaving out what they concern.
    #[arg(long)]
    strict: bool,
    /// Count these warnings as notes: all of a code (`unsupported-keyword`), all within a part of the document
    /// (`#/components/schemas/Pet`), or both (`fallback#/paths/*`). May be given several times.
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
    /// Only operations with this tag. Like the next two: may be given several times, `*` and `?` stand for other
    /// characters, and types that nothing needs are left out.
    #[arg(long, value_name = "PATTERN")]
    tag: Vec<String>,
    /// Only this operation: its id, or method and path, as in `GET /pets/*`.
    #[arg(long, value_name = "PATTERN")]
    operation: Vec<String>,
    /// No operation with this tag, id or path; a schema of this name becomes any JSON value.
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
    /// What reads it.
    pub fn builder(self) -> Builder {
        let builder = Builder::new(self.spec).options(self.reading.into());
        let builder = if self.strict { builder.strict() } else { builder };
        let builder = self.config.into_iter().fold(builder, Builder::config);
        let builder = if self.no_config { builder.no_config() } else { builder };
        let builder = self.overlay.into_iter().fold(builder, Builder::overlay);
        let builder = self.allow.iter().fold(builder, |builder, what| builder.allow_from("--allow", what));
        let builder = self.selection.select(builder);
        self.further.into_iter().fold(builder, Builder::further)
    }
}

/// Where else a document may read.
#[derive(Debug, Clone, Args)]
pub struct Reading {
    /// Read what has a URL that begins with PREFIX from a folder. May be given several times; the longest prefix counts.
    #[arg(long, value_name = "PREFIX=DIR")]
    map: Vec<Mapping>,
    /// Let the document refer to the files of one more folder. May be given several times.
    #[arg(long, value_name = "DIR")]
    read_from: Vec<PathBuf>,
}

impl From<Reading> for Options {
    fn from(reading: Reading) -> Self {
        let mappings = reading.map.into_iter().collect();
        Self { mappings, folders: reading.read_from, ..Self::default() }
    }
}
