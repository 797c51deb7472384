//! The presence of a property: absent, `null`, or a value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An optional, nullable property, which distinguishes absent, `null` and a value.
///
/// A field of a type that derives serde's traits requires `#[serde(default, skip_serializing_if = "Presence::is_absent")]`, so
/// that reading and writing again neither adds nor loses a key.
///
/// ```
/// use specwright_runtime::Presence;
///
/// let rename: Presence<String> = "Ada".into();
/// let clear: Presence<String> = None.into();
/// let leave: Presence<String> = Presence::default();
/// assert_eq!(rename.value().map(String::as_str), Some("Ada"));
/// assert!(clear.is_null() && leave.is_absent());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Presence<T> {
    /// There is no key.
    #[default]
    Absent,
    /// The key has the value `null`.
    Null,
    /// The key has a value other than `null`.
    Value(T),
}

impl<T> Presence<T> {
    /// Whether there is no key.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the key has the value `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Converts to a presence of a reference.
    #[must_use]
    pub const fn as_ref(&self) -> Presence<&T> {
        match self {
            Self::Absent => Presence::Absent,
            Self::Null => Presence::Null,
            Self::Value(value) => Presence::Value(value),
        }
    }

    /// The value, when there is one.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value, when there is one, by value.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Whether there is a value.
    #[must_use]
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Whether there is a value that satisfies `test`.
    #[must_use]
    pub fn is_value_and(self, test: impl FnOnce(T) -> bool) -> bool {
        self.into_value().is_some_and(test)
    }

    /// Maps the value by `f`.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Presence<U> {
        match self {
            Self::Absent => Presence::Absent,
            Self::Null => Presence::Null,
            Self::Value(value) => Presence::Value(f(value)),
        }
    }

    /// Calls `f` with the value; absent and `null` are unchanged.
    #[must_use]
    pub fn and_then<U>(self, f: impl FnOnce(T) -> Presence<U>) -> Presence<U> {
        match self {
            Self::Absent => Presence::Absent,
            Self::Null => Presence::Null,
            Self::Value(value) => f(value),
        }
    }

    /// The value, or `default` if there is none.
    pub fn unwrap_or(self, default: T) -> T {
        self.into_value().unwrap_or(default)
    }

    /// The value, or the result of `default` if there is none.
    pub fn unwrap_or_else(self, default: impl FnOnce() -> T) -> T {
        self.into_value().unwrap_or_else(default)
    }

    /// The value, or the default of its type if there is none.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_value().unwrap_or_default()
    }

    /// The value, or `error` if there is none.
    ///
    /// # Errors
    ///
    /// `error`, if the key is absent or `null`.
    pub fn ok_or<E>(self, error: E) -> Result<T, E> {
        self.into_value().ok_or(error)
    }

    /// Converts to a presence of a mutable reference.
    #[must_use]
    pub const fn as_mut(&mut self) -> Presence<&mut T> {
        match self {
            Self::Absent => Presence::Absent,
            Self::Null => Presence::Null,
            Self::Value(value) => Presence::Value(value),
        }
    }

    /// Converts to a presence of the dereferenced value: `Presence<&str>` from a `Presence<String>`.
    #[must_use]
    pub fn as_deref(&self) -> Presence<&T::Target>
    where
        T: std::ops::Deref,
    {
        self.as_ref().map(T::deref)
    }

    /// Takes the presence, leaving absent in its place.
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

impl<T: Clone> Presence<&T> {
    /// Clones the value.
    #[must_use]
    pub fn cloned(self) -> Presence<T> {
        self.map(T::clone)
    }
}

/// The value, when there is one: absent and `null` are both `None`.
impl<T> From<Presence<T>> for Option<T> {
    fn from(presence: Presence<T>) -> Self {
        presence.into_value()
    }
}

impl<T> From<T> for Presence<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` becomes `null`, not absent: a caller that sets a property expects it to be sent.
impl<T> From<Option<T>> for Presence<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T, const N: usize> From<[T; N]> for Presence<Vec<T>> {
    fn from(values: [T; N]) -> Self {
        Self::Value(values.into())
    }
}

impl From<&str> for Presence<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl<T: Serialize> Serialize for Presence<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Presence<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(PartialEq)]
    struct Row {
        must: Option<i32>,
        may: Presence<i32>,
    }
    crate::__private::object!(Row { must, may? });

    #[test]
    fn presence_distinguishes_absent_null_and_value() {
        for json in [r#"{"must":null}"#, r#"{"must":1,"may":null}"#, r#"{"must":1,"may":2}"#] {
            let row: Row = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&row).unwrap(), json);
        }
    }

    #[test]
    fn required_nullable_properties_must_be_present() {
        let error = serde_json::from_str::<Row>("{}").unwrap_err();
        assert!(error.to_string().starts_with("missing field `must`"), "{error}");
    }

    #[test]
    fn presence_combinators_distinguish_absent_and_null() {
        let [absent, null, mut value] = [Presence::<String>::Absent, Presence::Null, Presence::from("a")];
        let length = |presence: &Presence<String>| presence.as_deref().map(str::len);
        assert_eq!(
            [length(&absent), length(&null), length(&value)],
            [Presence::Absent, Presence::Null, Presence::Value(1)]
        );
        assert_eq!(value.as_ref().and_then(|_| Presence::<i32>::Null), Presence::Null);
        assert_eq!(null.as_ref().and_then(|_| Presence::Value(1)), Presence::Null);
        assert!(value.is_value() && value.as_deref().is_value_and(|text| text == "a") && !null.is_value());
        value.as_mut().map(|text| text.push('b')).unwrap_or_default();
        assert_eq!(value.as_ref().cloned().unwrap_or("c".to_owned()), "ab");
        assert_eq!(null.clone().unwrap_or_else(|| "c".to_owned()), "c");
        assert_eq!((absent.clone().ok_or(7), Option::from(value.take())), (Err(7), Some("ab".to_owned())));
        assert_eq!((value, absent.unwrap_or_default()), (Presence::Absent, String::new()));
    }

    #[test]
    fn none_is_null() {
        let converted: [Presence<i32>; 3] = [None.into(), Some(1).into(), 1.into()];
        assert_eq!(converted, [Presence::Null, Presence::Value(1), Presence::Value(1)]);
        assert_eq!(converted[2].as_ref().into_value(), Some(&1));
    }
}
