//! What an operation answers: the documented successes and the documented errors, each as one type.

use crate::ir::{BodyFormat, Content, Operation, Response, StatusRange, TypeRef};

/// The answers of an operation.
#[derive(Debug, Clone)]
pub struct Answers {
    /// What a success gives.
    pub success: Answer,
    /// What a documented error gives.
    pub failure: Answer,
}

/// Several documented answers as one type.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Nothing is documented.
    Undocumented,
    /// Every documented status comes without a body.
    Nothing(Vec<StatusRange>),
    /// Every documented status has a body of the same type.
    One(Body, Vec<StatusRange>),
    /// Some statuses have a body, all of the same type; others have none.
    Maybe(Body, Vec<StatusRange>, Vec<StatusRange>),
    /// Different bodies by status.
    ByStatus(Vec<Case>),
}

/// One documented status and its body.
#[derive(Debug, Clone)]
pub struct Case {
    /// The status.
    pub status: StatusRange,
    /// The body; none when the document gives no content.
    pub body: Option<Body>,
    /// What the document says of it.
    pub description: Option<String>,
}

/// A body's type and how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// How the bytes become a value.
    pub format: BodyFormat,
    /// The value's type.
    pub value: TypeRef,
}

impl Body {
    fn of(content: &Content) -> Self {
        Self { format: content.format, value: content.value }
    }

    /// Whether both are read into the same type.
    fn same(self, other: Self) -> bool {
        self.format == other.format && (self.format != BodyFormat::Json || self.value == other.value)
    }
}

/// The answers of `operation`. A `default` response describes errors, as its name hides but every document means; when
/// it is all there is, it describes successes too.
pub(super) fn of(operation: &Operation) -> Answers {
    let (mut successes, failures): (Vec<_>, Vec<_>) =
        operation.responses.iter().partition(|response| response.status.is_success());
    if successes.is_empty() {
        successes.extend(failures.iter().filter(|response| response.status == StatusRange::Default));
    }
    Answers { success: answer(&successes), failure: answer(&failures) }
}

fn answer(responses: &[&Response]) -> Answer {
    let cases: Vec<Case> = responses.iter().map(|response| case(response)).collect();
    let statuses = |with_body: bool| {
        cases.iter().filter(|case| case.body.is_some() == with_body).map(|case| case.status).collect::<Vec<_>>()
    };
    let Some(body) = cases.iter().find_map(|case| case.body) else {
        return if cases.is_empty() { Answer::Undocumented } else { Answer::Nothing(statuses(false)) };
    };
    let one_type = cases.iter().filter_map(|case| case.body).all(|other| other.same(body));
    match (one_type, statuses(false)) {
        (true, without) if without.is_empty() => Answer::One(body, statuses(true)),
        (true, without) => Answer::Maybe(body, statuses(true), without),
        (false, _) => Answer::ByStatus(cases),
    }
}

fn case(response: &Response) -> Case {
    Case {
        status: response.status,
        body: response.content.as_ref().map(Body::of),
        description: response.description.clone(),
    }
}
