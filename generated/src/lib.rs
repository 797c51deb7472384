//! Typed client of the Zoho CRM Portals API.

include!(concat!(env!("OUT_DIR"), "/mod.rs"));
