//! `Debug` of objects and requests: only the fields that have a value.
//!
//! An object passes the fields that it writes to JSON (`object/written.rs`), a request its inputs.

use crate::Presence;
use std::fmt::{Debug, Formatter, Result};

/// A field of a struct in `Debug`.
#[doc(hidden)]
#[derive(Debug)]
pub enum DebugField<'a> {
    /// Written always.
    Always(&'a dyn Debug),
    /// Written unless it is absent.
    IfPresent(&'a dyn MaybeAbsent),
    /// Written unless it is empty: the map of additional properties.
    IfAny(&'a dyn MaybeEmpty),
}

impl<'a> DebugField<'a> {
    /// The value, if it is written.
    fn value(&self) -> Option<&'a dyn Debug> {
        match self {
            Self::Always(value) => Some(*value),
            Self::IfPresent(value) if value.is_absent() => None,
            Self::IfPresent(value) => Some(*value),
            Self::IfAny(value) if value.is_empty() => None,
            Self::IfAny(value) => Some(*value),
        }
    }
}

/// A type with a value that means absent.
#[doc(hidden)]
pub trait MaybeAbsent: Debug {
    /// Whether the value means absent.
    fn is_absent(&self) -> bool;
}

impl<T: Debug> MaybeAbsent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Debug> MaybeAbsent for Presence<T> {
    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}

/// A map of any kind.
#[doc(hidden)]
pub trait MaybeEmpty: Debug {
    /// Whether it has no entries.
    fn is_empty(&self) -> bool;
}

impl<M: Debug> MaybeEmpty for M
where
    for<'a> &'a M: IntoIterator,
{
    fn is_empty(&self) -> bool {
        self.into_iter().next().is_none()
    }
}

/// Writes a struct of this name, with the fields that have a value.
///
/// # Errors
/// The errors of the formatter.
#[doc(hidden)]
pub fn fields<'a>(
    f: &mut Formatter<'_>,
    name: &str,
    fields: impl IntoIterator<Item = (&'static str, DebugField<'a>)>,
) -> Result {
    let mut output = f.debug_struct(name);
    for (name, field) in fields {
        if let Some(value) = field.value() {
            output.field(name, value);
        }
    }
    output.finish()
}

/// `Debug` of a request. Takes its name, and its inputs with `()` after those that always have a value.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_debug {
    ($name:ident<$parameter:ident> { $($field:ident $how:tt),* $(,)? }) => {
        #[allow(deprecated)]
        impl<$parameter> ::core::fmt::Debug for $name<$parameter> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug::fields(f, ::core::stringify!($name), [
                    $((::core::stringify!($field), $crate::__private::debug_field!($how &self.$field)),)*
                ])
            }
        }
    };
}

/// A field of [`impl_debug!`](__impl_debug): `()` or a preset one always has a value.
#[doc(hidden)]
#[macro_export]
macro_rules! __debug_field {
    (() $field:expr) => {
        $crate::__private::debug::DebugField::Always($field)
    };
    ((preset $value:expr, $how:tt) $field:expr) => {
        $crate::__private::debug::DebugField::Always($field)
    };
    ($how:tt $field:expr) => {
        $crate::__private::debug::DebugField::IfPresent($field)
    };
}

#[cfg(test)]
mod tests {
    use crate::{Map, Password, Presence, Value};

    #[derive(Default)]
    struct User {
        id: i64,
        nick: Option<String>,
        token: Option<Password>,
        left: Presence<i64>,
        more: Map<String, Value>,
    }
    crate::__private::object!(User { id, nick?, token?, left?, ..more });

    #[test]
    fn debug_omits_absent_fields() {
        let mut user = User { id: 7, ..User::default() };
        assert_eq!(format!("{user:?}"), "User { id: 7 }");
        user.nick = Some("ada".to_owned());
        user.left = Presence::Null;
        user.more.insert("since".to_owned(), 2020.into());
        assert_eq!(
            format!("{user:?}"),
            r#"User { id: 7, nick: Some("ada"), left: Null, more: {"since": Number(2020)} }"#
        );
    }

    #[test]
    fn debug_hides_secrets() {
        let user = User { token: Some("open sesame".into()), ..User::default() };
        assert_eq!(format!("{user:?}"), "User { id: 0, token: Some(Password(…)) }");
    }
}
