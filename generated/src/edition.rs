//! What an organisation may use: calls in flight and credits, by its edition.

use crate::runtime::{Error, HeaderMap, Limits, RawResponse, Response};
use std::time::Duration;

/// Credits are counted over so long.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The edition of an organisation, by which the service limits its calls. Past a limit it answers with 429; a client that
/// keeps to the limits by itself does not get there:
///
/// ```
/// use zoho_crm_portals::{Client, Edition};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder().access_token("1000.8cb99d…").limits(Edition::Enterprise.limits(25)).build()?;
/// # Ok(())
/// # }
/// ```
///
/// The limits are those of the whole organisation, and each client knows of its own calls alone: where several programs
/// share them, give each a part, with [`Limits`] of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Edition {
    /// Free: 5 calls at once, 5,000 credits.
    Free,
    /// Standard: 10 calls at once, 50,000 credits and 250 for each user, at most 100,000.
    Standard,
    /// Professional: 15 calls at once, 50,000 credits and 500 for each user, at most 3,000,000.
    Professional,
    /// Enterprise and Zoho One: 20 calls at once, 50,000 credits and 1,000 for each user, at most 5,000,000.
    Enterprise,
    /// Ultimate and CRM Plus: 25 calls at once, 50,000 credits and 2,000 for each user.
    Ultimate,
}

impl Edition {
    /// How many calls an application may have in flight at once.
    #[must_use]
    pub const fn concurrency(self) -> usize {
        match self {
            Self::Free => 5,
            Self::Standard => 10,
            Self::Professional => 15,
            Self::Enterprise => 20,
            Self::Ultimate => 25,
        }
    }

    /// How many credits an organisation of so many users has in 24 hours. Each call of this client is one.
    #[must_use]
    pub const fn credits(self, users: u32) -> u32 {
        let (for_each_user, most) = match self {
            Self::Free => return 5_000,
            Self::Standard => (250, 100_000),
            Self::Professional => (500, 3_000_000),
            Self::Enterprise => (1_000, 5_000_000),
            Self::Ultimate => (2_000, u32::MAX),
        };
        let credits = users.saturating_mul(for_each_user).saturating_add(50_000);
        if credits < most { credits } else { most }
    }

    /// Both, for [`ClientBuilder::limits`](crate::runtime::ClientBuilder::limits).
    #[must_use]
    pub const fn limits(self, users: u32) -> Limits {
        Limits::new().concurrency(self.concurrency()).rate(self.credits(users), DAY)
    }
}

/// What an answer says of the credits. Every answer has it, errors included:
///
/// ```no_run
/// # use zoho_crm_portals::Client;
/// use zoho_crm_portals::Credits;
///
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let answer = client.get_portals().send_for_response().await?;
/// if let Some(left) = answer.credits_remaining() {
///     println!("{left} credits left");
/// }
/// # Ok(())
/// # }
/// ```
pub trait Credits {
    /// How many credits are left (`X-API-CREDITS-REMAINING`). The service says so once half of them are used: until then
    /// it is none, which means nothing.
    fn credits_remaining(&self) -> Option<u64>;
}

impl Credits for HeaderMap {
    fn credits_remaining(&self) -> Option<u64> {
        self.get("x-api-credits-remaining")?.to_str().ok()?.trim().parse().ok()
    }
}

impl Credits for RawResponse {
    fn credits_remaining(&self) -> Option<u64> {
        self.headers().credits_remaining()
    }
}

impl<T> Credits for Response<T> {
    fn credits_remaining(&self) -> Option<u64> {
        self.headers().credits_remaining()
    }
}

impl<E> Credits for Error<E> {
    fn credits_remaining(&self) -> Option<u64> {
        self.headers()?.credits_remaining()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_grow_with_users_up_to_a_maximum() {
        assert_eq!(Edition::Free.credits(1_000), 5_000);
        assert_eq!([0, 1, 200, 201].map(|users| Edition::Standard.credits(users)), [50_000, 50_250, 100_000, 100_000]);
        assert_eq!(Edition::Professional.credits(10_000), 3_000_000);
        assert_eq!(Edition::Enterprise.credits(25), 75_000);
        assert_eq!(Edition::Ultimate.credits(u32::MAX), u32::MAX);
        assert_eq!(Edition::Ultimate.limits(10), Limits::new().concurrency(25).rate(70_000, DAY));
    }

    #[test]
    fn the_header_is_read() {
        let mut headers = HeaderMap::new();
        assert_eq!(headers.credits_remaining(), None);
        headers.insert("X-API-CREDITS-REMAINING", "2417".parse().unwrap());
        assert_eq!(headers.credits_remaining(), Some(2_417));
        headers.insert("X-API-CREDITS-REMAINING", "many".parse().unwrap());
        assert_eq!(headers.credits_remaining(), None);
    }
}
