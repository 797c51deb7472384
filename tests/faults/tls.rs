//! Servers that cannot be trusted: nothing is sent to them, and nothing is tried again.

use crate::caller::{Builder, Caller, Kind, client_at, in_time};
use crate::server::{Server, response};
use hyper_rustls::HttpsConnectorBuilder;
use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use specwright_runtime::{HyperTransport, TransportErrorKind, UreqTransport};
use std::sync::Arc;

/// A certificate authority that clients may trust, and a certificate that it issued.
struct Certificate {
    authority: CertificateDer<'static>,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

/// A certificate for a name, changed by the test.
fn certificate(name: &str, change: impl Fn(&mut CertificateParams)) -> Certificate {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let own = params.signed_by(&key, &authority).unwrap();
    Certificate {
        authority: authority.der().clone(),
        chain: vec![own.der().clone()],
        key: PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
    }
}

fn self_signed() -> Certificate {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    Certificate {
        authority: made.cert.der().clone(),
        chain: vec![made.cert.der().clone()],
        key: PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap(),
    }
}

fn server(certificate: &Certificate) -> Server {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificate.chain.clone(), certificate.key.clone_key())
        .unwrap();
    let config = Arc::new(config);
    let wrap = move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).ok()?;
        Some(Box::new(StreamOwned::new(connection, stream)) as _)
    };
    Server::wrapped(wrap, |_| vec![response("200 OK", r#"{"portals":[]}"#)])
}

fn client(server: &Server) -> Builder {
    client_at(&server.url().replace("http:", "https:"))
}

/// The client over each transport, which trusts the authority and no other.
fn trusting(server: &Server, certificate: &Certificate) -> [Caller; 3] {
    let authority = reqwest::Certificate::from_der(&certificate.authority).unwrap();
    let http = crate::http::client().tls_certs_only([authority]).build().unwrap();
    let roots =
        ureq::tls::RootCerts::new_with_certs(&[ureq::tls::Certificate::from_der(&certificate.authority).to_owned()]);
    let tls = ureq::tls::TlsConfig::builder().root_certs(roots).build();
    let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().tls_config(tls).build());
    let mut trusted = rustls::RootCertStore::empty();
    trusted.add(certificate.authority.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(trusted).with_no_client_auth();
    let connector = HttpsConnectorBuilder::new().with_tls_config(config).https_only().enable_all_versions().build();
    let hyper = Caller::over_hyper(client(server).transport(HyperTransport::over(connector)));
    let reqwest = Caller::transport_name("reqwest", client(server).http_client(http));
    let blocking = client(server).transport(UreqTransport::from(agent)).build_blocking().unwrap();
    [hyper, reqwest, Caller::Blocking(blocking)]
}

/// One connection for each call: certificate errors are not retried.
fn is_refused(callers: [Caller; 3], server: &Server, message: &str) {
    for caller in callers {
        for call in [Caller::read, Caller::write] {
            let before = server.connections();
            let failed = call(&caller).unwrap_err();
            assert_eq!(failed.kind, Kind::Transport(TransportErrorKind::Tls), "{}: {failed:?}", caller.transport());
            assert!(failed.message.contains("could not connect securely: "), "{}", failed.message);
            assert!(failed.message.contains(message), "{}", failed.message);
            assert_eq!(server.connections() - before, 1, "{}", caller.transport());
        }
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_self_signed_certificate() {
    in_time(|| {
        let server = server(&self_signed());
        is_refused(Caller::each(|| client(&server)), &server, "invalid peer certificate");
    });
}

#[test]
fn a_certificate_for_another_name() {
    in_time(|| {
        let certificate = certificate("api.example", |_| {});
        let server = server(&certificate);
        is_refused(trusting(&server, &certificate), &server, "not valid for name");
    });
}

#[test]
fn a_certificate_that_has_expired() {
    in_time(|| {
        let certificate = certificate("127.0.0.1", |params| {
            params.not_before = rcgen::date_time_ymd(2020, 1, 1);
            params.not_after = rcgen::date_time_ymd(2021, 1, 1);
        });
        let server = server(&certificate);
        is_refused(trusting(&server, &certificate), &server, "expired");
    });
}

#[test]
fn a_server_without_tls() {
    in_time(|| {
        let server = Server::greeting([crate::server::send("HTTP/1.1 400 Bad Request\r\n\r\n")]);
        is_refused(Caller::each(|| client(&server)), &server, "");
    });
}

/// What would show that the tests above refuse for the wrong reason.
#[test]
fn a_valid_certificate() {
    in_time(|| {
        let certificate = certificate("127.0.0.1", |_| {});
        let server = server(&certificate);
        for caller in trusting(&server, &certificate) {
            caller.read().unwrap();
        }
    });
}
