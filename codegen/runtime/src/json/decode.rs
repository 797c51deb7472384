//! Reads JSON text into types, and says where it did not fit.
//!
//! Reading is quick as long as it succeeds. Only after a failure is the text read a second time, by a reader that
//! keeps track of the path, and takes `1.0` for an integer. Unions read nested texts of their own (see `model::union`); this module makes
//! such nested readings share one path, one limit of depth, and one limit of effort.

use crate::json::integer::Lenient;
use crate::json::{json_path, number, scan};
use serde::de::{Deserialize, DeserializeOwned, IgnoredAny};
use serde_path_to_error::{Deserializer as Tracked, Segment, Track};
use std::cell::Cell;
use std::fmt;

/// How deeply JSON may be nested; also `serde_json`'s own limit.
const MAX_DEPTH: usize = 128;

/// How many times over the text of a union may be read by the unions inside it. Those that are told apart by trying
/// can double the work at every level; with this limit a megabyte made for the purpose costs seconds and not ages.
const MAX_EFFORT: usize = 1024;

/// Bytes that unions may still read. Held by the outermost, so that all attempts at it share one limit: otherwise its
/// last resort, the unknown variant, would always succeed.
#[derive(Debug)]
pub(crate) struct Effort(Cell<usize>);

impl Effort {
    /// For reading this text.
    pub(crate) fn of(json: &str) -> Self {
        Self(Cell::new(json.len().saturating_mul(MAX_EFFORT)))
    }
}

/// Why a JSON text did not fit its type.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// The JSON path of what did not fit.
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
    /// Something about the text as a whole.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self { path: json_path::ROOT.to_owned(), message: message.into() }
    }

    /// An error met at `path`; when it comes from a nested reading it knows the rest of the path.
    fn at(path: &str, error: &serde_json::Error) -> Self {
        let message = message_of(error);
        match json_path::split_message(&message) {
            Some((inner, message)) => Self { path: json_path::join(path, inner), message: message.to_owned() },
            None => Self { path: path.to_owned(), message },
        }
    }

    /// The mismatch as an error of another format; reading it back keeps the path.
    pub(crate) fn into_error<E: serde::de::Error>(self) -> E {
        E::custom(self)
    }
}

/// The message without the position in the text, which tells less than the path.
fn message_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&position).unwrap_or(&text) {
        // All that serde_json says when it looks for an integer of 128 bits and finds something else.
        "invalid number" => "expected an integer".to_owned(),
        message => message.to_owned(),
    }
}

/// Whether a string is JSON at all. serde_json reports an integer beyond 128 bits as it does a missing bracket.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Reads a whole text. That it is UTF-8 is found out once and for all of it, which takes a fraction of the time that
/// asking for every key and string does.
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

/// Reads the text of a union's variant, perhaps from within another reading.
pub(crate) fn nested<T: DeserializeOwned>(json: &str, effort: &Effort) -> Result<T, Mismatch> {
    let reading = Level::enter(json, effort)?;
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

/// Reads something as one of several types that might fit: a failure is of no interest.
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
            // serde_json hands raw text over as a map of one such key.
            Segment::Map { key } if key.starts_with("$serde_json::private::") => {}
            Segment::Map { key } | Segment::Enum { variant: key } => json_path::push_key(&mut text, key),
            Segment::Unknown => {}
        }
    }
    text
}

/// What a failure should do about the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Somebody else's reading: a failing union finds its own part of the path.
    Alone,
    /// Ours: on failure the whole is read again, so nobody need look for a path now.
    Quick,
    /// The second reading, which tracks. Nothing is read a third time: that would double the work at every level.
    Tracking,
}

#[derive(Debug, Clone, Copy)]
struct State {
    mode: Mode,
    depth: usize,
    effort: usize,
}

thread_local! {
    /// Of the readings on this thread. serde has no way to hand it from one to the next.
    static STATE: Cell<State> = const { Cell::new(State { mode: Mode::Alone, depth: 0, effort: 0 }) };
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
    effort: &'a Effort,
}

impl<'a> Level<'a> {
    /// `serde_json` counts depth anew for each text, so the count must be kept here: the outermost text's nesting is
    /// measured, and every text within it is shallower.
    fn enter(json: &str, own: &'a Effort) -> Result<Self, Mismatch> {
        let State { mode, depth, effort } = STATE.get();
        let outermost = depth == 0;
        if depth >= MAX_DEPTH || (outermost && json.len() > MAX_DEPTH && scan::nesting(json) > MAX_DEPTH) {
            return Err(Mismatch::whole(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        let effort = if outermost { own.0.get() } else { effort };
        let Some(effort) = effort.checked_sub(json.len()) else {
            return Err(Mismatch::whole("too many ways to read it: gave up trying"));
        };
        STATE.set(State { mode, depth: depth + 1, effort });
        Ok(Self { depth, mode, effort: own })
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether a failure should be read again here.
    fn reports(&self) -> bool {
        self.mode == Mode::Alone && self.depth == 0
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        let state = STATE.get();
        STATE.set(State { depth: self.depth, ..state });
        if self.depth == 0 {
            self.effort.0.set(state.effort);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf_8_is_no_json() {
        let mismatch = slice::<serde_json::Value>(b"{\"name\":\"caf\xE9\"}").unwrap_err();
        let message = "at $: not readable as JSON: invalid utf-8 sequence of 1 bytes from index 12";
        assert_eq!(mismatch.to_string(), message);
    }
}
