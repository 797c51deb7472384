//! Typed client of the Zoho CRM Portals API: create a client portal, decide what its visitors see, invite them and
//! look after them.
//!
//! [`Client`] has a method for each of the eighteen documented operations. Required inputs are arguments of the method,
//! optional ones are setters of the request that it returns, and every documented response is a type in [`models`].
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
//! The response to a write contains a [`ResultItem`](models::ResultItem) for each record, and an item may report an
//! error although the status is 200. [`ResultItems`] converts each into a [`Result`], so that `?` does not miss one:
//! [`into_one`](ResultItems::into_one) for a write of one record, [`into_results`](ResultItems::into_results) for a
//! write of several.
//!
//! ```no_run
//! # use zoho_crm_portals::{Client, ResultItems};
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let response = client.delete_users("ZylkerPortal", "3652397000006231003", ["3652397000000649013"]).await?;
//! for result in response.into_results() {
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
//! [`access_token`](runtime::ClientBuilder::access_token) sets a fixed token, which is valid for an hour. With
//! [`oauth`](runtime::ClientBuilder::oauth) the client fetches and renews its tokens, and observes the service's limit
//! of tokens; see the [guide](runtime::guide::authentication):
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
//! A call that fails returns an [`Error`], which prints as one line and has the status, the headers and the raw body.
//! If the error is documented, [`ErrorItems`] finds its items, flat or wrapped:
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
//! Documented limits, such as 200 users in one transfer, are checked before anything is sent. For more,
//! [`delete_all_users`](Client::delete_all_users), [`transfer_all_users`](Client::transfer_all_users) and
//! [`invite_all_users`](Client::invite_all_users) split them into several calls.
//!
//! # Time, attempts and limits
//!
//! A call has thirty seconds, and up to three attempts if repeating it is safe; the [guide](runtime::guide::retries)
//! has the table, and the settings for a client or a call. [`Edition`] has the limits of the service, so that a client
//! observes them instead of being rejected, and [`Credits`] reads the remaining credits from any response.
//!
//! # Lists, batches and jobs
//!
//! The users of a user type are paginated, and further pages are requested as needed; `wait` polls a job. See
//! [`runtime::guide::pages`].
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
//! With the feature `blocking`, `Client::builder().….build_blocking()` returns a client with the same methods, whose
//! calls block, without an async runtime. Its lists are iterators.
//!
//! # Tests without a network
//!
//! The feature `testing` contains a fake of the service, `testing::FakePortals`, with planted faults, a record of the
//! requests, and a check of each against the document. The example `tour` runs every operation against it: `cargo run
//! -p zoho-crm-portals --features testing --example tour`. [`runtime::MemoryTransport`] needs no feature, and returns
//! prepared responses.
//!
//! # What is generated
//!
//! The client, [`models`], [`operations`] and [`payloads`] are generated from `spec/portals.yaml` when the crate is
//! built. Only what cannot be generated from a document is handwritten, at the root of the crate.

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
