//! Many runs on all processors, under watch.

use crate::random::Random;
use crate::run::Outcome;
use crate::seeds::{self, Seed};
use crate::{mutate, run, shrink};
use specwright_tests::processor_time;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long one run may take. Without optimisation, as tests mostly run, everything takes several times as long.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });

/// How many different failures are shrunk and reported.
const MAX_FAILURES: usize = 40;

/// The results of the runs.
pub struct Summary {
    runs: u64,
    generated: u64,
    spent: Duration,
    slowest: Duration,
    pub failures: Vec<String>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, generated, spent, slowest, failures } = self;
        let failures = failures.len();
        write!(f, "{runs} runs in {spent:.0?}, {generated} generated, slowest {slowest:.2?}, {failures} failures")
    }
}

/// Makes the runs `0..runs` of a seed.
pub fn work(runs: u64, seed: u64) -> Summary {
    let seeds = seeds::all();
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let board = Board::new(threads, runs);
    let start = Instant::now();
    thread::scope(|scope| {
        for worker in 0..threads {
            let (board, seeds) = (&board, &seeds);
            // A stack as small as any thread's: callers are not only main threads.
            scope.spawn(move || board.work(worker, seeds, seed));
        }
        board.watch();
    });
    let failures = board.failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    Summary {
        runs,
        generated: board.generated.into_inner(),
        spent: start.elapsed(),
        slowest: Duration::from_micros(board.slowest.into_inner()),
        failures: failures.into_values().collect(),
    }
}

/// What the workers share.
struct Board {
    runs: u64,
    next: AtomicU64,
    generated: AtomicU64,
    /// In microseconds.
    slowest: AtomicU64,
    /// When each worker began the run that it is at.
    begun: Vec<Mutex<Option<Moment>>>,
    working: AtomicU64,
    /// By message, without digits, so that each kind occurs once.
    failures: Mutex<BTreeMap<String, String>>,
}

impl Board {
    fn new(threads: usize, runs: u64) -> Self {
        Self {
            runs,
            next: AtomicU64::new(0),
            generated: AtomicU64::new(0),
            slowest: AtomicU64::new(0),
            begun: (0..threads).map(|_| Mutex::new(None)).collect(),
            working: AtomicU64::new(threads as u64),
            failures: Mutex::default(),
        }
    }

    fn work(&self, worker: usize, seeds: &[Seed], seed: u64) {
        let path = document_path(&format!("worker-{worker}.yaml"));
        let _working = Working(&self.working);
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.runs {
                break;
            }
            let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number);
            // Some file systems wait for the disk if a file is truncated and rewritten, but not for a new file.
            let _ = fs::remove_file(&path);
            fs::write(&path, mutate::document(seeds, &mut random)).expect("the folder of the target can be written");
            let start = Instant::now();
            *lock(&self.begun[worker]) = Some(Moment::now());
            let came = run::document(&path);
            *lock(&self.begun[worker]) = None;
            let spent = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.slowest.fetch_max(spent, Ordering::Relaxed);
            match came {
                Ok(Outcome::Client) => {
                    self.generated.fetch_add(1, Ordering::Relaxed);
                }
                Ok(Outcome::Refusal) => {}
                Err(failure) => self.keep(number, &failure, &path),
            }
        }
        let _ = fs::remove_file(path);
    }

    fn keep(&self, number: u64, failure: &str, path: &Path) {
        let kind = kind_of(failure);
        {
            let mut failures = lock(&self.failures);
            if failures.contains_key(&kind) || failures.len() >= MAX_FAILURES {
                return;
            }
            failures.insert(kind.clone(), String::new());
        }
        let shrunk = shrink::document(path, |text| {
            let path = path.with_extension("shrunk.yaml");
            fs::write(&path, text).is_ok() && run::document(&path).is_err_and(|failure| kind_of(&failure) == kind)
        });
        let file = document_path(&format!("failure-{number}.yaml"));
        let _ = fs::write(&file, &shrunk);
        let report = format!("run {number}, {}: {failure}\n{shrunk}", file.display());
        lock(&self.failures).insert(kind, report);
    }

    /// Ends the process when a run takes too long: nothing else ends a thread.
    fn watch(&self) {
        while self.working.load(Ordering::Relaxed) > 0 {
            thread::sleep(Duration::from_millis(20));
            for (worker, begun) in self.begun.iter().enumerate() {
                if lock(begun).is_some_and(|begun| begun.is_too_long_ago(self.begun.len())) {
                    eprintln!(
                        "a run takes more than {LIMIT:?}: {}",
                        document_path(&format!("worker-{worker}.yaml")).display()
                    );
                    std::process::abort();
                }
            }
        }
    }
}

/// A time by the clock, and what the process had worked by then.
#[derive(Clone, Copy)]
struct Moment {
    time: Instant,
    worked: Duration,
}

impl Moment {
    fn now() -> Self {
        Self { time: Instant::now(), worked: processor_time() }
    }

    /// Whether one of the workers must have exceeded the limit since this start. With other load on the machine,
    /// elapsed time is unreliable: the processor time of all workers is compared with the sum of their limits. A
    /// waiting worker uses none.
    fn is_too_long_ago(self, workers: usize) -> bool {
        let workers = u32::try_from(workers).unwrap_or(u32::MAX);
        let elapsed = self.time.elapsed();
        match processor_time().saturating_sub(self.worked) {
            Duration::ZERO => elapsed > LIMIT,
            worked => worked > LIMIT * workers || elapsed > LIMIT * 20,
        }
    }
}

/// A worker, until it is through or panics: a full disk must not leave the others waiting for it.
struct Working<'b>(&'b AtomicU64);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A file that is kept if a run fails.
fn document_path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let _ = fs::create_dir_all(&folder);
    folder.join(name)
}

/// The first words of a failure without what differs from document to document.
fn kind_of(failure: &str) -> String {
    let line = failure.lines().next().unwrap_or_default();
    let end = line.char_indices().nth(110).map_or(line.len(), |(at, _)| at);
    if line.starts_with("documentation") || line.starts_with("specwright emitted") || line.starts_with("no Rust") {
        return line.split(':').take(2).collect();
    }
    line[..end].to_owned()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
