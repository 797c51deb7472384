//! Decodes JSON text into types, and reports the JSON path of a mismatch.
//!
//! A first pass is fast and does not track the path. Only if it fails, the text is read again by a deserializer that does, and
//! that accepts `1.0` as an integer. Unions decode nested values (see `model::union`); this module makes nested decoding share one
//! path, one depth limit and one limit on work.

use crate::json::integer::Lenient;
use crate::json::{json_path, number, scan};
use serde::de::{Deserialize, DeserializeOwned, IgnoredAny};
use serde_path_to_error::{Deserializer as Tracked, Segment, Track};
use std::cell::Cell;
use std::fmt;

/// How deeply JSON may be nested; also `serde_json`'s own limit.
const MAX_DEPTH: usize = 128;

/// How many times the text of a union may be read by the unions inside it. Unions whose variants are tried in turn can
/// double the work at every level; with this limit a malicious megabyte costs seconds.
const MAX_BUDGET: usize = 1024;

/// The number of bytes that unions may still read. Owned by the outermost union, so that all attempts share one limit:
/// otherwise its last resort, the unknown variant, would always succeed.
#[derive(Debug)]
pub(crate) struct Budget(Cell<usize>);

impl Budget {
    /// For reading this text.
    pub(crate) fn of(json: &str) -> Self {
        Self(Cell::new(json.len().saturating_mul(MAX_BUDGET)))
    }
}

/// Why a JSON text did not fit its type.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// The JSON path of the mismatch.
    pub(crate) path: String,
    /// What was expected.
    pub(crate) message: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path, self.message)
    }
}

impl Mismatch {
    /// A mismatch of the text as a whole.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self { path: json_path::ROOT.to_owned(), message: message.into() }
    }

    /// An error at `path`; one from nested decoding has the rest of the path.
    fn at(path: &str, error: &serde_json::Error) -> Self {
        let message = message_of(error);
        match json_path::split_message(&message) {
            Some((inner, message)) => Self { path: json_path::join(path, inner), message: message.to_owned() },
            None => Self { path: path.to_owned(), message },
        }
    }

    /// The mismatch of the object that has the value under this key.
    pub(crate) fn within(self, key: &str) -> Self {
        let mut path = json_path::ROOT.to_owned();
        json_path::push_key(&mut path, key);
        Self { path: json_path::join(&path, &self.path), ..self }
    }

    /// The mismatch as an error of another format; reading it back keeps the path.
    pub(crate) fn into_error<E: serde::de::Error>(self) -> E {
        E::custom(self)
    }
}

/// The message without line and column, which are less useful than the path.
fn message_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&position).unwrap_or(&text) {
        // serde_json's whole message if it expects an integer of 128 bits and finds something else.
        "invalid number" => "expected an integer".to_owned(),
        message => message.to_owned(),
    }
}

/// Whether a string is JSON at all. serde_json reports an integer beyond 128 bits as it does a missing bracket.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Decodes a whole text. UTF-8 is validated once for the whole text, which is much faster than validating every key and
/// string.
pub(crate) fn slice<T: DeserializeOwned>(json: &[u8]) -> Result<T, Mismatch> {
    let json = std::str::from_utf8(json).map_err(|error| not_json(&error))?;
    let quick = {
        let _mode = ModeGuard::set(Mode::Quick);
        serde_json::from_str(json)
    };
    quick.or_else(|error| {
        if !error.is_data() && !is_json(json) {
            return Err(not_json(&error));
        }
        let _mode = ModeGuard::set(Mode::Tracking);
        tracked(json)
    })
}

fn not_json(error: &dyn fmt::Display) -> Mismatch {
    Mismatch::whole(format!("not readable as JSON: {error}"))
}

/// Decodes the text of a union's variant, possibly while another value is being decoded.
pub(crate) fn nested<T: DeserializeOwned>(json: &str, budget: &Budget) -> Result<T, Mismatch> {
    let reading = Level::enter(json, budget)?;
    if reading.mode() == Mode::Tracking {
        return tracked(json);
    }
    serde_json::from_str(json).or_else(|error| {
        if reading.reports() || number::has_long(json) {
            let _mode = ModeGuard::set(Mode::Tracking);
            return tracked(json);
        }
        Err(Mismatch::at(json_path::ROOT, &error))
    })
}

/// Tries to decode one of several possible types, without tracking the path of a failure.
pub(crate) fn quietly<T>(read: impl FnOnce() -> T) -> T {
    let _mode = ModeGuard::set(Mode::Quick);
    read()
}

fn tracked<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Mismatch> {
    let (mut deserializer, mut track) = (serde_json::Deserializer::from_str(json), Track::new());
    let value = T::deserialize(Tracked::new(Lenient(&mut deserializer), &mut track))
        .map_err(|error| Mismatch::at(&render(&track.path()), &error))?;
    deserializer.end().map_err(|error| Mismatch::at(json_path::ROOT, &error))?;
    Ok(value)
}

fn render(path: &serde_path_to_error::Path) -> String {
    let mut text = json_path::ROOT.to_owned();
    for segment in path {
        match segment {
            Segment::Seq { index } => json_path::push_index(&mut text, *index),
            // serde_json passes raw text as a map with one such key.
            Segment::Map { key } if key.starts_with("$serde_json::private::") => {}
            Segment::Map { key } | Segment::Enum { variant: key } => json_path::push_key(&mut text, key),
            Segment::Unknown => {}
        }
    }
    text
}

/// How a failure gets its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Decoding was started by other code: a failing union finds its own part of the path.
    Alone,
    /// The fast pass of this module: on failure the whole text is read again, so no path is needed now.
    Quick,
    /// The second pass, which tracks the path. There is no third: it would double the work at every level.
    Tracking,
}

#[derive(Debug, Clone, Copy)]
struct State {
    mode: Mode,
    depth: usize,
    budget: usize,
}

thread_local! {
    /// The mode of this thread, since serde has no way to pass it along.
    static STATE: Cell<State> = const { Cell::new(State { mode: Mode::Alone, depth: 0, budget: 0 }) };
}

/// A change of mode, undone when dropped.
struct ModeGuard(Mode);

impl ModeGuard {
    fn set(mode: Mode) -> Self {
        let state = STATE.get();
        STATE.set(State { mode, ..state });
        Self(state.mode)
    }
}

impl Drop for ModeGuard {
    fn drop(&mut self) {
        STATE.set(State { mode: self.0, ..STATE.get() });
    }
}

/// One level deeper, until dropped.
struct Level<'a> {
    depth: usize,
    mode: Mode,
    budget: &'a Budget,
}

impl<'a> Level<'a> {
    /// `serde_json` counts depth from zero for each text, so the depth is counted here: the nesting of the outermost
    /// text is measured, and every text within it is shallower.
    fn enter(json: &str, own: &'a Budget) -> Result<Self, Mismatch> {
        let State { mode, depth, budget } = STATE.get();
        let outermost = depth == 0;
        if depth >= MAX_DEPTH || (outermost && json.len() > MAX_DEPTH && scan::nesting(json) > MAX_DEPTH) {
            return Err(Mismatch::whole(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        let budget = if outermost { own.0.get() } else { budget };
        let Some(budget) = budget.checked_sub(json.len()) else {
            return Err(Mismatch::whole("too many combinations of variants to try"));
        };
        STATE.set(State { mode, depth: depth + 1, budget });
        Ok(Self { depth, mode, budget: own })
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether a failure is to be read again here.
    fn reports(&self) -> bool {
        self.mode == Mode::Alone && self.depth == 0
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        let state = STATE.get();
        STATE.set(State { depth: self.depth, ..state });
        if self.depth == 0 {
            self.budget.0.set(state.budget);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_utf_8_is_invalid_json() {
        let mismatch = slice::<serde_json::Value>(b"{\"name\":\"caf\xE9\"}").unwrap_err();
        let message = "at $: not readable as JSON: invalid utf-8 sequence of 1 bytes from index 12";
        assert_eq!(mismatch.to_string(), message);
    }
}
