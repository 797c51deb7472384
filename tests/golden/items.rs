//! The public items of a file, one a line: what a client has that a fixture does not check in.

use syn::{Fields, ImplItem, Item, Type, Visibility};

/// The path of a file and, indented, the public items that it has.
///
/// # Panics
///
/// When the text is not Rust.
pub fn list(path: &str, text: &str) -> String {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut lines = Vec::new();
    items(&file.items, "  ", &mut lines);
    lines.into_iter().fold(format!("{path}\n"), |list, line| list + &line + "\n")
}

fn items(items: &[Item], indent: &str, lines: &mut Vec<String>) {
    for item in items {
        if let Some(line) = line(item) {
            lines.push(format!("{indent}{line}"));
        }
        match item {
            Item::Mod(item) => {
                let within = item.content.iter().flat_map(|(_, items)| items);
                within.for_each(|item| self::items(std::slice::from_ref(item), &format!("{indent}  "), lines));
            }
            Item::Impl(item) if item.trait_.is_none() => methods(item, indent, lines),
            _ => {}
        }
    }
}

/// An item as a list has it; none for what is not public.
fn line(item: &Item) -> Option<String> {
    match item {
        Item::Const(item) => public(&item.vis, format!("const {}", item.ident)),
        Item::Enum(item) => {
            let variants = item.variants.iter().map(|variant| variant.ident.to_string()).collect::<Vec<_>>();
            public(&item.vis, format!("enum {}{}", item.ident, braced(&variants)))
        }
        Item::Fn(item) => public(&item.vis, format!("fn {}", item.sig.ident)),
        Item::Mod(item) => public(&item.vis, format!("mod {}", item.ident)),
        Item::Static(item) => public(&item.vis, format!("static {}", item.ident)),
        Item::Struct(item) => public(&item.vis, format!("struct {}{}", item.ident, fields(&item.fields))),
        Item::Trait(item) => public(&item.vis, format!("trait {}", item.ident)),
        Item::Type(item) => public(&item.vis, format!("type {}", item.ident)),
        Item::Use(item) => public(&item.vis, format!("use {}", spelt(&item.tree))),
        _ => None,
    }
}

fn public(visibility: &Visibility, line: String) -> Option<String> {
    matches!(visibility, Visibility::Public(_)).then_some(line)
}

/// The public fields of a struct by name.
fn fields(fields: &Fields) -> String {
    let public = fields.iter().filter(|field| matches!(field.vis, Visibility::Public(_)));
    braced(&public.filter_map(|field| Some(field.ident.as_ref()?.to_string())).collect::<Vec<_>>())
}

fn braced(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!(" {{ {} }}", names.join(", ")) }
}

/// The public methods of a type.
fn methods(item: &syn::ItemImpl, indent: &str, lines: &mut Vec<String>) {
    let Type::Path(of) = &*item.self_ty else { return };
    let name = of.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    for member in &item.items {
        if let ImplItem::Fn(method) = member
            && let Some(line) = public(&method.vis, format!("fn {name}::{}", method.sig.ident))
        {
            lines.push(format!("{indent}{line}"));
        }
    }
}

/// A path of `use` as it is written.
fn spelt(tree: &syn::UseTree) -> String {
    quote::quote!(#tree).to_string().replace(" :: ", "::")
}
