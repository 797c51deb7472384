//! The calls of one operation.

use super::Halves;
use super::json::with_null_for_empty;
use super::undefined;
use super::values::{Values, statuses};
use crate::program::Running;
use serde_json::{Value, json};
use specwright::ir::{Content, Operation, Parameter, Response};
use std::io;

/// How many calls have all inputs side by side.
const MOST_SIDE_BY_SIDE: usize = 24;

pub struct Calls<'a, 'd> {
    pub operation: &'a Operation,
    pub values: &'a Values<'d>,
    pub program: &'a mut Running,
    pub halves: &'a mut Halves,
}

/// Parameters and a body.
#[derive(Clone, Default)]
pub struct Inputs<'a> {
    pub parameters: Vec<(&'a Parameter, Value)>,
    pub body: Option<(&'a Content, Value)>,
}

impl<'a> Inputs<'a> {
    fn with(&self, parameter: &'a Parameter, value: &Value) -> Self {
        let mut inputs = self.clone();
        inputs.parameters.retain(|(known, _)| !std::ptr::eq(*known, parameter));
        inputs.parameters.push((parameter, value.clone()));
        inputs
    }

    fn with_body(&self, content: &'a Content, value: &Value) -> Self {
        Self { body: Some((content, value.clone())), ..self.clone() }
    }

    fn json(&self) -> Value {
        let parameter = |(parameter, value): &(&Parameter, Value)| json!({ "in": parameter.location.as_str(), "name": parameter.name, "value": value });
        json!({
            "parameters": self.parameters.iter().map(parameter).collect::<Vec<_>>(),
            "body": self.body.as_ref().map(|(content, value)| {
                json!({ "media_type": content.media_type(), "value": value })
            }),
            // Without one, a file has that of the document when it arrives.
            "file_media_type": "application/x-file",
        })
    }
}

/// A parameter or a representation of the body, with its values that both halves agree on.
enum Agreed<'a> {
    Parameter(&'a Parameter, Vec<Value>),
    Body(Vec<(&'a Content, Value)>),
}

/// The responses of an operation, each in each of its representations, as a service has variants for them.
pub fn variants(operation: &Operation) -> Vec<(&Response, Option<&Content>)> {
    operation.responses.iter().flat_map(representations).collect()
}

fn representations(response: &Response) -> Vec<(&Response, Option<&Content>)> {
    match response.contents.as_slice() {
        [] => vec![(response, None)],
        contents => contents.iter().map(|content| (response, Some(content))).collect(),
    }
}

impl<'a> Calls<'a, '_> {
    pub fn all(mut self) -> io::Result<()> {
        let operation = self.operation;
        let base = match self.base()? {
            Ok(base) => base,
            // None that are required come through.
            Err((inputs, response)) => {
                self.halves.requests += 1;
                return self.note(&inputs, &response);
            }
        };
        let mut agreed = Vec::new();
        for parameter in &operation.parameters {
            let mut values = Vec::new();
            for value in self.values.parameter(parameter) {
                if self.request(&base.with(parameter, &value))? {
                    values.push(value);
                }
            }
            agreed.push(Agreed::Parameter(parameter, values));
        }
        let mut bodies = Vec::new();
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            for value in self.values.sent(content) {
                if self.request(&base.with_body(content, &value))? {
                    bodies.push((content, value));
                }
            }
        }
        agreed.push(Agreed::Body(bodies));
        self.side_by_side(&base, &agreed)?;
        for (index, (response, content)) in variants(operation).into_iter().enumerate() {
            self.responses(&base, index, response, content)?;
        }
        if operation.responses.is_empty() {
            let arguments = json!({ "index": 0, "status": 200, "body": "bytes" });
            self.response(&base, &arguments, None)?;
        }
        Ok(())
    }

    /// Required inputs that both sides agree on; or the outcome of the first that were tried.
    fn base(&mut self) -> io::Result<Result<Inputs<'a>, (Inputs<'a>, Value)>> {
        let operation = self.operation;
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        let parameters: Vec<(&Parameter, Vec<Value>)> =
            required.map(|parameter| (parameter, self.values.parameter(parameter))).collect();
        let bodies: Vec<(&Content, Value)> = match &operation.body {
            Some(body) if body.required => {
                let contents = body.contents.iter();
                contents
                    .flat_map(|content| self.values.sent(content).into_iter().map(move |value| (content, value)))
                    .collect()
            }
            Some(_) | None => Vec::new(),
        };
        let mut turns = vec![0; parameters.len()];
        let most = parameters.iter().map(|(_, values)| values.len()).sum::<usize>().max(bodies.len()).max(1);
        let mut failed = None;
        for turn in 0..most {
            let of_turn = |((parameter, values), turn): (&(&'a Parameter, Vec<Value>), &usize)| {
                Some((*parameter, values.get(turn % values.len().max(1))?.clone()))
            };
            let body = bodies.get(turn % bodies.len().max(1)).cloned();
            let inputs = Inputs { parameters: parameters.iter().zip(&turns).filter_map(of_turn).collect(), body };
            let response = self.ask(&inputs)?;
            if response["answer"] == "equal" {
                return Ok(Ok(inputs));
            }
            // The next value of each parameter that the answer names, or else of all.
            let messages = response.to_string();
            let is_named = |parameter: &Parameter| {
                messages.contains(&format!("{:?}", parameter.name))
                    || messages.contains(&format!("{} must", parameter.name))
            };
            let named: Vec<bool> = parameters.iter().map(|(parameter, _)| is_named(parameter)).collect();
            let all = !named.contains(&true) || response["answer"] == "different";
            turns.iter_mut().zip(&named).filter(|(_, named)| all || **named).for_each(|(turn, _)| *turn += 1);
            failed.get_or_insert((inputs, response));
        }
        Ok(Err(failed.unwrap_or_default()))
    }

    /// Every value that both sides agree on, with those of the other inputs.
    fn side_by_side(&mut self, base: &Inputs<'a>, agreed: &[Agreed<'a>]) -> io::Result<()> {
        let count = |agreed: &Agreed| match agreed {
            Agreed::Parameter(_, values) => values.len(),
            Agreed::Body(bodies) => bodies.len(),
        };
        let turns = agreed.iter().map(count).max().unwrap_or_default().min(MOST_SIDE_BY_SIDE);
        for turn in 0..turns {
            let inputs = agreed.iter().fold(base.clone(), |inputs, agreed| {
                let at = turn % count(agreed).max(1);
                match agreed {
                    Agreed::Parameter(parameter, values) => {
                        values.get(at).map_or_else(|| inputs.clone(), |value| inputs.with(parameter, value))
                    }
                    Agreed::Body(bodies) => bodies
                        .get(at)
                        .map_or_else(|| inputs.clone(), |(content, value)| inputs.with_body(content, value)),
                }
            });
            self.request(&inputs)?;
        }
        Ok(())
    }

    /// Whether both halves agree on these inputs.
    fn request(&mut self, inputs: &Inputs<'a>) -> io::Result<bool> {
        self.halves.requests += 1;
        let response = self.ask(inputs)?;
        if response["answer"] == "equal" {
            self.halves.equal += 1;
            return Ok(true);
        }
        self.note(inputs, &response)?;
        Ok(false)
    }

    /// Records the outcome of inputs that the sides do not agree on.
    fn note(&mut self, inputs: &Inputs<'a>, response: &Value) -> io::Result<()> {
        if let Some(class) = self.explained(inputs, response)? {
            *self.halves.explained.entry(class).or_default() += 1;
        } else {
            self.halves.unexplained.push(format!("{}\t{}\t{response}", self.operation.id, inputs.json()));
        }
        Ok(())
    }

    fn explained(&mut self, inputs: &Inputs<'a>, response: &Value) -> io::Result<Option<&'static str>> {
        if let Some(class) = undefined::refused(self.values, inputs, response) {
            return Ok(Some(class));
        }
        if response["what"] != "inputs" {
            return Ok(None);
        }
        for (class, sent) in undefined::sent(self.values, inputs) {
            let command = json!({ "operation": self.operation.id, "inputs": sent.json(), "only": "show" });
            if self.program.ask(&command)?["inputs"] == response["found"] {
                return Ok(Some(class));
            }
        }
        Ok(undefined::has_more(self.values, self.operation, inputs))
    }

    fn ask(&mut self, inputs: &Inputs) -> io::Result<Value> {
        self.program.ask(&json!({ "operation": self.operation.id, "inputs": inputs.json() }))
    }

    /// The responses of one variant: each body, with the values of the headers.
    fn responses(
        &mut self,
        base: &Inputs<'a>,
        index: usize,
        response: &Response,
        content: Option<&Content>,
    ) -> io::Result<()> {
        let bodies = content.map(|content| self.values.received(content)).unwrap_or_default();
        let headers: Vec<(&str, Vec<Value>)> =
            response.headers.iter().map(|header| (header.name.as_str(), self.values.header(header))).collect();
        let turns = headers.iter().map(|(_, values)| values.len()).chain([bodies.len(), 1]).max().unwrap_or(1);
        for status in statuses(self.operation, response) {
            for turn in 0..turns {
                let body = bodies.get(turn % bodies.len().max(1));
                let values = headers.iter().filter_map(|(name, values)| {
                    Some(((*name).to_owned(), values.get(turn % values.len().max(1))?.clone()))
                });
                let headers: serde_json::Map<String, Value> = values.collect();
                let mut arguments = json!({ "index": index, "status": status, "headers": headers });
                if let Some(body) = body {
                    arguments["body"] = body.clone();
                }
                if let Some(range) = content.map(Content::media_type).filter(|name| name.contains('*')) {
                    arguments["media_type"] = range.replace("*/*", "application/*").replace('*', "x-given").into();
                }
                self.response(base, &arguments, content)?;
            }
        }
        Ok(())
    }

    fn response(&mut self, base: &Inputs<'a>, arguments: &Value, content: Option<&Content>) -> io::Result<()> {
        self.halves.responses += 1;
        let command = json!({ "operation": self.operation.id, "inputs": base.json(), "response": arguments });
        let response = self.program.ask(&command)?;
        if response["answer"] == "equal" {
            self.halves.equal += 1;
        } else if let Some(class) = undefined::response(self.values, content, arguments, &response) {
            *self.halves.explained.entry(class).or_default() += 1;
        } else if self.is_null_as_object(&command, &response)? {
            *self.halves.explained.entry(undefined::NULL_AS_OBJECT).or_default() += 1;
        } else {
            self.halves.unexplained.push(format!("{}\t{arguments}\t{response}", self.operation.id));
        }
        Ok(())
    }

    /// Whether both halves agree on a response that has `null` where this one, which could not be made, has `{}`.
    fn is_null_as_object(&mut self, command: &Value, response: &Value) -> io::Result<bool> {
        let mut other = command.clone();
        other["response"]["body"] = with_null_for_empty(&command["response"]["body"]);
        Ok(response["answer"] == "unmade" && other != *command && self.program.ask(&other)?["answer"] == "equal")
    }
}
