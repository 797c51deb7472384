use super::*;

const fn variable(name: &'static str, default: &'static str) -> ServerVariable {
    ServerVariable { name, default, values: &["", "listed.example/../?#@:\\"] }
}

const TEMPLATES: &[ServerTemplate] = &[
    ServerTemplate {
        url: "https://{region}.api.example/{base}",
        variables: &[variable("region", "eu"), variable("base", "v1")],
    },
    ServerTemplate {
        url: "{protocol}://{hostname}{basePath}",
        variables: &[
            variable("protocol", "https"),
            variable("hostname", "localhost:8008"),
            variable("basePath", "/_matrix/client/v3"),
        ],
    },
    ServerTemplate {
        url: "{origin}/crm/{version}",
        variables: &[variable("origin", "https://www.example.com"), variable("version", "v8")],
    },
    ServerTemplate {
        url: "https://a.example:{port}/x.{extension}/y",
        variables: &[variable("port", "443"), variable("extension", "z")],
    },
    ServerTemplate { url: "{base}/v1", variables: &[variable("base", "/api")] },
    ServerTemplate { url: "https://a.example/.{x}/b", variables: &[variable("x", "y")] },
    ServerTemplate { url: "http{s}://a.example{suffix}", variables: &[variable("s", "s"), variable("suffix", "")] },
];

fn filled(template: usize, values: &[&str]) -> Result<String, String> {
    TEMPLATES[template].fill(values).into_result().map_err(|error| error.to_string())
}

#[test]
fn server_variables_cannot_change_other_parts_of_the_url() {
    for (template, values, expected) in [
        (0, &["us", "v2/beta"][..], "https://us.api.example/v2/beta"),
        (0, &["eu-west_1.a", ""], "https://eu-west_1.a.api.example/"),
        (0, &["us", "a b?c#d\\e%2f\u{e9}@:/"], "https://us.api.example/a%20b%3Fc%23d%5Ce%252f%C3%A9@:/"),
        (1, &["http", "matrix.example", "/v1"], "http://matrix.example/v1"),
        (1, &["http", "[::1]:80", ""], "http://[::1]:80"),
        (1, &["https", "matrix.example.:8448", "/"], "https://matrix.example.:8448/"),
        (2, &["HTTP://127.0.0.1:8080", "v7"], "HTTP://127.0.0.1:8080/crm/v7"),
        (2, &["https://proxy.example/zoho/a b", "v8"], "https://proxy.example/zoho/a%20b/crm/v8"),
        (3, &["8443", "a"], "https://a.example:8443/x.a/y"),
        (4, &["https://mine.example"], "https://mine.example/v1"),
        (4, &["/other"], "/other/v1"),
        (6, &["", ":8080"], "http://a.example:8080"),
        (6, &["s", "/v1"], "https://a.example/v1"),
    ] {
        assert_eq!(filled(template, values).as_deref(), Ok(expected), "{values:?}");
    }
}

#[test]
fn documented_server_variable_values_are_not_checked() {
    for (template, values, expected) in [
        (0, &[][..], "https://eu.api.example/v1"),
        (1, &["https", "localhost:8008", "/_matrix/client/v3"], "https://localhost:8008/_matrix/client/v3"),
        (0, &["listed.example/../?#@:\\", "v1"], "https://listed.example/../?#@:\\.api.example/v1"),
    ] {
        assert_eq!(filled(template, values).as_deref(), Ok(expected), "{values:?}");
    }
}

#[test]
fn server_variables_cannot_change_the_host() {
    for character in "/?#@:\\%[]<> \t\r\n\0\u{e9}\u{ff0f}\u{2044}\u{202e}".chars() {
        for (template, values) in [
            (0, vec![format!("evil.example{character}"), "v1".to_owned()]),
            (0, vec![format!("{character}evil.example"), "v1".to_owned()]),
            (1, vec!["https".to_owned(), format!("evil.example{character}"), "/v1".to_owned()]),
            (2, vec![format!("https://evil.example{character}@"), "v8".to_owned()]),
        ] {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            // A slash ends the host if the variable is the whole host.
            if (template, character) == (2, '/') {
                assert_eq!(filled(template, &values).unwrap(), "https://evil.example/@/crm/v8");
                continue;
            }
            assert!(filled(template, &values).is_err(), "{values:?}: {:?}", filled(template, &values));
        }
    }
    for (template, values, reason) in [
        (0, &["", "v1"][..], None),
        (0, &["a.", "v1"], Some("must not leave a part of the host empty")),
        (0, &[".a", "v1"], Some("must not leave a part of the host empty")),
        (0, &["[::1]", "v1"], Some("must contain only")),
        (1, &["ftp", "a", "/"], Some("must make the scheme")),
        (1, &["https://evil.example/", "a", "/"], Some("must make the scheme")),
        (1, &["https", "a", ".evil.example/"], Some("must begin with `/`")),
        (1, &["https", "a", "@evil.example/"], Some("must begin with `/`")),
        (1, &["https", "a:99999", "/"], Some("must be a port")),
        (1, &["https", "[evil]", "/"], Some("must contain only")),
        (1, &["https", ":80", "/"], Some("must not leave a part of the host empty")),
        (2, &["javascript://a", "v8"], Some("must begin with `https://`")),
        (2, &["//evil.example", "v8"], Some("must begin with `https://`")),
        (2, &["https:///evil.example", "v8"], Some("must not leave a part of the host empty")),
        (3, &["443/", "z"], Some("must be a port")),
        (3, &["443@evil.example", "z"], Some("must be a port")),
        (3, &["+80", "z"], Some("must be a port")),
        (4, &["evil:"], Some("must begin with `https://`")),
        (4, &["ftp://a"], Some("must begin with `https://`")),
        (6, &["s://evil.example/", ""], Some("must make the scheme")),
        (6, &["s", ".evil.example"], Some("must begin with `/`")),
        (6, &["s", ":80@evil.example"], Some("must be a port")),
    ] {
        match (filled(template, values), reason) {
            (Err(error), Some(reason)) => assert!(error.contains(reason), "{values:?}: {error}"),
            (filled, reason) => assert!(filled.is_ok() && reason.is_none(), "{values:?}: {filled:?}"),
        }
    }
}

#[test]
fn server_variables_cannot_form_dot_segments() {
    for (template, values) in [
        (0, &["eu", ".."][..]),
        (0, &["eu", "../.."]),
        (0, &["eu", "a/./b"]),
        (0, &["eu", "%2e%2e/a"]),
        (0, &["eu", "..\\a"]),
        (0, &["eu", "..;a"]),
        (1, &["https", "a", "/.."]),
        (2, &["https://a/..", "v8"]),
        (2, &["https://www.example.com", "."]),
    ] {
        let error = filled(template, values).unwrap_err();
        assert!(error.ends_with("must not form a path segment `.` or `..`, which would change the path"), "{error}");
    }
    assert!(filled(0, &["eu", "..."]).is_ok() && filled(3, &["443", "."]).is_ok());
    let error = TEMPLATES[5].fill(&["."]).into_result().unwrap_err();
    assert_eq!(error.problems()[0].input, "x");
}
