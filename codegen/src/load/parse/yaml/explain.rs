//! YAML syntax errors in plain words.
//!
//! The parser reports the failed rule of its grammar; users need the character of the file to change.

use crate::diagnostics::Code;
use crate::load::parse::limit::too_deep;
use crate::load::parse::problem::Problem;
use std::ops::Range;

/// A message and help for the parser's error at a byte of the text.
pub(crate) fn syntax_error(text: &str, at: usize, parser_message: &str) -> Problem {
    ErrorPosition { text, at }.explain(parser_message)
}

/// A position in a text where the parser stopped.
struct ErrorPosition<'t> {
    text: &'t str,
    at: usize,
}

impl ErrorPosition<'_> {
    fn explain(&self, parser_message: &str) -> Problem {
        if let Some(quote) = self.quote_closed_too_late() {
            let help = "close it with the same quote before the end of the line";
            return Problem::error(Code::Syntax, quote..quote + 1, "unterminated quoted string")
                .label("the next quote ends it")
                .help(help);
        }
        let known = [Self::separators, Self::brackets, Self::quoted, Self::blocks];
        known.iter().find_map(|known| known(self, parser_message)).unwrap_or_else(|| self.other(parser_message))
    }

    /// Tabs and colons.
    fn separators(&self, parser_message: &str) -> Option<Problem> {
        Some(match parser_message {
            "tabs disallowed within this context (block indentation)"
            | "tabs disallowed in this context"
            | "tab cannot be used as indentation"
            | "while scanning a plain scalar, found a tab"
            | "a block scalar content cannot start with a tab" => self.tab(),
            "':' must be followed by a valid YAML whitespace" => {
                self.here("a tab follows the `:`").help("put a space there")
            }
            "mapping values are not allowed in this context" => self.colon(),
            "illegal placement of ':' indicator" => {
                self.here("unexpected `:`").help("check that every `[` and `{` before this place is closed")
            }
            _ => return None,
        })
    }

    /// Arrays and objects in brackets, and aliases.
    fn brackets(&self, parser_message: &str) -> Option<Problem> {
        Some(match parser_message {
            "while parsing a flow mapping, did not find expected ',' or '}'" => {
                self.here("expected `,` or `}`").help(INLINE_HELP)
            }
            "while parsing a flow sequence, expected ',' or ']'" => self.here("expected `,` or `]`").help(INLINE_HELP),
            "misplaced bracket" => self.here("unmatched closing bracket").help(QUOTE_HELP),
            "while parsing node, found unknown anchor" => self.alias(),
            _ => return None,
        })
    }

    /// Strings in quotes.
    fn quoted(&self, parser_message: &str) -> Option<Problem> {
        Some(match parser_message {
            "while parsing a quoted scalar, found unknown escape character"
            | "while parsing a quoted scalar, did not find expected hexadecimal number"
            | "while parsing a quoted scalar, found invalid Unicode character escape code" => self
                .here("unknown escape in a quoted string")
                .help("write `\\\\` for a backslash, or use single quotes, where it is an ordinary character"),
            "invalid indentation in quoted scalar" if self.is_closed() => self
                .here("the continuation lines of this quoted string are not indented enough")
                .help("indent each of them deeper than the key of the string"),
            "invalid indentation in quoted scalar"
            | "while scanning a quoted scalar, found unexpected end of stream"
            | "while scanning a quoted scalar, found unexpected document indicator" => self
                .here("unterminated quoted string")
                .help("close it with the same quote, and indent its continuation lines"),
            "invalid trailing content after double-quoted scalar" => self
                .here("unexpected text after the closing quote")
                .help("inside single quotes write `''` for a quote, inside double quotes `\\\"`"),
            _ => return None,
        })
    }

    /// Errors about the indentation of keys, items and multi-line strings.
    fn blocks(&self, parser_message: &str) -> Option<Problem> {
        Some(match parser_message {
            "simple key expected" | "simple key expect ':'" => self.missing_colon(),
            "while parsing a block mapping, did not find expected key" if self.follows_bracket() => {
                self.here("unexpected text after the value in brackets").help(INLINE_HELP)
            }
            "while parsing a block mapping, did not find expected key"
            | "invalid indentation"
            | "wrongly indented line in block scalar" => self
                .here("the indentation of this line matches no line above it")
                .help("start all keys of an object in the same column"),
            "while parsing a block collection, did not find expected '-' indicator" => self
                .here("expected another item that starts with `- `")
                .help("a key must not start in the column of the items of an array"),
            "block sequence entries are not allowed in this context" => self
                .here("unexpected array item")
                .help("start the array on a line of its own; put a string that starts with `- ` in quotes"),
            "while scanning a block scalar, did not find expected comment or line break" => self
                .here("unexpected text after `|` or `>`")
                .help("start the text on the next line, indented; or put it in quotes"),
            _ => return None,
        })
    }

    fn other(&self, parser_message: &str) -> Problem {
        match parser_message {
            "while parsing a node, did not find expected node content" => {
                self.here("expected a value").help(QUOTE_HELP)
            }
            "found unprintable character" => {
                self.here("unexpected NUL character").help("remove it, or save the file as UTF-8 text")
            }
            "did not find expected <document start>" => {
                self.here("unexpected text after the end of the document").help(QUOTE_HELP)
            }
            "the handle wasn't declared" => {
                self.here("undeclared tag").help("put a string that starts with `!` in quotes")
            }
            "recursion limit exceeded" => too_deep(self.character()),
            _ => self.unknown(parser_message),
        }
    }

    /// The message of the parser itself.
    fn unknown(&self, parser_message: &str) -> Problem {
        if let Some(character) = parser_message.strip_prefix("unexpected character: `") {
            let character = character.trim_end_matches('\'');
            return self.here(format!("a value cannot start with `{character}`")).help(QUOTE_HELP);
        }
        let (_, message) = parser_message
            .strip_prefix("while ")
            .and_then(|rest| rest.split_once(", "))
            .unwrap_or(("", parser_message));
        self.here(message.replace('\'', "`")).help(QUOTE_HELP)
    }

    /// The tab is before the position; or, if that is the start of a scalar, in a later line of the scalar.
    fn tab(&self) -> Problem {
        let line = self.line_start();
        let before = self.text.get(line..self.at).unwrap_or_default();
        let tab = before.find('\t').map(|tab| line + tab).or_else(|| self.indenting_tab());
        let at = tab.map_or(self.character(), |tab| tab..tab + 1);
        Problem::error(Code::Syntax, at, "YAML cannot be indented with tabs").label("a tab").help("indent with spaces")
    }

    fn indenting_tab(&self) -> Option<usize> {
        let after = self.text.get(self.at..)?;
        let mut lines = after.match_indices('\n').map(|(end, _)| end + 1);
        lines.find_map(|start| {
            let line = after.get(start..)?.trim_start_matches(' ');
            line.starts_with('\t').then(|| self.text.len() - line.len())
        })
    }

    /// A `: ` where no key can be: a second one in a line, or one in a line that continues the text above.
    fn colon(&self) -> Problem {
        let before = self.text.get(self.line_start()..self.at).unwrap_or_default();
        let problem = self.here("unexpected `:`");
        if before.contains(": ") {
            return problem
                .label("the second `:` of the line")
                .help("put the value in quotes if this `:` belongs to it");
        }
        if let Some(at) = self.colon_above() {
            return Problem::error(Code::Syntax, at..at + 1, "missing space after the `:` of a key")
                .help("put a space after it");
        }
        problem
            .label("this line continues the text of the line above")
            .help("check the indentation, and that the `:` of the line above is followed by a space")
    }

    /// Whether the quoted string that begins here has its closing quote, with nothing but the end of the value after it.
    fn is_closed(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(quote) = rest.chars().next().filter(|quote| QUOTES.contains(quote)) else { return false };
        let inside = rest.get(1..).unwrap_or_default();
        let Some(end) = inside.find(quote) else { return false };
        let after = inside.get(end + 1..).unwrap_or_default();
        let after = after.lines().next().unwrap_or_default().trim();
        after.is_empty() || after.starts_with([',', '}', ']', '#'])
    }

    /// The quote that begins a string in an earlier line and is closed by one in this line: what follows that was meant
    /// to be inside of quotes, and the parser stumbles over it.
    fn quote_closed_too_late(&self) -> Option<usize> {
        let line = self.line_start();
        let before = self.text.get(..line)?;
        let mut end = line;
        for text in before.split_inclusive('\n').rev().take(MAX_LINES_BACK) {
            let start = end - text.len();
            if let Some((at, quote)) = opened(text) {
                let at = start + at;
                let inside = self.text.get(at + 1..)?;
                let close = at + 1 + inside.find(quote)?;
                return (line..=self.at).contains(&close).then_some(at);
            }
            end = start;
        }
        None
    }

    fn alias(&self) -> Problem {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find([' ', '\t', '\r', '\n', ',', ']', '}']).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        let at = self.at..self.at + end;
        Problem::error(Code::Syntax, at, format!("undefined alias `{name}`"))
            .help("put a string that starts with `*` in quotes")
    }

    /// The parser notices a key without colon only after it: the line to show is the last one with text.
    fn missing_colon(&self) -> Problem {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end();
        let start = before.rfind('\n').map_or(0, |line| line + 1);
        let indent = before.len() - start - before.get(start..).unwrap_or_default().trim_start().len();
        Problem::error(Code::Syntax, start + indent..before.len(), "expected a key with a value")
            .label("no `:` follows")
            .help("write `:` and a space after a key; indent text that spans several lines")
    }

    fn here(&self, message: impl Into<String>) -> Problem {
        Problem::error(Code::Syntax, self.character(), message)
    }

    /// Whether the value before the position, in the same line, ends with a bracket.
    fn follows_bracket(&self) -> bool {
        let before = self.text.get(self.line_start()..self.at).unwrap_or_default();
        before.trim_end().ends_with(['}', ']'])
    }

    /// The character at which the parser stopped; nothing at the end of a line.
    fn character(&self) -> Range<usize> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let character = rest.chars().next().filter(|character| !character.is_control());
        self.at..self.at + character.map_or(0, char::len_utf8)
    }

    /// The `:` of the line above that nothing follows but the value.
    fn colon_above(&self) -> Option<usize> {
        let above = self.text.get(..self.line_start())?.trim_end();
        let start = above.rfind('\n').map_or(0, |line| line + 1);
        let line = above.get(start..)?;
        let at = line.find(':')?;
        let is_key = !line.contains(": ") && line.get(..at)?.trim().bytes().all(|byte| byte.is_ascii_alphanumeric());
        let follows = line.get(at + 1..)?;
        (is_key && !follows.is_empty() && !follows.starts_with("//")).then_some(start + at)
    }

    fn line_start(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.rfind('\n').map_or(0, |line| line + 1)
    }
}

const QUOTES: [char; 2] = ['\'', '"'];

/// How many lines before the position an open quote is looked for.
const MAX_LINES_BACK: usize = 40;

/// The quote that begins a value in this line and is not closed in it.
fn opened(line: &str) -> Option<(usize, char)> {
    let (mut open, mut before) = (None, ' ');
    for (at, character) in line.char_indices() {
        match open {
            None if QUOTES.contains(&character) && ":-,[{".contains(before) => open = Some((at, character)),
            Some((_, quote)) if quote == character => open = None,
            None | Some(_) => {}
        }
        if !character.is_whitespace() {
            before = character;
        }
    }
    open
}

const QUOTE_HELP: &str = "put the value in quotes if it is a string";

const INLINE_HELP: &str =
    "a value that starts with `{` or `[` is an object or array; put it in quotes if it is a string";
