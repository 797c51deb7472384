//! Hostile descriptions in place of harmless ones: the code must be the same.

use crate::random::Random;
use crate::{mutate, seeds};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use serde_json::Value;
use specwright::{Builder, Error};
use specwright_tests::on_all_processors;
use std::fs;
use std::path::Path;
use syn::visit_mut::{self, VisitMut};

/// Every document whose code depends on the words of its descriptions.
pub fn problems() -> Vec<String> {
    let mut random = Random::new(1);
    let trees = seeds::all().into_iter().filter_map(|seed| seed.tree);
    let with_hostile = |tree| {
        let hostile = described(&tree, &mut || mutate::hostile_prose(&mut random));
        (tree, hostile)
    };
    let problems =
        on_all_processors(trees.map(with_hostile), |thread, (tree, hostile)| problem(&tree, &hostile, thread));
    problems.into_iter().flatten().collect()
}

/// How the code of a document differs from that of the same document with other descriptions.
fn problem(tree: &Value, hostile_tree: &Value, thread: usize) -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-prose/{thread}"));
    let _ = fs::create_dir_all(&folder);
    let path = folder.join("openapi.json");
    let plain = code(&path, &described(tree, &mut || "Text.".to_owned()));
    let hostile = code(&path, hostile_tree);
    let difference = difference(plain.as_deref(), hostile.as_deref())?;
    Some(format!("{hostile_tree}\n{difference}"))
}

/// The first file that differs.
fn difference(plain: Option<&[String]>, hostile: Option<&[String]>) -> Option<String> {
    let (Some(plain), Some(hostile)) = (plain, hostile) else {
        return (plain.is_some() != hostile.is_some()).then(|| "one of the two is refused".to_owned());
    };
    let mut pairs = plain.iter().zip(hostile);
    let (plain, hostile) = pairs.find(|(plain, hostile)| plain != hostile)?;
    Some(format!("with harmless descriptions:\n{plain}\nwith hostile ones:\n{hostile}"))
}

/// The tree with other words in every description, but for those of servers, after which constants are named.
fn described(tree: &Value, words: &mut impl FnMut() -> String) -> Value {
    match tree {
        Value::Array(items) => items.iter().map(|item| described(item, words)).collect(),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| {
                let prose =
                    (key == "description" || key == "summary") && value.is_string() && !entries.contains_key("url");
                (key.clone(), if prose { words().into() } else { described(value, words) })
            };
            Value::Object(entries.iter().map(entry).collect())
        }
        scalar => scalar.clone(),
    }
}

/// What is generated, without documentation; none when the document is refused.
fn code(path: &Path, tree: &Value) -> Option<Vec<String>> {
    fs::write(path, tree.to_string()).expect("the folder of the target can be written");
    match Builder::new(path).output() {
        Ok(output) => Some(output.files.iter().map(|file| undocumented(&file.text)).collect()),
        Err(Error::Document { .. }) => None,
        Err(error) => Some(vec![error.to_string()]),
    }
}

fn undocumented(text: &str) -> String {
    let Ok(mut file) = syn::parse_file(text) else { return format!("no Rust: {text}") };
    Undocument.visit_file_mut(&mut file);
    prettyplease::unparse(&file)
}

struct Undocument;

impl VisitMut for Undocument {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
        for attribute in attributes {
            visit_mut::visit_attribute_mut(self, attribute);
        }
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        call.tokens = undocumented_tokens(std::mem::take(&mut call.tokens));
    }
}

/// The tokens of a macro call without `#[doc = …]`: setters are documented where they are listed.
fn undocumented_tokens(tokens: TokenStream) -> TokenStream {
    let mut remaining: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_doc(&group) => {
                remaining.pop();
            }
            TokenTree::Group(group) => {
                let inner = undocumented_tokens(group.stream());
                remaining.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            token => remaining.push(token),
        }
    }
    remaining.into_iter().collect()
}

fn is_doc(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}
