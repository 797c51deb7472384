//! RFC 6265, section 4.1.1: which octets a cookie is made of.

use crate::header;
use serde_json::json;
use specwright_runtime::Style::{Cookie, Form};

/// `cookie-octet = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E`
fn is_cookie_octet(octet: u8) -> bool {
    matches!(octet, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E)
}

/// `cookie-name = token`; `token = 1*<any CHAR except CTLs or separators>` (RFC 2616, 2.2).
fn is_token_octet(octet: u8) -> bool {
    let separators = b"()<>@,;:\\\"/[]?={} \t";
    (0x21..=0x7E).contains(&octet) && !separators.contains(&octet)
}

#[test]
fn cookie_values_contain_only_cookie_octets() {
    for octet in 0..=0x7F {
        let value = format!("a{}b", char::from(octet));
        for style in [Form, Cookie] {
            let written = header("cookie", |writer| writer.cookie_styled("c", &value, style, true));
            let expected = is_cookie_octet(octet).then(|| format!("c={value}"));
            assert_eq!(written.ok().flatten(), expected, "{octet:#x}");
        }
    }
    for beyond in ["é", "\u{80}", "€", "😀"] {
        assert!(header("cookie", |writer| writer.cookie("c", beyond)).is_err(), "{beyond}");
    }
}

/// `cookie-value = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE )`
#[test]
fn cookie_values_may_be_empty_or_quoted() {
    for (value, is_valid) in [
        ("", true),
        ("\"\"", true),
        ("\"a=b\"", true),
        ("\"", false),
        ("\"a", false),
        ("a\"", false),
        ("\"a\"b\"", false),
        ("\"a b\"", false),
        ("\"a,b\"", false),
    ] {
        let written = header("cookie", |writer| writer.cookie("c", value));
        assert_eq!(written.ok().flatten(), is_valid.then(|| format!("c={value}")), "{value}");
    }
}

#[test]
fn cookie_names_are_tokens() {
    for octet in 0..=0x7F {
        let name = format!("a{}b", char::from(octet));
        let written = header("cookie", |writer| writer.cookie("c", &json!({ name.as_str(): "v" })));
        let expected = is_token_octet(octet).then(|| format!("{name}=v"));
        assert_eq!(written.ok().flatten(), expected, "{octet:#x}");
    }
    assert!(header("cookie", |writer| writer.cookie("c", &json!({ "": "v" }))).is_err());
}

/// Section 4.2.1: `cookie-string = cookie-pair *( ";" SP cookie-pair )`, and its examples in section 3.1.
#[test]
fn cookie_pairs_are_separated_by_semicolon_and_space() {
    let written = header("cookie", |writer| {
        writer.cookie("SID", "31d4d96e407aad42");
        writer.cookie("lang", "en-US");
    });
    assert_eq!(written.unwrap().unwrap(), "SID=31d4d96e407aad42; lang=en-US");
}
