//! Values that the document leaves no choice of: nobody is asked for them, and they are sent.

use crate::fixtures::constants;
use crate::requests::{header, sent, target};
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
fn another_value_than_the_constant_is_read_and_written() {
    use constants::models::{DecisionNode, DecisionNodeVersion, TaskNode, TaskNodeType};
    let json = r#"{"id":"a","type":"other"}"#;
    let node: TaskNode = serde_json::from_str(json).unwrap();
    assert_eq!(node.type_, TaskNodeType::Unknown("other".to_owned()));
    assert_eq!(serde_json::to_string(&node).unwrap(), json);
    let json = r#"{"id":"b","type":"decision","weight":2.5,"beta":false,"base":"a","end":"other","version":7}"#;
    let node: DecisionNode = serde_json::from_str(json).unwrap();
    assert_eq!(node.version, Some(DecisionNodeVersion::Unknown(7)));
    assert_eq!(serde_json::to_string(&node).unwrap(), json);
}
