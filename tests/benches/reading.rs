//! The speed of reading a page of 10,000 portal users, compared with handwritten structs that derive serde's traits.
//!
//! ```sh
//! cargo bench -p specwright-tests --bench reading
//! ```
//!
//! The figure is a ratio: 1.00 is as fast as the handwritten structs, 0.50 takes twice their time. All read the same
//! bytes in turn, in many short rounds, and the best round of each is used, because other load only adds time. For the
//! same reason, the processor time of the thread is measured where it is available. With the name of a reader and of a
//! page as arguments, only that is read, 60 times, for a profiler.
//!
//! Three pages: with the keys of a published sample, in its order; in the document's order; and with keys that the
//! document does not name. Three readers by hand:
//!
//! - `plain`: `Option`s, chrono's dates, other keys skipped. It cannot write back what it read: `null` becomes absent, the
//!   spelling of dates changes and other keys are lost.
//! - `kept dates`: the same, but keeping the text of dates, and distinguishing `null` and absent.
//! - `kept all`: other keys are kept too, by `#[serde(flatten)]`. As the emitted types do.

use std::hint::black_box;
use std::time::Duration;
use zoho_crm_portals::operations;
use zoho_crm_portals::runtime::{Bytes, Operation, http, serde_json};

const USERS: usize = 10_000;
const ROUNDS: usize = 100;

/// The structs by hand; `$kept` are the fields beyond those.
macro_rules! by_hand {
    ($(#[$doc:meta])* $module:ident, $optional:ident, $time:ident { $($kept:tt)* }) => {
        $(#[$doc])*
        mod $module {
            use serde::Deserialize;
            #[allow(unused_imports, reason = "not all of them keep everything")]
            use zoho_crm_portals::runtime::{DateTime as Kept, Map, Presence, Value};

            #[allow(dead_code)]
            type Plain = chrono::DateTime<chrono::FixedOffset>;

            #[derive(Deserialize)]
            #[serde(transparent)]
            #[allow(dead_code)]
            pub struct RecordId(String);

            #[derive(Deserialize)]
            #[serde(transparent)]
            #[allow(dead_code)]
            pub struct ModuleApiName(String);

            #[derive(Deserialize)]
            #[allow(dead_code)]
            pub struct PortalUser {
                personality_id: RecordId,
                #[serde(default)]
                name: $optional<String>,
                #[serde(default)]
                email: $optional<String>,
                module: Option<ModuleApiName>,
                active: bool,
                confirm: bool,
                #[serde(default, rename = "status_reason__s")]
                status_reason: $optional<String>,
                invited_time: Option<$time>,
                created_time: Option<$time>,
                #[serde(default, rename = "Source__s")]
                source: $optional<String>,
                $($kept)*
            }

            #[derive(Deserialize)]
            #[allow(dead_code)]
            pub struct PageInfo {
                page: Option<i64>,
                per_page: Option<i64>,
                count: Option<i64>,
                total_count: Option<i64>,
                more_records: Option<bool>,
                $($kept)*
            }

            #[derive(Deserialize)]
            #[allow(dead_code)]
            pub struct PortalUserList {
                pub users: Vec<PortalUser>,
                info: Option<PageInfo>,
                $($kept)*
            }
        }
    };
}

by_hand!(plain, Option, Plain {});
by_hand!(kept_dates, Presence, Kept {});
by_hand!(kept_all, Presence, Kept { #[serde(flatten)] additional_properties: Map<String, Value>, });

/// Reads a page, and returns the number of its users.
type Reader = fn(&Bytes) -> usize;

/// As a call does: from the answer, by its status.
fn emitted(page: &Bytes) -> usize {
    let response = operations::GetUsersOfUserType::<()>::read_response(http::Response::new(page.clone()));
    response.expect("the page is read").map_or(0, |list| black_box(list).users.len())
}

macro_rules! reader {
    ($module:ident) => {
        |page| {
            let list: $module::PortalUserList = serde_json::from_slice(page).expect("the page is read");
            black_box(list).users.len()
        }
    };
}

const READERS: [(&str, Reader); 4] = [
    ("emitted", emitted),
    ("plain", reader!(plain)),
    ("kept dates", reader!(kept_dates)),
    ("kept all", reader!(kept_all)),
];

/// A page whose users are written by `user`, from their number.
fn page(user: impl Fn(usize) -> String) -> Bytes {
    let users: Vec<String> = (0..USERS).map(user).collect();
    let info = r#"{"per_page":10000,"total_count":10000,"count":10000,"page":1,"more_records":false}"#;
    Bytes::from(format!(r#"{{"users":[{}],"info":{info}}}"#, users.join(",")))
}

fn sample_order(n: usize) -> String {
    format!(
        r#"{{"personality_id":"36523970000{n:08}","confirm":false,"status_reason__s":null,"invited_time":"2022-12-07T16:{:02}:{:02}+05:30","module":"Contacts","name":"Prince Brian","active":true,"email":"p.brian.{n}@zylker.com"}}"#,
        n / 60 % 60,
        n % 60,
    )
}

fn document_order(n: usize) -> String {
    format!(
        r#"{{"personality_id":"36523970000{n:08}","name":"Prince Brian","email":"p.brian.{n}@zylker.com","module":"Contacts","active":true,"confirm":false,"status_reason__s":null,"created_time":"2022-12-07T16:{:02}:{:02}Z","Source__s":"Portal"}}"#,
        n / 60 % 60,
        n % 60,
    )
}

fn other_keys(n: usize) -> String {
    let known = sample_order(n);
    let known = known.trim_end_matches('}');
    format!(r#"{known},"zylker_rank":{n},"zylker_tags":["north","south"]}}"#)
}

fn pages() -> [(&'static str, Bytes); 3] {
    [("as published", page(sample_order)), ("document's order", page(document_order)), ("other keys", page(other_keys))]
}

/// The time that reading takes.
fn time(reader: Reader, page: &Bytes) -> Duration {
    let start = clock();
    assert_eq!(reader(page), USERS);
    clock().saturating_sub(start)
}

/// The processor time of this thread.
#[cfg(target_os = "linux")]
fn clock() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a thread's time is not negative")
}

/// The time since the first call.
#[cfg(not(target_os = "linux"))]
fn clock() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

fn compare(name: &str, page: &Bytes) {
    let mut best = [Duration::MAX; READERS.len()];
    for round in 0..ROUNDS {
        // The caches and the heap depend on the previous reader, so the order rotates.
        for turn in 0..READERS.len() {
            let index = (round + turn) % READERS.len();
            best[index] = best[index].min(time(READERS[index].1, page));
        }
    }
    let emitted = best[0].as_secs_f64();
    for ((reader, _), best) in READERS.iter().zip(best) {
        let best = best.as_secs_f64();
        println!("{name:<18} {reader:<12} {:>8.2} ms {:>8.2}", best * 1e3, best / emitted);
    }
}

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [reader, page] = &words[..] {
        let (_, reader) = READERS.into_iter().find(|(name, _)| name == reader).expect("a reader's name comes first");
        let (_, page) = pages().into_iter().find(|(name, _)| name == page).expect("a page's name comes second");
        (0..60).for_each(|_| assert_eq!(reader(&page), USERS));
        return;
    }
    println!("{:<18} {:<12} {:>11} {:>8}", "page", "read by", "best time", "ratio");
    for (name, page) in pages() {
        compare(name, &page);
    }
}
