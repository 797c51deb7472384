//! Work that takes long, on all processors.

use std::sync::Mutex;
use std::thread;

/// Calls `work` with each item, and the number of the thread that it runs on, and returns the results in the order of the
/// items.
///
/// # Panics
/// If `work` panics.
pub fn on_all_processors<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(usize, T) -> R + Sync,
) -> Vec<R> {
    let items = Mutex::new(items.into_iter().enumerate().collect::<Vec<_>>().into_iter());
    let results = Mutex::new(Vec::new());
    let next = || items.lock().expect("taking an item does not panic").next();
    thread::scope(|scope| {
        for number in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (next, work, results) = (&next, &work, &results);
            scope.spawn(move || {
                while let Some((index, item)) = next() {
                    let result = work(number, item);
                    results.lock().expect("adding a result does not panic").push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("adding a result does not panic");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
