//! The client without an HTTP library and without an async runtime: a transport of one's own, polled by hand.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use zoho_crm_portals::Client;
use zoho_crm_portals::operations::GetPortals;
use zoho_crm_portals::runtime::http::{Request, Response};
use zoho_crm_portals::runtime::{
    Body, BoxError, BoxFuture, Operation, Timeouts, Transport, TransportError, TransportErrorKind,
};

/// Blocks, and speaks as much HTTP/1.0 as a test server at home needs.
struct Plain;

impl Transport for Plain {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let response = exchange(&request).map_err(|error| TransportError::new(TransportErrorKind::Other, error));
        Box::pin(async { response })
    }
}

fn exchange(request: &Request<Body>) -> Result<Response<Body>, BoxError> {
    let uri = request.uri();
    let authority = uri.authority().ok_or("no host")?.as_str();
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(request.extensions().get().and_then(|timeouts: &Timeouts| timeouts.read))?;
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    write!(stream, "{} {target} HTTP/1.0\r\nhost: {authority}\r\n", request.method())?;
    for (name, value) in request.headers() {
        write!(stream, "{name}: {}\r\n", value.to_str()?)?;
    }
    let body = request.body().as_bytes().ok_or("this transport sends no streams")?;
    write!(stream, "content-length: {}\r\n\r\n", body.len())?;
    stream.write_all(body)?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    let (head, body) = response.split_once("\r\n\r\n").ok_or("no end of the headers")?;
    let status = head.split(' ').nth(1).ok_or("no status")?;
    Ok(Response::builder().status(status).body(body.to_owned().into())?)
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("the transport blocks"),
    }
}

fn main() -> Result<(), BoxError> {
    let builder = Client::builder().server("http://127.0.0.1:8080/crm/v8").access_token("1000.8cb99d");
    let client = builder.timeout(Duration::from_secs(5)).transport(Plain).build()?;
    println!("{:?}", now(client.get_portals().send())?);

    // Neither a client nor a transport is needed to make a request and to read an answer.
    let request = GetPortals::new().to_request("http://127.0.0.1:8080/crm/v8")?;
    let response = exchange(&request)?.map(|body| body.as_bytes().cloned().unwrap_or_default());
    println!("{:?}", GetPortals::<()>::read_response(response)?);
    Ok(())
}
