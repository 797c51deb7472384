//! Emitting and formatting the files of a client on every core.
//!
//! The files do not depend on each other, and together they are most of the work. Identifiers and tokens cannot be
//! handed from thread to thread, so each thread assigns the names for itself: they depend on the document alone, and
//! take a fraction of the time that is saved.

use super::format;
use crate::emit;
use crate::emit::{Emitter, Gates};
use crate::facts::Facts;
use crate::ir::Api;
use crate::name;
use crate::output::format::{File, FormatError};
use crate::output::krate::Layout;
use crate::settings::Settings;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the files are made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'a> {
    /// The document.
    pub(crate) api: &'a Api,
    /// What is known of it.
    pub(crate) facts: &'a Facts,
    /// Whether it becomes modules or a crate.
    pub(crate) layout: &'a Layout,
    /// What the user wants otherwise.
    pub(crate) settings: &'a Settings,
    /// The document's path, for the first line of each file.
    pub(crate) source: &'a str,
}

/// Types from which a second thread is worth its start.
const MANY: usize = 200;

/// Threads at most: each holds the names of the whole document.
const THREADS: usize = 8;

/// As deep as the main thread's: what a document nests is parsed again as Rust.
const STACK: usize = 8 * 1024 * 1024;

/// Every file of the client, in the same order each time.
///
/// # Errors
///
/// [`FormatError`] when what was emitted is no Rust.
pub(crate) fn files(plan: &Plan) -> Result<Vec<File>, FormatError> {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let others = if plan.api.types.0.len() < MANY { 0 } else { cores - 1 };
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || share(plan, &next));
        // A thread that cannot be had is done without.
        let threads: Vec<_> = (0..others).flat_map(spawn).collect();
        let mut done = share(plan, &next);
        for thread in threads {
            match thread.join() {
                Ok(files) => done.extend(files),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, file)| file).collect()
}

/// The files that this thread gets to before the others, each with its place among all.
fn share(plan: &Plan, next: &AtomicUsize) -> Vec<(usize, Result<File, FormatError>)> {
    let Plan { api, facts, layout, settings, source } = *plan;
    let names = name::assign(api, facts, &settings.names);
    let gates = Gates::of(api, &names, settings);
    let emitter = Emitter { api, facts, names: &names, layout, gates: &gates, settings };
    let mut mine = next.fetch_add(1, Ordering::Relaxed);
    let mut done = Vec::new();
    for (index, job) in emit::jobs(&emitter).into_iter().enumerate() {
        if index != mine {
            continue;
        }
        mine = next.fetch_add(1, Ordering::Relaxed);
        done.extend(job().map(|module| (index, format::module(module, source))));
    }
    done
}
