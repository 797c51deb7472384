//! The guide: a page for each topic, which applies to every generated client.

#[doc = include_str!("authentication.md")]
pub mod authentication {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("retries.md")]
pub mod retries {}

#[doc = include_str!("pages.md")]
pub mod pages {}

#[doc = include_str!("connections.md")]
pub mod connections {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("models.md")]
pub mod models {}

#[cfg(feature = "service")]
pub mod serving {
    #![doc = include_str!("serving.md")]
}

#[cfg(feature = "service")]
pub mod webhooks {
    #![doc = include_str!("webhooks.md")]
}

#[doc = include_str!("generated_code.md")]
pub mod generated_code {}
