//! Downloading what a document refers to, from a server of this machine, and building from the copies.

use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::load::{self, Options};
use specwright::report::Report;
use specwright::resolve::Resolver;
use specwright::vendor::{Vendor, Vendored};
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server that responds with a string for each path, or redirects if the string begins with `->`.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(pages: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let pages = pages.iter().map(|(path, text)| ((*path).to_owned(), text.replace("SERVER", &address)));
        let pages: HashMap<String, String> = pages.collect();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &pages, &seen);
            }
        });
        Self { address, requests }
    }

    fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, pages: &HashMap<String, String>, seen: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    assert!(!headers.iter().any(|line| line.to_lowercase().starts_with("authorization")), "{headers:?}");
    let path = first.split(' ').nth(1).unwrap().to_owned();
    let (status, header, body) = match pages.get(&path).map(String::as_str) {
        None => ("404 Not Found", String::new(), b"no such page".to_vec()),
        Some("bomb") => ("200 OK", "content-encoding: gzip\r\n".to_owned(), bomb()),
        Some(text) => match text.strip_prefix("->") {
            Some(to) => ("302 Found", format!("location: {to}\r\n"), Vec::new()),
            None => ("200 OK", String::new(), text.as_bytes().to_vec()),
        },
    };
    seen.lock().unwrap().push(path);
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{header}content-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all(&[head.as_bytes(), &body].concat()).ok();
}

/// A small body that becomes more than a build reads.
fn bomb() -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut std::io::repeat(b' ').take(load::MAX_BYTES + 1), &mut encoder).unwrap();
    encoder.finish().unwrap()
}

fn folder(name: &str, document: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vendor").join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api.yaml"), document).unwrap();
    folder
}

fn vendor(folder: &Path) -> Vendored {
    let vendor =
        Vendor { document: folder.join("api.yaml"), folder: None, options: Options::default(), allow_local: false };
    vendor.run(&mut |_| ()).unwrap()
}

/// The diagnostics of following the references under `/x`, and the number of files that are read.
fn build(folder: &Path) -> (String, usize) {
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let document = load::document(&folder.join("api.yaml"), &Options::default(), &mut diagnostics).unwrap();
    let resolver = Resolver::new(&document);
    for node in resolver.root().get("x").unwrap().items() {
        resolver.follow(&node, &mut diagnostics);
    }
    let report_text = Report::new(&diagnostics, &document).to_string();
    (report_text.replace(&format!("{}/", folder.display()), ""), document.files().len())
}

#[test]
fn vendor_downloads_each_file_once() {
    let server = Server::start(&[
        ("/specs/common.json", r#"{"a": {"$ref": "deep/other#/b"}, "c": {"$ref": "SERVER/moved?v=1"}}"#),
        ("/specs/deep/other", "b: {$ref: '../common.json#/c'}\n"),
        ("/moved?v=1", "->/new/place.yaml"),
        ("/new/place.yaml", "$ref: beside.yaml\n"),
        ("/new/beside.yaml", "type: string\n"),
    ]);
    let address = &server.address;
    let document = format!(
        "openapi: 3.0.3\nx: [{{$ref: '{address}/specs/common.json#/a'}}]\nexample: {{$ref: '{address}/data'}}\n"
    );
    let folder = folder("everything", &document);
    assert!(build(&folder).0.contains(&format!("specwright vendor {}", "api.yaml")));

    let vendored = vendor(&folder);
    assert!(vendored.failures.is_empty(), "{:?}", vendored.failures);
    let host = address.trim_start_matches("http://").replace(':', "_");
    let copies: Vec<_> = vendored.copies.iter().map(|path| path.strip_prefix(&folder).unwrap().to_owned()).collect();
    let expected = ["specs/common.json", "specs/deep/other.yaml", "moved_v=1.yaml", "new/beside.yaml"];
    assert_eq!(copies, expected.map(|path| Path::new("vendor").join(&host).join(path)));
    let requests = server.requests();
    assert_eq!(
        requests,
        ["/specs/common.json", "/specs/deep/other", "/moved?v=1", "/new/place.yaml", "/new/beside.yaml"]
    );
    assert_eq!(build(&folder), (String::new(), 5));
    assert!(server.requests().is_empty());

    // Nothing changes when it is done again.
    let lock = fs::read_to_string(folder.join("specwright.lock")).unwrap();
    assert!(lock.contains(&format!("\"path\": \"vendor/{host}/new/beside.yaml\"")), "{lock}");
    vendor(&folder);
    assert_eq!(fs::read_to_string(folder.join("specwright.lock")).unwrap(), lock);
}

#[test]
fn changed_vendored_copies_are_an_error() {
    let server = Server::start(&[("/a.yaml", "type: string\n")]);
    let folder = folder("changed", &format!("openapi: 3.0.3\nx: [{{$ref: '{}/a.yaml'}}]\n", server.address));
    let copy = vendor(&folder).copies.remove(0);
    for (change, report_text) in
        [(Some("type: integer\n"), "has changed since it was downloaded"), (None, "cannot be read")]
    {
        match change {
            Some(text) => fs::write(&copy, text).unwrap(),
            None => fs::remove_file(&copy).unwrap(),
        }
        let report = build(&folder).0;
        assert!(report.starts_with("error[stale-lock]: ") && report.contains(report_text), "{report}");
        assert!(report.contains("download it again: `specwright vendor api.yaml`"), "{report}");
        vendor(&folder);
        assert_eq!(build(&folder).0, "");
    }
    fs::write(folder.join("specwright.lock"), "{}").unwrap();
    let report = build(&folder).0;
    assert!(report.contains("error[stale-lock]: the lock file cannot be used: missing field `version`"), "{report}");
}

#[test]
fn vendor_reports_failed_downloads_and_keeps_the_rest() {
    let server = Server::start(&[
        ("/a.yaml", "type: string\n"),
        ("/page", "<!DOCTYPE html>"),
        ("/round", "->/round"),
        ("/away", "->http://example.org/b.yaml"),
    ]);
    let references = ["a.yaml", "none.yaml", "page", "round", "away"];
    let references = references.map(|page| format!("  - {{$ref: '{}/{page}'}}\n", server.address)).concat();
    let document = format!("openapi: 3.0.3\nx:\n{references}  - {{$ref: 'http://example.org/c.yaml'}}\n");
    let folder = folder("failures", &document);
    let vendored = vendor(&folder);
    assert_eq!(vendored.copies.len(), 1);
    let reasons: Vec<String> =
        vendored.failures.iter().map(|failure| failure.to_string().replace(&server.address, "SERVER")).collect();
    assert_eq!(
        reasons,
        [
            "cannot download `SERVER/away`: `http://example.org/b.yaml` is not `https`; to use a copy of it, name its folder with `--map`",
            "cannot download `SERVER/none.yaml`: the server responded with 404 Not Found",
            "cannot download `SERVER/page`: the response is a web page or XML, not YAML or JSON",
            "cannot download `SERVER/round`: the server redirects more than 8 times",
            "cannot download `http://example.org/c.yaml`: `http://example.org/c.yaml` is not `https`; to use a copy of it, name its folder with `--map`",
        ]
    );
}

#[test]
fn vendored_copies_may_be_in_another_readable_folder() {
    let server = Server::start(&[("/a.yaml", "type: string\n")]);
    let folder = folder("elsewhere", &format!("openapi: 3.0.3\nx: [{{$ref: '{}/a.yaml'}}]\n", server.address));
    let document = folder.join("api.yaml");
    let other = Some(folder.join("other/copies"));
    let vendored =
        Vendor { document: document.clone(), folder: other, options: Options::default(), allow_local: false };
    assert!(vendored.run(&mut |_| ()).unwrap().failures.is_empty());
    assert!(
        fs::read_to_string(folder.join("specwright.lock")).unwrap().contains("\"path\": \"other/copies/127.0.0.1_")
    );
    assert_eq!(build(&folder), (String::new(), 2));
    let outside = Vendor { document, folder: Some("/".into()), options: Options::default(), allow_local: false };
    assert!(outside.run(&mut |_| ()).unwrap_err().to_string().starts_with("builds cannot read `/`"));
}

#[test]
fn download_limit_counts_decompressed_bytes() {
    let server = Server::start(&[("/bomb.yaml", "bomb")]);
    let folder = folder("bomb", &format!("openapi: 3.0.3\nx: [{{$ref: '{}/bomb.yaml'}}]\n", server.address));
    assert!((bomb().len() as u64) < load::MAX_BYTES / 100);
    let vendored = vendor(&folder);
    assert_eq!(vendored.copies, Vec::<PathBuf>::new());
    assert_eq!(vendored.failures.len(), 1);
    assert!(vendored.failures[0].reason.contains("have more than"), "{}", vendored.failures[0]);
    assert!(!folder.join("vendor").exists());
}

/// References in a downloaded file, here from a mapped folder, to this machine are not requested, in any notation of
/// the address.
#[test]
fn downloaded_files_cannot_refer_to_local_addresses() {
    let server = Server::start(&[("/secret.yaml", "type: string\n"), ("/within.yaml", "$ref: secret.yaml\n")]);
    let folder = folder(
        "local",
        &format!(
            "openapi: 3.0.3\nx: [{{$ref: 'https://a.example/a.yaml'}}, {{$ref: '{}/within.yaml'}}]\n",
            server.address
        ),
    );
    fs::create_dir(folder.join("mapped")).unwrap();
    let port = server.address.rsplit_once(':').unwrap().1;
    let hosts = ["http://127.0.0.1", "http://localhost", "https://localhost", "https://[::1]", "https://2130706433"];
    let references = hosts.map(|host| format!("- {{$ref: '{host}:{port}/secret.yaml'}}\n")).concat();
    fs::write(folder.join("mapped/a.yaml"), references).unwrap();
    let mut options = Options::default();
    options.mappings.add(load::Mapping { prefix: "https://a.example/".into(), folder: folder.join("mapped") });
    let run = |allow_local| {
        let vendor = Vendor { document: folder.join("api.yaml"), folder: None, options: options.clone(), allow_local };
        vendor.run(&mut |_| ()).unwrap()
    };
    let vendored = run(false);
    for failure in &vendored.failures {
        assert!(failure.reason.contains("is an address of this machine or of a private network"), "{failure}");
    }
    // References of the document itself are requested, and those files may refer to the same machine; the first of the
    // other addresses is that machine.
    assert_eq!(vendored.failures.len(), hosts.len(), "{:?}", vendored.failures);
    assert_eq!(server.requests(), ["/within.yaml"]);
    run(true);
    assert!(server.requests().contains(&"/secret.yaml".to_owned()));
}

#[test]
fn vendor_hides_passwords_of_urls() {
    let folder = folder("passwords", "openapi: 3.0.3\nx: [{$ref: 'https://user:secret@a.example/a.yaml'}]\n");
    let mut report_text = build(&folder).0;
    let vendor =
        Vendor { document: folder.join("api.yaml"), folder: None, options: Options::default(), allow_local: false };
    let vendored = vendor.run(&mut |url| report_text += url).unwrap();
    report_text = format!("{report_text}{}\n{:?}", vendored.failures[0], vendored.failures);
    assert!(report_text.contains("a.example/a.yaml") && !report_text.contains("secret"), "{report_text}");
}
