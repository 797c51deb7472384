use super::*;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};

type Found = Progress<&'static str, u32>;
type Outcome = Result<&'static str, WaitError<u32, Infallible>>;

/// Waits for a job with these responses, of which the last one repeats. Also returns at how many seconds each was
/// requested.
async fn wait(wait: Wait, responses: &[Found]) -> (Outcome, Vec<u64>) {
    let (mut responses, mut polls) = (VecDeque::from(responses.to_vec()), Vec::new());
    let started = time::now();
    let ask = || {
        polls.push(time::now().saturating_duration_since(started).as_secs());
        let response = if responses.len() > 1 { responses.pop_front() } else { responses.front().cloned() };
        std::future::ready(Ok(response.unwrap()))
    };
    let outcome = wait.run(ask, |found| found).await;
    (outcome, polls)
}

#[tokio::test(start_paused = true)]
async fn wait_intervals_grow_to_the_maximum() {
    let responses: Vec<Found> = (0..8).map(Progress::Running).chain([Progress::Done("done")]).collect();
    let (outcome, polls) = wait(Wait::new().growth(2.0).longest_interval(Duration::from_secs(8)), &responses).await;
    assert_eq!(outcome.unwrap(), "done");
    assert_eq!(polls, [0, 2, 6, 14, 22, 30, 38, 46, 54]);
}

#[tokio::test(start_paused = true)]
async fn wait_polls_once_more_at_the_deadline() {
    let (outcome, polls) =
        wait(Wait::new().growth(0.0).deadline(Duration::from_secs(5)), &[Progress::Running(1), Progress::Running(2)])
            .await;
    let error = outcome.unwrap_err();
    assert_eq!((error.last(), polls), (Some(&2), vec![0, 2, 4, 5]));
    assert_eq!(error.to_string(), "not done after 5 seconds");
}

#[tokio::test(start_paused = true)]
async fn wait_has_a_minimal_interval() {
    let wait_with = |interval| Wait::new().interval(interval).growth(1.0).deadline(Duration::from_secs(1));
    let (outcome, polls) = wait(wait_with(Duration::ZERO), &[Progress::Running(1)]).await;
    assert!(matches!(outcome, Err(WaitError::Deadline { .. })));
    assert!(polls.len() <= 101, "{}", polls.len());
    let (outcome, polls) = wait(wait_with(Duration::MAX), &[Progress::Running(1)]).await;
    assert!(matches!(outcome, Err(WaitError::Deadline { .. })) && polls == [0, 1], "{polls:?}");
}

#[tokio::test(start_paused = true)]
async fn wait_tolerates_unknown_jobs_at_first() {
    let late = [Progress::Unknown, Progress::Unknown, Progress::Running(1), Progress::Done("done")];
    assert_eq!(wait(Wait::new(), &late).await.0.unwrap(), "done");
    let (outcome, polls) = wait(Wait::new().growth(1.0), &[Progress::Unknown]).await;
    assert!(matches!(outcome, Err(WaitError::Unknown)));
    assert_eq!(polls, [0, 2, 4, 6, 8, 10]);
    let (outcome, polls) = wait(Wait::new().patience(Duration::ZERO), &[Progress::Unknown]).await;
    assert!(matches!(outcome, Err(WaitError::Unknown)) && polls.len() == 1);
}

#[tokio::test(start_paused = true)]
async fn wait_ends_if_a_known_job_disappears() {
    let (outcome, polls) = wait(Wait::new().growth(1.0), &[Progress::Running(7), Progress::Unknown]).await;
    assert!(matches!(outcome, Err(WaitError::Unknown)), "{outcome:?}");
    assert_eq!(polls.last(), Some(&10));
}

#[tokio::test(start_paused = true)]
async fn wait_can_be_cancelled_at_any_time() {
    let cancel = Cancel::new();
    let waiting = tokio::spawn({
        let wait = Wait::new().cancelled_by(&cancel);
        async move { wait.run(|| std::future::ready(Ok(())), |()| Found::Running(3)).await }
    });
    time::sleep(Duration::from_secs(3)).await;
    cancel.cancel();
    let outcome: Outcome = waiting.await.unwrap();
    assert!(matches!(outcome, Err(WaitError::Cancelled { last: Some(3) })));

    let polls = AtomicUsize::new(0);
    let ask = || {
        polls.fetch_add(1, Ordering::Relaxed);
        std::future::pending::<Result<(), Error<Infallible>>>()
    };
    let outcome: Outcome = Wait::new().cancelled_by(&cancel).run(ask, |()| Found::Unknown).await;
    assert!(matches!(outcome, Err(WaitError::Cancelled { last: None })));
    let other = Cancel::new();
    let mut wait = pin!(Wait::new().cancelled_by(&other).run(ask, |()| Found::Unknown));
    assert!(time::within(Duration::from_secs(900), wait.as_mut()).await.is_none());
    other.cancel();
    assert!(matches!(wait.await, Err(WaitError::Cancelled { .. })));
}

#[tokio::test]
async fn wait_ends_with_the_error_of_a_call() {
    let input =
        crate::RequestWriter::new(&crate::OperationInfo { id: "get_job", method: "GET", path: "/", security: &[] });
    let error = input.finish("").unwrap_err();
    let outcome: Outcome =
        Wait::new().run(|| std::future::ready(Err::<(), _>(error.clone().into())), |()| Found::Unknown).await;
    assert!(outcome.unwrap_err().to_string().starts_with("get_job (GET /): not sent"));
}
