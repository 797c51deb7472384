//! Pagination: an operation is sent repeatedly, each time for the next page.
//!
//! [`Paging`] is what a document states about it, a [`Pager`] decides on the next request without sending anything, and [`Pages`]
//! and [`Items`] are streams that send its requests. The trait [`Paged`] describes the pagination of an operation to them.
//!
//! Uses: `client`, `facts`, `json`, `model`, `operation`, `request`, `response`, `transport`, `url`. Used by:
//! `__private`.

mod link;
mod pager;
mod paging;
mod streams;
#[cfg(test)]
mod tests;

pub use paging::Paging;
pub use streams::{Items, Pages};

use crate::{Operation, Presence};

/// An operation whose response is one page of a list.
///
/// Generated operations implement it, and have the methods `pages` and `items`, if `x-specwright-pagination` describes
/// their pagination. The macro `paged!` implements it.
pub trait Paged:
    Operation<Output: Send + 'static, Failure: Send + 'static> + Clone + Send + Sync + Unpin + 'static
{
    /// One page: the response, without the `Option` of a response that may be empty.
    type Page: Send + 'static;
    /// One item.
    type Item: Send + Unpin + 'static;
    /// How the pages follow one another.
    const PAGING: Paging;

    /// The page of a response; `None` if it is empty, which ends the list.
    fn page(response: Self::Output) -> Option<Self::Page>;

    /// The items of a page, in order.
    fn items(page: Self::Page) -> Vec<Self::Item>;
}

/// The container of the items of a page: a list that may be missing or `null`, or within a value that may be.
pub trait IntoItems<T> {
    /// The items; empty if there is no list.
    fn into_items(self) -> Vec<T>;
}

impl<T> IntoItems<T> for Vec<T> {
    fn into_items(self) -> Self {
        self
    }
}

impl<T, L: IntoItems<T>> IntoItems<T> for Option<L> {
    fn into_items(self) -> Vec<T> {
        self.map(L::into_items).unwrap_or_default()
    }
}

impl<T, L: IntoItems<T>> IntoItems<T> for Presence<L> {
    fn into_items(self) -> Vec<T> {
        self.into_value().into_items()
    }
}

/// Implements [`Paged`] for an operation, and adds the methods `pages` and `items`. Takes its name and its client, the
/// types of a page and of an item, the path of the items in a page, and its [`Paging`].
///
/// The operation is a struct with one type parameter, the type of its field `client`, whose methods come from `calls!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    (
        $name:ident<$client:ident> -> $page:ty [$item:ty] {
            $response:ident => $items:expr,
            $style:ident($($argument:expr),*) $(, $fact:ident($value:expr))* $(,)?
        }
    ) => {
        impl $crate::Paged for $name {
            type Page = $page;
            type Item = $item;
            const PAGING: $crate::Paging = $crate::Paging::$style($($argument),*)$(.$fact($value))*;

            fn page(response: <Self as $crate::Operation>::Output) -> ::core::option::Option<$page> {
                ::core::convert::Into::into(response)
            }

            #[allow(deprecated)]
            fn items($response: $page) -> ::std::vec::Vec<$item> {
                $crate::__private::IntoItems::into_items($items)
            }
        }

        impl $name<$client> {
            /// Returns a stream of the pages, from the one that this request asks for to the last. Each page is fetched
            /// when the stream is polled for it.
            pub fn pages(self) -> $crate::Pages<$name> {
                let client = ::core::convert::AsRef::<$crate::Client>::as_ref(&self.client).clone();
                $crate::Pages::new(client, self.bind(()))
            }

            /// Returns a stream of the items of all pages. A page is fetched when the items of the previous page are
            /// used up.
            pub fn items(self) -> $crate::Items<$name> {
                self.pages().items()
            }
        }

        $crate::__private::blocking_pages!($name<$client>);
    };
}

/// The blocking methods of a paged operation.
#[doc(hidden)]
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! __blocking_pages {
    ($name:ident<$client:ident>) => {
        impl $name<$client<$crate::Blocking>> {
            /// Returns an iterator over the pages, from the one that this request asks for to the last. Each page is
            /// fetched when the iterator reaches it.
            pub fn pages(self) -> $crate::Pages<$name, $crate::Blocking> {
                let client = ::core::convert::AsRef::<$crate::Client<$crate::Blocking>>::as_ref(&self.client).clone();
                $crate::Pages::new(client, self.bind(()))
            }

            /// Returns an iterator over the items of all pages. A page is fetched when the items of the previous page
            /// are used up.
            pub fn items(self) -> $crate::Items<$name, $crate::Blocking> {
                self.pages().items()
            }
        }
    };
}

/// Expands to nothing without the feature `blocking`.
#[doc(hidden)]
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! __blocking_pages {
    ($($any:tt)*) => {};
}
