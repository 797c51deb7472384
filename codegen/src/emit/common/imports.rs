//! The names that a module imports, collected while its items are emitted, and the `use` lines for them.

use crate::name::Name;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// The position of a module, which determines the paths to its siblings: always `super::…`, so that the same text
/// compiles at any depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum ModuleDepth {
    /// The root module.
    Root,
    /// The table of payloads: a child of the root.
    Child,
    /// A file of models: a grandchild, whose siblings are the other models.
    Model,
    /// A file of operations: a grandchild.
    Operation,
    /// The responses to webhooks: a grandchild.
    Response,
}

/// Types of the runtime that the root re-exports for callers. They are the same for every client, so that none is added or
/// removed when a document changes.
pub(in crate::emit) const REEXPORTED: [&str; 10] =
    ["Body", "CallOptions", "Date", "DateTime", "Error", "File", "Multipart", "Presence", "Response", "Value"];

/// The names used so far by one module.
#[derive(Debug)]
pub(in crate::emit) struct Uses {
    depth: ModuleDepth,
    models: RefCell<BTreeSet<String>>,
    runtime: RefCell<BTreeSet<&'static str>>,
    private: RefCell<BTreeSet<&'static str>>,
    other: RefCell<BTreeSet<&'static str>>,
    /// Whether the current types belong to a webhook.
    of_webhook: Cell<bool>,
}

impl Uses {
    pub(in crate::emit) fn at(depth: ModuleDepth) -> Self {
        Self {
            depth,
            models: RefCell::default(),
            runtime: RefCell::default(),
            private: RefCell::default(),
            other: RefCell::default(),
            of_webhook: Cell::new(false),
        }
    }

    /// A model's name in this module. Models import each other; elsewhere they have the prefix `models::`, which also
    /// avoids collisions with operations.
    pub(in crate::emit) fn model(&self, item: &Name) -> TokenStream {
        self.models.borrow_mut().insert(item.to_string());
        match self.depth {
            ModuleDepth::Model => quote!(#item),
            ModuleDepth::Root | ModuleDepth::Child | ModuleDepth::Operation | ModuleDepth::Response => {
                quote!(models::#item)
            }
        }
    }

    /// The name of an operation's type in this module.
    pub(in crate::emit) fn operation(&self, item: &Name) -> TokenStream {
        match self.depth {
            ModuleDepth::Operation => quote!(#item),
            ModuleDepth::Root if self.of_webhook.get() => quote!(webhooks::requests::#item),
            ModuleDepth::Root | ModuleDepth::Child | ModuleDepth::Model | ModuleDepth::Response => {
                quote!(operations::#item)
            }
        }
    }

    /// Emits types that belong to a webhook, by their paths from the root.
    #[cfg(feature = "diff")]
    pub(in crate::emit) fn of_webhook<T>(&self, emit: impl FnOnce() -> T) -> T {
        self.of_webhook.set(true);
        let emitted = emit();
        self.of_webhook.set(false);
        emitted
    }

    /// A name of the runtime. The root re-exports some, which are in scope there.
    pub(in crate::emit) fn runtime(&self, name: &'static str) -> Ident {
        if !(matches!(self.depth, ModuleDepth::Root) && REEXPORTED.contains(&name)) {
            self.runtime.borrow_mut().insert(name);
        }
        Ident::new(name, Span::call_site())
    }

    /// A macro or module of the runtime that only generated code uses.
    pub(in crate::emit) fn private(&self, name: &'static str) -> Ident {
        self.private.borrow_mut().insert(name);
        Ident::new(name, Span::call_site())
    }

    /// A name of another crate or of the standard library, by its full path.
    pub(in crate::emit) fn other(&self, path: &'static str) -> Ident {
        self.other.borrow_mut().insert(path);
        let name = path.rsplit("::").next().unwrap_or(path);
        Ident::new(name, Span::call_site())
    }

    /// The `use` lines, without those of the `own` items of a model file.
    pub(in crate::emit) fn lines(&self, own: &[&Name]) -> TokenStream {
        let mut lines = Vec::new();
        if self.depth == ModuleDepth::Operation {
            lines.push(quote!(
                use super::super::Client;
            ));
        }
        lines.extend(self.model_lines(own));
        let runtime = self.runtime_path();
        lines.extend(use_line(&quote!(#runtime::__private), self.private.borrow().iter().copied()));
        lines.extend(use_line(&runtime, self.runtime.borrow().iter().copied()));
        let other = self.other.borrow();
        let serde = other.iter().filter_map(|path| path.strip_prefix("serde::"));
        lines.extend(use_line(&quote!(serde), serde));
        lines.extend(other.iter().filter(|path| !path.starts_with("serde::")).map(|path| {
            let path: TokenStream = path.parse().unwrap_or_default();
            quote!(use #path;)
        }));
        quote!(#(#lines)*)
    }

    /// The path by which this module reaches the runtime.
    fn runtime_path(&self) -> TokenStream {
        match self.depth {
            ModuleDepth::Root => quote!(runtime),
            ModuleDepth::Child => quote!(super::runtime),
            ModuleDepth::Model | ModuleDepth::Operation | ModuleDepth::Response => quote!(super::super::runtime),
        }
    }

    fn model_lines(&self, own: &[&Name]) -> Option<TokenStream> {
        let models = self.models.borrow();
        let some = !models.is_empty();
        match self.depth {
            ModuleDepth::Root => None,
            ModuleDepth::Model => {
                let foreign = models.iter().filter(|name| own.iter().all(|own| own != &name.as_str()));
                use_line(&quote!(super), foreign.map(String::as_str))
            }
            ModuleDepth::Child => some.then(|| {
                quote!(
                    use super::models;
                )
            }),
            ModuleDepth::Operation | ModuleDepth::Response => some.then(|| {
                quote!(
                    use super::super::models;
                )
            }),
        }
    }
}

/// `use path::{a, b};`, none without names.
fn use_line<'a>(path: &TokenStream, names: impl Iterator<Item = &'a str>) -> Option<TokenStream> {
    let names: Vec<Ident> = names.map(|name| Ident::new(name, Span::call_site())).collect();
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use #path::#name;)),
        names => Some(quote!(use #path::{#(#names),*};)),
    }
}
