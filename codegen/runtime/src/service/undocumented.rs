//! What a typed reading passes over.

use super::place::Place;
use serde_json::Value;

/// Where JSON that was sent has a `null` that is not in the same JSON as it was read and written again: a property that may be absent,
/// and is never `null`.
pub(crate) fn nulls(place: &Place, sent: &Value, written: &Value, found: &mut Vec<Place>) {
    match (sent, written) {
        (Value::Object(sent), Value::Object(written)) => {
            for (key, sent) in sent {
                match written.get(key) {
                    Some(written) => nulls(&place.at_key(key), sent, written, found),
                    None if sent.is_null() => found.push(place.at_key(key)),
                    None => {}
                }
            }
        }
        (Value::Array(sent), Value::Array(written)) => {
            for (index, (sent, written)) in sent.iter().zip(written).enumerate() {
                nulls(&place.at(&format!("$[{index}]")), sent, written, found);
            }
        }
        _ => {}
    }
}
