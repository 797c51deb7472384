//! What a document states about the flows of a security scheme.

/// URLs and scopes; empty strings for those that the document does not state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flows {
    pub(crate) authorization_url: &'static str,
    pub(crate) code_url: &'static str,
    pub(crate) client_credentials_url: &'static str,
    pub(crate) password_url: &'static str,
    pub(crate) device_authorization_url: &'static str,
    pub(crate) device_token_url: &'static str,
    pub(crate) refresh_url: &'static str,
    pub(crate) scopes: &'static str,
}

impl Flows {
    pub(crate) const NONE: Self = Self {
        authorization_url: "",
        code_url: "",
        client_credentials_url: "",
        password_url: "",
        device_authorization_url: "",
        device_token_url: "",
        refresh_url: "",
        scopes: "",
    };

    pub(crate) fn authorization_url(&self) -> Option<&'static str> {
        non_empty(self.authorization_url)
    }

    pub(crate) fn code_url(&self) -> Option<&'static str> {
        non_empty(self.code_url)
    }

    pub(crate) fn client_credentials_url(&self) -> Option<&'static str> {
        non_empty(self.client_credentials_url)
    }

    pub(crate) fn password_url(&self) -> Option<&'static str> {
        non_empty(self.password_url)
    }

    pub(crate) fn device_authorization_url(&self) -> Option<&'static str> {
        non_empty(self.device_authorization_url)
    }

    pub(crate) fn device_token_url(&self) -> Option<&'static str> {
        non_empty(self.device_token_url)
    }

    pub(crate) fn refresh_url(&self) -> Option<&'static str> {
        non_empty(self.refresh_url)
    }

    /// The token endpoint of whichever flow has one.
    pub(crate) fn any_token_url(&self) -> Option<&'static str> {
        self.code_url().or(self.client_credentials_url()).or(self.password_url()).or(self.device_token_url())
    }
}

fn non_empty(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}
