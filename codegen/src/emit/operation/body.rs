//! Request bodies: the type that holds one, in one representation or several, and how it is put into the request.

use super::form;
use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::rust_type::Argument;
use crate::emit::docs;
use crate::emit::model::union::converted_models;
use crate::emit::operation::checks::checks;
use crate::emit::operation::style::style_name;
use crate::ir::{BodyFormat, Content, FormEncoding, OperationId, ParameterEncoding, RequestBody, TypeKind};
use crate::name::Name;
use crate::name::{OperationNames, TypeNames};
use proc_macro2::TokenStream;
use quote::quote;

/// The maximal number of fields of an unboxed form in an enum.
const FEW_FIELDS: usize = 2;

/// The body of an operation.
#[derive(Clone, Copy)]
pub(in crate::emit) struct Body<'a> {
    emitter: &'a Emitter<'a>,
    id: OperationId,
    source: &'a RequestBody,
}

impl<'a> Body<'a> {
    pub(in crate::emit) fn of(emitter: &'a Emitter<'a>, id: OperationId) -> Option<Self> {
        let source = emitter.api.operations[id.0].body.as_ref()?;
        Some(Self { emitter, id, source })
    }

    fn names(self) -> &'a OperationNames {
        self.emitter.names.operation(self.id)
    }

    /// The type of the body, without regard to whether it may be left out.
    pub(in crate::emit) fn rust_type(self, uses: &Uses) -> TokenStream {
        match self.source.contents.as_slice() {
            // An omitted body means the same as `null`.
            [content] => self.content(content, self.source.required, uses),
            _ => uses.operation(&self.names().bodies),
        }
    }

    /// How callers pass the body.
    pub(in crate::emit) fn argument(self, name: &Name, uses: &Uses) -> Argument {
        let rust_type = self.rust_type(uses);
        let name = quote!(#name);
        match self.source.contents.as_slice() {
            [content] if is_value(&content.format) && !(content.value.nullable && self.source.required) => {
                self.emitter.argument(content.value.id, &name, false, uses)
            }
            [content] if content.format == BodyFormat::JsonLines => {
                Argument::each(&self.emitter.rust_type(content.value, uses), &name)
            }
            _ => Argument::into(&rust_type, &name),
        }
    }

    /// The names of the form that a representation is sent as.
    fn form_names(self, content: &Content) -> Option<&'a TypeNames> {
        let index = self.source.contents.iter().position(|known| std::ptr::eq(known, content))?;
        self.names().forms.get(index)?.as_ref()
    }

    /// The type of one representation.
    fn content(self, content: &Content, nullable: bool, uses: &Uses) -> TokenStream {
        match &content.format {
            BodyFormat::Json if nullable => self.emitter.rust_type(content.value, uses),
            BodyFormat::Json | BodyFormat::Text | BodyFormat::Form(_) => {
                self.emitter.type_without_option(content.value.id, uses)
            }
            BodyFormat::JsonLines => {
                let line = self.emitter.rust_type(content.value, uses);
                quote!(Vec<#line>)
            }
            BodyFormat::Range => {
                let body = uses.runtime("TypedBody");
                quote!(#body)
            }
            // Events and parts of one type are never sent, which lowering has seen to.
            BodyFormat::Binary | BodyFormat::Events(_) | BodyFormat::Parts { .. } => {
                let body = uses.runtime("Body");
                quote!(#body)
            }
            BodyFormat::Multipart(parts) => {
                if let (Some(_), Some(names)) = (parts, self.form_names(content)) {
                    return uses.operation(&names.item);
                }
                let parts = uses.runtime("Multipart");
                quote!(#parts)
            }
        }
    }

    /// The statements that check the body `self.name` and put it into the request.
    pub(in crate::emit) fn write_statement(self, name: &Name, uses: &Uses) -> TokenStream {
        let bodies = &self.names().bodies;
        let value = if self.source.required { quote!(&self.#name) } else { quote!(body) };
        let statements = if let [content] = self.source.contents.as_slice() {
            self.write_content(content, &value, uses)
        } else {
            let matched = if self.source.required { quote!(&self.#name) } else { quote!(body) };
            let arms = self.source.contents.iter().zip(&self.names().body_variants).map(|(content, variant)| {
                let statements = self.write_content(content, &quote!(body), uses);
                quote!(#bodies::#variant(body) => { #statements })
            });
            quote!(match #matched { #(#arms)* })
        };
        if self.source.required { statements } else { quote!(if let Some(body) = &self.#name { #statements }) }
    }

    fn write_content(self, content: &Content, value: &TokenStream, uses: &Uses) -> TokenStream {
        let media_type = content.media_type();
        match &content.format {
            BodyFormat::Range => quote!(request.bytes_within(#media_type, #value);),
            BodyFormat::Binary | BodyFormat::Events(_) | BodyFormat::Parts { .. } => {
                quote!(request.bytes(#media_type, #value);)
            }
            BodyFormat::Multipart(_) => quote!(request.multipart(#media_type, #value);),
            BodyFormat::JsonLines => {
                let item = checks(self.emitter, content.value.id, "body", &quote!(line), uses);
                let checked = (!item.is_empty()).then(|| {
                    let lines = value.to_string();
                    let lines = if lines == "body" { quote!(body) } else { value.clone() };
                    quote!(for line in #lines { #item })
                });
                quote!(#checked request.json_lines(#media_type, #value);)
            }
            BodyFormat::Json | BodyFormat::Text | BodyFormat::Form(_) => {
                let checked = checks(self.emitter, content.value.id, "body", value, uses);
                let put = match &content.format {
                    BodyFormat::Form(encodings) => {
                        let encodings = encodings.iter().map(|encoding| form_encoding(encoding, uses));
                        quote!(request.form(#value, &[#(#encodings),*]);)
                    }
                    BodyFormat::Text => quote!(request.text(#media_type, #value);),
                    _ if media_type == "application/json" => quote!(request.json(#value);),
                    _ => quote!(request.json_as(#media_type, #value);),
                };
                quote!(#checked #put)
            }
        }
    }

    /// How a service reads it: a method of the reader and its arguments.
    pub(in crate::emit) fn received(self, uses: &Uses) -> TokenStream {
        if let [content] = self.source.contents.as_slice() {
            return self.received_content(content, uses);
        }
        let bodies = &self.names().bodies;
        let variants = self.source.contents.iter().zip(&self.names().body_variants).map(|(content, variant)| {
            let media_types = content.media_types.join(", ");
            let read = self.received_content(content, uses);
            let boxed = self.is_boxed(content).then(|| quote!((boxed)));
            quote!(#variant #boxed = #media_types: #read)
        });
        quote!(#bodies { #(#variants,)* })
    }

    fn received_content(self, content: &Content, uses: &Uses) -> TokenStream {
        let media_types = content.media_types.join(", ");
        let shape = || self.emitter.shape(content.value.id, false);
        match &content.format {
            BodyFormat::Json => quote!(json(#media_types)),
            BodyFormat::JsonLines => quote!(json_lines(#media_types)),
            BodyFormat::Text => {
                let shape = shape();
                quote!(text(#media_types, #shape))
            }
            BodyFormat::Form(encodings) => {
                let shape = self.emitter.shape_of_form(content.value.id, encodings, uses);
                let encodings = encodings.iter().map(|encoding| form_encoding(encoding, uses));
                quote!(form(#shape, &[#(#encodings),*]))
            }
            BodyFormat::Range => quote!(bytes_within(#media_types)),
            BodyFormat::Binary | BodyFormat::Events(_) | BodyFormat::Parts { .. } => quote!(bytes(#media_types)),
            BodyFormat::Multipart(_) => quote!(multipart(#media_types)),
        }
    }

    /// The expression for the optional body, in tests with inputs as JSON.
    pub(in crate::emit) fn given_as_json(self, uses: &Uses) -> TokenStream {
        if let [content] = self.source.contents.as_slice() {
            return self.content_given_as_json(content, self.source.required, uses);
        }
        let bodies = self.rust_type(uses);
        let arms = self.source.contents.iter().zip(&self.names().body_variants).map(|(content, variant)| {
            let (media_type, value) = (content.media_type(), self.content_given_as_json(content, true, uses));
            let boxed = self.is_boxed(content).then(|| quote!(.map(Box::new)));
            quote!(Some(#media_type) => #value #boxed.map(#bodies::#variant),)
        });
        quote! {
            match inputs.media_type() {
                None => None,
                #(#arms)*
                Some(other) => return Err(harness::unknown_media_type(other)),
            }
        }
    }

    fn content_given_as_json(self, content: &Content, nullable: bool, uses: &Uses) -> TokenStream {
        match &content.format {
            BodyFormat::Json | BodyFormat::Text | BodyFormat::Form(_) | BodyFormat::JsonLines => {
                let body_type = self.content(content, nullable, uses);
                quote!(inputs.body::<#body_type>()?)
            }
            BodyFormat::Range => quote!(inputs.typed_bytes()?),
            BodyFormat::Binary | BodyFormat::Events(_) | BodyFormat::Parts { .. } => quote!(inputs.bytes()?),
            BodyFormat::Multipart(parts) => {
                if let (Some(parts), Some(names)) = (parts, self.form_names(content)) {
                    let constructed = form::given_as_json(self.emitter, names, (content, parts), uses);
                    return quote!(inputs.form(|form| #constructed)?);
                }
                quote!(inputs.fields()?)
            }
        }
    }

    /// The types that the body alone needs: the form that is sent in parts, and the enum of several representations.
    pub(in crate::emit) fn declarations(self, uses: &Uses) -> Vec<TokenStream> {
        let contents = &self.source.contents;
        let forms = contents.iter().zip(&self.names().forms).filter_map(|(content, names)| match &content.format {
            BodyFormat::Multipart(Some(parts)) => Some((names.as_ref()?, (content, parts.as_slice()))),
            _ => None,
        });
        let mut items: Vec<TokenStream> =
            forms.flat_map(|(names, form)| form::items(self.emitter, self.id, names, form, uses)).collect();
        if contents.len() > 1 {
            items.push(self.alternatives(uses));
            items.extend(self.conversions(uses));
            items.extend(self.conversions_of_variants(uses));
        }
        items
    }

    fn alternatives(self, uses: &Uses) -> TokenStream {
        let name = &self.names().bodies;
        let operation = docs::code(&self.emitter.api.operations[self.id.0].id);
        let what = docs::lines([Some(format!("The body of {operation}, by media type.").as_str())]);
        let variants = self.source.contents.iter().zip(&self.names().body_variants).map(|(content, variant)| {
            let docs = docs::lines([Some(format!("{}.", docs::code(content.media_type())).as_str())]);
            let body_type = self.content(content, true, uses);
            let body_type = if self.is_boxed(content) { quote!(Box<#body_type>) } else { body_type };
            quote!(#docs #variant(#body_type))
        });
        quote! {
            #what
            #[derive(Debug, Clone)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        }
    }

    /// From the representation that is preferred, and from the form, which is no other operation's.
    fn conversions(self, uses: &Uses) -> Vec<TokenStream> {
        let name = &self.names().bodies;
        let contents = self.source.contents.iter().zip(&self.names().body_variants).enumerate();
        let are_distinct = contents
            .filter(|(index, (content, _))| *index == 0 || matches!(content.format, BodyFormat::Multipart(Some(_))));
        are_distinct
            .map(|(_, (content, variant))| {
                let body_type = self.content(content, true, uses);
                let body = if self.is_boxed(content) { quote!(Box::new(body)) } else { quote!(body) };
                quote! {
                    impl From<#body_type> for #name {
                        fn from(body: #body_type) -> Self {
                            Self::#variant(#body)
                        }
                    }
                }
            })
            .collect()
    }

    /// From the models that the preferred representation may be, if that is a union of them.
    fn conversions_of_variants(self, uses: &Uses) -> Option<TokenStream> {
        let content = self.source.contents.first().filter(|content| is_value(&content.format))?;
        let TypeKind::Union(union) = &self.emitter.api.types[content.value.id].kind else { return None };
        let models = converted_models(self.emitter, content.value.id, union, uses);
        if models.is_empty() {
            return None;
        }
        let (name, body_from) = (&self.names().bodies, uses.private("body_from"));
        let union = self.content(content, true, uses);
        Some(quote!(#body_from!(#name; #union: #(#models),*);))
    }

    /// The variants of an enum should be of about one size.
    fn is_boxed(self, content: &Content) -> bool {
        match &content.format {
            BodyFormat::Json | BodyFormat::Form(_) => self.emitter.analysis.is_large(content.value.id),
            BodyFormat::Multipart(parts) => parts.as_ref().is_some_and(|parts| parts.len() > FEW_FIELDS),
            _ => false,
        }
    }
}

/// Whether the caller passes a value of the document's type.
fn is_value(format: &BodyFormat) -> bool {
    matches!(format, BodyFormat::Json | BodyFormat::Text | BodyFormat::Form(_))
}

fn form_encoding(encoding: &FormEncoding, uses: &Uses) -> TokenStream {
    let name = &encoding.property;
    let runtime = uses.runtime("FormEncoding");
    match &encoding.encoding {
        ParameterEncoding::Json => quote!(#runtime::json(#name)),
        ParameterEncoding::Style { style, explode, allow_reserved, nested } => {
            let style = style_name(*style, uses);
            if !nested.is_empty() {
                let nested = nested.iter().map(|style| style_name(*style, uses));
                quote!(#runtime::nested(#name, #style, #explode, &[#(#nested),*]))
            } else if *allow_reserved {
                quote!(#runtime::reserved(#name, #style, #explode))
            } else {
                quote!(#runtime::style(#name, #style, #explode))
            }
        }
    }
}
