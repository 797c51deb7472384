//! The client of `trips.yaml`.

include!(concat!(env!("OUT_DIR"), "/mod.rs"));
