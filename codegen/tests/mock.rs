//! `specwright mock`: its responses over HTTP, its rejections, and its log of requests.

#[path = "support/folder.rs"]
#[allow(dead_code)] // what it reads of a folder is for the tests of other commands
mod folder;

use folder::Folder;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.example/v1 }]
security: [{ key: [] }]
paths:
  /pets:
    get:
      operationId: list_pets
      security: []
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string, enum: [a, b] } } }
        - { name: X-Trace, in: header, required: true, schema: { type: string, minLength: 3 } }
      responses:
        '200':
          description: All.
          headers: { X-Total: { required: true, schema: { type: integer } } }
          content:
            application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } }
            text/csv: { schema: { type: string }, example: 'id,name' }
        '404':
          description: None.
          content: { application/json: { examples: { gone: { value: { why: gone } } }, schema: { type: object } } }
    post:
      operationId: add_pet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { description: Added. } }
  /pets/mine:
    get: { operationId: my_pet, security: [], responses: { '204': { description: None. } } }
  /pets/{id}:
    get:
      operationId: get_pet
      security: []
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' }, example: { id: 7, name: Rex } } } }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  schemas:
    Pet:
      type: object
      additionalProperties: false
      required: [id, name]
      properties:
        id: { type: integer, readOnly: true, minimum: 3 }
        name: { type: string, pattern: '^[A-Z]' }
        born: { type: string, format: date }
";

/// The command, serving.
struct Mock {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Mock {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name, PETS);
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        command.args(["mock", "pets.yaml", "--port", "0"]).current_dir(&folder.0).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the command was built with this test");
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("4 operations on http://").and_then(|rest| rest.strip_suffix("/v1"));
        let address = address.unwrap_or_else(|| panic!("{first}")).to_owned();
        Self { child, out, address }
    }

    /// Status line, headers in lower case, and body of a response.
    fn send(&self, request: &str, headers: &[&str], body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut head = format!("{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for header in headers {
            let _ = write!(head, "{header}\r\n");
        }
        let _ = write!(head, "Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(head.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_ascii_lowercase(), body.to_owned())
    }

    /// The next line of the log.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn mock_responds_with_examples_and_generated_values() {
    let mut mock = Mock::new("examples");
    let (status, head, body) = mock.send("GET /v1/pets/1", &[], "");
    assert_eq!((status, body.as_str()), (200, r#"{"id":7,"name":"Rex"}"#));
    assert!(head.contains("content-type: application/json"), "{head}");
    assert_eq!(mock.line(), "GET /v1/pets/1 -> 200 get_pet");
    // The path of the server is optional, and literal paths take precedence over templates.
    assert_eq!(mock.send("GET /pets/1", &[], "").0, 200);
    assert_eq!(mock.send("GET /pets/mine", &[], "").0, 204);
    let (status, head, body) = mock.send("GET /pets?limit=5&tags=a,b", &["X-Trace: abc"], "");
    assert_eq!((status, body.as_str()), (200, r#"[{"id":3,"name":"A","born":"2024-01-01"}]"#));
    assert!(head.contains("x-total: 1"), "{head}");
    let (_, head, body) = mock.send("GET /pets", &["X-Trace: abc", "Accept: text/csv"], "");
    assert!(head.contains("content-type: text/csv") && body == "id,name", "{head} {body}");
    let created =
        mock.send("POST /pets", &["Authorization: Bearer t", "Content-Type: application/json"], r#"{"name":"Rex"}"#);
    assert_eq!(created.0, 201);
}

#[test]
fn mock_honors_prefer() {
    let mock = Mock::new("preferences");
    let (status, _, body) = mock.send("GET /pets", &["X-Trace: abc", "Prefer: code=404, example=gone"], "");
    assert_eq!((status, body.as_str()), (404, r#"{"why":"gone"}"#));
    assert_eq!(mock.send("GET /pets", &["X-Trace: abc", "Prefer: code=500"], "").0, 400);
}

#[test]
fn head_and_options_have_no_body() {
    let mock = Mock::new("methods");
    let (status, _, body) = mock.send("HEAD /pets/1", &[], "");
    assert_eq!((status, body.as_str()), (200, ""));
    let (status, head, body) = mock.send("OPTIONS /pets", &["Origin: https://page.example"], "");
    assert_eq!((status, body.as_str()), (204, ""));
    assert!(head.contains("allow: get, head, options, post"), "{head}");
    assert!(head.contains("access-control-allow-origin: *"), "{head}");
}

#[test]
fn mock_problems_do_not_repeat_request_values() {
    let mut mock = Mock::new("refusals");
    let json = "Content-Type: application/json";
    let auth = "Authorization: Bearer hunter2";
    let cases: [(&str, &[&str], &str, u16, &str); 9] = [
        ("GET /hunter2", &[], "", 404, "no operation has this path"),
        ("DELETE /pets", &[], "", 405, "this path has these methods: GET, HEAD, OPTIONS, POST"),
        ("POST /pets", &[json], "{}", 401, "`add_pet` requires credentials"),
        (
            "POST /pets",
            &[auth, "Content-Type: text/plain"],
            "hunter2",
            415,
            "one of these media types: application/json",
        ),
        ("GET /pets", &["X-Trace: abc", "Accept: image/png"], "", 406, "responses are available in these media types"),
        ("GET /pets?limit=hunter2&tags=hunter2", &[], "", 400, r##""in":"query","pointer":"#/0","name":"tags""##),
        ("GET /pets/hunter2", &[], "", 400, r##""detail":"must be an integer","in":"path","pointer":"#","name":"id""##),
        ("POST /pets", &[auth, json], r#"{"name":"hunter2","born":"hunter2"}"#, 400, r##""pointer":"#/born""##),
        ("POST /pets", &[auth, json], "{hunter2", 400, "must be JSON"),
    ];
    for (request, headers, body, status, said) in cases {
        let (found, head, response) = mock.send(request, headers, body);
        assert_eq!(found, status, "{request}: {response}");
        assert!(response.contains(said), "{request}: {response}");
        assert!(head.contains("content-type: application/problem+json") && !response.contains("hunter2"), "{response}");
    }
    assert_eq!(mock.line(), "GET /hunter2 -> 404 no operation");
    assert_eq!(mock.line(), "    no operation has this path");
    let (_, head, _) = mock.send("DELETE /pets", &[], "");
    assert!(head.contains("allow: get, head, options, post"), "{head}");
    let large = format!("\"{}\"", "a".repeat(2 * 1024 * 1024));
    assert_eq!(mock.send("POST /pets", &[auth, json], &large).0, 413);
    let deep = "[".repeat(100_000);
    assert_eq!(mock.send("POST /pets", &[auth, json], &deep).0, 400);
}

#[cfg(unix)]
#[test]
fn mock_stops_on_interrupt() {
    let mut mock = Mock::new("interruption");
    let status = Command::new("kill").args(["-INT", &mock.child.id().to_string()]).status().unwrap();
    assert!(status.success());
    assert_eq!(mock.child.wait().unwrap().code(), Some(0));
    assert_eq!(mock.line(), "");
}

#[test]
fn a_document_with_errors_is_not_served() {
    let folder = Folder::new("errors", "openapi: [\n");
    let output = folder.run(&["mock", "pets.yaml", "--port", "0"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
}
