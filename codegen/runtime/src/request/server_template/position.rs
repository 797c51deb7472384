//! The position of a variable in the URL, and which values are allowed there.

use std::net::Ipv6Addr;

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// The position of a variable in the URL with all defaults filled in.
#[derive(Clone, Copy)]
pub(super) struct VariablePosition<'a> {
    pub(super) before: &'a str,
    pub(super) default: &'a str,
    pub(super) after: &'a str,
}

/// The part of a value before the path, and the part in the path, which is to be encoded.
pub(super) type Taken<'v> = Result<(&'v str, &'v str), String>;

impl<'a> VariablePosition<'a> {
    pub(super) fn take<'v>(&self, value: &'v str) -> Taken<'v> {
        match self.authority() {
            _ if self.is_in_path() => Ok(("", value)),
            Some(authority) => self.in_authority(authority, value),
            None if self.default.contains("://") || self.is_relative() => self.base(value),
            None => self.scheme(value),
        }
    }

    /// The part of the authority before the variable.
    fn authority(&self) -> Option<&'a str> {
        self.before.split_once("://").map(|(_, authority)| authority)
    }

    pub(super) fn is_in_path(&self) -> bool {
        self.authority().unwrap_or(self.before).contains('/')
    }

    /// Whether the URL with all defaults is a path, or empty.
    fn is_relative(&self) -> bool {
        !self.default.contains("://") && !self.after.contains("://") && !self.after.starts_with("//")
    }

    /// Whether the authority ends with the variable.
    fn ends_authority(&self) -> bool {
        self.after.is_empty() || self.after.starts_with('/')
    }

    fn scheme<'v>(&self, value: &'v str) -> Taken<'v> {
        let fits = |scheme: &str| {
            let rest = scheme.strip_prefix(self.before).and_then(|rest| rest.strip_prefix(value));
            rest.is_some_and(|rest| self.after.starts_with(rest))
        };
        if SCHEMES.into_iter().any(fits) {
            return Ok((value, ""));
        }
        Err("must make the scheme `https` or `http`".to_owned())
    }

    /// A value at the beginning of the URL: a host with its scheme, or a path if the default is one.
    fn base<'v>(&self, value: &'v str) -> Taken<'v> {
        let Some((scheme, rest)) = value.split_once("://") else {
            let is_path = self.is_relative() && self.before.is_empty() && !value.contains(':');
            return if is_path { Ok(("", value)) } else { Err("must begin with `https://` or `http://`".to_owned()) };
        };
        if !self.before.is_empty() || !["https", "http"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
            return Err("must begin with `https://` or `http://`".to_owned());
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !path.is_empty() && !self.ends_authority() {
            return Err("must not end the host: more of it follows".to_owned());
        }
        self.check_authority("", authority)?;
        Ok(value.split_at(value.len() - path.len()))
    }

    fn in_authority<'v>(&self, so_far: &str, value: &'v str) -> Taken<'v> {
        let is_after = self.ends_authority() && !so_far.is_empty();
        if self.default.starts_with('/') || (is_after && self.default.is_empty() && !value.starts_with(':')) {
            let is_path = value.is_empty() || value.starts_with('/');
            return if is_path { Ok(("", value)) } else { Err("must begin with `/`: a host is before it".to_owned()) };
        }
        let may_have_path = self.ends_authority() && self.default.contains('/');
        let (authority, path) = value.split_at(value.find('/').filter(|_| may_have_path).unwrap_or(value.len()));
        self.check_authority(so_far, authority)?;
        Ok((authority, path))
    }

    /// A value that is the host, the port, both, or a part of the host.
    fn check_authority(&self, so_far: &str, value: &str) -> Result<(), String> {
        let is_port = so_far.rsplit(']').next().is_some_and(|rest| rest.contains(':'));
        let (host, port) = match value.rsplit_once(':').filter(|_| self.ends_authority() && !value.ends_with(']')) {
            _ if is_port => ("", Some(value)),
            Some((host, port)) => (host, Some(port)),
            None => (value, None),
        };
        if port.is_some_and(|port| port.parse::<u16>().is_err() || port.starts_with('+')) {
            return Err("must be a port of at most 65535 there".to_owned());
        }
        if is_port || (so_far.is_empty() && self.ends_authority() && is_ipv6(host)) {
            return Ok(());
        }
        if let Some(other) = host.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '_')) {
            let letters = "letters and digits of ASCII, `-`, `_` and `.`";
            return Err(format!("must contain only {letters} within the host, not `{}`", other.escape_debug()));
        }
        let follows = if self.ends_authority() { "" } else { self.after };
        let whole = format!("{so_far}{host}{follows}");
        let label = whole.split(['/', ':']).next().unwrap_or_default();
        if label.is_empty() || label.starts_with('.') || label.contains("..") {
            return Err("must not leave a part of the host empty".to_owned());
        }
        Ok(())
    }
}

fn is_ipv6(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}
