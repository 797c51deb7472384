//! Emitting and formatting the files of a client on every core.
//!
//! The files are independent, and most of the work. Tokens are not `Send`, so each file is emitted and formatted by the
//! same thread.

use super::format::{self, File, FormatError};
use crate::emit::{self, Emitter};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Types from which a second thread is worth its start.
const MIN_TYPES_FOR_THREADS: usize = 200;

/// Threads at most.
const THREADS: usize = 8;

/// As large as the main thread's: nesting in a document is parsed again as Rust.
const STACK: usize = 8 * 1024 * 1024;

/// Every module of the client, in the same order each time.
///
/// # Errors
///
/// [`FormatError`] if the emitted code is not valid Rust.
pub(super) fn modules(emitter: &Emitter, source: &str) -> Result<Vec<File>, FormatError> {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let others = if emitter.api.types.0.len() < MIN_TYPES_FOR_THREADS { 0 } else { cores - 1 };
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || share(emitter, source, &next));
        // A thread that cannot be had is done without.
        let threads: Vec<_> = (0..others).flat_map(spawn).collect();
        let mut done = share(emitter, source, &next);
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

/// The files that this thread gets to before the others, each with its position among all.
fn share(emitter: &Emitter, source: &str, next: &AtomicUsize) -> Vec<(usize, Result<File, FormatError>)> {
    let mut own_index = next.fetch_add(1, Ordering::Relaxed);
    let mut done = Vec::new();
    for (index, job) in emit::jobs(emitter).into_iter().enumerate() {
        if index != own_index {
            continue;
        }
        own_index = next.fetch_add(1, Ordering::Relaxed);
        done.extend(job().map(|module| (index, format::module(module, source))));
    }
    done
}
