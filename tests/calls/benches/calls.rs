//! The speed of calls, compared with the same calls written by hand with reqwest and serde.
//!
//! ```sh
//! cargo bench -p specwright-calls
//! ```
//!
//! The figure is a ratio: 1.00 is the same throughput as by hand, 0.95 is five percent less. All sides call the same
//! server of this process in turn, in many short rounds, and the ratio is the median of all rounds. It is given for
//! elapsed time, and for the processor time of the process, which includes the server.
//!
//! The emitted client has its defaults: checks of the inputs, a deadline for the call and one for each piece of its
//! body, retries with their budget, limits of size, errors that contain the response. The handwritten calls have a
//! timeout. All send the same requests. The emitted client sends with hyper by default; the last column is the same
//! client with a transport over reqwest, which separates the differences of the transport.
//!
//! With `emitted`, `over-reqwest` or `by-hand`, an operation and a number of callers as arguments, only that is called,
//! for a profiler.

use specwright_calls as by_hand;
use specwright_calls::TOKEN;
use specwright_tests::processor_time;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use zoho_crm_portals::Client;
use zoho_crm_portals::runtime::ReqwestTransport;

const ROUNDS: usize = 60;
/// How long each side has in a round, more or less.
const ROUND: Duration = Duration::from_millis(40);
const CALLERS: usize = 64;

const PORTAL: &str = "ZylkerPortal";
const TYPE: &str = "3652397000006231003";
const RECORD: &str = "3652397000006415001";

/// One operation, called by both.
macro_rules! operation {
    ($name:literal, $emitted:expr, $by_hand:expr) => {
        Operation {
            name: $name,
            emitted: |runtime, client, callers, calls| {
                run(runtime, client, callers, calls, |client| async move {
                    let call = $emitted;
                    drop(call(&client).send().await.expect("it is answered"));
                })
            },
            by_hand: |runtime, client, callers, calls| {
                run(runtime, client, callers, calls, |client: by_hand::Client| async move {
                    let call = $by_hand;
                    drop(call(&client).await.expect("it is answered"));
                })
            },
        }
    };
}

struct Operation {
    name: &'static str,
    emitted: fn(&Runtime, &Client, usize, usize) -> Spent,
    by_hand: fn(&Runtime, &by_hand::Client, usize, usize) -> Spent,
}

const OPERATIONS: [Operation; 4] = [
    operation!("get_portals", |c: &Client| c.get_portals(), async |c: &by_hand::Client| c.portals().await),
    operation!(
        "get_users_of_user_type",
        |c: &Client| c.get_users_of_user_type(PORTAL, TYPE).page(1),
        async |c: &by_hand::Client| c.users(PORTAL, TYPE).await
    ),
    operation!(
        "invite_user",
        |c: &Client| {
            let kind = zoho_crm_portals::models::InviteType::Invite;
            c.invite_user("Contacts", RECORD, TYPE, kind).language(zoho_crm_portals::models::Language::EnUs)
        },
        async |c: &by_hand::Client| c.invite("Contacts", RECORD, TYPE).await
    ),
    operation!(
        "update_portal",
        |c: &Client| {
            use zoho_crm_portals::models::{PortalUpdate, UpdatePortalBody};
            c.update_portal(PORTAL, UpdatePortalBody::new([PortalUpdate::new().name("NewPortal")]))
        },
        async |c: &by_hand::Client| c.rename(PORTAL, "NewPortal").await
    ),
];

/// The time of this number of calls.
#[derive(Clone, Copy)]
struct Spent {
    time: Duration,
    processor: Duration,
}

/// This number of calls, by this number of concurrent callers.
fn run<C, F, S>(runtime: &Runtime, client: &C, callers: usize, calls: usize, call: F) -> Spent
where
    C: Clone + Send + 'static,
    F: Fn(C) -> S + Copy + Send + 'static,
    S: Future<Output = ()> + Send,
{
    let (start, processor) = (Instant::now(), processor_time());
    runtime.block_on(async {
        let mut all = JoinSet::new();
        for _ in 0..callers {
            let client = client.clone();
            all.spawn(async move {
                for _ in 0..calls / callers {
                    call(client.clone()).await;
                }
            });
        }
        all.join_all().await;
    });
    Spent { time: start.elapsed(), processor: processor_time().saturating_sub(processor) }
}

fn server() -> String {
    let sample = |name: &str| {
        let path = specwright_tests::repository().join(format!("spec/samples/{name}.json"));
        std::fs::read_to_string(path).expect("the sample is there")
    };
    let row = |request: String, body: &str| (request, body.to_owned());
    specwright_tests::keep_alive::serve(vec![
        row("GET /crm/v8/settings/portals ".to_owned(), &sample("get_portals.response.200")),
        row(format!("GET /crm/v8/settings/portals/{PORTAL}/user_type/{TYPE}/users?"), &page(20)),
        row(format!("POST /crm/v8/Contacts/{RECORD}/actions/portal_invite?"), &sample("invite_user.response.200")),
        row(format!("PUT /crm/v8/settings/portals/{PORTAL} "), &sample("update_portal.response.200.docs")),
    ])
}

/// A page with this number of users.
fn page(users: usize) -> String {
    let user = r#"{"personality_id":"1306462000000659009","confirm":true,"status_reason__s":null,"invited_time":"2023-02-08T18:03:10+05:30","module":"Contacts","name":"Jennifer Spears","active":true,"email":"jennifer.spears@abc.com"}"#;
    let users = vec![user; users].join(",");
    format!(
        r#"{{"users":[{users}],"info":{{"per_page":20,"total_count":20,"count":20,"page":1,"more_records":false}}}}"#
    )
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

/// Who calls.
struct Sides {
    emitted: Client,
    over_reqwest: Client,
    by_hand: by_hand::Client,
}

impl Sides {
    fn of(url: &str) -> Self {
        let emitted = || Client::builder().server(url).access_token(TOKEN);
        let reqwest = ReqwestTransport::connecting_within(Duration::from_secs(10)).expect("TLS is there");
        Self {
            emitted: emitted().build().expect("the client is complete"),
            over_reqwest: emitted().transport(reqwest).build().expect("the client is complete"),
            by_hand: by_hand::Client::new(url),
        }
    }
}

fn compare(runtime: &Runtime, operation: &Operation, callers: usize, sides: &Sides) {
    let Sides { emitted, over_reqwest, by_hand } = sides;
    let warm = (operation.by_hand)(runtime, by_hand, callers, 20 * callers);
    (operation.emitted)(runtime, emitted, callers, 20 * callers);
    (operation.emitted)(runtime, over_reqwest, callers, 20 * callers);
    let each = warm.time.as_secs_f64() / 20.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
    let calls = callers * ((ROUND.as_secs_f64() / each) as usize).max(1);
    let (mut times, mut processor, mut over, mut rates) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let mut spent = [None; 3];
        // Who is first in one round is last in another.
        for side in [0, 1, 2].map(|side| (side + round) % 3) {
            spent[side] = Some(match side {
                0 => (operation.emitted)(runtime, emitted, callers, calls),
                1 => (operation.emitted)(runtime, over_reqwest, callers, calls),
                _ => (operation.by_hand)(runtime, by_hand, callers, calls),
            });
        }
        let [Some(ours), Some(ours_over_reqwest), Some(theirs)] = spent else { unreachable!("all have called") };
        times.push(theirs.time.as_secs_f64() / ours.time.as_secs_f64());
        processor.push(theirs.processor.as_secs_f64() / ours.processor.as_secs_f64());
        over.push(theirs.time.as_secs_f64() / ours_over_reqwest.time.as_secs_f64());
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        rates.push(calls as f64 / ours.time.as_secs_f64());
    }
    let (name, rate, time, processor) = (operation.name, median(rates), median(times), median(processor));
    let over = median(over);
    println!("{name:<24} {callers:>8} {rate:>14.0} {time:>8.2} {processor:>12.2} {over:>13.2}");
}

fn main() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads are there");
    let url = format!("{}/crm/v8", server());
    let sides = Sides::of(&url);
    // Cargo adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [side, name, callers] = &words[..] {
        let callers = callers.parse().expect("a number of callers comes last");
        let operation =
            OPERATIONS.iter().find(|operation| operation.name == name).expect("an operation's name follows");
        match &**side {
            "emitted" => (operation.emitted)(&runtime, &sides.emitted, callers, 50_000),
            "over-reqwest" => (operation.emitted)(&runtime, &sides.over_reqwest, callers, 50_000),
            "by-hand" => (operation.by_hand)(&runtime, &sides.by_hand, callers, 50_000),
            _ => panic!("`emitted`, `over-reqwest` or `by-hand` comes first"),
        };
        return;
    }
    let (operation, callers, rate, processor) = ("operation", "callers", "calls a second", "processor's");
    println!("{operation:<24} {callers:>8} {rate:>14} {:>8} {processor:>12} {:>13}", "ratio", "over reqwest");
    for operation in &OPERATIONS {
        for callers in [1, CALLERS] {
            compare(&runtime, operation, callers, &sides);
        }
    }
}
