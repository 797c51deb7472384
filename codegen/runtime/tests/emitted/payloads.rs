use super::models;
use super::runtime::{Payload, StatusRange};

pub static PAYLOADS: &[Payload] = &[
    Payload::parameter::<Vec<models::Filter>>("invite_user", "filters"),
    Payload::response::<models::Portal>("invite_user", StatusRange::Exact(200)),
    Payload::response::<models::ApiError>("invite_user", StatusRange::Exact(400)),
    Payload::response::<models::ApiError>("invite_user", StatusRange::Exact(404)),
    Payload::body::<models::Pet>("create_pet"),
    Payload::response::<models::Pet>("create_pet", StatusRange::Exact(200)),
    Payload::empty_response("create_pet", StatusRange::Exact(204)),
    Payload::response::<models::ApiError>("create_pet", StatusRange::Class(4)),
    Payload::response::<models::ApiError>("create_pet", StatusRange::Default),
    Payload::empty_response("put_file", StatusRange::Exact(204)),
    Payload::shared_response::<models::ApiError>("oauth_token"),
];
