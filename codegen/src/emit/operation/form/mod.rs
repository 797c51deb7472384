//! Bodies that are sent in parts: a struct with a field for each part.

mod field;

use crate::emit::Emitter;
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::docs;
use crate::emit::model::object::{described, setter_docs};
use crate::ir::{Additional, Content, OperationId, Part, Property, TypeKind};
use crate::name::Name;
use crate::name::TypeNames;
use field::Field;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The fields of a form, in the document's order.
fn fields<'a>(
    emitter: &'a Emitter<'a>,
    names: &'a TypeNames,
    (content, parts): (&Content, &'a [Part]),
) -> Vec<Field<'a>> {
    let TypeKind::Object(object) = &emitter.api.types[content.value.id].kind else { return Vec::new() };
    let properties = object.properties.iter().zip(&names.members).filter(|(property, _)| !property.read_only);
    properties
        .filter_map(|(property, name)| {
            let part = parts.iter().find(|part| part.property == property.name)?;
            Some(Field { emitter, property, part, name })
        })
        .collect()
}

/// The field for additional parts: if `additionalProperties` is missing, or a schema.
fn additional<'a>(emitter: &Emitter, names: &'a TypeNames, content: &Content) -> Option<&'a Name> {
    match &emitter.api.types[content.value.id].kind {
        TypeKind::Object(object) if object.additional != Additional::Forbidden => Some(&names.rest),
        _ => None,
    }
}

/// The expression that makes the form of `form`, the members of a test as JSON.
pub(in crate::emit) fn given_as_json(
    emitter: &Emitter,
    names: &TypeNames,
    form: (&Content, &[Part]),
    uses: &Uses,
) -> TokenStream {
    let item = uses.operation(&names.item);
    let additional = additional(emitter, names, form.0).map(|name| {
        let properties = form.1.iter().map(|part| &part.property);
        quote!(parts = parts.#name(form.fields_except(&[#(#properties),*]));)
    });
    let fields = fields(emitter, names, form);
    let fields = fields.iter().filter(|field| field.known().is_none());
    let (required, optional): (Vec<&Field>, Vec<&Field>) = fields.partition(|field| field.is_argument(uses));
    let arguments = required.iter().map(|field| {
        let (wire, value) = (&field.property.name, field.given_as_json(uses));
        (field.name, quote!(harness::required(#value, #wire)?))
    });
    let struct_name = uses.operation(&names.required);
    let constructed = emitter.constructed(&item, &struct_name, &arguments.collect::<Vec<_>>());
    let setters = optional.iter().map(|field| {
        let (setter, value) = (field.name, field.given_as_json(uses));
        if field.one_choice(uses).is_some() {
            return quote!(if #value.is_some() { parts = parts.#setter(); });
        }
        quote!(if let Some(value) = #value { parts = parts.#setter(value); })
    });
    quote!({ let mut parts = #constructed; #(#setters)* #additional Ok(parts) })
}

/// A part that a caller sets.
pub(in crate::emit) struct PartInput<'a> {
    pub(in crate::emit) name: &'a Name,
    pub(in crate::emit) property: &'a Property,
    pub(in crate::emit) part: &'a Part,
    /// Whether it is an argument of the constructor, and not of a setter.
    pub(in crate::emit) is_argument: bool,
}

/// The parts that a caller sets, in the document's order.
pub(in crate::emit) fn part_inputs<'a>(
    emitter: &'a Emitter<'a>,
    names: &'a TypeNames,
    form: (&Content, &'a [Part]),
) -> Vec<PartInput<'a>> {
    let uses = Uses::at(ModuleDepth::Root);
    let fields = fields(emitter, names, form).into_iter();
    let fields = fields.filter(|field| field.known().is_none() && field.one_choice(&uses).is_none());
    let part = |field: Field<'a>| {
        let is_argument = field.is_argument(&uses);
        let Field { name, property, part, .. } = field;
        PartInput { name, property, part, is_argument }
    };
    fields.map(part).collect()
}

/// The struct, how to make one, and how its parts are written.
pub(in crate::emit) fn items(
    emitter: &Emitter,
    id: OperationId,
    names: &TypeNames,
    (content, parts): (&Content, &[Part]),
    uses: &Uses,
) -> Vec<TokenStream> {
    let additional = additional(emitter, names, content);
    let fields = fields(emitter, names, (content, parts));
    let statements = writing(&names.item, &fields, additional, uses);
    let constants = emitter.is_received(&emitter.api.operations[id.0]).then(|| constants(&fields));
    let fields: Vec<Field> = fields.into_iter().filter(|field| field.known().is_none()).collect();
    let read = constants.map(|constants| reading(&names.item, &fields, &constants, additional, uses));
    let items = vec![
        declaration(emitter, id, (&names.item, additional), content, &fields, uses),
        construction(emitter, names, &fields, additional, uses),
        default(&names.item, &fields, uses),
        statements,
    ];
    items.into_iter().chain(read).collect()
}

/// How a service reads the form.
fn reading(
    item: &Name,
    fields: &[Field],
    constants: &[TokenStream],
    additional: Option<&Name>,
    uses: &Uses,
) -> TokenStream {
    let receive = uses.private("receive_form");
    let fields = fields.iter().map(|field| {
        let (name, read) = (field.name, field.received(uses));
        let need = identifier(if field.is_required() { "required" } else { "optional" });
        quote!(#name: #need #read)
    });
    let additional = additional.map(|name| quote!(#name: required rest()));
    let fields = fields.chain(additional);
    let constants = (!constants.is_empty()).then(|| quote!(where { #(#constants,)* }));
    quote!(#receive! { #item { #(#fields,)* } #constants })
}

/// The parts with fixed values.
fn constants(fields: &[Field]) -> Vec<TokenStream> {
    let known = fields.iter().filter_map(|field| Some((field, field.known()?.text())));
    known
        .map(|(field, text)| {
            let wire = &field.property.name;
            let need = identifier(if field.is_required() { "required" } else { "optional" });
            let at = field.index().map(Literal::usize_unsuffixed).map(|index| quote!(at #index));
            quote!(#need #wire #at = #text)
        })
        .collect()
}

fn declaration(
    emitter: &Emitter,
    id: OperationId,
    (item, additional): (&Name, Option<&Name>),
    content: &Content,
    fields: &[Field],
    uses: &Uses,
) -> TokenStream {
    let operation = docs::code(&emitter.api.operations[id.0].id);
    let media_type = docs::code(content.media_type());
    let order = if fields.iter().any(Field::has_position) { ", in this order" } else { "" };
    let what = format!("The body of {operation}, {media_type}: each field is a part{order}.");
    let description = emitter.api.types[content.value.id].description.as_deref();
    let docs = docs::lines([Some(what.as_str()), description]);
    let docs_of_additional = additional_docs(fields);
    let default = (!fields.iter().any(Field::is_required)).then(|| quote!(, Default));
    let fields = fields.iter().map(|field| {
        let (name, field_type) = (field.name, field.field_type(uses));
        let docs = docs::lines([Some(described(emitter, field.property, name).as_str())]);
        if field.is_required() {
            quote!(#docs pub #name: #field_type)
        } else {
            quote!(#docs pub #name: Option<#field_type>)
        }
    });
    let additional = additional.map(|name| {
        let multipart = uses.runtime("Multipart");
        quote! {
            #docs_of_additional
            pub #name: #multipart,
        }
    });
    let non_exhaustive = emitter.non_exhaustive();
    quote! {
        #docs
        #[derive(Debug, Clone #default)]
        #non_exhaustive
        pub struct #item { #(#fields,)* #additional }
    }
}

/// The documentation of additional parts.
fn additional_docs(fields: &[Field]) -> TokenStream {
    let order = if fields.iter().any(Field::has_position) { "after the others" } else { "before the files" };
    docs::lines([Some(format!("Additional parts, sent {order}.").as_str())])
}

fn construction(
    emitter: &Emitter,
    names: &TypeNames,
    fields: &[Field],
    additional: Option<&Name>,
    uses: &Uses,
) -> TokenStream {
    let (item, construct) = (&names.item, uses.private("construct"));
    let (required, others): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.is_argument(uses));
    let docs = |field: &&Field| setter_docs(emitter, field.property, field.name);
    let parameters: Vec<TokenStream> = required
        .iter()
        .map(|field| {
            let (name, macro_syntax) = (field.name, field.argument(uses).macro_syntax);
            quote!(#name(#macro_syntax))
        })
        .collect();
    let parameters = if emitter.is_named(parameters.len()) {
        let (struct_name, docs) = (&names.required, required.iter().map(docs));
        quote!(from #struct_name { #(#docs #parameters,)* })
    } else {
        quote!((#(#parameters),*))
    };
    let others = others.iter().map(|field| {
        let (docs, name, macro_syntax) = (docs(field), field.name, field.set(uses));
        quote!(#docs #name(#macro_syntax))
    });
    let docs_of_additional = additional_docs(fields);
    let additional = additional.map(|name| {
        let multipart = uses.runtime("Multipart");
        quote!(
            #docs_of_additional
            #name(preset #multipart::new(), (#multipart))
        )
    });
    let others = others.chain(additional);
    quote!(#construct!(#item #parameters { #(#others),* });)
}

/// `Default`, written out, of a form without required parts that has a preset one.
fn default(item: &Name, fields: &[Field], uses: &Uses) -> TokenStream {
    let is_derived = !fields.iter().any(Field::is_required);
    if is_derived || fields.iter().any(|field| field.is_argument(uses)) {
        return TokenStream::new();
    }
    quote! {
        impl Default for #item {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

/// Additional parts are written before the files, since some servers do not read fields after a file; and after parts that have a
/// position.
fn writing(item: &Name, fields: &[Field], additional: Option<&Name>, uses: &Uses) -> TokenStream {
    let (form, multipart) = (uses.runtime("MultipartForm"), uses.runtime("Multipart"));
    let mut statements: Vec<TokenStream> = fields.iter().map(|field| field.write_statement(uses)).collect();
    let index = fields.iter().position(|field| field.is_file() && !field.has_position()).unwrap_or(fields.len());
    if let Some(name) = additional {
        statements.insert(index, quote!(parts.extend(&self.#name);));
    }
    let parts = if statements.is_empty() { quote!(_) } else { quote!(parts) };
    quote! {
        impl #form for #item {
            fn write(&self, #parts: &mut #multipart) {
                #(#statements)*
            }
        }
    }
}
