//! Strings of `format: password`, which are part of a payload and never printed.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A string of `format: password`, such as a token in a response. It is read and written like any string, and displayed
/// as dots.
///
/// ```
/// use specwright_runtime::Password;
///
/// let token: Password = "1000.8cb99d".into();
/// assert_eq!(format!("{token:?}"), "Password(…)");
/// assert_eq!(token.expose(), "1000.8cb99d");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text, by value.
    #[must_use]
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// For calls with a password from a response.
impl From<Password> for crate::Secret {
    fn from(password: Password) -> Self {
        Self::new(password.0)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_serialized_and_not_printed() {
        let password = Password::from("open sesame");
        assert_eq!(serde_json::to_string(&password).expect("it is text"), "\"open sesame\"");
        assert_eq!(serde_json::from_str::<Password>("\"open sesame\"").expect("it is text"), password);
        assert!(!format!("{password:?} {:?}", Some(&password)).contains("sesame"));
    }
}
