//! The structure of the two libraries: dependencies between modules have no cycles, and public items change on purpose only.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use specwright_tests::{Expectations, files_under, repository};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use syn::{Attribute, ImplItem, Item, UseTree};

#[path = "golden/items.rs"]
mod items;

const RUNTIME: &str = "codegen/runtime/src";

const GENERATOR: &str = "codegen/src";

/// A module of the runtime with pages for callers only.
const GUIDE: &str = "guide";

/// The module of the runtime that generated code uses.
const PRIVATE: &str = "__private";

/// The files of the command, which is another crate.
const COMMAND: [&str; 2] = ["command", "main"];

/// The top-level modules of a library from the bottom up, each with the modules that it uses, which must be above it in the
/// table, so that there is no cycle.
type Modules = [(&'static str, &'static [&'static str])];

const GENERATOR_MODULES: &Modules = &[
    ("guide", &[]),
    ("text", &[]),
    ("pointer", &[]),
    ("ir", &["pointer", "text"]),
    ("diagnostics", &["pointer"]),
    ("analysis", &["ir"]),
    ("validate", &["ir"]),
    ("sample", &["ir", "validate"]),
    ("mock", &["ir", "sample", "validate"]),
    ("load", &["diagnostics", "pointer", "text"]),
    ("resolve", &["diagnostics", "load", "pointer", "text"]),
    ("swagger2", &["diagnostics", "load", "pointer", "resolve"]),
    ("lower", &["diagnostics", "ir", "load", "pointer", "resolve", "swagger2", "text"]),
    ("settings", &["diagnostics", "ir", "load", "text"]),
    ("extensions", &["diagnostics", "ir", "load", "lower", "pointer", "resolve", "settings", "swagger2"]),
    ("check", &["analysis", "diagnostics", "ir"]),
    (
        "customize",
        &["analysis", "diagnostics", "ir", "load", "lower", "pointer", "sample", "settings", "text", "validate"],
    ),
    ("name", &["analysis", "diagnostics", "ir", "settings", "text"]),
    ("dedup", &["analysis", "ir", "name", "pointer", "settings", "text"]),
    ("surface", &["pointer"]),
    ("emit", &["analysis", "ir", "name", "pointer", "sample", "settings", "surface", "text", "validate"]),
    ("output", &["emit", "ir", "name", "settings"]),
    ("report", &["analysis", "customize", "diagnostics", "ir", "load", "pointer", "text"]),
    ("diff", &["load", "pointer", "report", "surface", "text"]),
    ("build_script", &["diagnostics", "diff", "emit", "load", "output", "report", "settings"]),
    ("vendor", &["diagnostics", "load", "report", "text"]),
];

const RUNTIME_MODULES: &Modules = &[
    ("json", &[]),
    ("syntax", &[]),
    ("exec", &[]),
    ("guide", &[]),
    ("url", &["json"]),
    ("facts", &["url"]),
    ("transport", &["exec", "json"]),
    ("model", &["json", "syntax"]),
    ("request", &["facts", "json", "model", "syntax", "transport", "url"]),
    ("response", &["facts", "json", "request", "syntax", "transport", "url"]),
    ("operation", &["facts", "request", "response", "transport"]),
    ("auth", &["exec", "facts", "json", "model", "request", "response", "transport", "url"]),
    ("client", &["auth", "exec", "facts", "model", "operation", "request", "response", "syntax", "transport", "url"]),
    ("pages", &["client", "facts", "json", "model", "operation", "request", "response", "transport", "url"]),
    ("wait", &["client", "exec", "operation", "response"]),
    ("service", &["auth", "exec", "facts", "json", "model", "operation", "request", "response", "syntax", "transport"]),
    ("__private", &["exec", "model", "pages", "request"]),
];

#[test]
fn modules_of_the_runtime_have_no_cycles() {
    assert_acyclic(RUNTIME, RUNTIME_MODULES);
}

#[test]
fn modules_of_the_generator_have_no_cycles() {
    assert_acyclic(GENERATOR, GENERATOR_MODULES);
}

#[test]
fn every_module_documents_which_modules_it_uses_and_which_use_it() {
    for (folder, modules) in [(RUNTIME, RUNTIME_MODULES), (GENERATOR, GENERATOR_MODULES)] {
        for (module, uses) in modules.iter().filter(|(module, _)| *module != GUIDE) {
            let users = modules.iter().filter(|(_, uses)| uses.contains(module)).map(|(user, _)| *user);
            let (used, users) = (listed(uses.iter().copied()), listed(users));
            let nobody = if *module == PRIVATE { "generated code" } else { "the crate root" };
            let expected = format!(
                "Uses: {}. Used by: {}.",
                if used.is_empty() { "no other module" } else { &used },
                if users.is_empty() { nobody } else { &users }
            );
            let comment = head(folder, module);
            assert!(
                comment.contains(&expected),
                "`{folder}/{module}` must have in its module documentation: {expected}\nfound: {comment}"
            );
        }
    }
}

/// The names in alphabetical order.
fn listed<'a>(modules: impl Iterator<Item = &'a str>) -> String {
    let modules: BTreeSet<&str> = modules.collect();
    modules.iter().map(|module| format!("`{module}`")).collect::<Vec<_>>().join(", ")
}

/// The comments before the first item of a module, as one line. Public modules have this in a comment after their
/// documentation.
fn head(folder: &str, module: &str) -> String {
    let files = [format!("{module}/mod.rs"), format!("{module}.rs")];
    let text = files.iter().find_map(|file| fs::read_to_string(repository().join(folder).join(file)).ok()).unwrap();
    let lines = text.lines().take_while(|line| line.is_empty() || line.starts_with("//") || line.starts_with("#!["));
    lines.map(|line| line.trim_start_matches(['/', '!']).trim()).collect::<Vec<_>>().join(" ")
}

fn assert_acyclic(folder: &str, modules: &Modules) {
    let mut known = BTreeSet::new();
    for (module, uses) in modules {
        let unknown: Vec<_> = uses.iter().filter(|used| !known.contains(*used)).collect();
        assert!(unknown.is_empty(), "`{module}` may only use modules above it in the table, not {unknown:?}");
        assert!(known.insert(module), "`{module}` has two rows");
    }
    let found = dependencies(folder);
    let names: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(names, modules.iter().map(|(module, _)| *module).collect(), "a row for each module");
    for (module, uses) in modules {
        let used: BTreeSet<&str> = found[*module].iter().map(String::as_str).collect();
        assert_eq!(
            used,
            uses.iter().copied().collect(),
            "the modules that `{module}` uses, and those in its row (right)"
        );
    }
}

/// The modules that each module uses, except in tests. A name at the crate root belongs to the module that it is re-exported from.
fn dependencies(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let library = parsed(folder, "lib.rs");
    let mut homes = BTreeMap::new();
    for item in &library {
        match item {
            Item::Mod(item) => drop(homes.insert(item.ident.to_string(), item.ident.to_string())),
            Item::Use(item) => exported(&item.tree, None, &mut homes),
            _ => {}
        }
    }
    let modules =
        library.iter().filter_map(|item| if let Item::Mod(item) = item { Some(item.ident.to_string()) } else { None });
    let mut dependencies: BTreeMap<String, BTreeSet<String>> =
        modules.map(|module| (module, BTreeSet::new())).collect();
    for path in sources(folder) {
        let module = path.split(['/', '.']).next().unwrap();
        if COMMAND.contains(&module) || module == "lib" {
            continue;
        }
        let mut names = BTreeSet::new();
        for item in parsed(folder, &path) {
            from_root(item.into_token_stream(), depth(&path), &mut names);
        }
        let used = names.iter().filter_map(|name| homes.get(name)).filter(|home| *home != module).cloned();
        let used: Vec<String> = used.filter(|home| dependencies.contains_key(home)).collect();
        dependencies.get_mut(module).unwrap_or_else(|| panic!("{path} is in no module")).extend(used);
    }
    dependencies
}

/// How many `super`s lead from a file to the crate root.
fn depth(path: &str) -> usize {
    path.split('/').count() - usize::from(path.ends_with("/mod.rs"))
}

/// Every Rust file, except tests.
fn sources(folder: &str) -> impl Iterator<Item = String> {
    let files = files_under(&repository().join(folder)).into_iter();
    files.filter(|path| path.split('.').next_back() == Some("rs") && !path.ends_with("tests.rs"))
}

/// The items of a file, without tests.
fn parsed(folder: &str, path: &str) -> Vec<Item> {
    let text = fs::read_to_string(repository().join(folder).join(path)).unwrap();
    let items = syn::parse_file(&text).unwrap().items;
    items.into_iter().filter(|item| !matches!(item, Item::Mod(item) if item.attrs.iter().any(is_test))).collect()
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.to_token_stream().to_string().replace(' ', "") == "#[cfg(test)]"
}

/// The names that a `use` exports, each with the first step of its path.
fn exported(tree: &UseTree, first: Option<&str>, homes: &mut BTreeMap<String, String>) {
    match tree {
        UseTree::Path(path) => {
            let step = path.ident.to_string();
            exported(&path.tree, Some(first.unwrap_or(&step)), homes);
            if let (UseTree::Group(group), Some(_)) = (&*path.tree, first)
                && group.items.iter().any(|item| matches!(item, UseTree::Name(name) if name.ident == "self"))
            {
                homes.insert(step, first.unwrap().to_owned());
            }
        }
        UseTree::Group(group) => group.items.iter().for_each(|item| exported(item, first, homes)),
        UseTree::Name(name) => {
            if let Some(first) = first {
                homes.entry(name.ident.to_string()).or_insert_with(|| first.to_owned());
            }
        }
        UseTree::Rename(rename) => {
            if let Some(first) = first {
                homes.entry(rename.rename.to_string()).or_insert_with(|| first.to_owned());
            }
        }
        UseTree::Glob(_) => panic!("the crate root has no glob re-exports"),
    }
}

/// The steps that follow upon `crate::`, or upon as many `super::` as lead to the root. A macro's `$crate::` is code of
/// another crate.
fn from_root(tokens: TokenStream, depth: usize, names: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => from_root(group.stream(), depth, names),
            TokenTree::Ident(ident) if ident == "crate" && !follows_dollar(&tokens, index) => {
                step(tokens.get(index + 3), names);
            }
            TokenTree::Ident(ident) if ident == "super" && supers(&tokens, index) == depth => {
                step(tokens.get(index + 3), names);
            }
            _ => {}
        }
    }
}

/// The token after the two colons of a path's first step.
fn step(token: Option<&TokenTree>, names: &mut BTreeSet<String>) {
    match token {
        Some(TokenTree::Ident(name)) if name != "super" => drop(names.insert(name.to_string())),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => heads(group.stream(), names),
        _ => {}
    }
}

/// How many `super` in a row end here.
fn supers(tokens: &[TokenTree], index: usize) -> usize {
    let before =
        index.checked_sub(3).filter(|before| matches!(&tokens[*before], TokenTree::Ident(ident) if ident == "super"));
    1 + before.map_or(0, |before| supers(tokens, before))
}

fn follows_dollar(tokens: &[TokenTree], index: usize) -> bool {
    index
        .checked_sub(1)
        .is_some_and(|before| matches!(&tokens[before], TokenTree::Punct(punct) if punct.as_char() == '$'))
}

/// The first step of each path in the braces of a `use`.
fn heads(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut begins = true;
    for token in tokens {
        if let (TokenTree::Ident(name), true) = (&token, begins) {
            names.insert(name.to_string());
        }
        begins = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
    }
}

/// The items that callers and generated code may use: a change of the list is a change of the public API.
#[test]
fn public_items_of_the_runtime_are_listed() {
    let mut list = String::new();
    for path in sources(RUNTIME) {
        let text = fs::read_to_string(repository().join(RUNTIME).join(&path)).unwrap();
        let items = items::list(&path, &text) + &macros(&text);
        if items.lines().count() > 1 {
            list.push_str(&items);
        }
    }
    let mut expectations = Expectations::of("structure");
    expectations.file(&repository().join("codegen/runtime/tests/public_items.txt"), Some(&list));
    expectations.finish();
}

/// The files of the generator whose items callers may use: `lib.rs` exports some of these.
const GENERATOR_FILES: &[&str] = &[
    "lib.rs",
    "build_script/mod.rs",
    "build_script/settings.rs",
    "load/mod.rs",
    "load/files/mapping.rs",
    "output/format/mod.rs",
    "output/write.rs",
    "report/mod.rs",
    "settings/mod.rs",
    "settings/rust_type.rs",
    "settings/crate_name.rs",
    "settings/target.rs",
];

/// The items that build scripts may use. Hidden modules are for the command and for tests.
#[test]
fn public_items_of_the_generator_are_listed() {
    let source = repository().join("codegen/src");
    let list = GENERATOR_FILES.iter().map(|path| {
        let file = syn::parse_file(&fs::read_to_string(source.join(path)).unwrap()).unwrap();
        let shown = file.items.into_iter().filter(|item| !is_hidden(attributes(item)));
        let shown: TokenStream = shown.map(without_hidden_methods).map(ToTokens::into_token_stream).collect();
        items::list(path, &shown.to_string())
    });
    let mut expectations = Expectations::of("structure");
    expectations.file(&repository().join("codegen/tests/public_items.txt"), Some(&list.collect::<String>()));
    expectations.finish();
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn without_hidden_methods(mut item: Item) -> Item {
    if let Item::Impl(item) = &mut item {
        item.items.retain(|item| !matches!(item, ImplItem::Fn(method) if is_hidden(&method.attrs)));
    }
    item
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().replace(' ', "") == "#[doc(hidden)]")
}

/// The macros that a file exports; which of them are hidden from callers.
fn macros(text: &str) -> String {
    let file = syn::parse_file(text).unwrap();
    let exported = file.items.iter().filter_map(|item| if let Item::Macro(item) = item { Some(item) } else { None });
    let exported = exported.filter(|item| item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")));
    let lines = exported.filter_map(|item| {
        let hidden = item.attrs.iter().any(|attribute| attribute.to_token_stream().to_string().contains("hidden"));
        Some(format!("  macro {}!{}\n", item.ident.as_ref()?, if hidden { " (hidden)" } else { "" }))
    });
    lines.collect()
}
