//! Why a file cannot be used, as a diagnostic.

use super::files::read::{Kind, Unreadable};
use super::parse::limit::MAX_FILES;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Location};
use crate::pointer::Origin;
use std::path::Path;

/// Why a file cannot be used.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It could not be opened, or is not text.
    Unread { code: Code, message: String, help: Vec<String> },
    /// It is not vendored: one error for all URLs of a host, at the first reference.
    NoCopy { origin: Origin, message: String, help: Vec<String> },
    /// It is a copy that has changed.
    Stale { message: String, help: Vec<String> },
    /// Its text is wrong.
    Broken(Vec<Diagnostic>),
}

/// Reports why the document itself cannot be used.
pub(crate) fn report(failure: Failure, path: &Path, diagnostics: &mut Diagnostics) {
    match failure {
        Failure::Unread { code, message, help } => {
            let location = Location::File(path.to_path_buf());
            let code = if code == Code::MissingReference { Code::UnreadableFile } else { code };
            let diagnostic = Diagnostic::new(Level::Error, code, location, message);
            let diagnostic = diagnostics.push(diagnostic);
            diagnostic.help = help;
            if diagnostic.help.is_empty() {
                diagnostic.help(
                    "check the path, which is relative to the folder that the generator runs in, or in the settings to \
                     their folder",
                );
            }
        }
        Failure::Broken(problems) => {
            for problem in problems {
                diagnostics.push(problem);
            }
        }
        // Only references can have these failures.
        Failure::NoCopy { .. } | Failure::Stale { .. } => {}
    }
}

pub(crate) fn unreadable(path: &Path, reason: Unreadable) -> Failure {
    let mut help: Vec<_> = reason.help.into_iter().collect();
    if reason.kind == Kind::Missing
        && let Some(similar) = similar_file(path)
    {
        help.push(format!("there is a file `{similar}` in that folder"));
    }
    Failure::Unread {
        code: match reason.kind {
            Kind::Missing => Code::MissingReference,
            Kind::TooLarge => Code::TooLarge,
            Kind::Other => Code::UnreadableFile,
        },
        message: format!("cannot read `{}`: {}", path.display(), reason.reason),
        help,
    }
}

/// A similar name in the same folder.
fn similar_file(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = folder.unwrap_or(Path::new(".")).read_dir().ok()?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    crate::diagnostics::similar(name, names)
}

/// The path of a file is printed to cargo, and is part of the first line of generated files. A line break in it could
/// inject an instruction to cargo, or a line of a manifest.
pub(crate) fn unprintable(path: &Path) -> Option<Failure> {
    let text = path.to_string_lossy();
    text.contains(char::is_control).then(|| Failure::Unread {
        code: Code::UnreadableFile,
        message: format!("cannot read `{}`: its path contains a control character", text.escape_debug()),
        help: vec![
            "rename the file or folder: control characters, such as line breaks and tabs, are not allowed".into(),
        ],
    })
}

pub(crate) fn outside(path: &Path) -> Failure {
    // As in `./#/components/…`.
    if path.as_os_str().is_empty() || path.ends_with(".") || path.ends_with("..") {
        return folder();
    }
    Failure::Unread {
        code: Code::OutsideRoots,
        message: format!("`{}` is outside the folders that may be read", path.display()),
        help: vec![
            "files are read from the document's folder, and YAML and JSON files also from its repository or the three \
             folders above it"
                .into(),
            "move the file there, or allow its folder with `read-from` in the settings or `--read-from`".into(),
        ],
    }
}

fn folder() -> Failure {
    Failure::Unread {
        code: Code::UnreadableFile,
        message: "this `$ref` refers to a folder, not to a file".into(),
        help: vec!["name a file in it; a reference that starts with `#/` refers to the same file".into()],
    }
}

pub(crate) fn no_document(path: &Path) -> Failure {
    Failure::Unread {
        code: Code::UnreadableFile,
        message: format!("cannot read `{}`: it is neither YAML nor JSON", path.display()),
        help: vec!["give it a name that ends in `.yaml` or `.json` to see what is wrong with it".into()],
    }
}

pub(crate) fn too_many_files() -> Failure {
    let message = format!("the document refers to more than {MAX_FILES} files");
    Failure::Unread { code: Code::TooLarge, message, help: vec!["combine some of them".into()] }
}
