//! Constructors and setters of objects: `new` takes the required fields, and each of the others has a setter.
//!
//! The parentheses after the name of a field state its argument: `(T)` a `T`, `(into T)` anything that converts into it,
//! `(iter T)` an iterator over anything that converts into it, and `(presence T)` a value, `None` for `null`, or a
//! [`Presence`](crate::Presence). `boxed` before one of the first two boxes the value, and `some`, with any of these in
//! parentheses, wraps it in an `Option`. The setter of an optional field also takes an `Option` of these. With
//! `(preset VALUE, (…))` a required field has this value until its setter is called. A field with one possible value takes no
//! argument: with `(= VALUE)` it always has this value, and with `(const VALUE)` once its setter is called. A field with
//! `(unset)` is empty and has no setter: only services set it.

/// The constructor and the setters of an object: its required fields; then, in braces, those with a known value, the
/// optional ones, and the map of additional properties.
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
/// specwright_runtime::__private::construct!(User(id(i64)) { name(into String), roles(iter String), nick(presence String), ..more });
///
/// let user = User::new(7).name("Ada").roles(["admin"]).nick(None);
/// assert_eq!(user.roles.unwrap(), ["admin"]);
/// assert!(user.nick.is_null());
///
/// pub struct Task {
///     pub kind: String,
///     pub version: Option<i64>,
/// }
/// specwright_runtime::__private::construct!(Task() { kind(= "task".to_owned()), version(const 2) });
///
/// let task = Task::new().version();
/// assert_eq!((task.kind.as_str(), task.version), ("task", Some(2)));
/// ```
///
/// With `from NAME { … }` in place of the parentheses, `new` takes a struct of that name, which has a field for each required
/// property, which converts into the object:
///
/// ```
/// #[derive(Debug)]
/// pub struct Trip {
///     pub from: String,
///     pub to: String,
///     pub note: Option<String>,
/// }
/// specwright_runtime::__private::construct!(Trip from TripRequired { from(into String), to(into String) } { note(into String) });
///
/// let trip = Trip::new(TripRequired { from: "Basel".to_owned(), to: "Bern".to_owned() }).note("by train");
/// assert_eq!(trip.to, "Bern");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __construct {
    ($name:ident from $fields:ident { $($(#[$about:meta])* $required:ident $how:tt),* $(,)? } {
        $($(#[$attribute:meta])* $other:ident $given:tt),* $(,)?
        $(..$rest:ident)?
    }) => {
        $crate::__private::required!("properties" $name $fields { $($(#[$about])* $required $how),* });

        #[allow(deprecated, clippy::disallowed_names)]
        impl $name {
            /// Creates a value with its required properties; setters add the others.
            #[must_use]
            pub fn new(required: $fields) -> Self {
                let $fields { $($required),* } = required;
                Self {
                    $($required: $crate::__private::required_value!($required $how),)*
                    $($other: $crate::__private::argument_initial!($given),)*
                    $($rest: ::core::default::Default::default(),)?
                }
            }

            $($crate::__private::setter!($(#[$attribute])* #[must_use] $other $given);)*
        }

        impl ::core::convert::From<$fields> for $name {
            fn from(required: $fields) -> Self {
                Self::new(required)
            }
        }
    };
    ($name:ident($($required:ident $how:tt),*) {
        $($(#[$attribute:meta])* $other:ident $given:tt),* $(,)?
        $(..$rest:ident)?
    }) => {
        #[allow(deprecated, clippy::disallowed_names)]
        impl $name {
            /// Creates a value with its required properties; setters add the others.
            #[must_use]
            pub fn new($($required: $crate::__private::argument_type!($how)),*) -> Self {
                Self {
                    $($required: $crate::__private::argument_value!($required $how),)*
                    $($other: $crate::__private::argument_initial!($given),)*
                    $($rest: ::core::default::Default::default(),)?
                }
            }

            $($crate::__private::setter!($(#[$attribute])* #[must_use] $other $given);)*
        }
    };
}

/// The struct of the required inputs of an operation or the required properties of an object, to whose name its
/// documentation refers.
#[doc(hidden)]
#[macro_export]
macro_rules! __required {
    ($what:literal $name:ident $required:ident { $($(#[$about:meta])* $field:ident $how:tt),* }) => {
        #[doc = ::core::concat!("The required ", $what, " of [`", ::core::stringify!($name), "`].")]
        #[derive(Debug, Clone)]
        pub struct $required {
            $($(#[$about])* pub $field: $crate::__private::required_type!($how),)*
        }
    };
}

/// The type of a required field in a struct literal.
#[doc(hidden)]
#[macro_export]
macro_rules! __required_type {
    ((some $how:tt)) => { $crate::__private::required_type!($how) };
    ((boxed into $type:ty)) => { $type };
    ((boxed $type:ty)) => { $type };
    ((into $type:ty)) => { $type };
    ((iter $type:ty)) => { ::std::vec::Vec<$type> };
    ((presence $type:ty)) => { $crate::Presence<$type> };
    (($type:ty)) => { $type };
}

/// The value of a required field.
#[doc(hidden)]
#[macro_export]
macro_rules! __required_value {
    ($name:ident (some $how:tt)) => {
        ::core::option::Option::Some($crate::__private::required_value!($name $how))
    };
    ($name:ident (boxed $($type:tt)+)) => {
        ::std::boxed::Box::new($name)
    };
    ($name:ident $how:tt) => {
        $name
    };
}

/// A setter of a field, to its one possible value or to its argument. None if the constructor sets the field, or only services
/// do.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ($(#[$attribute:meta])* $name:ident (= $value:expr)) => {};
    ($(#[$attribute:meta])* $name:ident (unset)) => {};
    ($(#[$attribute:meta])* $name:ident (const $value:expr)) => {
        $(#[$attribute])*
        pub fn $name(mut self) -> Self {
            self.$name = ::core::option::Option::Some($value);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident (preset $value:expr, $how:tt)) => {
        $(#[$attribute])*
        pub fn $name(mut self, $name: $crate::__private::argument_type!($how)) -> Self {
            self.$name = $crate::__private::argument_value!($name $how);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident (some $how:tt)) => {
        $crate::__private::setter!($(#[$attribute])* $name $how);
    };
    ($(#[$attribute:meta])* $name:ident (presence $type:ty)) => {
        $(#[$attribute])*
        pub fn $name(mut self, $name: impl ::core::convert::Into<$crate::Presence<$type>>) -> Self {
            self.$name = ::core::convert::Into::into($name);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident (boxed into $type:ty)) => {
        $(#[$attribute])*
        pub fn $name<M>(mut self, $name: impl $crate::__private::IntoOptional<$type, M>) -> Self {
            let value = $crate::__private::IntoOptional::into_optional($name);
            self.$name = ::core::option::Option::map(value, ::std::boxed::Box::new);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident (boxed $type:ty)) => {
        $(#[$attribute])*
        pub fn $name(mut self, $name: impl ::core::convert::Into<::core::option::Option<$type>>) -> Self {
            let value: ::core::option::Option<$type> = ::core::convert::Into::into($name);
            self.$name = ::core::option::Option::map(value, ::std::boxed::Box::new);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident (into $type:ty)) => {
        $(#[$attribute])*
        pub fn $name<M>(mut self, $name: impl $crate::__private::IntoOptional<$type, M>) -> Self {
            self.$name = $crate::__private::IntoOptional::into_optional($name);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident (iter $type:ty)) => {
        $(#[$attribute])*
        pub fn $name<M>(mut self, $name: impl $crate::__private::IntoOptionalList<$type, M>) -> Self {
            self.$name = $crate::__private::IntoOptionalList::into_optional_list($name);
            self
        }
    };
    ($(#[$attribute:meta])* $name:ident ($type:ty)) => {
        $(#[$attribute])*
        pub fn $name(mut self, $name: impl ::core::convert::Into<::core::option::Option<$type>>) -> Self {
            self.$name = ::core::convert::Into::into($name);
            self
        }
    };
}

/// The type of an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument_type {
    ((some $how:tt)) => { $crate::__private::argument_type!($how) };
    ((boxed into $type:ty)) => { impl ::core::convert::Into<$type> };
    ((boxed $type:ty)) => { $type };
    ((into $type:ty)) => { impl ::core::convert::Into<$type> };
    ((iter $type:ty)) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    ((presence $type:ty)) => { impl ::core::convert::Into<$crate::Presence<$type>> };
    (($type:ty)) => { $type };
}

/// The value of an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument_value {
    ($name:ident (some $how:tt)) => {
        ::core::option::Option::Some($crate::__private::argument_value!($name $how))
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
    ($name:ident (iter $type:ty)) => {
        ::core::iter::Iterator::collect(::core::iter::Iterator::map(
            ::core::iter::IntoIterator::into_iter($name),
            ::core::convert::Into::into,
        ))
    };
    ($name:ident (presence $type:ty)) => {
        ::core::convert::Into::into($name)
    };
    ($name:ident ($type:ty)) => {
        $name
    };
}

/// The value of a field that the constructor does not take.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument_initial {
    ((= $value:expr)) => {
        $value
    };
    ((preset $value:expr, $how:tt)) => {
        $value
    };
    ($how:tt) => {
        ::core::default::Default::default()
    };
}

/// The initial value of an optional field.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument_unset {
    ((preset $value:expr, $how:tt)) => {
        $value
    };
    ($how:tt) => {
        ::core::option::Option::None
    };
    ($how:tt $default:expr) => {
        ::core::option::Option::Some($default)
    };
}
