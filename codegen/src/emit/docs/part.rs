//! The parts of a paragraph, a heading or a cell: data only.

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    Open(Mark),
    Close(Mark),
    /// The address of a link, whose text ends here.
    CloseLink(String),
    /// An address that is its own text.
    Address(String),
    Break,
}

/// The parts around an element of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strikethrough,
    /// `<code>`, until its end is seen.
    Code,
    Link,
}

impl Mark {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Emphasis => "*",
            Self::Strong => "**",
            Self::Strikethrough => "~~",
            Self::Code => "",
            Self::Link => "[",
        }
    }
}

/// The block that inline text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph,
    Heading,
    Cell,
}
