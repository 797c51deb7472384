//! Many calls at once for a long time: none fails, and the memory stays as it is.
//!
//! `cargo test` makes a few thousand calls. All hundred thousand, in both modes:
//!
//! ```sh
//! cargo test --release -p specwright-tests --test concurrency -- --ignored --nocapture
//! ```

use specwright_tests::keep_alive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use zoho_crm_portals::Client;
use zoho_crm_portals::models::InviteType;

const CALLERS: usize = 64;
/// What is allocated differs by a few connections and what is in their buffers.
const ALLOCATED_MARGIN: usize = 2 * 1024 * 1024;
/// What the process has is more, as the allocator keeps some of it for each thread.
const RESIDENT_MARGIN: usize = 12 * 1024 * 1024;

/// Counts the bytes that are allocated.
#[global_allocator]
static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

#[test]
fn thousands_of_calls_by_64_callers() {
    load(3_000);
}

#[test]
#[ignore = "takes a minute"]
fn a_hundred_thousand_calls_by_64_callers() {
    load(100_000);
}

/// One at a time: the memory is that of the whole process.
static TURN: Mutex<()> = Mutex::new(());

fn load(calls: usize) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let url = server();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let client = Client::builder().server(&url).access_token("1000.8cb99d.9be93f").build().unwrap();
    flat("async", calls, |calls| as_futures(&runtime, &client, calls));
    let client = Client::builder().server(&url).access_token("1000.8cb99d.9be93f").build_blocking().unwrap();
    flat("blocking", calls, |calls| on_threads(&client, calls));
}

/// Sends a fifth of the calls, and then all others, after which memory must not have grown.
fn flat(mode: &str, calls: usize, call: impl Fn(usize)) {
    let start = Instant::now();
    call(calls / 5);
    let after_a_fifth = [ALLOCATOR.allocated(), resident()];
    call(calls - calls / 5);
    let at_the_end = [ALLOCATOR.allocated(), resident()];
    println!("{mode}: {calls} calls in {:?}", start.elapsed());
    let margins = [("allocated", ALLOCATED_MARGIN), ("resident", RESIDENT_MARGIN)];
    for (((what, margin), before), after) in margins.into_iter().zip(after_a_fifth).zip(at_the_end) {
        println!("{mode}: {before} bytes are {what} after a fifth, {after} at the end");
        assert!(after <= before + margin, "{mode}: {before} bytes {what} became {after}");
    }
}

fn as_futures(runtime: &Runtime, client: &Client, calls: usize) {
    runtime.block_on(async {
        let mut callers = JoinSet::new();
        let remaining = Arc::new(AtomicUsize::new(calls));
        for _ in 0..CALLERS {
            let (client, remaining) = (client.clone(), Arc::clone(&remaining));
            callers.spawn(async move {
                while let Some(number) = next(&remaining) {
                    if number.is_multiple_of(2) {
                        assert!(client.get_portals().send().await.unwrap().is_some());
                    } else {
                        client.invite_user("Contacts", "1", "2", InviteType::Invite).send().await.unwrap();
                    }
                }
            });
        }
        callers.join_all().await;
    });
}

fn on_threads(client: &zoho_crm_portals::Client<specwright_runtime::Blocking>, calls: usize) {
    let remaining = AtomicUsize::new(calls);
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                while let Some(number) = next(&remaining) {
                    if number.is_multiple_of(2) {
                        assert!(client.get_portals().send().unwrap().is_some());
                    } else {
                        client.invite_user("Contacts", "1", "2", InviteType::Invite).send().unwrap();
                    }
                }
            });
        }
    });
}

/// One call fewer is left.
fn next(remaining: &AtomicUsize) -> Option<usize> {
    remaining.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |remaining| remaining.checked_sub(1)).ok()
}

fn server() -> String {
    let sample = |name: &str| {
        let path = specwright_tests::repository().join(format!("spec/samples/{name}.json"));
        std::fs::read_to_string(path).unwrap()
    };
    let url = keep_alive::serve(vec![
        ("GET /crm/v8/settings/portals ".to_owned(), sample("get_portals.response.200")),
        ("POST /crm/v8/Contacts/1/actions/portal_invite?".to_owned(), sample("invite_user.response.200")),
    ]);
    format!("{url}/crm/v8")
}

/// The memory of the process that is in use, in bytes; always 0 where that is not known.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()).unwrap_or(0) * 1024
}
