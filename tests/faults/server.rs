//! A server that sends exactly the bytes of a test, without an HTTP library, which would not misbehave.

use socket2::{Domain, SockAddr, SockRef, Socket, Type};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// One thing that a server does with a connection.
#[derive(Debug, Clone)]
pub enum Act {
    Send(Vec<u8>),
    /// Byte by byte, with this time between.
    Drip(Vec<u8>, Duration),
    /// The same bytes again and again, as long as the client takes them.
    Forever(Vec<u8>),
    /// Waits until what was sent has arrived.
    Wait,
    /// Sends nothing until the client closes the connection.
    Hold,
    /// Ends the connection in order.
    Close,
    /// Breaks the connection, so that the other side reads an error.
    Reset,
}

pub fn send(bytes: impl Into<Vec<u8>>) -> Act {
    Act::Send(bytes.into())
}

pub fn drip(bytes: impl Into<Vec<u8>>, every: Duration) -> Act {
    Act::Drip(bytes.into(), every)
}

/// The received requests.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// By names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// Calls a function for each request, which returns the acts of the response.
type Answer = dyn Fn(&Request) -> Vec<Act> + Send + Sync;

/// Something around each connection before it is read, as TLS.
type Wrap = dyn Fn(TcpStream) -> Option<Box<dyn Connection>> + Send + Sync;

pub trait Connection: Read + Write {}

impl<T: Read + Write> Connection for T {}

/// Listens on a port of this machine until it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

struct Shared {
    response: Box<Answer>,
    wrap: Box<Wrap>,
    connections: AtomicUsize,
    requests: Mutex<Vec<Request>>,
    is_over: AtomicBool,
}

impl Server {
    /// Does the same for every request.
    pub fn doing(steps: impl Into<Vec<Act>>) -> Self {
        let steps = steps.into();
        Self::answering(move |_| steps.clone())
    }

    pub fn answering(response: impl Fn(&Request) -> Vec<Act> + Send + Sync + 'static) -> Self {
        Self::wrapped(|stream| Some(Box::new(stream)), response)
    }

    /// Does something with each connection and reads nothing from it.
    pub fn greeting(steps: impl Into<Vec<Act>>) -> Self {
        let steps = steps.into();
        let greet = move |mut stream: TcpStream| -> Option<Box<dyn Connection>> {
            let socket = stream.try_clone().ok()?;
            steps.iter().all(|step| step.perform(&mut stream, &socket)).then(|| Box::new(stream) as _)
        };
        Self::wrapped(greet, |_| vec![Act::Close])
    }

    pub fn wrapped(
        wrap: impl Fn(TcpStream) -> Option<Box<dyn Connection>> + Send + Sync + 'static,
        response: impl Fn(&Request) -> Vec<Act> + Send + Sync + 'static,
    ) -> Self {
        Self::listening((Ipv4Addr::LOCALHOST, 0).into(), wrap, response)
    }

    /// At an address that another server has released.
    pub fn at(address: SocketAddr, response: impl Fn(&Request) -> Vec<Act> + Send + Sync + 'static) -> Self {
        Self::listening(address, |stream| Some(Box::new(stream)), response)
    }

    fn listening(
        address: SocketAddr,
        wrap: impl Fn(TcpStream) -> Option<Box<dyn Connection>> + Send + Sync + 'static,
        response: impl Fn(&Request) -> Vec<Act> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            response: Box::new(response),
            wrap: Box::new(wrap),
            connections: AtomicUsize::new(0),
            requests: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&shared);
        let listening = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if theirs.is_over.load(Ordering::SeqCst) {
                    return;
                }
                theirs.connections.fetch_add(1, Ordering::SeqCst);
                let shared = Arc::clone(&theirs);
                thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared, listening: Some(listening) }
    }

    /// `127.0.0.1:` and the port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections it has had.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        // Wakes the accepting thread, which would otherwise accept connections for the next server at this address.
        let is_awake = TcpStream::connect(self.address).is_ok();
        let _ = self.listening.take().filter(|_| is_awake).map(JoinHandle::join);
    }
}

impl Shared {
    /// Reads requests and answers them until either side has enough.
    fn serve(&self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let Ok(socket) = stream.try_clone() else { return };
        let Some(mut stream) = (self.wrap)(stream) else { return };
        let mut unread = Vec::new();
        while let Some(request) = receive(&mut *stream, &mut unread) {
            self.requests.lock().unwrap().push(request.clone());
            let steps = (self.response)(&request);
            if !steps.iter().all(|step| step.perform(&mut *stream, &socket)) {
                return;
            }
        }
    }
}

impl Act {
    /// Whether the connection stays open.
    fn perform(&self, stream: &mut (impl Read + Write + ?Sized), socket: &TcpStream) -> bool {
        match self {
            Self::Send(bytes) => stream.write_all(bytes).is_ok(),
            Self::Drip(bytes, every) => bytes.iter().all(|byte| {
                thread::sleep(*every);
                stream.write_all(&[*byte]).is_ok()
            }),
            Self::Forever(bytes) => loop {
                if stream.write_all(bytes).is_err() {
                    return false;
                }
            },
            Self::Wait => {
                thread::sleep(Duration::from_millis(30));
                true
            }
            Self::Hold => {
                let mut sink = [0; 1024];
                while matches!(stream.read(&mut sink), Ok(1..)) {}
                false
            }
            Self::Close => {
                let _ = socket.shutdown(std::net::Shutdown::Write);
                false
            }
            Self::Reset => {
                let _ = SockRef::from(socket).set_linger(Some(Duration::ZERO));
                false
            }
        }
    }
}

fn receive(stream: &mut dyn Connection, unread: &mut Vec<u8>) -> Option<Request> {
    loop {
        if let Some((request, length)) = parsed(unread) {
            unread.drain(..length);
            return Some(request);
        }
        let mut piece = [0; 16 * 1024];
        match stream.read(&mut piece) {
            Ok(0) => return None,
            Ok(length) => unread.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// A complete request at the start of the received bytes, and its length.
fn parsed(bytes: &[u8]) -> Option<(Request, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).expect("clients send ASCII");
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ').map(str::to_owned);
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length: usize = headers.get("content-length").map_or(0, |length| length.parse().expect("a number"));
    let body = bytes.get(end + 4..end + 4 + length)?;
    let body = String::from_utf8(body.to_vec()).expect("clients send text");
    Some((Request { method: words.next()?, target: words.next()?, headers, body }, end + 4 + length))
}

/// An answer with a body of JSON.
pub fn response(status: &str, body: &str) -> Act {
    answer_with(status, "", body)
}

/// An answer with further headers, each with its line break.
pub fn answer_with(status: &str, headers: &str, body: &str) -> Act {
    let length = body.len();
    send(format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    ))
}

/// An address at which nobody listens and, as long as it is held, nobody else will.
pub struct Nobody(Socket);

impl Nobody {
    pub fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&SockAddr::from(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))).unwrap();
        Self(socket)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap().as_socket().unwrap())
    }
}
