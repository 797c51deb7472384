//! Pagination: an operation is sent repeatedly, each time for the page after the last.
//!
//! [`Paging`] is what a document says of it, a [`Pager`] decides what is asked next without sending anything, and
//! [`Pages`] and [`Items`] send what it asks for. The trait [`Paged`] is here: its methods give these streams, which go by what it
//! says of an operation.
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
/// Generated operations implement it, and have the methods `pages` and `items`, where `x-specwright-pagination` describes
/// the pagination. The macro `paged!` writes it.
pub trait Paged:
    Operation<Output: Send + 'static, Failure: Send + 'static> + Clone + Send + Sync + Unpin + 'static
{
    /// One page: the response, without the `Option` of a response that may be nothing.
    type Page: Send + 'static;
    /// One of what is listed.
    type Item: Send + Unpin + 'static;
    /// How the pages follow one another.
    const PAGING: Paging;

    /// The page of a response; none when there is nothing, which ends the list.
    fn page(answer: Self::Output) -> Option<Self::Page>;

    /// What a page lists, in order.
    fn items(page: Self::Page) -> Vec<Self::Item>;
}

/// What the items of a page are held in: a list that may be missing, or `null`, or within something that is.
pub trait IntoItems<T> {
    /// The items; none where there is no list.
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

/// Makes an operation [`Paged`], and gives it the methods `pages` and `items`: its name and its client, what a page is
/// and what it lists, where a page has its items, and the facts of its [`Paging`].
///
/// The operation is a struct of one parameter, the type of its field `client`, and is made by `calls!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    (
        $name:ident<$client:ident> -> $page:ty [$item:ty] {
            $answer:ident => $items:expr,
            $style:ident($($argument:expr),*) $(, $fact:ident($value:expr))* $(,)?
        }
    ) => {
        impl $crate::Paged for $name {
            type Page = $page;
            type Item = $item;
            const PAGING: $crate::Paging = $crate::Paging::$style($($argument),*)$(.$fact($value))*;

            fn page(answer: <Self as $crate::Operation>::Output) -> ::core::option::Option<$page> {
                ::core::convert::Into::into(answer)
            }

            #[allow(deprecated)]
            fn items($answer: $page) -> ::std::vec::Vec<$item> {
                $crate::__private::IntoItems::into_items($items)
            }
        }

        impl $name<$client> {
            /// A stream of the pages, from the one that this request asks for to the last. Each page is fetched when the
            /// stream is polled for it.
            pub fn pages(self) -> $crate::Pages<$name> {
                let client = ::core::convert::AsRef::<$crate::Client>::as_ref(&self.client).clone();
                $crate::Pages::new(client, self.bind(()))
            }

            /// A stream of the items of all pages. A page is fetched when the items of the one before are used up.
            pub fn items(self) -> $crate::Items<$name> {
                self.pages().items()
            }
        }

        $crate::__private::blocking_pages!($name<$client>);
    };
}

/// The pages of an operation of a client whose calls block.
#[doc(hidden)]
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! __blocking_pages {
    ($name:ident<$client:ident>) => {
        impl $name<$client<$crate::Blocking>> {
            /// An iterator over the pages, from the one that this request asks for to the last. Each page is fetched when
            /// the iterator is asked for it.
            pub fn pages(self) -> $crate::Pages<$name, $crate::Blocking> {
                let client = ::core::convert::AsRef::<$crate::Client<$crate::Blocking>>::as_ref(&self.client).clone();
                $crate::Pages::new(client, self.bind(()))
            }

            /// An iterator over the items of all pages. A page is fetched when the items of the one before are used up.
            pub fn items(self) -> $crate::Items<$name, $crate::Blocking> {
                self.pages().items()
            }
        }
    };
}

/// Nothing, where no calls block.
#[doc(hidden)]
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! __blocking_pages {
    ($($any:tt)*) => {};
}
