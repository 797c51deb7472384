use super::Client;
use super::models::{self, Pet};
use super::runtime::{
    Body, Bytes, Error, Operation, OperationInfo, RawResponse, RequestWriter, Response, Rules, Style,
};
use std::convert::Infallible;

#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct InviteUser<C = ()> {
    client: C,
    module: String,
    record_id: models::RecordId,
    invite_type: models::InviteType,
    language: Option<String>,
    ids: Vec<models::RecordId>,
    filters: Option<Vec<models::Filter>>,
    limit: Option<models::Count>,
    trace: Option<String>,
    session: Option<String>,
}

impl InviteUser {
    pub fn new(
        module: impl Into<String>,
        record_id: impl Into<models::RecordId>,
        invite_type: impl Into<models::InviteType>,
    ) -> Self {
        Self {
            client: (),
            module: module.into(),
            record_id: record_id.into(),
            invite_type: invite_type.into(),
            language: None,
            ids: Vec::new(),
            filters: None,
            limit: None,
            trace: None,
            session: None,
        }
    }
}

impl<C> InviteUser<C> {
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    pub fn ids(mut self, ids: impl IntoIterator<Item = impl Into<models::RecordId>>) -> Self {
        self.ids = ids.into_iter().map(Into::into).collect();
        self
    }

    pub fn filters(mut self, filters: impl IntoIterator<Item = impl Into<models::Filter>>) -> Self {
        self.filters = Some(filters.into_iter().map(Into::into).collect());
        self
    }

    pub fn limit(mut self, limit: impl Into<models::Count>) -> Self {
        self.limit = Some(limit.into());
        self
    }

    pub fn trace(mut self, trace: impl Into<String>) -> Self {
        self.trace = Some(trace.into());
        self
    }

    pub fn session(mut self, session: impl Into<String>) -> Self {
        self.session = Some(session.into());
        self
    }

    pub fn bind<D>(self, client: D) -> InviteUser<D> {
        InviteUser {
            client,
            module: self.module,
            record_id: self.record_id,
            invite_type: self.invite_type,
            language: self.language,
            ids: self.ids,
            filters: self.filters,
            limit: self.limit,
            trace: self.trace,
            session: self.session,
        }
    }
}

impl InviteUser<Client> {
    pub async fn send(self) -> Result<models::Portal, Error<models::ApiError>> {
        self.client.as_ref().send(&self).await
    }

    pub async fn send_for_response(self) -> Result<Response<models::Portal>, Error<models::ApiError>> {
        self.client.as_ref().send_for_response(&self).await
    }
}

impl<C> Operation for InviteUser<C> {
    type Output = models::Portal;
    type Failure = models::ApiError;

    const INFO: OperationInfo = OperationInfo {
        id: "invite_user",
        method: "POST",
        path: "/{module}/{record_id}/actions/portal_invite",
        security: &[&["zoho_oauth"]],
    };

    fn write(&self, request: &mut RequestWriter) {
        request.path("module", &self.module);
        request.path("record_id", &self.record_id);
        request.query("type", &self.invite_type);
        request.rules("language", &self.language, Rules::new().max_length(5));
        request.query("language", &self.language);
        request.rules("ids", &self.ids, Rules::new().max_items(2).items(&const { Rules::new().pattern("^[0-9]*$") }));
        request.query_styled("ids", &self.ids, Style::Form, false);
        request.check("filters", &self.filters);
        request.query_json("filters", &self.filters);
        request.query("limit", &self.limit);
        request.header("X-Trace", &self.trace);
        request.cookie("session", &self.session);
    }

    fn read(response: &RawResponse) -> Result<Self::Output, Error<Self::Failure>> {
        match response.status().as_u16() {
            200 => response.json(),
            400 | 404 => Err(response.failed(response.json()?)),
            429 => response.failure(|body| body),
            _ => Err(response.undocumented()),
        }
    }
}

#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct CreatePet<C = ()> {
    client: C,
    body: Pet,
}

impl CreatePet {
    pub fn new(body: impl Into<Pet>) -> Self {
        Self { client: (), body: body.into() }
    }
}

impl<C> CreatePet<C> {
    pub fn bind<D>(self, client: D) -> CreatePet<D> {
        CreatePet { client, body: self.body }
    }
}

impl CreatePet<Client> {
    pub async fn send(self) -> Result<Option<Pet>, Error<CreatePetFailure>> {
        self.client.as_ref().send(&self).await
    }
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum CreatePetFailure {
    BadRequest(models::ApiError),
    NotFound,
    ClientError(String),
    ServerError(Bytes),
}

impl<C> Operation for CreatePet<C> {
    type Output = Option<Pet>;
    type Failure = CreatePetFailure;

    const INFO: OperationInfo = OperationInfo {
        id: "create_pet",
        method: "POST",
        path: "/pets",
        security: &[&["key", "session"], &["login"], &["query_key"]],
    };

    fn write(&self, request: &mut RequestWriter) {
        request.check("body", &self.body);
        request.json(&self.body);
    }

    fn read(response: &RawResponse) -> Result<Self::Output, Error<Self::Failure>> {
        match response.status().as_u16() {
            200 => Ok(Some(response.json()?)),
            204 => Ok(None),
            400 => Err(response.failed(CreatePetFailure::BadRequest(response.json()?))),
            404 => Err(response.failed(CreatePetFailure::NotFound)),
            status if status / 100 == 4 => response.failure_text(CreatePetFailure::ClientError),
            500..=599 => Err(response.failed(CreatePetFailure::ServerError(response.bytes()?))),
            _ => Err(response.undocumented()),
        }
    }
}

/// An operation that only stores bytes, without documented errors and security.
#[derive(Debug, Clone)]
pub struct PutFile {
    pub path: String,
    pub body: Option<Body>,
}

impl Operation for PutFile {
    type Output = RawResponse;
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "put_file", method: "PUT", path: "/files/{path}", security: &[] };

    fn write(&self, request: &mut RequestWriter) {
        request.accept("text/plain");
        request.path("path", &self.path);
        if let Some(body) = &self.body {
            request.bytes("application/octet-stream", body);
        }
    }

    fn read(response: &RawResponse) -> Result<Self::Output, Error<Self::Failure>> {
        match response.status().as_u16() {
            200..=299 => Ok(response.clone()),
            _ => Err(response.undocumented()),
        }
    }
}
