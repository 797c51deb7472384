//! Tokens in a file that processes share.

use super::{client, granted, numbered, token};
use specwright_runtime::oauth::{FileTokenStore, OAuth, OAuthErrorKind, TokenStore};
use specwright_runtime::{MemoryTransport, Secret, TransportError, TransportErrorKind, Value, serde_json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// A folder that is removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("specwright-oauth-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("tokens.json")
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stored(path: &Path) -> OAuth {
    client().store(FileTokenStore::new(path))
}

#[tokio::test]
async fn file_store_keeps_tokens_between_runs() {
    let folder = Folder::new("runs");
    let accounts = numbered();
    assert_eq!(token(&stored(&folder.file()).source(accounts.clone()).unwrap()).await, "t1");
    assert_eq!(token(&stored(&folder.file()).source(accounts.clone()).unwrap()).await, "t1");
    assert_eq!(accounts.requests().len(), 1);
    assert_eq!(folder.names(), ["tokens.json", "tokens.json.lock"]);
}

#[cfg(unix)]
#[tokio::test]
async fn token_file_is_private_from_the_first_byte() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = Folder::new("mode");
    let store = FileTokenStore::new(folder.file());
    // Existing files of others, with any permissions, are replaced.
    let temporary = folder.0.join("tokens.json.tmp");
    for path in [&temporary, &folder.file()] {
        fs::write(path, "").unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap();
    }
    let lock = store.lock().await.unwrap();
    store.save(Secret::from("text")).await.unwrap();
    drop(lock);
    assert_eq!((mode(&folder.file()), mode(&folder.0.join("tokens.json.lock"))), (0o600, 0o600));
    assert!(!temporary.exists());
    assert_eq!(store.load().await.unwrap().unwrap().expose(), "text");
}

#[cfg(unix)]
#[tokio::test]
async fn file_store_does_not_follow_links_at_the_temporary_file() {
    let folder = Folder::new("link");
    let target = folder.0.join("elsewhere");
    std::os::unix::fs::symlink(&target, folder.0.join("tokens.json.tmp")).unwrap();
    FileTokenStore::new(folder.file()).save(Secret::from("text")).await.unwrap();
    assert!(!target.exists());
}

#[tokio::test]
async fn file_store_names_the_file_of_a_missing_folder() {
    let folder = Folder::new("missing");
    let path = folder.0.join("no/tokens.json");
    let accounts = numbered();
    let error = stored(&path).source(accounts.clone()).unwrap().access_token().await.unwrap_err();
    assert_eq!(error.kind(), OAuthErrorKind::Store);
    assert!(error.to_string().contains("no/tokens.json` cannot be locked"), "{error}");
    assert!(error.to_string().ends_with(&format!("(create the folder `{}` first)", folder.0.join("no").display())));
    assert!(accounts.requests().is_empty());
}

#[tokio::test]
async fn file_store_rejects_paths_that_are_not_files() {
    for path in ["", "/", ".."] {
        let error = stored(Path::new(path)).source(numbered()).unwrap().access_token().await.unwrap_err();
        let expected = format!("the token store cannot be read: `{path}` cannot be read: it is not the path of a file");
        assert_eq!(error.to_string(), expected);
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn make_private(path: &Path) {
    #[cfg(unix)]
    set_mode(path, 0o600);
    #[cfg(not(unix))]
    let _ = path;
}

#[cfg(unix)]
#[tokio::test]
async fn file_store_rejects_files_with_open_permissions() {
    let folder = Folder::new("open");
    let file = folder.file();
    assert_eq!(token(&stored(&file).source(numbered()).unwrap()).await, "t1");
    for mode in [0o644, 0o640, 0o666, 0o602, 0o604, 0o660] {
        set_mode(&file, mode);
        let before = fs::read(&file).unwrap();
        let accounts = numbered();
        let error = stored(&file).source(accounts.clone()).unwrap().access_token().await.unwrap_err();
        assert_eq!(error.kind(), OAuthErrorKind::Store);
        assert!(error.to_string().contains(&format!("its mode {mode:03o} lets others")), "{error}");
        assert!(error.to_string().contains("`chmod 600`"), "{error}");
        assert_eq!((accounts.requests().len(), fs::read(&file).unwrap()), (0, before));
    }
    set_mode(&file, 0o600);
    let accounts = numbered();
    assert_eq!(token(&stored(&file).source(accounts.clone()).unwrap()).await, "t1");
    assert!(accounts.requests().is_empty());
    // An empty file has no tokens yet, and is replaced by one that is private.
    fs::write(&file, "").unwrap();
    set_mode(&file, 0o644);
    assert_eq!(token(&stored(&file).source(numbered()).unwrap()).await, "t1");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions()) & 0o777, 0o600);
}

#[cfg(unix)]
#[tokio::test]
async fn file_store_does_not_follow_links_at_the_lock() {
    let folder = Folder::new("lock-link");
    let (target, lock) = (folder.0.join("elsewhere"), folder.0.join("tokens.json.lock"));
    std::os::unix::fs::symlink(&target, &lock).unwrap();
    let locked = || async { FileTokenStore::new(folder.file()).lock().await };
    let error = locked().await.unwrap_err().to_string();
    assert!(error.ends_with(".lock` is a link, or otherwise not a file: remove it"), "{error}");
    assert!(!target.exists());
    fs::write(&target, "text").unwrap();
    assert!(locked().await.is_err());
    fs::remove_file(&lock).unwrap();
    assert!(locked().await.is_ok());
    assert_eq!(fs::read(&target).unwrap(), b"text");
}

#[tokio::test]
async fn file_store_does_not_overwrite_other_files() {
    let folder = Folder::new("foreign");
    let file = folder.file();
    for content in [&b"# Notes"[..], b"{\"format\":\"specwright", b"\xFF\xFE", b"{}"] {
        fs::write(&file, content).unwrap();
        make_private(&file);
        let error = stored(&file).source(numbered()).unwrap().access_token().await.unwrap_err();
        assert_eq!(error.kind(), OAuthErrorKind::Store, "{error}");
        assert_eq!(fs::read(&file).unwrap(), content);
    }
    fs::write(&file, "").unwrap();
    assert_eq!(token(&stored(&file).source(numbered()).unwrap()).await, "t1");
    let error =
        OAuth::new("other", "s").token_url(super::TOKEN_URL).refresh_token("r").store(FileTokenStore::new(&file));
    let error = error.source(numbered()).unwrap().access_token().await.unwrap_err();
    assert!(error.to_string().contains("the tokens of another client"), "{error}");
}

/// In real time: a process that another test starts has the lock, too, until it is under way.
#[tokio::test]
async fn waiting_for_the_file_lock_reads_the_tokens_of_the_other_process() {
    let folder = Folder::new("lock");
    let accounts = numbered();
    let offset = Arc::new(AtomicU64::new(0));
    let clock = {
        let offset = Arc::clone(&offset);
        move || SystemTime::now() + Duration::from_secs(offset.load(Ordering::SeqCst))
    };
    let first = stored(&folder.file()).clock(clock).source(accounts.clone()).unwrap();
    assert_eq!(token(&first).await, "t1");
    offset.store(4_000, Ordering::SeqCst);
    let store = FileTokenStore::new(folder.file());
    let lock = store.lock().await.unwrap();
    let waiting = tokio::spawn({
        let first = first.clone();
        async move { token(&first).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    // Nothing is asked for without the lock.
    assert_eq!(accounts.requests().len(), 1);
    let mut text: Value = serde_json::from_str(store.load().await.unwrap().unwrap().expose()).unwrap();
    text["access_token"] = "of another process".into();
    text["expires_at"] = (text["expires_at"].as_u64().unwrap() + 4_000_000).into();
    text["issued"] = vec![text["issued"][0].as_u64().unwrap() + 4_000_000].into();
    store.save(Secret::from(text.to_string())).await.unwrap();
    drop(lock);
    assert_eq!(waiting.await.unwrap(), "of another process");
    assert_eq!(accounts.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_the_file_lock_times_out() {
    let folder = Folder::new("held");
    let _lock = FileTokenStore::new(folder.file()).lock().await.unwrap();
    let error = stored(&folder.file()).source(numbered()).unwrap().access_token().await.unwrap_err();
    assert!(error.to_string().contains("another process holds the lock"), "{error}");
}

/// By the real clock. A process that another test has just forked holds a copy of the lock until it runs its program, and a
/// paused clock, which leaps whenever all wait, would let the time for the lock pass at once.
#[tokio::test]
async fn lost_token_responses_count_towards_the_limit() {
    let folder = Folder::new("lost");
    let late = || TransportError::new(TransportErrorKind::Timeout, "late");
    let accounts = MemoryTransport::new().fail(late()).fail(late()).respond_with(granted("t1"));
    for _ in 0..2 {
        let oauth = stored(&folder.file()).limit(2, Duration::from_secs(600));
        let error = oauth.source(accounts.clone()).unwrap().access_token().await.unwrap_err();
        assert_eq!(error.kind(), OAuthErrorKind::Transport);
    }
    let oauth = stored(&folder.file()).limit(2, Duration::from_secs(600));
    let error = oauth.source(accounts.clone()).unwrap().access_token().await.unwrap_err();
    assert_eq!(error.kind(), OAuthErrorKind::Limit);
    assert_eq!(accounts.requests().len(), 2);
}

/// Runs this test program again, with the test that executes `role`.
fn process(role: &str, path: &Path, more: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "files::as_another_process", "--ignored", "--nocapture"])
        .env("SPECWRIGHT_ROLE", role)
        .env("SPECWRIGHT_FILE", path)
        .env("SPECWRIGHT_MORE", more)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Not a test: what other tests start as a process of its own.
#[tokio::test]
#[ignore = "other tests start it"]
async fn as_another_process() {
    let Ok(role) = std::env::var("SPECWRIGHT_ROLE") else { return };
    let path = PathBuf::from(std::env::var_os("SPECWRIGHT_FILE").unwrap());
    let more = std::env::var("SPECWRIGHT_MORE").unwrap();
    match role.as_str() {
        "write" => {
            let store = FileTokenStore::new(path);
            for number in 0_u64.. {
                let text = format!("{number} {}", "x".repeat(256 * 1024));
                let lock = store.lock().await.unwrap();
                store.save(Secret::from(format!("{text} {number}"))).await.unwrap();
                drop(lock);
            }
        }
        "fetch" => {
            let transport = specwright_runtime::HyperTransport::new().unwrap();
            let source = stored(&path).token_url(more).source(transport).unwrap();
            println!("token={}", token(&source).await);
        }
        _ => panic!("{role} {more}"),
    }
}

#[test]
fn killing_a_process_while_writing_keeps_the_token_file_intact() {
    let folder = Folder::new("killed");
    let store = FileTokenStore::new(folder.file());
    let load = || tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(store.load()).unwrap();
    let mut kills = 0;
    for round in 0..40_u64 {
        let mut child = process("write", &folder.file(), "");
        let started = SystemTime::now();
        while load().is_none() && started.elapsed().unwrap() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(round % 13));
        child.kill().unwrap();
        child.wait().unwrap();
        let text = load().unwrap();
        let words: Vec<&str> = text.expose().split(' ').collect();
        assert_eq!((words.len(), words[0], words[1].len()), (3, words[2], 256 * 1024));
        kills += 1;
    }
    assert_eq!(kills, 40);
    // The lock of the killed process is released.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(5), store.lock()).await.unwrap().unwrap() });
}

#[tokio::test]
async fn concurrent_processes_fetch_one_token() {
    use std::sync::atomic::AtomicUsize;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let folder = Folder::new("together");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                tokio::time::sleep(Duration::from_millis(300)).await;
                let body = format!(r#"{{"access_token":"t{number}","expires_in":3600}}"#);
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
            });
        }
    });
    let children: Vec<Child> = (0..6).map(|_| process("fetch", &folder.file(), &url)).collect();
    for child in children {
        let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
        let output = String::from_utf8(output.stdout).unwrap();
        assert!(output.contains("token=t1"), "{output}");
    }
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}
