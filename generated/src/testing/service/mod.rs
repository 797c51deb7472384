//! What the service knows and does, apart from how requests reach it.

mod answer;
mod body;
mod call;
mod crm;
mod invitations;
mod portals;
mod refusal;
mod route;
mod state;
mod tokens;
mod user_type_modules;
mod user_types;
mod users;

pub(in crate::testing) use answer::Answer;
pub(in crate::testing) use call::Call;
pub(in crate::testing) use refusal::Refusal;
pub(in crate::testing) use route::{TOKEN_OPERATION, answer, is_token_path};
pub(in crate::testing) use state::State;
pub(in crate::testing) use tokens::Tokens;
