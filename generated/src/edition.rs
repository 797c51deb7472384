//! The limits of an organization by its edition: concurrent calls and credits.

use crate::runtime::{Error, HeaderMap, Limits, RawResponse, Response};
use std::time::Duration;

/// The period in which credits are counted.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The edition of an organization, which determines its limits. The service rejects calls beyond a limit with 429,
/// which a client that observes the limits avoids:
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
/// The limits apply to the whole organization, and a client only counts its own calls: if several programs share them,
/// set [`Limits`] with a part of them for each.
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
    /// The maximal number of concurrent calls.
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

    /// The credits of an organization with this number of users in 24 hours. Each call of this client is one credit.
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

/// The remaining credits in a response, including errors:
///
/// ```no_run
/// # use zoho_crm_portals::Client;
/// use zoho_crm_portals::Credits;
///
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let response = client.get_portals().send_for_response().await?;
/// if let Some(left) = response.credits_remaining() {
///     println!("{left} credits left");
/// }
/// # Ok(())
/// # }
/// ```
pub trait Credits {
    /// The number of remaining credits (`X-API-CREDITS-REMAINING`). `None` until half of them are used, when the
    /// service starts to send the header.
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
