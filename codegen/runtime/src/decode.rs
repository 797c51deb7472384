//! Reads JSON text into types, and says where it did not fit.
//!
//! Reading is quick as long as it succeeds. Only after a failure is the text read a second time, by a reader that
//! keeps track of the path. Unions read nested texts of their own (see [`crate::union`]); this module makes
//! such nested readings share one path, one limit of depth, and one limit of effort.

use crate::{json_path, scan};
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::Value;
use serde_path_to_error::{Deserializer as Tracked, Segment, Track};
use std::cell::Cell;
use std::fmt;

/// How deeply JSON may be nested; also `serde_json`'s own limit.
const MAX_DEPTH: usize = 128;

/// How many times the bytes of one text may be read again by nested unions that are told apart by trying. Trying
/// honest data costs once for each level; only data made for the purpose costs more.
const MAX_EFFORT: usize = MAX_DEPTH;

/// Why a JSON text did not fit its type.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The JSON path of what did not fit.
    pub(crate) path: String,
    /// What was expected.
    pub(crate) message: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path, self.message)
    }
}

impl Misfit {
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

    /// The misfit as an error of another format; reading it back keeps the path.
    pub(crate) fn into_error<E: serde::de::Error>(self) -> E {
        E::custom(self)
    }
}

/// The message without the position in the text, which tells less than the path; broken JSON keeps it.
fn message_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if !error.is_data() {
        return format!("not readable as JSON: {text}");
    }
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).map_or(text.clone(), str::to_owned)
}

/// Reads a whole text.
pub(crate) fn slice<T: DeserializeOwned>(json: &[u8]) -> Result<T, Misfit> {
    let quick = {
        let _mode = Reading::set(Mode::Quick);
        serde_json::from_slice(json)
    };
    quick.or_else(|error| {
        let _mode = Reading::set(Mode::Tracking);
        tracked(&mut serde_json::Deserializer::from_slice(json))
            .and_then(|_: T| Err(Misfit::at(json_path::ROOT, &error)))
    })
}

/// Reads the text of a union's variant from within another reading.
pub(crate) fn nested<T: DeserializeOwned>(json: &str) -> Result<T, Misfit> {
    let reading = Reading::enter(json)?;
    if reading.mode() == Mode::Tracking {
        return tracked(&mut serde_json::Deserializer::from_str(json));
    }
    serde_json::from_str(json).or_else(|error| {
        if reading.reports() {
            let _mode = Reading::set(Mode::Tracking);
            tracked::<T, _>(&mut serde_json::Deserializer::from_str(json)).map(drop)?;
        }
        Err(Misfit::at(json_path::ROOT, &error))
    })
}

/// Reads the text as one of several types that might fit: a failure is of no interest.
pub(crate) fn attempt<T: DeserializeOwned>(json: &str) -> Option<T> {
    let _mode = Reading::set(Mode::Quick);
    nested(json).ok()
}

/// Reads a value out of an object that is already a tree.
pub(crate) fn member<T: DeserializeOwned>(key: &str, value: Value) -> Result<T, Misfit> {
    let mut path = json_path::ROOT.to_owned();
    json_path::push_key(&mut path, key);
    if Reading::current().mode != Mode::Tracking {
        return serde_json::from_value(value).map_err(|error| Misfit::at(&path, &error));
    }
    let mut track = Track::new();
    T::deserialize(Tracked::new(value, &mut track))
        .map_err(|error| Misfit::at(&json_path::join(&path, &render(&track.path())), &error))
}

fn tracked<'de, T, R>(deserializer: &mut serde_json::Deserializer<R>) -> Result<T, Misfit>
where
    T: Deserialize<'de>,
    R: serde_json::de::Read<'de>,
{
    let mut track = Track::new();
    let value = T::deserialize(Tracked::new(&mut *deserializer, &mut track))
        .map_err(|error| Misfit::at(&render(&track.path()), &error))?;
    deserializer.end().map_err(|error| Misfit::at(json_path::ROOT, &error))?;
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
    /// Bytes that nested readings may still read.
    effort: usize,
}

thread_local! {
    static STATE: Cell<State> = const { Cell::new(State { mode: Mode::Alone, depth: 0, effort: 0 }) };
}

/// A change of the state of this thread's readings, undone when dropped. The effort that was spent stays spent.
struct Reading {
    before: State,
}

impl Reading {
    fn current() -> State {
        STATE.get()
    }

    fn set(mode: Mode) -> Self {
        let before = STATE.get();
        STATE.set(State { mode, ..before });
        Self { before }
    }

    /// One level deeper. `serde_json` counts depth anew for each text, so the count must be kept here: the outermost
    /// text's nesting is measured, and every text within it is shallower.
    fn enter(json: &str) -> Result<Self, Misfit> {
        let before = STATE.get();
        let outermost = before.depth == 0;
        if before.depth >= MAX_DEPTH || (outermost && json.len() > MAX_DEPTH && scan::nesting(json) > MAX_DEPTH) {
            return Err(Misfit::whole(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        let effort = if outermost { json.len().saturating_mul(MAX_EFFORT) } else { before.effort };
        let Some(effort) = effort.checked_sub(json.len()) else {
            return Err(Misfit::whole("too many ways to read it: gave up trying"));
        };
        STATE.set(State { depth: before.depth + 1, effort, ..before });
        Ok(Self { before })
    }

    fn mode(&self) -> Mode {
        self.before.mode
    }

    /// Whether a failure should be read again here.
    fn reports(&self) -> bool {
        self.before.mode == Mode::Alone && self.before.depth == 0
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let effort = STATE.get().effort;
        STATE.set(State { effort, ..self.before });
    }
}
