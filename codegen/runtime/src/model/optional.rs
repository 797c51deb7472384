//! The argument of the setter of an optional field: a value, or an `Option` of one.

/// Marks a value passed by itself.
#[derive(Debug)]
pub struct ByValue;

/// Marks a value passed as an `Option`.
#[derive(Debug)]
pub struct ByOption;

/// A value for an optional field, by itself or as an `Option`: anything that converts into `T`, or an `Option` of it.
/// `M` distinguishes the two and is always inferred.
///
/// ```
/// # #[derive(Default)]
/// # pub struct Search { language: Option<String> }
/// # specwright_runtime::__private::construct!(Search() { language(into String) });
/// let chosen: Option<&str> = None;
/// assert_eq!(Search::new().language("en").language(chosen).language, None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for an optional field of type `{T}`",
    note = "the setter takes a value that converts into `{T}`, or an `Option` of one"
)]
pub trait IntoOptional<T, M> {
    /// The value of the field.
    fn into_optional(self) -> Option<T>;
}

impl<T, U: Into<T>> IntoOptional<T, ByValue> for U {
    fn into_optional(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, U: Into<T>> IntoOptional<T, ByOption> for Option<U> {
    fn into_optional(self) -> Option<T> {
        self.map(Into::into)
    }
}

/// Like [`IntoOptional`] for a list: an iterator over anything that converts into `T`, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list for an optional field with elements of type `{T}`",
    note = "the setter takes an iterator over values that convert into `{T}`, or an `Option` of one"
)]
pub trait IntoOptionalList<T, M> {
    /// The value of the field.
    fn into_optional_list<C: FromIterator<T>>(self) -> Option<C>;
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoOptionalList<T, ByValue> for I {
    fn into_optional_list<C: FromIterator<T>>(self) -> Option<C> {
        Some(self.into_iter().map(Into::into).collect())
    }
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoOptionalList<T, ByOption> for Option<I> {
    fn into_optional_list<C: FromIterator<T>>(self) -> Option<C> {
        self.map(|list| list.into_iter().map(Into::into).collect())
    }
}
