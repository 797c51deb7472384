//! Documented errors of different operations in one error type.

use crate::Error;
use crate::response::error::Failure;
use std::any::Any;
use std::fmt;

/// The documented error of any operation: the default type parameter of [`Error`].
///
/// `?` turns the error of every operation into it, so that one function can call operations with different documented errors:
///
/// ```
/// # use specwright_runtime::Error;
/// # #[derive(Debug, Clone, PartialEq)]
/// # struct Problem { code: u32 }
/// # #[derive(Debug, Clone)]
/// # struct Refusal;
/// # async fn find() -> Result<u32, Error<Problem>> { Ok(1) }
/// # async fn book(_: u32) -> Result<(), Error<Refusal>> { Ok(()) }
/// async fn find_and_book() -> Result<(), Error> {
///     let trip = find().await?;
///     book(trip).await?;
///     Ok(())
/// }
///
/// fn is_sold_out(error: &Error) -> bool {
///     error.failure().and_then(|failure| failure.downcast_ref()) == Some(&Problem { code: 7 })
/// }
/// ```
// It must not be `Clone`, so that the conversion below does not overlap with the reflexive one of the
// standard library.
pub struct AnyFailure(Box<dyn AnyValue>);

trait AnyValue: Any + fmt::Debug + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

impl<T: Any + fmt::Debug + Send + Sync> AnyValue for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

impl AnyFailure {
    /// Whether it is a `T`.
    #[must_use]
    pub fn is<T: 'static>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// The documented error, if it is a `T`.
    #[must_use]
    pub fn downcast_ref<T: 'static>(&self) -> Option<&T> {
        (*self.0).as_any().downcast_ref()
    }

    /// The documented error by value, if it is a `T`.
    #[must_use]
    pub fn downcast<T: 'static>(self) -> Option<T> {
        self.0.into_any().downcast().ok().map(|value| *value)
    }
}

/// As the documented error itself.
impl fmt::Debug for AnyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: Clone + fmt::Debug + Send + Sync + 'static> From<Error<E>> for Error {
    fn from(error: Error<E>) -> Self {
        match error {
            Error::Input(error) => Self::Input(error),
            Error::Credential(error) => Self::Credential(error),
            Error::Transport(error) => Self::Transport(error),
            Error::Failure(failure) => {
                let Failure { response, value } = *failure;
                Self::Failure(Box::new(Failure { response, value: AnyFailure(Box::new(value)) }))
            }
            Error::Undocumented(response) => Self::Undocumented(response),
            Error::Decode(error) => Self::Decode(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OperationInfo, RawResponse};
    use http::Response;

    #[derive(Debug, Clone, PartialEq)]
    struct Problem(u32);

    static INFO: OperationInfo = OperationInfo { id: "find", method: "GET", path: "/trips", security: &[] };

    fn failing() -> Result<(), Error<Problem>> {
        let response = Response::builder().status(409).body("{\"code\":7}".into()).unwrap();
        Err(RawResponse::new(&INFO, response).failed(Problem(7)))
    }

    fn calling() -> Result<(), Error> {
        failing()?;
        Ok(())
    }

    #[test]
    fn question_mark_keeps_the_documented_error() {
        let error = calling().unwrap_err();
        assert_eq!(error.status().unwrap(), 409);
        let failure = error.into_failure().unwrap();
        assert!(failure.is::<Problem>() && !failure.is::<String>());
        assert_eq!(failure.downcast_ref(), Some(&Problem(7)));
        assert_eq!(failure.downcast::<Problem>(), Some(Problem(7)));
    }

    #[test]
    fn debug_of_errors_starts_with_display() {
        let error = calling().unwrap_err();
        assert_eq!(format!("{error:?}"), "find (GET /trips): 409 Conflict: {\"code\":7}");
        let formatted = format!("{error:#?}");
        assert!(formatted.starts_with("find (GET /trips): 409 Conflict: {\"code\":7}\nFailure {"), "{formatted}");
        assert!(formatted.contains("value: Problem(\n"), "{formatted}");
    }
}
