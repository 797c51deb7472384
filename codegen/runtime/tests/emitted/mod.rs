//! A picture of a generated client, by hand: what the generator emits must compile against the runtime like this.

use specwright_runtime as runtime;

pub mod models;
pub mod operations;
pub mod payloads;

use runtime::{Api, ClientBuilder, SecurityScheme};

static API: Api = Api {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
    server: "https://api.example/crm/v8",
    security: &[
        SecurityScheme::token("zoho_oauth", "Zoho-oauthtoken"),
        SecurityScheme::header("key", "X-Api-Key"),
        SecurityScheme::query("query_key", "api_key"),
        SecurityScheme::cookie("session", "SID"),
        SecurityScheme::basic("login"),
    ],
};

#[derive(Debug, Clone)]
pub struct Client {
    inner: runtime::Client,
}

impl Client {
    #[must_use]
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new(&API)
    }

    pub fn invite_user(
        &self,
        module: impl Into<String>,
        record_id: impl Into<models::RecordId>,
        invite_type: impl Into<models::InviteType>,
    ) -> operations::InviteUser<Self> {
        operations::InviteUser::new(module, record_id, invite_type).bind(self.clone())
    }

    pub fn create_pet(&self, body: impl Into<models::Pet>) -> operations::CreatePet<Self> {
        operations::CreatePet::new(body).bind(self.clone())
    }
}

impl From<runtime::Client> for Client {
    fn from(inner: runtime::Client) -> Self {
        Self { inner }
    }
}

impl AsRef<runtime::Client> for Client {
    fn as_ref(&self) -> &runtime::Client {
        &self.inner
    }
}
