//! placeholder
use crate::{diagnostics::Diagnostics, ir::Api};
pub fn api(_: &Api, _: &mut Diagnostics) {}
