//! The surface of operations: the request, the method of the client, the types that they alone need.

use super::declared::{self, Declared, Members};
use super::required::{named, required_item, required_type};
use super::spelling::{spelling, undocumented};
use super::{behavior, entry, limits, model, yes_or_no};
use crate::analysis::ResponseType;
use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::rust_type::Argument as ArgumentType;
use crate::emit::common::status::status_word;
use crate::emit::operation::inputs::Input;
use crate::emit::operation::response::ResponseKind;
use crate::emit::operation::{OperationItems, pagination};
use crate::ir::{
    Content, Incoming, Operation, OperationId, Parameter, ParameterEncoding, PathPart, Response, TypeKind,
};
use crate::pointer::Origin;
use crate::surface::{Argument, Behavior, Entry, EntryKind, Item, ItemKind};
use proc_macro2::TokenStream;

pub(super) fn items(emitter: &Emitter, uses: &Uses) -> Vec<Item> {
    let mut items = Vec::new();
    for module in emitter.names.modules() {
        for id in &module.operations {
            items.extend(of_operation(emitter, *id, Some(module.item.as_str()), uses));
        }
    }
    items.sort_by_key(|(id, _)| *id);
    items.into_iter().map(|(_, item)| item).collect()
}

/// The requests that the API sends.
pub(super) fn of_webhooks(emitter: &Emitter, uses: &Uses) -> Vec<Item> {
    let items = emitter.api.incoming().flat_map(|(id, _)| of_operation(emitter, id, None, uses));
    uses.of_webhook(|| items.map(|(_, item)| item).collect())
}

fn of_operation(emitter: &Emitter, id: OperationId, module: Option<&str>, uses: &Uses) -> Vec<(OperationId, Item)> {
    let parts = OperationItems::of(emitter, id, uses);
    let tokens = parts.items();
    let all = Surveyed { emitter, id, module, parts: &parts, tokens: &tokens, uses };
    let mut items = vec![all.request()];
    items.extend(all.required_inputs());
    items.extend(all.forms());
    items.extend(all.bodies());
    items.extend([ResponseKind::Success, ResponseKind::Failure].into_iter().filter_map(|kind| all.response_enum(kind)));
    items
}

/// The identity of an operation in a document: method and path, or its position.
pub(super) fn role(operation: &Operation) -> String {
    let method = operation.method.as_str();
    match &operation.incoming {
        None => format!("{method} {}", unnamed(operation)),
        Some(Incoming::Webhook { name }) => format!("{method} of webhook {name}"),
        Some(Incoming::Callback { name, expression, .. }) => format!("{method} of callback {name} to {expression}"),
    }
}

/// The operation, for people.
pub(super) fn label(operation: &Operation) -> String {
    let method = operation.method.as_str();
    match &operation.incoming {
        None => format!("{method} {}", operation.path.text()),
        Some(Incoming::Webhook { name }) => format!("{method} of the webhook {name}"),
        Some(Incoming::Callback { name, .. }) => format!("{method} of the callback {name}"),
    }
}

/// An operation, as its items are read.
struct Surveyed<'a> {
    emitter: &'a Emitter<'a>,
    id: OperationId,
    /// The module of the operations of its tag; none for a request that the API sends.
    module: Option<&'a str>,
    parts: &'a OperationItems<'a>,
    tokens: &'a [TokenStream],
    uses: &'a Uses,
}

impl Surveyed<'_> {
    fn operation(&self) -> &Operation {
        self.parts.operation
    }

    /// The path of an item of the operation.
    fn path(&self, name: &str) -> String {
        match self.module {
            Some(_) => format!("operations::{name}"),
            None => format!("webhooks::requests::{name}"),
        }
    }

    /// Its further path, by the module of its tag.
    fn module_path(&self, name: &str) -> Option<String> {
        self.module.map(|module| format!("operations::{module}::{name}"))
    }

    /// An item of the operation. `what` distinguishes it from the others.
    fn item(&self, name: &str, what: &str, kind: ItemKind, members: &Members) -> Item {
        let operation = self.operation();
        let Declared { non_exhaustive, entries } = declared::read(self.tokens, name, members);
        let module = self.module_path(name).map(|path| members.entry(&path, EntryKind::Path));
        let route = label(operation);
        Item {
            kind,
            path: self.path(name),
            role: format!("{}{what}", role(operation)),
            owner: self.path(self.parts.item.as_str()),
            label: format!("{route}{what}"),
            origin: operation.origin.clone(),
            non_exhaustive,
            entries: module.into_iter().chain(entries).collect(),
            behaviors: Vec::new(),
            checked: Vec::new(),
            tokens: String::new(),
        }
    }

    /// The request itself.
    fn request(&self) -> (OperationId, Item) {
        let origin = &self.operation().origin;
        let mut members = Members::of(origin);
        for input in &self.parts.inputs {
            members.add(input.name.as_str(), input.wire_name(), input.origin());
        }
        let mut item = self.item(self.parts.item.as_str(), "", ItemKind::Operation, &members);
        item.entries.extend(self.calls(&members));
        item.entries.extend(self.pages());
        item.behaviors = self.operation_behaviors();
        item.checked = self.checked();
        item.tokens = undocumented(self.tokens.iter().cloned().collect()).to_string();
        (self.id, item)
    }

    /// The items that `calls!` adds.
    fn calls(&self, members: &Members) -> Vec<Entry> {
        let uses = self.uses;
        let argument = |input: &&Input| {
            let ArgumentType { parameter_type, .. } = input.argument(uses);
            Argument {
                name: input.name.to_string(),
                parameter_type: spelling(&parameter_type),
                origin: input.origin().clone(),
            }
        };
        let (required, optional): (Vec<&Input>, Vec<&Input>) =
            self.parts.inputs.iter().partition(|input| input.required);
        let arguments: Vec<Argument> = required.iter().map(argument).collect();
        let setters = optional.iter().map(|input| {
            let parameter_type =
                input.one_choice(uses).is_none().then(|| spelling(&input.argument(uses).parameter_type));
            members.entry(&input.name.to_string(), EntryKind::Setter(parameter_type))
        });
        let named = self.parts.named().map(|name| named(&self.path(name.as_str()), &self.operation().origin));
        let arguments = named.map_or(arguments, |argument| vec![argument]);
        let origin = &self.operation().origin;
        let method = self.emitter.names.operation(self.id).method.to_string();
        let [success, failure] =
            [ResponseKind::Success, ResponseKind::Failure].map(|kind| spelling(&self.parts.responses.rust_type(kind)));
        let is_called = self.operation().incoming.is_none();
        let method = is_called.then(|| entry(method, EntryKind::Method(arguments.clone()), "", origin));
        let fixed = [
            entry("Debug", EntryKind::Trait, "", origin),
            entry("new", EntryKind::Constructor(arguments), "", origin),
            entry("success", EntryKind::Output(success), "", self.response_origin(true)),
            entry("failure", EntryKind::Failure(failure), "", self.response_origin(false)),
        ];
        method.into_iter().chain(fixed).chain(setters).collect()
    }

    /// The struct of the required inputs.
    fn required_inputs(&self) -> Option<(OperationId, Item)> {
        let name = self.parts.named()?;
        let operation = self.operation();
        let fields = self.parts.inputs.iter().filter(|input| input.required).map(|input| {
            let ArgumentType { macro_syntax, .. } = input.argument(self.uses);
            let field = Argument {
                name: input.name.to_string(),
                parameter_type: required_type(&macro_syntax),
                origin: input.origin().clone(),
            };
            (field, input.wire_name().to_owned())
        });
        let item = required_item(&self.path(name.as_str()), fields.collect(), &operation.origin);
        let mut item = Item {
            role: format!("{}, required", role(operation)),
            owner: self.path(self.parts.item.as_str()),
            label: format!("{}, required inputs", label(operation)),
            ..item
        };
        if let Some(module) = self.module_path(name.as_str()) {
            item.entries.insert(0, entry(module, EntryKind::Path, "", &operation.origin));
        }
        Some((self.id, item))
    }

    /// The first response of a kind, or the operation where there is none.
    fn response_origin(&self, success: bool) -> &Origin {
        let operation = self.operation();
        let response = if success {
            operation.successes().into_iter().next()
        } else {
            operation.responses.iter().find(|response| !response.status.is_success())
        };
        response.map_or(&operation.origin, |response| &response.origin)
    }

    /// The items that `paged!` adds.
    fn pages(&self) -> Option<Entry> {
        let pages = self.operation().pages.as_ref()?;
        let (page, item) = pagination::types(self.emitter, &pages.list, self.uses);
        let kind = EntryKind::Pages { page: spelling(&page), item: spelling(&item) };
        Some(entry("pages", kind, "", &pages.pagination.origin))
    }

    /// The structs of multipart bodies.
    fn forms(&self) -> Vec<(OperationId, Item)> {
        let Some(body) = &self.operation().body else { return Vec::new() };
        let forms = self.emitter.names.operation(self.id).forms.iter().zip(&body.contents);
        let forms = forms.filter_map(|(names, content)| Some((names.as_ref()?, content)));
        forms
            .map(|(names, content)| {
                let mut members = Members::of(&content.origin);
                if let TypeKind::Object(object) = &self.emitter.api.types[content.value.id].kind {
                    for (property, name) in object.properties.iter().zip(&names.members) {
                        members.add(name.as_str(), &property.name, &property.origin);
                    }
                }
                let what = format!(", {} body", content.media_type());
                let mut item = self.item(names.item.as_str(), &what, ItemKind::Struct, &members);
                item.origin = content.origin.clone();
                (self.id, item)
            })
            .collect()
    }

    /// The enum of several representations of the body.
    fn bodies(&self) -> Option<(OperationId, Item)> {
        let body = self.operation().body.as_ref().filter(|body| body.contents.len() > 1)?;
        let names = self.emitter.names.operation(self.id);
        let mut members = Members::of(&body.origin);
        for (content, name) in body.contents.iter().zip(&names.body_variants) {
            members.add(name.as_str(), content.media_type(), &content.origin);
        }
        let mut item = self.item(names.bodies.as_str(), ", body", ItemKind::Enum, &members);
        item.origin = body.origin.clone();
        Some((self.id, item))
    }

    /// The enum of several responses.
    fn response_enum(&self, kind: ResponseKind) -> Option<(OperationId, Item)> {
        let ResponseType::Several(_) = self.parts.responses.response_type(kind) else { return None };
        let (what, origin) = match kind {
            ResponseKind::Success => (", successful response", self.response_origin(true)),
            ResponseKind::Failure => (", documented error", self.response_origin(false)),
        };
        let name = self.parts.responses.enum_name(kind);
        let mut item = self.item(name.as_str(), what, ItemKind::Enum, &Members::of(origin));
        item.origin = origin.clone();
        Some((self.id, item))
    }

    fn operation_behaviors(&self) -> Vec<Behavior> {
        let operation = self.operation();
        let origin = &operation.origin;
        let of_item = |aspect, value: String| behavior("", aspect, value, origin);
        let schemes = |alternative: &crate::ir::SecurityRequirement| {
            alternative.schemes.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" and ")
        };
        let security: Vec<String> = operation.security.iter().map(schemes).collect();
        let mut behaviors = vec![
            of_item("method", operation.method.as_str().to_owned()),
            of_item("path", operation.path.text()),
            of_item("operation id", operation.id.clone()),
            of_item("security", security.join(" or ")),
            of_item("server", operation.server.as_ref().map(crate::ir::Server::template).unwrap_or_default()),
            of_item("deprecated", yes_or_no(operation.deprecated)),
            of_item("Cargo feature", self.emitter.conditions.operation(self.emitter.api, self.id).to_string()),
        ];
        behaviors.extend(self.parts.sent.iter().flat_map(|input| self.input_facts(input)));
        behaviors.extend(operation.responses.iter().map(|response| self.response_fact(response)));
        if let Some(pages) = &operation.pages {
            let macro_syntax =
                format!("{:?}", (&pages.pagination.turn, &pages.pagination.size, &pages.pagination.items));
            behaviors.push(behavior("pages", "pagination", macro_syntax, &pages.pagination.origin));
        }
        behaviors
    }

    /// The inputs whose types have constraints.
    fn checked(&self) -> Vec<String> {
        let contents = self.operation().body.iter().flat_map(|body| &body.contents);
        let bodies = contents.map(|content| (content.media_type().to_owned(), content.value.id));
        let parameters = self.operation().parameters.iter().map(|one| (one.name.clone(), one.value.id));
        let checked = parameters.chain(bodies).filter(|(_, id)| self.emitter.analysis.is_constrained(*id));
        checked.map(|(name, _)| name).collect()
    }

    fn input_facts(&self, input: &Input) -> Vec<Behavior> {
        let origin = input.origin();
        let Some(parameter) = input.parameter() else {
            let contents = self.operation().body.iter().flat_map(|body| &body.contents);
            let media_types: Vec<&str> = contents.map(Content::media_type).collect();
            let mut behaviors = vec![behavior(input.name.to_string(), "media type", media_types.join(", "), origin)];
            let contents = self.operation().body.iter().flat_map(|body| &body.contents);
            behaviors.extend(contents.filter(|content| self.emitter.names.of(content.value.id).is_none()).map(
                |content| {
                    let subject = format!("`{}` as `{}`", input.name, content.media_type());
                    behavior(subject, "constraints", limits::text(self.emitter, content.value.id), &content.origin)
                },
            ));
            return behaviors;
        };
        if input.is_known() {
            let value = parameter.known.as_ref().map(|known| model::code(&known.value)).unwrap_or_default();
            let subject = format!("{} parameter `{}`", parameter.location.as_str(), parameter.name);
            return vec![behavior(subject, "value always sent", value, origin)];
        }
        let of_input = |aspect, value: String| behavior(input.name.to_string(), aspect, value, origin);
        let def = &self.emitter.api.types[parameter.value.id];
        let mut behaviors = vec![
            of_input("location", location_and_encoding(parameter)),
            of_input("default", def.default.as_ref().map(ToString::to_string).unwrap_or_default()),
            of_input("default sent", parameter.sent_default.as_ref().map(model::code).unwrap_or_default()),
            of_input("deprecated", yes_or_no(parameter.deprecated)),
        ];
        if self.emitter.names.of(parameter.value.id).is_none() {
            behaviors.push(of_input("constraints", limits::text(self.emitter, parameter.value.id)));
        }
        behaviors
    }

    /// The type that a status is read as.
    fn response_fact(&self, response: &Response) -> Behavior {
        let contents = response.contents.iter().map(|content| {
            let held_type = spelling(&self.emitter.rust_type(content.value, self.uses));
            format!("{} as `{held_type}`", content.media_types.join(", "))
        });
        let contents: Vec<String> = contents.collect();
        let value = if contents.is_empty() { "no body".to_owned() } else { contents.join(" or ") };
        behavior(format!("response {}", status_word(response.status)), "body", value, &response.origin)
    }
}

/// The path, without the names of its parameters.
fn unnamed(operation: &Operation) -> String {
    let part = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(_) => "{}".to_owned(),
    };
    operation.path.parts.iter().map(part).collect()
}

/// The location and the serialization of a parameter.
fn location_and_encoding(parameter: &Parameter) -> String {
    let macro_syntax = match &parameter.encoding {
        ParameterEncoding::Json => ", as JSON".to_owned(),
        ParameterEncoding::Style { style, explode, allow_reserved, nested } => {
            let default = parameter.location.default_style();
            let style_text = if *style == default { String::new() } else { format!(", style {}", style.as_str()) };
            let explode = if *explode == style.is_form() { String::new() } else { format!(", explode {explode}") };
            let reserved = if *allow_reserved { ", reserved characters as they are" } else { "" };
            let nested: Vec<&str> = nested.iter().map(|style| style.as_str()).collect();
            let nested = if nested.is_empty() { String::new() } else { format!(", arrays in {}", nested.join(", ")) };
            format!("{style_text}{explode}{reserved}{nested}")
        }
    };
    format!("{} parameter `{}`{macro_syntax}", parameter.location.as_str(), parameter.name)
}
