//! From an event to the type of its data, or to that of the whole event.

use super::event::{Event, EventId, EventShape};
use crate::json::decode::{self, Mismatch};
use crate::transport::stream::StreamError;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::time::Duration;

/// An event before its data is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) data: String,
    pub(super) event: Option<String>,
    pub(super) id: Option<String>,
    pub(super) retry: Option<Duration>,
}

impl RawEvent {
    pub(super) fn read<T: DeserializeOwned>(self, shape: EventShape) -> Result<Event<T>, StreamError> {
        let value = match shape {
            EventShape::Json => decode::slice(self.data.as_bytes()),
            EventShape::Text => read_text(&self.data),
            EventShape::JsonOrText => {
                decode::slice(self.data.as_bytes()).or_else(|mismatch| read_text(&self.data).map_err(|_| mismatch))
            }
            EventShape::Event(id) => self.read_whole(id),
            EventShape::EventWithText(id) => self.read_object(id, &json_text(&self.data)),
            EventShape::EventWithTextOrJson(id) => self.read_either(id),
        };
        match value {
            Ok(value) => Ok(Event { value, event: self.event, id: self.id }),
            Err(mismatch) => Err(StreamError::mismatch(&self.data, mismatch)),
        }
    }

    /// Data that is valid JSON may still be meant as text: the type decides.
    fn read_whole<T: DeserializeOwned>(&self, id: EventId) -> Result<T, Mismatch> {
        let text = json_text(&self.data);
        if serde_json::from_str::<&RawValue>(&self.data).is_err() {
            return self.read_object(id, &text);
        }
        self.read_object(id, &self.data).or_else(|mismatch| self.read_object(id, &text).map_err(|_| mismatch))
    }

    /// If the type is a string, it is the text as received, including quotes.
    fn read_either<T: DeserializeOwned>(&self, id: EventId) -> Result<T, Mismatch> {
        if self.data.starts_with('"')
            && let Ok(value) = self.read_object(id, &json_text(&self.data))
        {
            return Ok(value);
        }
        self.read_whole(id)
    }

    fn read_object<T: DeserializeOwned>(&self, id: EventId, data: &str) -> Result<T, Mismatch> {
        let text = self.id.as_deref().map(json_text);
        match (id, self.id.as_deref().filter(|id| is_integer(id))) {
            (EventId::Integer, number @ Some(_)) => self.read_with_id(number, data),
            (EventId::TextOrInteger, number @ Some(_)) => {
                let read = self.read_with_id(number, data);
                read.or_else(|mismatch| self.read_with_id(text.as_deref(), data).map_err(|_| mismatch))
            }
            (EventId::Text, _) | (EventId::Integer | EventId::TextOrInteger, None) => {
                self.read_with_id(text.as_deref(), data)
            }
        }
    }

    fn read_with_id<T: DeserializeOwned>(&self, id: Option<&str>, data: &str) -> Result<T, Mismatch> {
        let event = self.event.as_deref().map(|event| format!(r#""event":{}"#, json_text(event)));
        let members = event.into_iter().chain(id.map(|id| format!(r#""id":{id}"#)));
        let retry = self.retry.map(|retry| format!(r#""retry":{}"#, retry.as_millis()));
        let data = format!(r#""data":{data}"#);
        let members: Vec<String> = members.chain(retry).chain([data]).collect();
        decode::slice(format!("{{{}}}", members.join(",")).as_bytes())
    }
}

fn read_text<T: DeserializeOwned>(text: &str) -> Result<T, Mismatch> {
    decode::slice(json_text(text).as_bytes())
}

/// Whether text is an integer as JSON writes it, of any number of digits.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_canonical = digits == "0" || !digits.starts_with('0');
    !digits.is_empty() && is_canonical && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::is_integer;

    #[test]
    fn integers_are_in_the_notation_of_json() {
        for id in ["007", "-", "1.0", "", "-01"] {
            assert!(!is_integer(id), "{id}");
        }
        assert!(is_integer("0") && is_integer("-7") && is_integer("18446744073709551616"));
    }
}
