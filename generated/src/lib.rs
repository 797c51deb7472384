//! Typed client of the Zoho CRM Portals API: create a client portal, decide what its visitors see, invite them and
//! look after them.
//!
//! [`Client`] has a method for each of the eighteen documented operations. What an operation needs is an argument of
//! its method, what it may have is a setter on the request that the method gives, and every documented answer is a
//! type in [`models`].
//!
//! ```no_run
//! use zoho_crm_portals::models::{InviteType, Language, NewPortal};
//! use zoho_crm_portals::{Client, DataCenter, ResultItems};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().server(DataCenter::Eu).access_token("1000.8cb99d…").build()?;
//!
//! client.create_portal(NewPortal::new("ZylkerPortal")).await?.into_one()?;
//!
//! for user_type in client.get_user_types("ZylkerPortal").await?.user_type {
//!     println!("{} is the user type {}", user_type.id, user_type.name);
//! }
//!
//! client
//!     .invite_user("Contacts", "3652397000000649013", "3652397000006231003", InviteType::Invite)
//!     .language(Language::FrFr)
//!     .await?
//!     .into_one()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Writes: 200 does not mean done
//!
//! The answer of a write holds a [`ResultItem`](models::ResultItem) for each thing that was written, and an item may
//! report an error although the status is 200. [`ResultItems`] turns each into a [`Result`], so that `?` cannot pass
//! one by: [`into_one`](ResultItems::into_one) for a write of one thing, [`into_results`](ResultItems::into_results)
//! for a write of several.
//!
//! ```no_run
//! # use zoho_crm_portals::{Client, ResultItems};
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let answer = client.delete_users("ZylkerPortal", "3652397000006231003", ["3652397000000649013"]).await?;
//! for result in answer.into_results() {
//!     match result {
//!         Ok(item) => println!("removed {}", item.details.subject().unwrap_or_default()),
//!         Err(refusal) => println!("{refusal}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Tokens
//!
//! [`access_token`](runtime::ClientBuilder::access_token) takes a token as it is, which is good for an hour. With
//! [`oauth`](runtime::ClientBuilder::oauth) the client fetches and renews its tokens itself, and never asks for more of them
//! than the service gives; see the [guide](runtime::guide::authentication):
//!
//! ```no_run
//! use zoho_crm_portals::runtime::oauth::FileTokenStore;
//! use zoho_crm_portals::{Client, DataCenter};
//!
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let oauth = DataCenter::Eu
//!     .oauth("1000.CLIENT", "client secret")
//!     .refresh_token("1000.refresh token")
//!     .store(FileTokenStore::new("/var/lib/crm-sync/tokens.json"));
//! let client = Client::builder().oauth(oauth).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! A call that gives no answer is an [`Error`], which prints as one line and has the status, the
//! headers and the raw body. When the service gave a documented reason, [`ErrorItems`] finds it, flat or wrapped:
//!
//! ```no_run
//! # use zoho_crm_portals::Client;
//! use zoho_crm_portals::ErrorItems;
//! use zoho_crm_portals::models::ResultCode;
//!
//! # async fn example(client: Client) {
//! match client.get_portal("ZylkerPortal").await {
//!     Ok(Some(list)) => println!("{} portal", list.portals.len()),
//!     Ok(None) => println!("there is no portal yet"),
//!     Err(error) if error.code() == Some(&ResultCode::InvalidData) => println!("it has another name"),
//!     Err(error) => println!("{error}"),
//! }
//! # }
//! ```
//!
//! Limits that the API documents, such as 200 users in one transfer, are checked before anything is sent. For more,
//! [`delete_all_users`](Client::delete_all_users), [`transfer_all_users`](Client::transfer_all_users) and
//! [`invite_all_users`](Client::invite_all_users) cut the calls.
//!
//! # Time, attempts and limits
//!
//! A call has thirty seconds and up to three attempts, where a second does nothing twice; the
//! [guide](runtime::guide::retries) has the table, and how to set it for a client or for a call. [`Edition`] knows what the
//! service allows, so that a client need not find out by being refused, and [`Credits`] reads from any answer what is left.
//!
//! # Lists, batches and jobs
//!
//! The users of a user type come in pages, which are asked for as they are wanted; a job is waited for. The guide of the
//! runtime says more of each ([`runtime::guide::pages`]).
//!
//! ```no_run
//! # use zoho_crm_portals::Client;
//! use zoho_crm_portals::runtime::Wait;
//!
//! # async fn example(client: Client, job_id: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let mut users = client.get_users_of_user_type("ZylkerPortal", "3652397000006231003").items();
//! while let Some(user) = users.next().await {
//!     println!("{}", user?.personality_id);
//! }
//!
//! let job = client.get_bulk_invite_status("Contacts").wait(job_id, Wait::default()).await?;
//! # let _ = job;
//! # Ok(())
//! # }
//! ```
//!
//! # Calls that block
//!
//! With the feature `blocking`, `Client::builder().….build_blocking()` gives a client of the same methods whose calls return
//! when the answer is there. It needs no async runtime. Lists are iterators then.
//!
//! # Tests without a network
//!
//! The feature `testing` has a portal service in miniature, `testing::FakePortals`, with faults to plant, a record of the
//! requests and a check of each against the document. The crate's `tour` example runs every operation against it:
//! `cargo run -p zoho-crm-portals --features testing --example tour`. [`runtime::MemoryTransport`] needs no feature: it
//! answers what it was told to.
//!
//! # What is generated
//!
//! The client, [`models`], [`operations`] and [`payloads`] come from `spec/portals.yaml` whenever the crate is built.
//! Written by hand is only what a document cannot say, all of it at the root of the crate.

#[cfg(feature = "testing")]
pub mod testing;

mod batches;
mod bodies;
mod data_center;
mod edition;
mod errors;
mod ids;
mod results;
mod waiting;

include!(concat!(env!("OUT_DIR"), "/mod.rs"));

pub use batches::{Batch, Batches, DeleteAll, InviteAll, Outcome, Outcomes, TransferAll};
pub use data_center::{DataCenter, UnknownLocation};
pub use edition::{Credits, Edition};
pub use errors::ErrorItems;
pub use results::{NotDone, Refusal, ResultItems};
pub use waiting::JobError;
