//! The calls that the documentation of operations shows are as documented: a service that knows the document alone takes them.

use crate::fixtures;
use specwright_runtime::Retry;
use specwright_runtime::service::{Fake, RecordedRequest};
use std::error::Error;
use std::pin::Pin;

type Call = Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>>>>;

/// The name of a fixture, its service, and its calls.
type Examples = (&'static str, Fake, Vec<(&'static str, Call)>);

macro_rules! examples {
    ($fixture:ident) => {
        || {
            let fake = fixtures::$fixture::service::fake_from_examples();
            let client = fixtures::$fixture::calls::builder().retry(Retry::never()).transport(fake.clone());
            let client = client.build().expect("nothing else is needed");
            (stringify!($fixture), fake, fixtures::$fixture::calls::all(&client))
        }
    };
}

const EXAMPLES: &[fn() -> Examples] = &include!(concat!(env!("OUT_DIR"), "/served/examples.rs"));

#[tokio::test]
async fn every_example_call_is_valid() {
    let (mut sent, mut problems) = (0, Vec::new());
    for (fixture, fake, calls) in EXAMPLES.iter().map(|examples| examples()) {
        for (operation, call) in calls {
            fake.forget();
            // The response may be a documented error: only the call is checked.
            let result = call.await.map_err(|error| error.to_string());
            let recorded = fake.recorded();
            match recorded.first().map(RecordedRequest::problem) {
                None => problems.push(format!("{fixture}: {operation} is not sent: {result:?}")),
                Some(Some(problem)) => problems.push(format!("{fixture}: {operation}: {problem}")),
                Some(None) => sent += 1,
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(sent > 400, "{sent}");
}
