//! Inputs that must not reach the server as they are: they are encoded, or refused and nothing is sent.

use crate::calls::{ANN, PORTAL, TYPE};
use crate::client;
use specwright_runtime::{
    Error, InputError, InputProblem, MemoryTransport, Operation, OperationInfo, RawResponse, RequestWriter,
};
use std::convert::Infallible;
use zoho_crm_portals::Client;
use zoho_crm_portals::models::{
    BulkInvitation, BulkInviteBatch, BulkInviteBody, BulkStatusChangeBody, CreatePortalBody, CreateUserTypeBody,
    InviteType, ModuleLayoutChoice, ModulePermissions, NewPortal, NewUserType, NewUserTypeModule, PersonalityModule,
    PortalUpdate, StatusChange, StatusChangeBatch, UpdatePortalBody, UpdateUserTypeBody, UserTypeModuleUpdate,
    UserTypeUpdate,
};

const SERVER: &str = "https://www.zohoapis.com/crm/v8";

/// A value of a path parameter and the segment that it becomes, or why it is refused.
const SEGMENTS: [(&str, Result<&str, &str>); 30] = [
    ("Zylker Portal", Ok("Zylker%20Portal")),
    ("..", Err("must not form a path segment `.` or `..`, which would change the path")),
    (".", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("", Err("must be at least 1 character, has 0")),
    ("...", Ok("...")),
    (".a", Ok(".a")),
    ("%2e%2e", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("%2E", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("..%2f", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("..;", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("a/..", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("a\\.\\b", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("%252e", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("a..b", Ok("a..b")),
    ("a/b", Ok("a%2Fb")),
    ("/", Ok("%2F")),
    ("../../users", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("a\\b", Ok("a%5Cb")),
    ("..\\", Err("must not form a path segment `.` or `..`, which would change the path")),
    ("a?b=c", Ok("a%3Fb%3Dc")),
    ("a#b", Ok("a%23b")),
    ("a&b+c", Ok("a%26b%2Bc")),
    ("a:b@c", Ok("a%3Ab%40c")),
    ("é", Ok("%C3%A9")),
    ("ポータル", Ok("%E3%83%9D%E3%83%BC%E3%82%BF%E3%83%AB")),
    ("．．", Ok("%EF%BC%8E%EF%BC%8E")),
    ("\r\nHost: evil", Ok("%0D%0AHost%3A%20evil")),
    ("\t", Ok("%09")),
    ("\0", Ok("%00")),
    ("-_.~", Ok("-_.~")),
];

#[tokio::test]
async fn path_parameters_stay_in_one_segment() {
    for (value, expected) in SEGMENTS {
        let calls = [
            ("portal_name", outcome(|c| c.get_portal(value)).await, "/settings/portals/{}".to_owned()),
            (
                "user_id",
                outcome(|c| c.change_user_status(PORTAL, TYPE, value, true)).await,
                format!("/settings/portals/{PORTAL}/user_type/{TYPE}/users/{{}}/actions/change_status?active=true"),
            ),
            (
                "personality_module",
                outcome(|c| c.invite_user(value, ANN, TYPE, InviteType::Invite)).await,
                format!("/{{}}/{ANN}/actions/portal_invite?user_type_id={TYPE}&type=invite"),
            ),
        ];
        for (parameter, outcome, template) in calls {
            match (expected, outcome) {
                (Ok(segment), Ok(url)) => {
                    assert_eq!(url, format!("{SERVER}{}", template.replace("{}", segment)), "{value:?}");
                    stays(&url, &template, value);
                }
                (Err(reason), Err(error)) => {
                    assert_eq!(error.problems()[0].to_string(), format!("{parameter} {reason}"));
                }
                (_, outcome) => panic!("{parameter}: {value:?}: {outcome:?}"),
            }
        }
    }
}

/// What a URL parser, and so every HTTP library and server, makes of the URL: as many segments as before, and the
/// value as it was.
fn stays(url: &str, template: &str, value: &str) {
    let segments = |url: &str| -> Vec<String> {
        reqwest::Url::parse(url).unwrap().path_segments().unwrap().map(str::to_owned).collect()
    };
    let expected = segments(&format!("{SERVER}{}", template.replace("{}", "PLACE")));
    let found = segments(url);
    assert_eq!(found.len(), expected.len(), "{url}");
    for (found, expected) in found.iter().zip(&expected) {
        let found = percent_decoded(found);
        assert_eq!(found, if expected == "PLACE" { value } else { expected }, "{url}");
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                (u8::from_str_radix(std::str::from_utf8(&[*high, *low]).unwrap(), 16).unwrap(), after)
            }
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn constraints_are_checked_before_sending() {
    let ids = |count: usize| (0..count).map(|id| id.to_string());
    let named = |name: &str| {
        let modules = ["1", "2"].map(|id| NewUserTypeModule::new(id, ModulePermissions::new()));
        CreateUserTypeBody::new([NewUserType::new(name, PersonalityModule::new("Contacts"), modules)])
    };
    let module = || UserTypeModuleUpdate::new("1");
    let updating = |module| UpdateUserTypeBody::new([UserTypeUpdate::new().modules([module])]);
    let layouts = |count| ids(count).map(ModuleLayoutChoice::new).collect::<Vec<_>>();
    let batch = |count| BulkInviteBatch::new(ids(count).map(|id| BulkInvitation::new(id, TYPE, InviteType::Invite)));
    let pattern = r#"must match the pattern `^[^`~!&+%()@#^*'/";:?<>=\[\]{}|\\-]+$`"#;

    fits(|c| c.transfer_users(PORTAL, TYPE, "2", ids(200))).await;
    fits(|c| c.delete_users(PORTAL, TYPE, ids(499))).await;
    fits(|c| c.create_user_type(PORTAL, named(&"é".repeat(50)))).await;
    fits(|c| c.create_user_type(PORTAL, named("Key Customer_2, $ 日本"))).await;
    fits(|c| c.update_user_type(PORTAL, TYPE, updating(module().layouts(layouts(7))))).await;
    fits(|c| c.bulk_invite_users("Contacts", BulkInviteBody::new((0..100).map(|_| batch(100))))).await;

    refused(
        |c| c.transfer_users(PORTAL, TYPE, "2", ids(201)),
        &["personality_ids must be at most 200 elements, has 201"],
    )
    .await;
    refused(|c| c.transfer_users(PORTAL, TYPE, "2", ids(0)), &["personality_ids must be at least 1 element, has 0"])
        .await;
    refused(|c| c.delete_users(PORTAL, TYPE, ids(500)), &["personality_ids must be at most 499 elements, has 500"])
        .await;
    refused(
        |c| c.get_users_of_user_type(PORTAL, TYPE).page(0).per_page(-1).personality_ids(ids(0)),
        &[
            "page must be at least 1, is 0",
            "per_page must be at least 1, is -1",
            "personality_ids must be at least 1 element, has 0",
        ],
    )
    .await;
    refused(
        |c| c.delete_users(PORTAL, TYPE, ["1", ""]),
        &["personality_ids at $[1] must be at least 1 character, has 0"],
    )
    .await;
    refused(|c| c.get_portals_meta(""), &["module must be at least 1 character, has 0"]).await;
    refused(
        |c| c.create_portal(CreatePortalBody::new([NewPortal::new("")])),
        &["body at $.portals[0].name must be at least 1 character, has 0"],
    )
    .await;
    refused(
        |c| c.update_portal(PORTAL, UpdatePortalBody::new([PortalUpdate::new(), PortalUpdate::new().name("")])),
        &[
            "body at $.portals must be at most 1 element, has 2",
            "body at $.portals[1].name must be at least 1 character, has 0",
        ],
    )
    .await;
    refused(
        |c| c.create_user_type(PORTAL, named(&"é".repeat(51))),
        &["body at $.user_type[0].name must be at most 50 characters, has 51"],
    )
    .await;
    for refused_character in r#"`~!&+%()@#^*'/";:?<>=[]{}|\-"#.chars() {
        let body = named(&format!("Key{refused_character}Customer"));
        refused(|c| c.create_user_type(PORTAL, body), &[&format!("body at $.user_type[0].name {pattern}")]).await;
    }
    refused(
        |c| {
            let customer = NewUserType::new("C", PersonalityModule::new("Contacts"), [] as [NewUserTypeModule; 0]);
            c.create_user_type(PORTAL, CreateUserTypeBody::new([customer]))
        },
        &["body at $.user_type[0].modules must be at least 2 elements, has 0"],
    )
    .await;
    refused(
        |c| c.update_user_type(PORTAL, TYPE, updating(module().layouts(layouts(8)))),
        &["body at $.user_type[0].modules[0].layouts must be at most 7 elements, has 8"],
    )
    .await;
    refused(
        |c| c.bulk_invite_users("Contacts", BulkInviteBody::new([batch(1), batch(101), batch(0)])),
        &[
            "body at $.portal_invite[1].data must be at most 100 elements, has 101",
            "body at $.portal_invite[2].data must be at least 1 element, has 0",
        ],
    )
    .await;
    refused(
        |c| {
            c.change_users_status_bulk(
                PORTAL,
                TYPE,
                BulkStatusChangeBody::new([StatusChangeBatch::new([] as [StatusChange; 0])]),
            )
        },
        &["body at $.change_status[0].users must be at least 1 element, has 0"],
    )
    .await;
}

#[tokio::test]
async fn every_violation_is_listed() {
    let module = NewUserTypeModule::new("1", ModulePermissions::new()).api_name("");
    let bad = NewUserType::new("a/b".repeat(17), PersonalityModule::new(""), [module]);
    let transport = MemoryTransport::new();
    let error = client(&transport).create_user_type("..", bad).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "create_user_type (POST /settings/portals/{portal_name}/user_type): not sent: \
         body at $.user_type[0].name must be at most 50 characters, has 51; \
         body at $.user_type[0].name must match the pattern `^[^`~!&+%()@#^*'/\";:?<>=\\[\\]{}|\\\\-]+$`; \
         body at $.user_type[0].personality_module.api_name must be at least 1 character, has 0; \
         body at $.user_type[0].modules must be at least 2 elements, has 1; \
         body at $.user_type[0].modules[0].api_name must be at least 1 character, has 0; \
         portal_name must not form a path segment `.` or `..`, which would change the path"
    );
    let Error::Input(error) = error else { panic!("nothing was sent") };
    assert_eq!((error.operation().id, error.problems().len()), ("create_user_type", 6));
    assert!(transport.requests().is_empty());
}

/// An operation as another API may have it: the portals API has no parameter in a header or a cookie.
struct Traced<'a> {
    trace: &'a str,
}

impl Operation for Traced<'_> {
    type Output = ();
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "traced", method: "GET", path: "/", security: &[] };

    fn write(&self, request: &mut RequestWriter) {
        request.header("X-Trace", self.trace);
        request.cookie("trace", self.trace);
    }

    fn read(response: &RawResponse) -> Result<(), Error<Self::Failure>> {
        Err(response.undocumented())
    }
}

#[tokio::test]
async fn header_values_cannot_contain_line_breaks() {
    let sent = Traced { trace: "a:b~/c=%20" }.to_request(SERVER).unwrap();
    assert_eq!(sent.headers()["x-trace"], "a:b~/c=%20");
    assert_eq!(sent.headers()["cookie"], "trace=a:b~/c=%20");
    let cookie = "trace must contain only visible ASCII characters but quotes, commas, semicolons and backslashes to be sent in a \
                  cookie: encode it as the service decodes it";
    for two_cookies in ["a; b=c", "a,b", "\"a", "a\\"] {
        refused(|_| Traced { trace: two_cookies }, &[cookie]).await;
    }
    for character in ['\r', '\n', '\0', '\t', '\u{7f}', '\u{85}', 'é', '\u{2028}'] {
        let trace = format!("abc{character}Host: evil");
        refused(|_| Traced { trace: &trace }, &[
            "X-Trace must contain only visible ASCII characters and spaces to be sent in a header, not the one at byte 3",
            cookie,
        ])
        .await;
    }
}

/// Constraints that are checked before sending are not checked when reading.
#[tokio::test]
async fn constraints_are_not_checked_on_reading() {
    let name = "a-b".repeat(30);
    let body = format!(
        r#"{{"user_type":[{{"id":"","name":"{name}","active":true,"default":false,"no_of_users":-1,
            "personality_module":{{"api_name":""}}}}]}}"#
    );
    let response = client(&MemoryTransport::new().respond(200, body)).get_user_types(PORTAL).send().await.unwrap();
    assert_eq!((response.user_type[0].name.as_str(), response.user_type[0].no_of_users), (&*name, Some(-1)));
}

async fn fits<O: Operation>(call: impl FnOnce(&Client) -> O) {
    let outcome = outcome(call).await;
    assert!(outcome.is_ok(), "{outcome:?}");
}

async fn refused<O: Operation>(call: impl FnOnce(&Client) -> O, problems: &[&str]) {
    let error = outcome(call).await.expect_err("refused");
    assert_eq!(error.problems().iter().map(InputProblem::to_string).collect::<Vec<_>>(), problems);
}

/// The URL that a call is sent to, or why it is not sent.
async fn outcome<O: Operation>(call: impl FnOnce(&Client) -> O) -> Result<String, InputError> {
    let transport = MemoryTransport::new().respond(418, "");
    let client = client(&transport);
    match client.as_ref().send(&call(&client)).await {
        Err(Error::Input(error)) => {
            assert!(transport.requests().is_empty(), "{error}");
            Err(*error)
        }
        Err(Error::Undocumented(_)) => Ok(transport.last_request().unwrap().uri().to_string()),
        _ => panic!("418 is not documented"),
    }
}
