//! The Info Object and the Tag Objects.

use crate::diagnostics::Code;
use crate::ir::{License, Tag};
use crate::lower::context::Context;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::{EXTERNAL_DOCS, ObjectKind};
use crate::pointer::Origin;
use crate::resolve::Node;

const INFO: ObjectKind = ObjectKind {
    name: "Info Object",
    keywords: &["title", "version", "description", "summary", "termsOfService", "contact", "license"],
    unsupported: &[],
    extensions: &[],
};

const LICENSE: ObjectKind =
    ObjectKind { name: "License Object", keywords: &["name", "identifier", "url"], unsupported: &[], extensions: &[] };

const CONTACT: ObjectKind =
    ObjectKind { name: "Contact Object", keywords: &["name", "url", "email"], unsupported: &[], extensions: &[] };

const TAG: ObjectKind = ObjectKind {
    name: "Tag Object",
    keywords: &["name", "description", "externalDocs", "summary", "parent", "kind"],
    unsupported: &[],
    extensions: &[],
};

/// The contents of `info`.
#[derive(Debug, Default)]
pub(crate) struct Info {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) license: Option<License>,
}

impl<'d> Context<'_, 'd> {
    /// `info`. Missing keywords were reported, and are empty.
    pub(crate) fn lower_info(&mut self, node: Option<&Node<'d>>) -> Info {
        let opened = node.and_then(|node| Fields::open(node, &INFO, self.diagnostics));
        let Some(mut fields) = opened else { return Info::default() };
        let (license, version) = (fields.node("license"), fields.node("version"));
        fields.check_object("contact", &CONTACT);
        let mut info = Info {
            title: fields.require_string("title").unwrap_or_default(),
            version: fields.require_string("version").unwrap_or_default(),
            description: fields.string("description"),
            license: None,
        };
        if let Some(version) = &version {
            self.check_quotes(version);
        }
        info.license = license.and_then(|node| self.lower_license(&node));
        info
    }

    /// `version: 1.10` is a number, which other tools read as 1.1. Here it was read as written.
    fn check_quotes(&mut self, node: &Node<'d>) {
        let Some(text) = node.value.as_str() else { return };
        let is_changed = text.parse().is_ok_and(|number: f64| number.to_string() != text);
        if is_changed && self.resolver.document().yaml_text(&node.origin) == Some(text) {
            let message = format!("`version` must be a string, not the number `{text}`");
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, message);
            diagnostic.help(format!("put it in quotes: `version: \"{text}\"`"));
        }
    }

    fn lower_license(&mut self, node: &Node<'d>) -> Option<License> {
        let mut fields = Fields::open(node, &LICENSE, self.diagnostics)?;
        Some(License {
            name: fields.string("name")?,
            identifier: fields.string("identifier"),
            url: fields.string("url"),
        })
    }

    /// `tags`, then those that only operations name, each with its first use.
    pub(crate) fn lower_tags(&mut self, nodes: &[Node<'d>], named: &[(&Origin, &str)]) -> Vec<Tag> {
        let mut tags: Vec<Tag> = nodes.iter().filter_map(|node| self.lower_tag(node)).collect();
        for (origin, name) in named {
            if !tags.iter().any(|tag| tag.name == *name) {
                tags.push(Tag { origin: (*origin).clone(), name: (*name).to_owned(), description: None });
            }
        }
        tags
    }

    fn lower_tag(&mut self, node: &Node<'d>) -> Option<Tag> {
        let mut fields = Fields::open(node, &TAG, self.diagnostics)?;
        fields.check_object("externalDocs", &EXTERNAL_DOCS);
        Some(Tag {
            origin: node.origin.clone(),
            name: fields.essential_string("name")?,
            description: fields.string("description").or(fields.string("summary")),
        })
    }
}
