//! The declarations in the tokens of an item: fields, variants, traits, functions.

use super::spelling::spelling;
use crate::pointer::Origin;
use crate::surface::{Argument, Entry, EntryKind};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::HashMap;

/// The wire name and the node of each member of an item, by identifier.
#[derive(Default)]
pub(super) struct Members {
    known: HashMap<String, (String, Origin)>,
    item: Origin,
}

impl Members {
    /// The members of an item whose node is `item`, which is also the node of members without one of their own.
    pub(super) fn of(item: &Origin) -> Self {
        Self { known: HashMap::new(), item: item.clone() }
    }

    /// A member.
    pub(super) fn add(&mut self, name: &str, wire: impl Into<String>, origin: &Origin) {
        self.known.insert(name.to_string(), (wire.into(), origin.clone()));
    }

    pub(super) fn entry(&self, name: &str, kind: EntryKind) -> Entry {
        let (wire, origin) = self.known.get(name).cloned().unwrap_or_else(|| (String::new(), self.item.clone()));
        Entry { name: name.to_owned(), kind, wire, origin }
    }

    fn argument(&self, name: &str, parameter_type: String) -> Argument {
        let origin = self.known.get(name).map_or(&self.item, |(_, origin)| origin).clone();
        Argument { name: name.to_owned(), parameter_type, origin }
    }
}

/// The declarations for the type `name`.
pub(super) struct Declared {
    pub(super) non_exhaustive: bool,
    pub(super) entries: Vec<Entry>,
}

/// Reads the declaration of `name` and its implementations.
pub(super) fn read(items: &[TokenStream], name: &str, members: &Members) -> Declared {
    let mut declared = Declared { non_exhaustive: false, entries: Vec::new() };
    for item in
        items.iter().filter_map(|tokens| syn::parse2::<syn::File>(tokens.clone()).ok()).flat_map(|file| file.items)
    {
        match item {
            syn::Item::Struct(item) if item.ident == name => {
                declared.attributes(&item.attrs, members);
                declared.fields(&item.fields, members);
            }
            syn::Item::Enum(item) if item.ident == name => {
                declared.attributes(&item.attrs, members);
                let variants = item.variants.iter();
                declared.entries.extend(variants.map(|variant| {
                    members.entry(&variant.ident.to_string(), EntryKind::Variant(held(&variant.fields)))
                }));
            }
            syn::Item::Impl(item) if last_segment(&item.self_ty.to_token_stream()) == name => {
                declared.implementation(&item, members);
            }
            _ => {}
        }
    }
    declared
}

impl Declared {
    fn attributes(&mut self, attributes: &[syn::Attribute], members: &Members) {
        for attribute in attributes {
            self.non_exhaustive |= attribute.path().is_ident("non_exhaustive");
            if attribute.path().is_ident("derive") {
                let _ = attribute.parse_nested_meta(|meta| {
                    let name = last_segment(&meta.path.to_token_stream());
                    self.entries.push(members.entry(&name, EntryKind::Trait));
                    Ok(())
                });
            }
        }
    }

    fn fields(&mut self, fields: &syn::Fields, members: &Members) {
        for field in fields {
            let held_type = spelling(&field.ty.to_token_stream());
            let is_public = matches!(field.vis, syn::Visibility::Public(_));
            match &field.ident {
                Some(name) if is_public => {
                    self.entries.push(members.entry(&name.to_string(), EntryKind::Field(held_type)));
                }
                // Nobody can write or match a struct with private fields in full.
                Some(_) => self.non_exhaustive = true,
                None => self.entries.push(members.entry("0", EntryKind::Inner(held_type))),
            }
        }
    }

    /// Conversions and `Default`; constructors and setters.
    fn implementation(&mut self, item: &syn::ItemImpl, members: &Members) {
        if let Some((path, _)) = &item.trait_ {
            let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
            if name == "From" || name == "Default" {
                let last = path.segments.last().map(ToTokens::to_token_stream).unwrap_or_default();
                self.entries.push(members.entry(&spelling(&last), EntryKind::Trait));
            }
            return;
        }
        for function in &item.items {
            let syn::ImplItem::Fn(function) = function else { continue };
            let name = function.sig.ident.to_string();
            let arguments: Vec<Argument> =
                function.sig.inputs.iter().filter_map(|input| argument(input, members)).collect();
            let kind = if function.sig.receiver().is_none() {
                EntryKind::Constructor(arguments)
            } else {
                EntryKind::Setter(arguments.into_iter().next().map(|argument| argument.parameter_type))
            };
            self.entries.push(members.entry(&name, kind));
        }
    }
}

/// The contents of a variant: a type, or fields in braces.
fn held(fields: &syn::Fields) -> Option<String> {
    let syn::Fields::Named(named) = fields else {
        return fields.iter().next().map(|field| spelling(&field.ty.to_token_stream()));
    };
    let field = |field: &syn::Field| {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{name}: {}", spelling(&field.ty.to_token_stream()))
    };
    let fields: Vec<String> = named.named.iter().map(field).collect();
    Some(format!("{{ {} }}", fields.join(", ")))
}

fn argument(input: &syn::FnArg, members: &Members) -> Option<Argument> {
    let syn::FnArg::Typed(input) = input else { return None };
    let name = input.pat.to_token_stream().to_string();
    Some(members.argument(&name, spelling(&input.ty.to_token_stream())))
}

/// The last word of a path: `models::Pet` is `Pet`, and so is `Pet<C>`.
fn last_segment(path: &TokenStream) -> String {
    let text = quote!(#path).to_string();
    let text = text.split('<').next().unwrap_or_default();
    text.rsplit("::").next().unwrap_or_default().trim().to_owned()
}
