//! HTML in descriptions.

/// A tag of HTML.
pub(super) struct HtmlTag {
    /// In lower case.
    pub(super) name: String,
    pub(super) is_end: bool,
}

/// Elements that end a paragraph.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "blockquote", "center", "dd", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
];

/// Inline elements. Others, such as `<title>` or `<object>`, are more often placeholders for callers.
#[rustfmt::skip]
const INLINES: &[&str] = &[
    "a", "abbr", "b", "big", "br", "cite", "code", "del", "em", "font", "i", "iframe", "img", "ins", "kbd", "mark", "nobr",
    "samp", "script", "small", "span", "strike", "strong", "style", "sub", "sup", "td", "th", "tt", "u", "wbr",
];

pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// The tag that a piece is. A comment is one without a name.
pub(super) fn tag(piece: &str) -> Option<HtmlTag> {
    let inner = piece.strip_prefix('<')?;
    if inner.starts_with("!--") && inner.ends_with("-->") {
        return Some(HtmlTag { name: String::new(), is_end: false });
    }
    let inner = inner.strip_suffix('>')?;
    let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner[..end].to_ascii_lowercase();
    let follows = inner[end..].starts_with(|c: char| c.is_whitespace() || c == '/') || end == inner.len();
    (follows && (is_block(&name) || INLINES.contains(&&*name))).then_some(HtmlTag { name, is_end })
}

/// The value of an attribute.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let value = &tag[at..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, end) = match quote {
        Some(quote) => (&value[1..], value[1..].find(quote)),
        None => (value, value.find(|c: char| c.is_whitespace() || c == '>')),
    };
    end.map(|end| value[..end].replace("&amp;", "&"))
}

/// The tags, the comments and the text between them.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let comment = rest.strip_prefix("<!--").and_then(|comment| comment.find("-->"));
        let length = match (comment, rest.strip_prefix('<')) {
            (Some(end), _) => end + 7,
            (None, Some(inner)) => match inner.find(['<', '>']) {
                Some(end) if inner[end..].starts_with('>') => end + 2,
                Some(end) => end + 1,
                None => rest.len(),
            },
            (None, None) => rest.find('<').unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

/// An HTML block as Markdown: tags of running text stay, for the parser to find.
pub(super) fn to_markdown(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in pieces(html) {
        match tag(piece) {
            None if piece.starts_with('<') => out.push_str(&["\\", piece].concat()),
            None => {
                for (index, line) in piece.split('\n').enumerate() {
                    out.push_str(if index == 0 { "" } else { "\n" });
                    out.push_str(if index == 0 { line } else { line.trim_start() });
                }
            }
            Some(tag) => out.push_str(match (tag.name.as_str(), tag.is_end) {
                ("", _) | ("li", true) => "",
                ("li", false) if out.ends_with('\n') => "- ",
                ("li", false) => "\n- ",
                ("h1", false) => "\n\n# ",
                ("h2", false) => "\n\n## ",
                ("h3", false) => "\n\n### ",
                ("h4" | "h5" | "h6", false) => "\n\n#### ",
                ("hr", _) => "\n\n***\n\n",
                ("pre", false) => "\n\n```\n",
                ("pre", true) => "\n```\n\n",
                ("td" | "th", _) => " ",
                (name, _) if is_block(name) => "\n\n",
                _ => piece,
            }),
        }
    }
    out
}
