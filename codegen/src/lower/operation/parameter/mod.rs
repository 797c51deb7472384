//! The Parameter Object: its [`location`] and name, its [`style`], the type of its [`value`], and the parameters of an operation
//! together.

mod location;
mod nested;
pub(crate) mod parameter_2_0;
mod style;
mod value;

pub(super) use style::with_reserved;

use super::header_prefix::report_header_prefix;
use crate::diagnostics::Code;
use crate::ir::{Example, KnownValue, OperationId, Parameter, ParameterEncoding, ParameterLocation, TypeRef, Types};
use crate::lower::operation::Operations;
use crate::lower::read::extensions::SEND_DEFAULT;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::reference::Section;
use crate::pointer::Origin;
use crate::resolve::Node;
use crate::swagger2::BodyParameter;
use location::{required, sendable};
use parameter_2_0::{PARAMETER_2_0, format_2_0};
use serde_json::Value;
use std::collections::HashSet;
use style::{encoding, is_encoded_by_caller, is_resource_name};

pub(super) const PARAMETER: ObjectKind = ObjectKind {
    name: "Parameter Object",
    keywords: &[
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "example",
        "examples",
        "content",
    ],
    unsupported: &[],
    extensions: &[SEND_DEFAULT],
};

/// A parameter before all types are known.
#[derive(Debug, Clone)]
pub(crate) struct ParameterDraft {
    pub(crate) origin: Origin,
    pub(crate) name: String,
    pub(crate) location: ParameterLocation,
    pub(crate) required: bool,
    /// Whether it is in the path and not marked as required.
    pub(crate) lacks_required: bool,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) value: TypeRef,
    /// Whether the client is to send the default.
    pub(crate) sends_default: bool,
    pub(crate) encoding: ParameterEncoding,
    pub(crate) examples: Vec<Example>,
}

impl<'d> Operations<'_, 'd> {
    /// Since 3.2 one parameter may describe the entire query: it must be the only one in the query.
    fn check_whole_query(&mut self, nodes: &[Node<'d>]) {
        let resolved: Vec<Node<'d>> =
            nodes.iter().filter_map(|node| self.follow_to(Section::Parameters, node)).collect();
        let of = |location: &'static str| {
            resolved.iter().filter(move |node| node.value.get("in").is_some_and(|value| value == location))
        };
        let Some(whole) = of("querystring").next() else { return };
        if !self.version.since_3_2() && !self.version.is_2_0() {
            let message = "`in: querystring` is not a location before OpenAPI 3.2";
            let (root, location) = (self.root, whole.get("in"));
            let help = "write `openapi: 3.2.0` at the top, or describe each part of the query with `in: query`";
            if let Some(location) = location {
                self.other_version.add(root, "querystring", Code::InvalidValue, &location, message, help.to_owned());
            }
        }
        for other in of("querystring").skip(1).chain(of("query")) {
            let name = other.value.get("name").and_then(Value::as_str).unwrap_or_default();
            let message = format!("`{name}` conflicts with a parameter that describes the entire query");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &other.origin.key("in"), message);
            diagnostic
                .also(&whole.origin.key("in"), "the entire query")
                .help("describe the entire query with one `querystring` parameter, or each part with `in: query`");
        }
    }

    /// The path item's parameters, except those that the operation overrides.
    pub(crate) fn lower_parameters(
        &mut self,
        operation: OperationId,
        shared: &[Node<'d>],
        own: &[Node<'d>],
    ) -> Vec<ParameterDraft> {
        let nodes: Vec<Node<'d>> = shared.iter().chain(own).cloned().collect();
        self.check_whole_query(&nodes);
        let mut parameters = self.lower_parameter_list(operation, shared);
        for parameter in self.lower_parameter_list(operation, own) {
            match parameters.iter_mut().find(|other| is_same(other, &parameter)) {
                Some(overridden) => *overridden = parameter,
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn lower_parameter_list(&mut self, operation: OperationId, nodes: &[Node<'d>]) -> Vec<ParameterDraft> {
        let mut parameters: Vec<ParameterDraft> = Vec::new();
        for node in nodes {
            let Some(parameter) = self.lower_parameter_use(operation, node) else { continue };
            match parameters.iter().find(|other| is_same(other, &parameter)) {
                Some(other) => self.report_duplicate(node, other),
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    /// Whether a parameter that the path may need was not lowered, which has been reported.
    pub(crate) fn is_lost_parameter(&mut self, node: &Node<'d>) -> bool {
        let Some(node) = self.follow_to(Section::Parameters, node) else { return true };
        let location = node.get("in").and_then(|location| location.value.as_str()).unwrap_or_default();
        let is_elsewhere = ["query", "querystring", "header", "cookie"].contains(&location)
            || (self.version.is_2_0() && BodyParameter::of(location).is_some());
        !is_elsewhere && self.parameters.get(&node.origin).is_some_and(Option::is_none)
    }

    fn report_duplicate(&mut self, node: &Node<'d>, other: &ParameterDraft) {
        let message = format!("the {} parameter `{}` is listed twice", other.location.as_str(), other.name);
        let at = node.get("name").map_or_else(|| node.origin.clone(), |name| name.origin);
        self.diagnostics
            .mistake(Code::DuplicateParameter, &at, message)
            .skipped()
            .also(&other.origin, "first used here")
            .help("remove one of them, or rename it");
    }

    /// A parameter, or a reference to one that several operations share.
    fn lower_parameter_use(&mut self, operation: OperationId, node: &Node<'d>) -> Option<ParameterDraft> {
        let node = self.follow_to(Section::Parameters, node)?;
        if let Some(known) = self.parameters.get(&node.origin) {
            return known.clone();
        }
        let parameter = self.lower_parameter(operation, &node);
        self.parameters.insert(node.origin.clone(), parameter.clone());
        parameter
    }

    fn lower_parameter(&mut self, operation: OperationId, node: &Node<'d>) -> Option<ParameterDraft> {
        if self.version.is_2_0() && self.is_of_body(node) {
            return None;
        }
        let is_2_0 = self.version.is_2_0();
        let kind = if is_2_0 { &PARAMETER_2_0 } else { &PARAMETER };
        let mut fields = Fields::open(node, kind, self.diagnostics)?;
        let (name, location) = sendable(&mut fields, node, is_2_0)?;
        let remedy = "add the others to the request with a `Layer`, or describe each as a parameter";
        report_header_prefix(node, &name, remedy, fields.diagnostics());
        let (required, lacks_required) = required(&mut fields, node, location);
        let (description, deprecated) = (fields.string("description"), fields.flag("deprecated"));
        let sends_default = fields.flag(SEND_DEFAULT);
        let style = if is_2_0 {
            let format = format_2_0(&mut fields, node, location);
            self.encoding_2_0(node, format)
        } else {
            encoding(&mut fields, node, location)
        };
        let is_of_segments = location == ParameterLocation::Path && is_resource_name(node);
        let as_it_is = is_of_segments || is_encoded_by_caller(node);
        let style = if as_it_is { with_reserved(style, location) } else { style };
        let (value, encoding, examples) = self.lower_parameter_value(operation, node, &name, style, location)?;
        let origin = node.origin.clone();
        Some(ParameterDraft {
            origin,
            name,
            location,
            required,
            lacks_required,
            description,
            deprecated,
            value,
            sends_default,
            encoding,
            examples,
        })
    }

    /// Completes the parameter after all schemas are known: with the only value it can have, and the default to send.
    /// `reported` are those without a default.
    pub(crate) fn finish_parameter(
        &mut self,
        draft: ParameterDraft,
        types: &Types,
        reported: &mut HashSet<Origin>,
    ) -> Parameter {
        // Path parameters are always sent, so their default has no effect.
        let is_sent = draft.sends_default || (draft.required && draft.location != ParameterLocation::Path);
        let sent_default = if is_sent { types[draft.value.id].scalar_default(None) } else { None };
        if draft.sends_default && sent_default.is_none() && reported.insert(draft.origin.clone()) {
            let message = format!("the parameter `{}` has no default to send", draft.name);
            self.diagnostics
                .mistake(Code::InvalidValue, &draft.origin.key(SEND_DEFAULT), message)
                .at_key()
                .help("give its schema a `default` that is a string, an integer or a boolean");
        }
        let known = types.constant(draft.value).map(|value| KnownValue { value, always: draft.required });
        let ParameterDraft {
            origin, name, location, required, description, deprecated, value, encoding, examples, ..
        } = draft;
        Parameter {
            origin,
            name,
            location,
            required,
            description,
            deprecated,
            value,
            known,
            sent_default,
            encoding,
            examples,
        }
    }
}

/// Header names ignore case.
fn is_same(one: &ParameterDraft, other: &ParameterDraft) -> bool {
    one.location == other.location
        && match one.location {
            ParameterLocation::Header => one.name.eq_ignore_ascii_case(&other.name),
            ParameterLocation::Path | ParameterLocation::Query | ParameterLocation::Cookie => one.name == other.name,
        }
}
