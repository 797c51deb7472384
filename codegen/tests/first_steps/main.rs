//! The command for somebody who has just met it: what a build says, what is proposed, which files are made.

#[path = "../support/folder.rs"]
mod folder;
mod warnings;
