//! Four calls of the Portals API written by hand with reqwest and serde, by somebody who knows that the name of a portal may
//! hold anything: what the client is measured against, in a package of its own so that the client has no other features than
//! those it has by default, and reqwest.

use percent_encoding::{NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use reqwest::header::{ACCEPT, AUTHORIZATION};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The access token that is sent.
pub const TOKEN: &str = "1000.8cb99d.9be93f";

/// As long as that of the client: what is sent is the same.
const USER_AGENT: &str = "zoho-crm-portals/0.1.0 written-by-hand/0.1.0";

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The client, of one service and one token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    server: String,
}

/// What `get_portals` answers.
#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
pub struct Portals {
    portals: Vec<Portal>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
struct Portal {
    created_time: chrono::DateTime<chrono::FixedOffset>,
    modified_time: chrono::DateTime<chrono::FixedOffset>,
    modified_by: Option<Person>,
    created_by: Option<Person>,
    name: String,
    active: bool,
    zaid: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
struct Person {
    name: String,
    id: String,
}

/// What `get_users_of_user_type` answers.
#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
pub struct Users {
    users: Vec<User>,
    info: Option<Info>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
struct User {
    personality_id: String,
    name: Option<String>,
    email: Option<String>,
    module: Option<String>,
    active: bool,
    confirm: bool,
    #[serde(rename = "status_reason__s")]
    status_reason: Option<String>,
    invited_time: Option<chrono::DateTime<chrono::FixedOffset>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
struct Info {
    page: Option<i64>,
    per_page: Option<i64>,
    count: Option<i64>,
    total_count: Option<i64>,
    more_records: Option<bool>,
}

/// What `invite_user` answers.
#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
pub struct Invitations {
    portal_invite: Vec<Item>,
}

/// What `update_portal` answers.
#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
pub struct Updates {
    portals: Vec<Item>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and that is all")]
struct Item {
    code: String,
    details: serde_json::Map<String, serde_json::Value>,
    message: String,
    status: String,
}

#[derive(Serialize)]
struct Update<'a> {
    portals: [Name<'a>; 1],
}

#[derive(Serialize)]
struct Name<'a> {
    name: &'a str,
}

impl Client {
    /// A client of the service at this URL.
    ///
    /// # Panics
    /// Without TLS.
    #[must_use]
    pub fn new(server: &str) -> Self {
        // Another client may have installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).user_agent(USER_AGENT);
        Self { http: http.build().expect("TLS is there"), server: server.to_owned() }
    }

    /// `get_portals`
    ///
    /// # Errors
    /// If anything fails.
    pub async fn portals(&self) -> Result<Option<Portals>, Error> {
        response(self.http.get(format!("{}/settings/portals", self.server))).await
    }

    /// `get_users_of_user_type`, of all users, the first page.
    ///
    /// # Errors
    /// If anything fails.
    pub async fn users(&self, portal: &str, user_type: &str) -> Result<Option<Users>, Error> {
        let (server, portal, user_type) = (&self.server, encode(portal), encode(user_type));
        let url = format!("{server}/settings/portals/{portal}/user_type/{user_type}/users");
        response(self.http.get(url).query(&[("type", "AllUsers"), ("page", "1")])).await
    }

    /// `invite_user`, in English.
    ///
    /// # Errors
    /// If anything fails.
    pub async fn invite(&self, module: &str, id: &str, user_type: &str) -> Result<Option<Invitations>, Error> {
        let (server, module, id) = (&self.server, encode(module), encode(id));
        let request = self.http.post(format!("{server}/{module}/{id}/actions/portal_invite"));
        response(request.query(&[("user_type_id", user_type), ("type", "invite"), ("language", "en_US")])).await
    }

    /// `update_portal`, its name.
    ///
    /// # Errors
    /// If anything fails.
    pub async fn rename(&self, portal: &str, name: &str) -> Result<Option<Updates>, Error> {
        let request = self.http.put(format!("{}/settings/portals/{}", self.server, encode(portal)));
        response(request.json(&Update { portals: [Name { name }] })).await
    }
}

fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, NON_ALPHANUMERIC)
}

async fn response<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<Option<T>, Error> {
    let request = request.header(AUTHORIZATION, format!("Zoho-oauthtoken {TOKEN}"));
    let response = request.header(ACCEPT, "application/json").send().await?;
    match response.status().as_u16() {
        200 => Ok(Some(response.json().await?)),
        204 => Ok(None),
        status => Err(format!("{status}: {}", response.text().await?).into()),
    }
}
