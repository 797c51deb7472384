//! Strings: which characters of a document can be displayed in a terminal or in documentation, lists in messages, passwords in
//! URLs, and the syntax of dates, file names, Rust keywords, JSON, YAML scalars and English plurals.
//!
//! Uses: no other module. Used by: `customize`, `dedup`, `diff`, `emit`, `ir`, `load`, `lower`, `name`, `report`,
//! `resolve`, `settings`, `vendor`.

pub(crate) mod date;
pub(crate) mod file_name;
mod json;
pub(crate) mod keyword;
mod list;
mod password;
mod printable;
pub(crate) mod singular;
pub(crate) mod yaml;

pub(crate) use json::escaped_json;
pub(crate) use list::listed;
pub(crate) use printable::{in_message, is_invisible, printable, printable_source, visible};
