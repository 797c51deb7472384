//! How to do what clients are for: a page for each topic, which holds for every generated client.

#[doc = include_str!("authentication.md")]
pub mod authentication {}

#[doc = include_str!("pages.md")]
pub mod pages {}
