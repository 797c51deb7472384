//! What an organisation may still call.

use crate::runtime::Body;
use crate::runtime::http::{HeaderValue, Response, StatusCode};

/// How many credits are left, and of how many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) left: u32,
    pub(super) of: u32,
}

impl Allowance {
    /// Takes a credit for an answer, unless nobody is known whose it is, and says what is left once half of all are used.
    pub(super) fn charge(&mut self, answer: &mut Response<Body>) {
        if answer.status() != StatusCode::UNAUTHORIZED {
            self.left = self.left.saturating_sub(1);
        }
        if self.left <= self.of / 2 {
            answer.headers_mut().insert("x-api-credits-remaining", HeaderValue::from(self.left));
        }
    }
}
