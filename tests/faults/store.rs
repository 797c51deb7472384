//! A process that is killed while it writes the file of tokens.

use crate::caller::in_time;
use crate::process::{command, is_process, sleep_about};
use specwright_runtime::oauth::{FileTokenStore, TokenStore};
use specwright_runtime::{Secret, serde_json};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

const NAME: &str = "store::a_process_that_is_killed_while_it_writes_tokens";
const PATH: &str = "SPECWRIGHT_TEST_TOKENS";
const KILLS: usize = 60;

/// Long enough to be written in several pieces, with something at its end by which a whole one is known.
fn text(number: usize) -> String {
    let fill = format!("{number:09}").repeat(20_000);
    format!(r#"{{"number":{number},"fill":"{fill}","last":{number}}}"#)
}

fn is_whole(text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else { return false };
    value["number"].is_u64() && value["number"] == value["last"]
}

/// What the child does until it is killed.
fn write_on(path: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store = FileTokenStore::new(path);
    for number in 0.. {
        runtime.block_on(async {
            let _lock = store.lock().await.unwrap();
            store.save(Secret::from(text(number))).await.unwrap();
        });
    }
}

#[test]
fn a_process_that_is_killed_while_it_writes_tokens() {
    if is_process(NAME) {
        return write_on(&PathBuf::from(env::var_os(PATH).unwrap()));
    }
    in_time(|| {
        let folder = Folder::new();
        let path = folder.0.join("tokens.json");
        let store = FileTokenStore::new(&path);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut seen = 0;
        for kill in 0..KILLS {
            let mut child = Writer::writing(&path);
            let until = Instant::now() + Duration::from_millis(40).mul_f64(fastrand::f64());
            // A reader sees a complete file while it is written.
            while Instant::now() < until {
                seen += usize::from(found(&runtime, &store).is_some());
            }
            sleep_about(Duration::from_millis(3));
            child.kill();
            found(&runtime, &store);
            is_private(&folder.0);
            // The lock is released with the process, and its files do not interfere.
            if kill % 10 == 9 {
                let lock = runtime.block_on(async {
                    tokio::time::timeout(Duration::from_secs(2), store.lock()).await.expect("the lock is free").unwrap()
                });
                runtime.block_on(store.save(Secret::from(text(kill)))).unwrap();
                drop(lock);
                assert_eq!(found(&runtime, &store).unwrap(), text(kill));
            }
        }
        assert!(seen > KILLS, "{seen} texts were read");
    });
}

/// The text, which is whole if it is there.
fn found(runtime: &tokio::runtime::Runtime, store: &FileTokenStore) -> Option<String> {
    let text = runtime.block_on(store.load()).unwrap()?;
    assert!(
        is_whole(text.expose()),
        "{} bytes: {}…",
        text.expose().len(),
        &text.expose()[..text.expose().len().min(80)]
    );
    Some(text.expose().to_owned())
}

/// Nobody else may read any of the files, those included that were left behind.
#[cfg(unix)]
fn is_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.path().display());
    }
}

#[cfg(not(unix))]
fn is_private(_: &Path) {}

/// A process that writes until it is killed.
struct Writer(Child);

impl Writer {
    /// A process that has begun to write.
    fn writing(path: &Path) -> Self {
        let written = || fs::metadata(path).and_then(|file| file.modified()).ok();
        let (before, start) = (written(), Instant::now());
        let writer = Self(command(NAME).env(PATH, path).spawn().unwrap());
        while written() == before {
            assert!(start.elapsed() < Duration::from_secs(20), "the process writes nothing");
            thread::yield_now();
        }
        writer
    }

    /// SIGKILL, which nothing can prepare for.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A folder for one test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("faults-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
