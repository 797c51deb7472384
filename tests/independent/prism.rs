//! The client against Prism, an independent mock server, which validates each request against the document, and
//! responds with the document's examples.
//!
//! ```text
//! prism URL schemas|samples
//! ```
//!
//! With `schemas`, it calls every operation, once and for each of its documented statuses; Prism generates the
//! responses from the schemas. With `samples`, it requests every example of every status. Each request must be accepted
//! and each response read; otherwise the exit code is 1. The script `run` starts Prism.

use specwright::Builder;
use specwright::ir::{self, StatusRange};
use specwright_tests::json::Json;
use std::error::Error;
use std::process::ExitCode;
use std::str;
use zoho_crm_portals::Client;
use zoho_crm_portals::models::{
    BulkInvitation, Comparator, InviteType, Language, ModuleLayoutChoice, ModulePermissions, ModuleViewChoice,
    NewPortal, NewUserType, NewUserTypeField, NewUserTypeModule, PortalUpdate, SamlSettings, SharedType, StatusChange,
    UserFilter, UserStatusFilter, UserTypeModuleUpdate, UserTypeUpdate, ViewType,
};
use zoho_crm_portals::payloads::PAYLOADS;
use zoho_crm_portals::runtime::http::header::{AUTHORIZATION, HeaderValue};
use zoho_crm_portals::runtime::http::{Request, Response as HttpResponse, StatusCode};
use zoho_crm_portals::runtime::payload::{self, Direction};
use zoho_crm_portals::runtime::{
    self, Body, BoxFuture, Bytes, HyperTransport, Presence, Response, Retry, Transport, TransportError,
};

const PORTAL: &str = "ZylkerPortal";
const USER_TYPE: &str = "3652397000006231003";
const OTHER_USER_TYPE: &str = "3652397000006231004";
const RECORD: &str = "3652397000000649013";
const OTHER_RECORD: &str = "3652397000000649014";
const JOB: &str = "3652397000006258001";
const TOKEN: &str = "1000.8cb99d";

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, mode] = &arguments[..] else { return Err("usage: prism URL schemas|samples".into()) };
    let document = Builder::new(specwright_tests::repository().join("spec/portals.yaml")).read()?;
    let mut run = Run { url: url.clone(), transport: AsBearer(HyperTransport::new()?), problems: Vec::new() };
    let operations = document.api.operations.iter();
    let result = match mode.as_str() {
        "schemas" => run.schemas(operations).await?,
        "samples" => run.samples(operations).await?,
        other => return Err(format!("`{other}` is neither `schemas` nor `samples`").into()),
    };
    println!("{result}");
    for problem in &run.problems {
        println!("{problem}");
    }
    Ok(if run.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Run {
    url: String,
    transport: AsBearer,
    problems: Vec<String>,
}

impl Run {
    async fn schemas(&mut self, operations: impl Iterator<Item = &ir::Operation>) -> Outcome<String> {
        let (mut all, mut accepted, mut asked, mut read) = (0, 0, 0, 0);
        for operation in operations {
            all += 1;
            accepted += usize::from(self.is_read(operation, None, "").await?);
            for status in operation.responses.iter().filter_map(status) {
                asked += 1;
                read += usize::from(self.is_read(operation, Some(status), &format!("code={status}")).await?);
            }
        }
        Ok(format!("{accepted} of {all} operations accepted; {read} of {asked} answers made from schemas read"))
    }

    async fn samples(&mut self, operations: impl Iterator<Item = &ir::Operation>) -> Outcome<String> {
        let (mut asked, mut read) = (0, 0);
        for operation in operations {
            for response in &operation.responses {
                let Some(status) = status(response) else { continue };
                for example in response.contents.iter().flat_map(|content| &content.examples) {
                    asked += 1;
                    let prefer = format!("code={status}, example={}", example.name);
                    read += usize::from(self.is_read(operation, Some(status), &prefer).await?);
                }
            }
        }
        Ok(format!("{read} of {asked} examples read"))
    }

    /// Calls an operation, with a wish for the answer, and notes what is not as it should be.
    async fn is_read(&mut self, operation: &ir::Operation, status: Option<u16>, prefer: &str) -> Outcome<bool> {
        let mut builder = Client::builder()
            .server(self.url.as_str())
            .access_token(TOKEN)
            .retry(Retry::never())
            .transport(self.transport.clone());
        if !prefer.is_empty() {
            builder = builder.header("Prefer", prefer);
        }
        let response = call(&builder.build()?, &operation.id).await;
        let found = response.and_then(|response| response.check(&operation.id, status));
        if let Err(problem) = &found {
            self.problems.push(format!("!! {} {prefer}: {problem}", operation.id));
        }
        Ok(found.is_ok())
    }
}

fn status(response: &ir::Response) -> Option<u16> {
    match response.status {
        StatusRange::Exact(status) => Some(status),
        StatusRange::Class(_) | StatusRange::Default => None,
    }
}

/// An answer that the client has read.
struct Answer {
    status: StatusCode,
    body: Bytes,
}

impl Answer {
    fn check(&self, operation: &str, expected: Option<u16>) -> Result<(), String> {
        let Self { status, body } = self;
        let is_it = expected.map_or(status.is_success(), |expected| status.as_u16() == expected);
        if !is_it {
            return Err(format!("Prism answers {status}: {}", String::from_utf8_lossy(body)));
        }
        let payload = payload::find(PAYLOADS, operation, Direction::Response, Some(status.as_u16()));
        let written = payload.map_err(|error| error.to_string())?.rewrite(body).map_err(|error| error.to_string())?;
        if body.is_empty() && written.is_empty() {
            return Ok(());
        }
        let json = |bytes: &[u8]| str::from_utf8(bytes).map(Json::parse).map_err(|error| error.to_string());
        match &json(body)?.differences(&json(&written)?)[..] {
            [] => Ok(()),
            differences => Err(format!("reading loses something: {}", differences.join("; "))),
        }
    }
}

/// What the client made of an answer: an error that the document describes is one that was read.
fn read<T, E>(response: Result<Response<T>, runtime::Error<E>>) -> Result<Answer, String> {
    match response {
        Ok(response) => Ok(Answer { status: response.status(), body: response.body().clone() }),
        Err(runtime::Error::Failure(failure)) => {
            Ok(Answer { status: failure.response.status(), body: failure.response.body().clone() })
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Calls an operation with every input that it has.
async fn call(client: &Client, operation: &str) -> Result<Answer, String> {
    let ids = [RECORD, OTHER_RECORD];
    macro_rules! send {
        ($request:expr) => {
            read(Box::pin($request.send_for_response()).await)
        };
    }
    match operation {
        "create_portal" => send!(client.create_portal(NewPortal::new(PORTAL))),
        "get_portals" => send!(client.get_portals()),
        "get_portal" => send!(client.get_portal(PORTAL)),
        "update_portal" => send!(client.update_portal(PORTAL, portal_update())),
        "get_portals_meta" => send!(client.get_portals_meta("Contacts")),
        "get_user_types" => send!(client.get_user_types(PORTAL).include()),
        "create_user_type" => send!(client.create_user_type(PORTAL, new_user_type())),
        "get_user_type" => send!(client.get_user_type(PORTAL, USER_TYPE).include()),
        "update_user_type" => send!(client.update_user_type(PORTAL, USER_TYPE, user_type_update())),
        "delete_user_type" => send!(client.delete_user_type(PORTAL, USER_TYPE).transfer_to(OTHER_USER_TYPE)),
        "invite_user" => {
            send!(client.invite_user("Contacts", RECORD, USER_TYPE, InviteType::Invite).language(Language::FrFr))
        }
        "bulk_invite_users" => {
            let invitation = BulkInvitation::new(RECORD, USER_TYPE, InviteType::Reinvite).language(Language::EnUs);
            send!(client.bulk_invite_users("Contacts", [invitation]))
        }
        "get_bulk_invite_status" => send!(client.get_bulk_invite_status("Contacts").job_id(JOB)),
        "get_users_of_user_type" => send!(
            client
                .get_users_of_user_type(PORTAL, USER_TYPE)
                .type_(UserStatusFilter::ActiveConfirmedUsers)
                .filters([UserFilter::new("status_reason__s", "disabled on updation of email", Comparator::NotEqual)])
                .page(1)
                .per_page(200)
                .source_s("Portal")
                .personality_ids(ids)
        ),
        "delete_users" => send!(client.delete_users(PORTAL, USER_TYPE, ids)),
        "transfer_users" => send!(client.transfer_users(PORTAL, USER_TYPE, OTHER_USER_TYPE, ids)),
        "change_user_status" => send!(client.change_user_status(PORTAL, USER_TYPE, RECORD, true)),
        "change_users_status_bulk" => {
            let changes = ids.map(|id| StatusChange::new(id, false));
            send!(client.change_users_status_bulk(PORTAL, USER_TYPE, changes))
        }
        other => Err(format!("nothing here calls {other}")),
    }
}

fn portal_update() -> PortalUpdate {
    let saml = SamlSettings::new("https://www.example.com/login", "https://www.example.com/logout", "-----BEGIN…");
    PortalUpdate::new().name("ZylkerAutos").saml_configuration(saml.active(true))
}

/// As in the sample, with a field id that needs more than 64 bits.
fn new_user_type() -> NewUserType {
    let contacts = NewUserTypeModule::new("3652397000000002179", ModulePermissions::new().view(true).edit(true))
        .shared_type(SharedType::Private)
        .layouts(vec![ModuleLayoutChoice::new("3652397000000091033")])
        .views(ModuleViewChoice::new("3652397000000087529", ViewType::CustomView))
        .filters(Presence::Null)
        .fields([NewUserTypeField::new("18936550000000063924", true)]);
    let notes = NewUserTypeModule::new("3652397000000002197", ModulePermissions::new().view(true))
        .shared_type(SharedType::Private)
        .layouts(Presence::Null)
        .views(Presence::Null)
        .filters(Presence::Null);
    NewUserType::new("Customer of the shop", "Contacts", [contacts, notes]).active(true)
}

fn user_type_update() -> UserTypeUpdate {
    let module = UserTypeModuleUpdate::new("3652397000000002179").permissions(ModulePermissions::new().delete(false));
    UserTypeUpdate::new().name("Client").modules([module])
}

/// Sends with the word `Bearer` before the token. OpenAPI has no keyword for another word, so Prism knows no other; that the
/// client sends the one of the extension `x-specwright-auth-scheme` is checked on the way.
#[derive(Debug, Clone)]
struct AsBearer(HyperTransport);

impl Transport for AsBearer {
    fn send(&self, mut request: Request<Body>) -> BoxFuture<'_, Result<HttpResponse<Body>, TransportError>> {
        let expected = format!("Zoho-oauthtoken {TOKEN}");
        assert!(request.headers().get(AUTHORIZATION).is_some_and(|value| value.as_bytes() == expected.as_bytes()));
        request.headers_mut().insert(AUTHORIZATION, HeaderValue::from_static("Bearer 1000.8cb99d"));
        self.0.send(request)
    }
}
