//! The positions of the nodes of a YAML text.

use super::{Inner, Node};
use crate::load::parse::yaml::bracket_workaround::BracketWorkaround;
use crate::load::parse::yaml::chars::Chars;
use saphyr_parser::{Event, Parser, ScanError, Span};
use std::collections::HashMap;
use std::ops::Range;

/// Every node of the first document of the text, the root first; children come after what holds them.
pub(super) fn nodes(text: &str) -> Vec<Node> {
    let mut workaround = BracketWorkaround::new(text);
    loop {
        let mut replay = Replay::new(&workaround);
        match replay.run(&workaround.text()) {
            Err(error) if workaround.apply(&error, replay.chars.byte(error.marker().index())) => {}
            Ok(()) | Err(_) => return replay.nodes,
        }
    }
}

/// Folds the events of the parser into nodes.
struct Replay<'t> {
    text: &'t str,
    chars: Chars<'t>,
    nodes: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, usize>,
    /// The text of anchored scalars, for aliases that are keys.
    scalars: HashMap<usize, String>,
}

/// An array or object whose end has not been parsed yet.
struct Open {
    node: usize,
    object: bool,
    /// The key of the next value.
    key: Option<(String, Range<usize>)>,
}

impl<'t> Replay<'t> {
    fn new(workaround: &BracketWorkaround<'t>) -> Self {
        Self {
            text: workaround.original(),
            chars: Chars::new(workaround),
            nodes: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            scalars: HashMap::new(),
        }
    }

    fn run(&mut self, text: &str) -> Result<(), ScanError> {
        for next in Parser::new_from_str(text) {
            let (event, span) = next?;
            if event == Event::DocumentEnd {
                break;
            }
            self.event(event, span);
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        let at = self.chars.range(span);
        match event {
            Event::Scalar(text, _, anchor, _) => self.scalar(&text, anchor, at),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::SequenceStart(anchor, _) => self.start(anchor, at, false),
            Event::MappingStart(anchor, _) => self.start(anchor, at, true),
            Event::SequenceEnd | Event::MappingEnd => self.end(&at),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }

    fn scalar(&mut self, text: &str, anchor: usize, at: Range<usize>) {
        if anchor != 0 {
            self.scalars.insert(anchor, text.to_owned());
        }
        if let Some(open) = self.awaiting_key() {
            open.key = Some((text.to_owned(), at));
            return;
        }
        self.node(at, Inner::Scalar, anchor);
    }

    fn alias(&mut self, anchor: usize, at: Range<usize>) {
        let text = self.scalars.get(&anchor).cloned().unwrap_or_default();
        if let Some(open) = self.awaiting_key() {
            open.key = Some((text, at));
            return;
        }
        let target = self.anchors.get(&anchor);
        let inner = target.map_or(Inner::Scalar, |target| Inner::Alias(*target));
        self.node(at, inner, 0);
    }

    fn awaiting_key(&mut self) -> Option<&mut Open> {
        self.open.last_mut().filter(|open| open.object && open.key.is_none())
    }

    fn start(&mut self, anchor: usize, at: Range<usize>, object: bool) {
        let inner = if object { Inner::Object(Vec::new()) } else { Inner::Array(Vec::new()) };
        let node = self.node(at, inner, anchor);
        self.open.push(Open { node, object, key: None });
    }

    /// The end of a `{}` or `[]` is a bracket; that of a block is noticed only at the next token, so the block ends
    /// where its last child does.
    fn end(&mut self, at: &Range<usize>) {
        let Some(Open { node, .. }) = self.open.pop() else { return };
        if matches!(self.text.get(at.clone()), Some("}" | "]")) {
            self.extend(node, at.end);
        }
        let end = self.nodes.get(node).map_or(0, |node| node.value.end);
        if let Some(parent) = self.open.last() {
            self.extend(parent.node, end);
        }
    }

    fn extend(&mut self, node: usize, end: usize) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.value.end = node.value.end.max(end);
        }
    }

    /// Adds a node to its parent.
    fn node(&mut self, at: Range<usize>, inner: Inner, anchor: usize) -> usize {
        let id = self.nodes.len();
        let end = at.end;
        let mut node = Node { key: None, value: at, inner };
        if let Some(open) = self.open.last_mut() {
            let key = open.key.take();
            match self.nodes.get_mut(open.node).map(|parent| &mut parent.inner) {
                Some(Inner::Array(items)) => items.push(id),
                Some(Inner::Object(entries)) => {
                    let (name, range) = key.unzip();
                    node.key = range;
                    entries.push((name.unwrap_or_default(), id));
                }
                Some(Inner::Scalar | Inner::Unread | Inner::Alias(_)) | None => {}
            }
            let parent = open.node;
            self.extend(parent, end);
        }
        self.nodes.push(node);
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        id
    }
}
