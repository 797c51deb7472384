//! Data centers, which determine the hosts for an organization.

use crate::Server;
use crate::runtime::oauth::OAuth;
use crate::runtime::{Secret, ServerUrl};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A data center of Zoho. An organization is in one of them, and its tokens are only valid there.
///
/// ```
/// use zoho_crm_portals::{Client, DataCenter};
///
/// // The redirect of an authorization has the location of the organization: …?code=…&location=eu
/// let data_center: DataCenter = "eu".parse()?;
/// let client = Client::builder().server(data_center).access_token("1000.8cb99d…").build()?;
/// assert_eq!(client.as_ref().server(), "https://www.zohoapis.eu/crm/v8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// If the client fetches its tokens, only [`oauth`](Self::oauth) needs the data center: each token response has its
/// host in `api_domain`, which takes precedence over this table, unless the caller sets a server. Only hosts of this
/// table, which are those of the document, are accepted; `allow_token_server` allows the hosts of a sandbox or a
/// developer edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum DataCenter {
    /// United States.
    #[default]
    Us,
    /// Europe.
    Eu,
    /// India.
    In,
    /// Australia.
    Au,
    /// China.
    Cn,
    /// Japan.
    Jp,
    /// Canada.
    Ca,
    /// Saudi Arabia.
    Sa,
}

impl DataCenter {
    /// Every data center.
    pub const ALL: [Self; 8] = [Self::Us, Self::Eu, Self::In, Self::Au, Self::Cn, Self::Jp, Self::Ca, Self::Sa];

    /// Scheme and host of the API.
    #[must_use]
    pub const fn api_domain(self) -> &'static str {
        match self {
            Self::Us => "https://www.zohoapis.com",
            Self::Eu => "https://www.zohoapis.eu",
            Self::In => "https://www.zohoapis.in",
            Self::Au => "https://www.zohoapis.com.au",
            Self::Cn => "https://www.zohoapis.com.cn",
            Self::Jp => "https://www.zohoapis.jp",
            Self::Ca => "https://www.zohoapis.ca",
            Self::Sa => "https://www.zohoapis.sa",
        }
    }

    /// Scheme and host of the accounts server, which issues tokens.
    #[must_use]
    pub const fn accounts_url(self) -> &'static str {
        match self {
            Self::Us => "https://accounts.zoho.com",
            Self::Eu => "https://accounts.zoho.eu",
            Self::In => "https://accounts.zoho.in",
            Self::Au => "https://accounts.zoho.com.au",
            Self::Cn => "https://accounts.zoho.com.cn",
            Self::Jp => "https://accounts.zoho.jp",
            // Canada has its own domain.
            Self::Ca => "https://accounts.zohocloud.ca",
            Self::Sa => "https://accounts.zoho.sa",
        }
    }

    /// The OAuth settings of a client that is registered in the API console, with the accounts server of this data
    /// center.
    ///
    /// ```
    /// use zoho_crm_portals::runtime::oauth::FileTokenStore;
    /// use zoho_crm_portals::{Client, DataCenter};
    ///
    /// let oauth = DataCenter::Eu
    ///     .oauth("1000.CLIENT", "client secret")
    ///     .refresh_token("1000.refresh token")
    ///     .store(FileTokenStore::new("/var/lib/crm-sync/tokens.json"));
    /// let client = Client::builder().oauth(oauth).build()?;
    /// # Ok::<(), zoho_crm_portals::runtime::BuildError>(())
    /// ```
    ///
    /// Includes facts that are not in the document: the limit of ten tokens in ten minutes for a refresh token, scopes
    /// that are separated by commas, `access_type=offline`, which requests a refresh token, and the revocation URL.
    #[must_use]
    pub fn oauth(self, client_id: impl Into<String>, client_secret: impl Into<Secret>) -> OAuth {
        let accounts = self.accounts_url();
        OAuth::new(client_id, client_secret)
            .authorization_url(format!("{accounts}/oauth/v2/auth"))
            .token_url(format!("{accounts}/oauth/v2/token"))
            .revocation_url(format!("{accounts}/oauth/v2/token/revoke"))
            .revocation_in_query()
            .authorization_parameter("access_type", "offline")
            .scope_separator(",")
            .limit(10, Duration::from_secs(10 * 60))
    }

    /// Its name in the `location` of an authorization's redirect.
    #[must_use]
    pub const fn location(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::In => "in",
            Self::Au => "au",
            Self::Cn => "cn",
            Self::Jp => "jp",
            Self::Ca => "ca",
            Self::Sa => "sa",
        }
    }
}

/// By its `location`.
impl fmt::Display for DataCenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.location())
    }
}

/// By its `location`, ignoring case.
impl FromStr for DataCenter {
    type Err = UnknownLocation;

    fn from_str(location: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|known| known.location().eq_ignore_ascii_case(location));
        known.ok_or_else(|| UnknownLocation { location: location.to_owned() })
    }
}

/// The string is not the `location` of a known data center.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLocation {
    location: String,
}

impl fmt::Display for UnknownLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = DataCenter::ALL.map(DataCenter::location).join(", ");
        write!(f, "no data center has the location {:?}; known locations are {known}", self.location)
    }
}

impl std::error::Error for UnknownLocation {}

/// The newest version of the API there.
impl From<DataCenter> for Server {
    fn from(data_center: DataCenter) -> Self {
        Self::default().api_domain(data_center.api_domain())
    }
}

/// The URL of the newest version of the API there, for [`ClientBuilder::server`](crate::runtime::ClientBuilder::server).
impl From<DataCenter> for ServerUrl {
    fn from(data_center: DataCenter) -> Self {
        Server::from(data_center).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_data_center_is_found_by_its_location() {
        for data_center in DataCenter::ALL {
            assert_eq!(data_center.location().parse(), Ok(data_center));
            assert_eq!(data_center.to_string().to_uppercase().parse(), Ok(data_center));
        }
    }

    #[test]
    fn unknown_locations_list_the_known_ones() {
        let error = "mars".parse::<DataCenter>().unwrap_err().to_string();
        assert_eq!(
            error,
            r#"no data center has the location "mars"; known locations are us, eu, in, au, cn, jp, ca, sa"#
        );
    }

    #[test]
    fn the_default_is_that_of_the_document() {
        assert_eq!(Server::from(DataCenter::default()), Server::default());
        assert_eq!(ServerUrl::from(DataCenter::Au), ServerUrl::from("https://www.zohoapis.com.au/crm/v8"));
    }
}
