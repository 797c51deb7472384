//! Ids as strings, from any JSON type and key.

use crate::models::{ResourcePathIndex, ResultDetails, StringOrNumberId, UserTypeId};
use std::fmt;

impl ResultDetails {
    /// The subject of the item, under the key `id`, `record_id`, `personality_id`, `job_id`, `transfer_To` or `name`.
    /// `None` for errors without one.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        let id = self.id.as_ref().map(ToString::to_string);
        id.or_else(|| self.record_id.as_ref().map(ToString::to_string))
            .or_else(|| self.personality_id.as_ref().map(ToString::to_string))
            .or_else(|| self.job_id.as_ref().map(ToString::to_string))
            .or_else(|| self.transfer_to.as_ref().map(ToString::to_string))
            .or_else(|| self.name.as_ref().map(ToString::to_string))
    }
}

/// All digits, from a string or a number.
impl fmt::Display for StringOrNumberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Integer(number) => f.pad(&number.to_string()),
            Self::Unknown(json) => f.pad(&json.to_string()),
        }
    }
}

impl From<StringOrNumberId> for String {
    fn from(id: StringOrNumberId) -> Self {
        match id {
            StringOrNumberId::Text(text) => text,
            id => id.to_string(),
        }
    }
}

impl From<StringOrNumberId> for UserTypeId {
    fn from(id: StringOrNumberId) -> Self {
        Self::new(id)
    }
}

impl ResourcePathIndex {
    /// The number, unless it is a string that is not a number.
    #[must_use]
    pub fn get(&self) -> Option<usize> {
        match self {
            Self::Integer(number) => usize::try_from(*number).ok(),
            Self::Text(text) => text.parse().ok(),
            Self::Unknown(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::RecordId;
    use crate::runtime::serde_json;

    fn details(json: &str) -> ResultDetails {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn ids_are_accepted_by_reference() {
        let (id, text) = (RecordId::new("7"), "7".to_owned());
        assert_eq!([RecordId::from(&id), RecordId::from(&text)], [id, RecordId::from(text)]);
    }

    #[test]
    fn an_id_is_read_from_a_string_or_a_number() {
        for json in [r#"{"id":"18936550000000063924"}"#, r#"{"id":18936550000000063924}"#] {
            assert_eq!(details(json).subject().as_deref(), Some("18936550000000063924"));
            assert_eq!(UserTypeId::from(details(json).id.unwrap()), "18936550000000063924");
        }
    }

    #[test]
    fn the_subject_is_found_under_every_key() {
        for key in ["id", "record_id", "personality_id", "job_id", "transfer_To", "name"] {
            assert_eq!(details(&format!(r#"{{"{key}":"7"}}"#)).subject().as_deref(), Some("7"), "{key}");
        }
        assert_eq!(details("{}").subject(), None);
    }

    #[test]
    fn a_path_index_is_read_from_a_string_or_a_number() {
        for json in [r#"{"resource_path_index":"6"}"#, r#"{"resource_path_index":6}"#] {
            assert_eq!(details(json).resource_path_index.unwrap().get(), Some(6));
        }
    }
}
