//! placeholder
use crate::{diagnostics::Diagnostics, ir::Api, resolve::Resolver};
pub fn api(_: &Resolver, _: &mut Diagnostics) -> Api {
    todo!()
}
