//! Test vectors: the examples of specifications for serialized values, compared with the runtime. See `README.md`.

mod cookies;
mod forms;
mod headers;
mod parts;
mod styles;
mod uri_templates;

use specwright_runtime::http::Request;
use specwright_runtime::{Body, OperationInfo, RequestWriter};

const SERVER: &str = "https://api.example";

/// The request to a path with some inputs; else every problem.
fn request(path: &'static str, write: impl FnOnce(&mut RequestWriter)) -> Result<Request<Body>, Vec<String>> {
    let info = Box::new(OperationInfo { id: "test", method: "POST", path, security: &[] });
    let mut writer = RequestWriter::new(Box::leak(info));
    write(&mut writer);
    let problems = |error: specwright_runtime::InputError| error.problems().iter().map(ToString::to_string).collect();
    writer.finish(SERVER).map_err(problems)
}

/// The path and the query.
fn target(path: &'static str, write: impl FnOnce(&mut RequestWriter)) -> Result<String, Vec<String>> {
    request(path, write).map(|request| request.uri().to_string().replacen(SERVER, "", 1))
}

/// The query alone.
fn query(write: impl FnOnce(&mut RequestWriter)) -> Result<String, Vec<String>> {
    request("/", write).map(|request| request.uri().query().unwrap_or_default().to_owned())
}

/// A header; none when it is not sent.
fn header(name: &str, write: impl FnOnce(&mut RequestWriter)) -> Result<Option<String>, Vec<String>> {
    let text = |request: &Request<Body>| Some(request.headers().get(name)?.to_str().unwrap().to_owned());
    request("/", write).map(|request| text(&request))
}

/// The text of the body.
fn body(write: impl FnOnce(&mut RequestWriter)) -> Result<String, Vec<String>> {
    request("/", write).map(|request| String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap())
}
