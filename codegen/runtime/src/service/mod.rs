//! The server side: an HTTP request becomes an operation, and a typed response becomes an HTTP response.
//!
//! Belongs here: everything that only a service does. What both sides share (styles, forms, media types, JSON) is in the modules
//! of the client side; reading a request and writing a response are the inverse of `request` and `response`. Emitted code uses
//! this module with the setting `service`.

// Uses: `auth`, `exec`, `facts`, `json`, `model`, `operation`, `request`, `response`, `syntax`, `transport`. Used by: the crate root.

mod caller;
mod documented_error;
mod emitted;
mod error_bodies;
mod examples;
mod fake;
mod found;
mod inspection;
mod pairs;
mod parts;
mod pieces;
mod problem;
mod receive;
mod request_body;
mod request_reader;
mod response_body;
mod response_writer;
mod route;
mod router;
mod router_builder;
mod routes;
mod serve;
mod shape;
mod tower;
mod value;
mod value_position;
mod webhooks;
mod whole_body;

pub use caller::{Caller, Credential};
pub use documented_error::DocumentedError;
pub use examples::Example;
#[cfg(feature = "loopback")]
pub use fake::Loopback;
pub use fake::{
    Fake, FakeAuthorizationServer, Fault, PlantedFault, RecordedRequest, Responder, TokenRefusal, Violation,
};
pub use found::Found;
pub use inspection::Inspection;
pub use parts::{PartsReader, ReceiveForm};
pub use pieces::Pieces;
pub use problem::Problem;
pub use receive::Receive;
pub use request_body::Representation;
pub use request_reader::RequestReader;
pub use response_body::ResponseBody;
pub use response_writer::{Respond, ResponseWriter};
pub use router::Router;
pub use router_builder::RouterBuilder;
pub use serve::Serve;
pub use shape::Shape;
pub use value_position::{Location, RequestViolation, ValuePosition};
pub use webhooks::{Message, Webhook, WebhookRouter};
