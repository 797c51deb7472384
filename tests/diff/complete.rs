//! Nothing public of an emitted client is missing from its surface.

use specwright::Builder;
use specwright::surface::{EntryKind, Surface};
use specwright_tests::{repository, subfolders};
use std::collections::BTreeSet;
use syn::{Fields, ImplItem, Item, Type, Visibility};

/// The items of every client, independent of its document.
const OF_EVERY_CLIENT: [&str; 1] = ["Client"];

/// The public names of emitted text: `Pet`, `Pet.name`, `Client.get_pet`.
fn emitted(items: &[Item], names: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                names.insert(item.ident.to_string());
                if let Fields::Named(fields) = &item.fields {
                    let public = fields.named.iter().filter(|field| is_public(&field.vis));
                    names.extend(public.filter_map(|field| Some(format!("{}.{}", item.ident, field.ident.as_ref()?))));
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                names.insert(item.ident.to_string());
                names.extend(item.variants.iter().map(|variant| format!("{}.{}", item.ident, variant.ident)));
            }
            Item::Type(item) if is_public(&item.vis) => {
                names.insert(item.ident.to_string());
            }
            Item::Const(item) if is_public(&item.vis) => {
                names.insert(item.ident.to_string());
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let Type::Path(of) = &*item.self_ty else { continue };
                let of = of.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
                let functions = item.items.iter().filter_map(|member| match member {
                    ImplItem::Fn(function) if is_public(&function.vis) => Some(format!("{of}.{}", function.sig.ident)),
                    _ => None,
                });
                names.extend(functions);
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The same names of a surface, without those that the runtime's macros add.
fn known(surface: &Surface) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for item in &surface.items {
        names.insert(item.name().to_owned());
        names.extend(item.entries.iter().map(|entry| match entry.kind {
            EntryKind::Method(_) => format!("Client.{}", entry.name),
            _ => format!("{}.{}", item.name(), entry.name),
        }));
    }
    names
}

#[test]
fn surface_lists_all_public_items() {
    let mut count = 0;
    let fixtures = repository().join("tests/fixtures");
    for folder in subfolders(&fixtures).into_iter().map(|name| fixtures.join(name)) {
        let builder = Builder::new(folder.join("openapi.yaml"));
        // Some have mistakes, and some are not of this name.
        let (Ok(output), Ok(version)) = (builder.output(), builder.version()) else { continue };
        let mut names: BTreeSet<String> = OF_EVERY_CLIENT.map(str::to_owned).into();
        // Of modules, every file is Rust.
        for file in &output.files {
            let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
            emitted(&parsed.items, &mut names);
        }
        let missing: Vec<String> = names.difference(&known(&version.surface)).cloned().collect();
        assert!(missing.is_empty(), "{}: {missing:#?}", folder.display());
        count += 1;
    }
    assert!(count > 50, "{count} fixtures");
}
