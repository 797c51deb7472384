//! Constructors and setters, which every type that is sent has: `new` takes what is required, a setter each of the
//! others.
//!
//! A field is followed by how it is handed in: `(T)` as it is, `(into T)` as anything that turns into it, `(each T)` as
//! anything that gives such elements, `(state T)` as a value, `None` for `null`, or a [`Presence`](crate::Presence);
//! `boxed` before any of the first two puts it into a box; `some` before any of these, in parentheses, makes it an
//! `Option`. Of one possible value, `(= VALUE)`
//! is always there, and `(const VALUE)` when its setter was called, which takes nothing.

/// The constructor and the setters of an object: its required fields, then, in braces, those whose value is known, the
/// optional ones and the map of what has no field.
///
/// ```
/// use specwright_runtime::{Map, Presence, Value};
///
/// #[derive(Debug)]
/// pub struct User {
///     pub id: i64,
///     pub name: Option<String>,
///     pub roles: Option<Vec<String>>,
///     pub nick: Presence<String>,
///     pub more: Map<String, Value>,
/// }
/// specwright_runtime::construct!(User(id(i64)) { name(into String), roles(each String), nick(state String), ..more });
///
/// let user = User::new(7).name("Ada").roles(["admin"]).nick(None);
/// assert_eq!(user.roles.unwrap(), ["admin"]);
/// assert!(user.nick.is_null());
///
/// pub struct Task {
///     pub kind: String,
///     pub version: Option<i64>,
/// }
/// specwright_runtime::construct!(Task() { kind(= "task".to_owned()), version(const 2) });
///
/// let task = Task::new().version();
/// assert_eq!((task.kind.as_str(), task.version), ("task", Some(2)));
/// ```
#[macro_export]
macro_rules! construct {
    ($name:ident($($(#[$_required:meta])* $required:ident $how:tt),*) {
        $($(#[$attribute:meta])* $other:ident $given:tt),* $(,)?
        $(..$rest:ident)?
    }) => {
        #[allow(deprecated, clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
        impl $name {
            /// With its required properties; the others are set one by one.
            #[must_use]
            pub fn new($($required: $crate::argument_type!($how)),*) -> Self {
                Self {
                    $($required: $crate::argument_value!($required $how),)*
                    $($other: $crate::argument_initial!($given),)*
                    $($rest: ::core::default::Default::default(),)?
                }
            }

            $($crate::setter!(
                #[doc = $crate::setter_docs!($other $given)]
                $(#[$attribute])*
                #[must_use]
                $other $given
            );)*
        }
    };
}

/// What is said of a setter.
#[doc(hidden)]
#[macro_export]
macro_rules! setter_docs {
    ($name:ident (const $value:expr)) => {
        ::core::concat!("Sets `", ::core::stringify!($name), "` to its only value.")
    };
    ($name:ident $given:tt) => {
        ::core::concat!("Sets `", ::core::stringify!($name), "`.")
    };
}

/// A setter of a field: to its one possible value, or to what its argument gives. None where the constructor knows it.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($(#[$attribute:meta])* $name:ident (= $value:expr)) => {};
    ($(#[$attribute:meta])* $name:ident (const $value:expr)) => {
        $(#[$attribute])*
        pub fn $name(mut self) -> Self {
            self.$name = ::core::option::Option::Some($value);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident $given:tt) => {
        $(#[$attribute])*
        pub fn $name(mut self, $name: $crate::argument_type!($given)) -> Self {
            self.$name = $crate::argument_set!($name $given);
            self
        }
    };
}

/// The type of an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! argument_type {
    ((some $how:tt)) => { $crate::argument_type!($how) };
    ((boxed into $type:ty)) => { impl ::core::convert::Into<$type> };
    ((boxed $type:ty)) => { $type };
    ((into $type:ty)) => { impl ::core::convert::Into<$type> };
    ((each $type:ty)) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    ((state $type:ty)) => { impl ::core::convert::Into<$crate::Presence<$type>> };
    (($type:ty)) => { $type };
}

/// The value that an argument gives.
#[doc(hidden)]
#[macro_export]
macro_rules! argument_value {
    ($name:ident (some $how:tt)) => {
        ::core::option::Option::Some($crate::argument_value!($name $how))
    };
    ($name:ident (boxed into $type:ty)) => {
        ::std::boxed::Box::new(::core::convert::Into::into($name))
    };
    ($name:ident (boxed $type:ty)) => {
        ::std::boxed::Box::new($name)
    };
    ($name:ident (into $type:ty)) => {
        ::core::convert::Into::into($name)
    };
    ($name:ident (each $type:ty)) => {
        ::core::iter::Iterator::collect(::core::iter::Iterator::map(
            ::core::iter::IntoIterator::into_iter($name),
            ::core::convert::Into::into,
        ))
    };
    ($name:ident (state $type:ty)) => {
        ::core::convert::Into::into($name)
    };
    ($name:ident ($type:ty)) => {
        $name
    };
}

/// The value of an optional field that an argument gives.
#[doc(hidden)]
#[macro_export]
macro_rules! argument_set {
    ($name:ident (state $type:ty)) => { $crate::argument_value!($name (state $type)) };
    ($name:ident $how:tt) => { ::core::option::Option::Some($crate::argument_value!($name $how)) };
}

/// The value of a field that the constructor does not take.
#[doc(hidden)]
#[macro_export]
macro_rules! argument_initial {
    ((= $value:expr)) => {
        $value
    };
    ($how:tt) => {
        ::core::default::Default::default()
    };
}

/// The value of an optional field that nobody has set.
#[doc(hidden)]
#[macro_export]
macro_rules! argument_unset {
    () => {
        ::core::option::Option::None
    };
    ($default:expr) => {
        ::core::option::Option::Some($default)
    };
}
