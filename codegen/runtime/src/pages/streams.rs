//! Pages and items as streams, or as iterators for blocking clients.

use super::Paged;
use super::pager::{Pager, Step};
#[cfg(feature = "blocking")]
use crate::Blocking;
use crate::{Async, BoxFuture, Client, Error, Response};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

/// The pages of a list, in order. A `Stream`, which can also be used without extension traits:
///
/// ```no_run
/// # use specwright_runtime::{Error, Paged, Pages};
/// # async fn print<O: Paged>(mut pages: Pages<O>) -> Result<(), Error<O::Failure>> where O::Page: std::fmt::Debug {
/// while let Some(page) = pages.next().await {
///     println!("{:?}", page?);
/// }
/// # Ok(())
/// # }
/// ```
///
/// Pages are fetched lazily: nothing is sent before the first one is requested.
///
/// A failure is returned in place of the page and ends the stream: nothing more is sent unless the caller calls
/// [`resume`](Self::resume). If the service refers to a page twice, or always returns the same page, that is an
/// [`Error::Decode`], and so are more than 100 pages in a row without items; a link to another server is an
/// [`Error::Input`], and is not followed.
///
/// For a blocking client, an `Iterator`.
pub struct Pages<O: Paged, M = Async> {
    client: Client<M>,
    pager: Pager<O>,
    /// The call in progress, if this is a stream.
    call: Option<Call<O>>,
}

type Call<O> =
    BoxFuture<'static, Result<Response<<O as crate::Operation>::Output>, Error<<O as crate::Operation>::Failure>>>;

impl<O: Paged> Pages<O> {
    /// The next page; `None` at the end, and after an error.
    pub async fn next(&mut self) -> Option<Result<O::Page, Error<O::Failure>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<O: Paged, M> Pages<O, M> {
    /// Creates a stream of the pages from the one that `operation` requests.
    #[must_use]
    pub fn new(client: Client<M>, operation: O) -> Self {
        Self { client, pager: Pager::new(operation), call: None }
    }

    /// Resumes after an error: the page that failed is requested again. Has no effect otherwise.
    pub fn resume(&mut self) {
        self.pager.resume();
    }

    /// Converts to a stream of items.
    #[must_use]
    pub fn items(self) -> Items<O, M> {
        Items { pages: self, items: Vec::new().into_iter() }
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Page, Error<O::Failure>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(call) = &mut this.call {
                let result = ready!(call.as_mut().poll(cx));
                this.call = None;
                if let Some(page) = this.pager.take(result) {
                    return Poll::Ready(Some(page));
                }
            }
            match this.pager.step() {
                Step::End => return Poll::Ready(None),
                Step::Fail(error) => return Poll::Ready(Some(Err(error))),
                Step::Send(operation) => {
                    let client = this.client.clone();
                    this.call = Some(Box::pin(async move { client.send_for_response(&operation).await }));
                }
            }
        }
    }
}

#[cfg(feature = "blocking")]
impl<O: Paged> Iterator for Pages<O, Blocking> {
    type Item = Result<O::Page, Error<O::Failure>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.pager.step() {
                Step::End => return None,
                Step::Fail(error) => return Some(Err(error)),
                Step::Send(operation) => {
                    let result = self.client.send_for_response(&operation);
                    if let Some(page) = self.pager.take(result) {
                        return Some(page);
                    }
                }
            }
        }
    }
}

/// The items of all pages of a list, in order. A `Stream`, which can also be used without extension traits:
///
/// ```no_run
/// # use specwright_runtime::{Error, Items, Paged};
/// # async fn print<O: Paged>(mut items: Items<O>) -> Result<(), Error<O::Failure>> where O::Item: std::fmt::Debug {
/// while let Some(item) = items.next().await {
///     println!("{:?}", item?);
/// }
/// # Ok(())
/// # }
/// ```
///
/// A page is fetched when the items of the previous page are used up. Errors are as for [`Pages`]: one in place of an
/// item, and then the end unless the caller calls [`resume`](Self::resume), after which no item is missing and none is
/// returned twice.
///
/// For a blocking client, an `Iterator`.
pub struct Items<O: Paged, M = Async> {
    pages: Pages<O, M>,
    items: vec::IntoIter<O::Item>,
}

impl<O: Paged> Items<O> {
    /// The next item; `None` at the end, and after an error.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error<O::Failure>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Collects all remaining items.
    ///
    /// # Errors
    /// The first error; the items before it are lost. To keep them, use [`next`](Self::next).
    pub async fn all(mut self) -> Result<Vec<O::Item>, Error<O::Failure>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

impl<O: Paged, M> Items<O, M> {
    /// Resumes after an error: the page that failed is requested again. Has no effect otherwise.
    pub fn resume(&mut self) {
        self.pages.resume();
    }
}

#[cfg(feature = "blocking")]
impl<O: Paged> Iterator for Items<O, Blocking> {
    type Item = Result<O::Item, Error<O::Failure>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.items = O::items(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error<O::Failure>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => this.items = O::items(page).into_iter(),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

impl<O: Paged, M> fmt::Debug for Pages<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

impl<O: Paged, M> fmt::Debug for Items<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &O::INFO.id)
            .field("at_hand", &self.items.len())
            .finish_non_exhaustive()
    }
}
