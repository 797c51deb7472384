//! Addresses: those of this machine and of private networks, and access to them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The addresses that downloads may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// From every address.
    Anywhere,
    /// From addresses of the internet alone.
    Public,
}

/// Resolves names, except to addresses that are not allowed.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) reach: Reach,
    pub(super) seen: Arc<Seen>,
}

/// The addresses that a guard encountered.
#[derive(Debug, Default)]
pub(super) struct Seen {
    local: AtomicBool,
    refused: AtomicBool,
}

impl Seen {
    /// Whether a name had an address that is not one of the internet.
    pub(super) fn local(&self) -> bool {
        self.local.load(Ordering::Relaxed)
    }

    /// Whether an address was refused.
    pub(super) fn refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let resolved = DefaultResolver::default().resolve(uri, config, timeout)?;
        // The user's own proxy may have any address.
        let proxy = config.proxy();
        if proxy.is_some_and(|proxy| uri.host() == Some(proxy.host()) && uri.port_u16() == Some(proxy.port())) {
            return Ok(resolved);
        }
        if resolved.iter().any(|address| !is_public(address.ip())) {
            self.seen.local.store(true, Ordering::Relaxed);
            if self.reach == Reach::Public {
                self.seen.refused.store(true, Ordering::Relaxed);
                return Err(ureq::Error::HostNotFound);
            }
        }
        Ok(resolved)
    }
}

/// Whether an address is one of the internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    // This network, shared addresses, protocol assignments, benchmarks, and reserved addresses.
    let special = first == 0
        || (first == 100 && (64..128).contains(&second))
        || (first, second, third) == (192, 0, 0)
        || (first == 198 && (18..20).contains(&second))
        || first >= 240;
    !(special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Mapped and compatible addresses, translated ones, and 6to4: what counts is the address within.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            embedded(high, low)
        }
        [0x2001, 0xdb8, ..] => false,
        _ => !(address.is_multicast() || address.is_unique_local() || address.is_unicast_link_local()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn public_and_private_addresses_are_distinguished() {
        for address in ["8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
