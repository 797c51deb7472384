//! Source text and positions of diagnostics, each looked up once for a report.

#[cfg(feature = "diff")]
use crate::diagnostics::KeyOrValue;
use crate::diagnostics::Location;
use crate::load::Document;
use crate::load::parse::position::Index;
use crate::pointer::FileId;
#[cfg(feature = "diff")]
use crate::pointer::Origin;
use crate::report::excerpt::Lines;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
#[cfg(feature = "diff")]
use std::path::PathBuf;
use std::rc::Rc;

/// Looks up locations.
pub(super) struct Sources<'d> {
    document: Option<&'d Document>,
    indexes: HashMap<FileId, Index<'d>>,
    /// By the address of the text, which stays where it is while it is borrowed.
    lines: HashMap<usize, Rc<Lines<'d>>>,
}

/// A location that was looked up.
pub(super) struct Found<'d> {
    pub(super) path: &'d Path,
    /// The text and the range to underline; `None` for a whole file.
    pub(super) text: Option<(Rc<Lines<'d>>, Range<usize>)>,
}

impl<'d> Sources<'d> {
    pub(super) fn new(document: Option<&'d Document>) -> Self {
        Self { document, indexes: HashMap::new(), lines: HashMap::new() }
    }

    pub(super) fn find(&mut self, location: &'d Location) -> Found<'d> {
        let (path, text) = match location {
            Location::File(path) => (path.as_path(), None),
            Location::Bytes(source, range) => (source.path.as_path(), Some((source.text.as_str(), range.clone()))),
            Location::Node(..) => self.node(location).unwrap_or((Path::new(""), None)),
        };
        let text = text.map(|(text, range)| {
            let lines = self.lines(text);
            let range = lines.visible(&range);
            (lines, range)
        });
        Found { path, text }
    }

    #[expect(clippy::type_complexity, reason = "named once, taken apart at once")]
    fn node(&mut self, location: &Location) -> Option<(&'d Path, Option<(&'d str, Range<usize>)>)> {
        let Location::Node(origin, part) = location else { return None };
        let document = self.document?;
        let origin = document.written_at(origin);
        let file = document.file(origin.file)?;
        let index = self.indexes.entry(origin.file).or_insert_with(|| Index::new(file.syntax, &file.text));
        let range = index.locate(&origin.pointer, *part);
        Some((&file.path, range.map(|range| (file.text.as_str(), range))))
    }

    /// The file of a node, and the line and column of its key; 0 for a file as a whole.
    #[cfg(feature = "diff")]
    pub(super) fn position(&mut self, origin: &Origin) -> (PathBuf, usize, usize) {
        let location = Location::Node(origin.clone(), KeyOrValue::Key);
        let Some((path, text)) = self.node(&location) else { return (PathBuf::new(), 0, 0) };
        let path = path.to_path_buf();
        let position = text.map(|(text, range)| self.lines(text).position(range.start));
        position.map_or((path.clone(), 0, 0), |position| (path, position.line, position.column))
    }

    fn lines(&mut self, text: &'d str) -> Rc<Lines<'d>> {
        let lines = self.lines.entry(text.as_ptr().addr());
        Rc::clone(lines.or_insert_with(|| Rc::new(Lines::new(text))))
    }
}
