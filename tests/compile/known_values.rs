//! Values that the document leaves no choice of: nobody is asked for them, and they are sent.

use crate::fixtures::{
    all_of_null, all_of_null_3_0, constants, enum_signs, one_of_of_other_languages, read_only_write_only,
    required_with_default, tags_known, tags_of_aliases, tags_undeclared,
};
use crate::requests::{header, problems, sent, target};
use specwright_runtime::{Body, http::Request};

fn text(request: &Request<Body>) -> String {
    String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap()
}

#[test]
fn constants_of_parameters_are_sent() {
    use constants::models::{SendNodeEither, StopNode};
    use constants::operations::SendNode;
    let call = SendNode::new(SendNodeEither::Only, StopNode::new());
    let request = sent(&call);
    assert_eq!(request.uri(), "https://api.example/nodes/node?v=2&either=only");
    assert_eq!(header(&request, "accept-version"), "1.0");
    assert_eq!(header(&request, "cookie"), "beta=true");
    assert_eq!(target(&call.dry_run().include()), "/nodes/node?v=2&dry_run=true&include=children&either=only");
}

#[test]
fn required_inputs_with_defaults_are_not_arguments() {
    use required_with_default::models::{Currency, Trip, TripClass};
    use required_with_default::operations::BookTrip;
    let trip = Trip::new("North");
    assert_eq!((trip.seats, trip.flexible, &trip.class, &trip.note), (1, false, &TripClass::Second, &None));
    let request = sent(&BookTrip::new("v2", "Ulm", trip));
    assert_eq!(request.uri(), "https://api.example/v2/trips?currency=eur&limit=20&from=Ulm");
    assert_eq!(text(&request), r#"{"name":"North","seats":1,"flexible":false,"class":"second"}"#);

    let trip = Trip::new("North").seats(2).flexible(true).class("first").note(Some("window"));
    let request = sent(&BookTrip::new("v3", "Ulm", trip).currency(Currency::Usd).limit(5).page(None));
    assert_eq!(request.uri(), "https://api.example/v3/trips?currency=usd&limit=5&from=Ulm");
    assert_eq!(text(&request), r#"{"name":"North","seats":2,"flexible":true,"class":"first","note":"window"}"#);
}

#[test]
fn optional_inputs_accept_options() {
    use required_with_default::models::Trip;
    use required_with_default::operations::BookTrip;
    let (page, note): (Option<i64>, Option<&str>) = (Some(3), None);
    let request = sent(&BookTrip::new("v2", "Ulm", Trip::new("North").note("kept").note(note)).page(page));
    assert_eq!(request.uri(), "https://api.example/v2/trips?currency=eur&limit=20&from=Ulm&page=3");
    assert_eq!(text(&request), r#"{"name":"North","seats":1,"flexible":false,"class":"second"}"#);
}

#[test]
fn constants_of_objects_are_sent() {
    use constants::models::{DecisionNode, SendNodeEither, StopNode, TaskNode};
    use constants::operations::SendNode;
    let body = |node: constants::models::Node| text(&sent(&SendNode::new(SendNodeEither::Only, node)));
    assert_eq!(body(TaskNode::new("a").into()), r#"{"id":"a","type":"task"}"#);
    assert_eq!(body(StopNode::default().into()), r#"{"type":"stop"}"#);
    let decision = DecisionNode::new("b", None);
    let written = r#"{"id":"b","type":"decision","weight":0.5,"beta":true,"base":"b","end":null}"#;
    assert_eq!(body(decision.clone().into()), written);
    assert_eq!(body(decision.version().into()), written.replace('}', r#","version":1}"#));
}

#[test]
fn constants_of_forms_are_sent() {
    use constants::operations::{AddFile, AddFileForm, GetToken};
    let token = sent(&GetToken::new(constants::models::GetTokenBody::new("c")));
    assert_eq!(text(&token), "grant_type=authorization_code&code=c");
    let parts = text(&sent(&AddFile::new(AddFileForm::new("f").hidden())));
    let part = |name: &str, value: &str| format!("name=\"{name}\"\r\n\r\n{value}\r\n");
    assert!(
        ["kind", "name", "hidden"]
            .iter()
            .zip(["file", "f", "true"])
            .all(|(name, value)| parts.contains(&part(name, value))),
        "{parts}"
    );
}

/// A service may send another value than the document has: it is kept.
#[test]
fn other_values_than_the_constant_round_trip() {
    use constants::models::{DecisionNode, TaskNode};
    let json = r#"{"id":"a","type":"other"}"#;
    let node: TaskNode = serde_json::from_str(json).unwrap();
    assert_eq!(node.type_, "other");
    assert_eq!(serde_json::to_string(&node).unwrap(), json);
    let json = r#"{"id":"b","type":"decision","weight":2.5,"beta":false,"base":"a","end":"other","version":7}"#;
    let node: DecisionNode = serde_json::from_str(json).unwrap();
    assert_eq!(node.version, Some(7));
    assert_eq!(serde_json::to_string(&node).unwrap(), json);
}

/// Responses are without what is `writeOnly`, requests never.
#[test]
fn missing_request_properties_are_rejected() {
    use read_only_write_only::models::{Team, User};
    use read_only_write_only::operations::{AddUser, SetTeam};
    let read: User = serde_json::from_str(r#"{"id":1,"name":"Ada"}"#).unwrap();
    let missing = |path: &str| format!("body at {path} must be set: it is required in requests");
    assert_eq!(problems(&AddUser::new(read.clone())), ["$.password", "$.pin"].map(missing));
    let team = Team::new([User::new("Bob", "secret", "1234"), read.clone()]);
    assert_eq!(problems(&SetTeam::new(team)), ["$.users[1].password", "$.users[1].pin"].map(missing));
    let mut complete = read;
    complete.password = Some("secret".to_owned());
    complete.pin = None.into();
    let written = r#"{"id":1,"name":"Ada","password":"secret","pin":null}"#;
    assert_eq!(text(&sent(&AddUser::new(complete))), written);
}

/// `allOf` of a reference and of a schema that only allows `null`.
#[test]
fn one_of_a_reference_and_null_is_nullable() {
    use all_of_null::models::{Color, Holder, Item};
    let holder = Holder::new(None, Some(Color::Red), Some(Item::new(1)));
    let written = r#"{"item":null,"color":"red","described":{"id":1}}"#;
    assert_eq!(serde_json::to_string(&holder).unwrap(), written);
    assert_eq!(serde_json::from_str::<Holder>(written).unwrap(), holder);
    let nothing = r#"{"item":null,"color":null,"maybe":null}"#;
    let read: all_of_null_3_0::models::Holder = serde_json::from_str(nothing).unwrap();
    assert!(read.item.is_none() && read.color.is_none() && read.maybe.is_none());
    assert_eq!(serde_json::to_string(&read).unwrap(), nothing);
}

#[test]
fn enum_values_that_differ_in_signs_have_distinct_names() {
    use enum_signs::models::{GetTimesCompare, GetTimesNumbered, GetTimesSeparated, GetTimesVersion, Sort, Zone};
    use enum_signs::operations::GetTimes;
    let query = |call: GetTimes| target(&call).replacen("/times?", "", 1);
    assert_eq!(query(GetTimes::new().zone(Zone::GmtPlus12)), "zone=GMT%2B12");
    assert_eq!(query(GetTimes::new().zone(Zone::GmtMinus1)), "zone=GMT-1");
    assert_eq!(query(GetTimes::new().sort(Sort::MinusName)), "sort=-name");
    assert_eq!(query(GetTimes::new().version(GetTimesVersion::N1Comma5)), "version=1%2C5");
    assert_eq!(query(GetTimes::new().compare(GetTimesCompare::ALessThanB)), "compare=a%3Cb");
    assert_eq!(query(GetTimes::new().separated(GetTimesSeparated::AUnderscoreB)), "separated=a_b");
    assert_eq!(query(GetTimes::new().numbered(GetTimesNumbered::Asc2)), "numbered=asc2");
}

#[test]
fn discriminator_values_are_known_from_the_mapping() {
    use tags_known::models::{Cat, Circle, Dog, Shape, Square};
    use tags_known::operations::{AddCircle, AddPet, AddShape};
    assert_eq!(text(&sent(&AddShape::new(Square::new().a(2)))), r#"{"kind":"square","a":2}"#);
    // The type alone has its tag as well.
    assert_eq!(text(&sent(&AddCircle::new(Circle::default().r(1)))), r#"{"kind":"circle","r":1}"#);
    // By the implicit name, though the property is optional, and nullable.
    assert_eq!(text(&sent(&AddPet::new(Dog::new("Rex")))), r#"{"name":"Rex","species":"Dog"}"#);
    assert_eq!(text(&sent(&AddPet::new(Cat::new("Tom")))), r#"{"name":"Tom","species":"Cat"}"#);
    // What is made wrong by hand does not go out as another variant.
    let mut wrong = Circle::new();
    wrong.kind = "square".to_owned();
    assert_eq!(text(&sent(&AddShape::new(Shape::Circle(wrong)))), r#"{"kind":"circle"}"#);
}

#[test]
fn undeclared_discriminators_are_sent() {
    use tags_undeclared::models::{Auth, BasicAuth, Closed};
    use tags_undeclared::operations::PutAuth;
    let call = PutAuth::new(BasicAuth::new().username("ada"));
    assert_eq!(text(&sent(&call)), r##"{"@odata.type":"#basic","username":"ada"}"##);
    let json = r##"{"list":["a"],"@odata.type":"#cert"}"##;
    let read: Auth = serde_json::from_str(json).unwrap();
    assert!(matches!(read, Auth::Cert(_)));
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    // A schema that forbids other keys has no place for the tag, which the union still writes.
    let read: Closed = serde_json::from_str(r#"{"kind":"only","a":1}"#).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"kind":"only","a":1}"#);
}

/// Where several values mean a schema the caller chooses, and the union sees to it that the choice means the variant.
#[test]
fn unknown_discriminator_values_are_arguments() {
    use tags_of_aliases::models::{Change, Event, Message, Note, Removal};
    use tags_of_aliases::operations::{SendEvent, SendMessage};
    let event = |event: Event| text(&sent(&SendEvent::new(event)));
    assert_eq!(event(Change::new("updated", 1).into()), r#"{"type":"updated","id":1}"#);
    assert_eq!(event(Change::new("removed", 1).into()), r#"{"type":"created","id":1}"#);
    // One schema, with another discriminator value in each union.
    let removal = Removal::new("gone", 1);
    assert_eq!(event(removal.clone().into()), r#"{"type":"removed","id":1}"#);
    let message = |message: Message| text(&sent(&SendMessage::new(message)));
    assert_eq!(message(removal.into()), r#"{"type":"gone","id":1}"#);
    assert_eq!(message(Note::new().into()), r#"{"type":"note"}"#);
}

#[test]
fn variants_are_named_after_their_distinction() {
    use one_of_of_other_languages::models::{Message, Shape};
    assert!(matches!(serde_json::from_str(r#"{"type":"big_square","side":2}"#).unwrap(), Shape::BigSquare(_)));
    assert!(matches!(serde_json::from_str(r#"{"type":"empty"}"#).unwrap(), Shape::Empty(_)));
    assert!(matches!(serde_json::from_str(r#"{"Text":"a"}"#).unwrap(), Message::Text(_)));
    assert!(matches!(serde_json::from_str(r#"{"Move":{"x":1}}"#).unwrap(), Message::Move(_)));
    assert!(matches!(serde_json::from_str(r#""Stop""#).unwrap(), Message::Stop));
}
