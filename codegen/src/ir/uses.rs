//! The uses of types, for reading and for changes.

use super::{Additional, Api, TypeId, TypeKind, TypeRef};

impl<S> TypeKind<S> {
    /// The types that it uses, in order.
    pub(crate) fn uses(&self) -> Vec<TypeRef> {
        match self {
            Self::Array(value) | Self::Map(value) => vec![*value],
            Self::Tuple(values) => values.clone(),
            Self::Object(object) => {
                let more = match object.additional {
                    Additional::Typed(value) => Some(value),
                    Additional::Any | Additional::Forbidden => None,
                };
                object.properties.iter().map(|property| property.value).chain(more).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| variant.value).collect(),
            Self::Any
            | Self::Boolean
            | Self::Integer(_)
            | Self::Number(_)
            | Self::String(_)
            | Self::Enum(_)
            | Self::External(_) => Vec::new(),
        }
    }

    /// The same, by mutable reference.
    pub(crate) fn uses_mut(&mut self) -> Vec<&mut TypeRef> {
        match self {
            Self::Array(value) | Self::Map(value) => vec![value],
            Self::Tuple(values) => values.iter_mut().collect(),
            Self::Object(object) => {
                let more = match &mut object.additional {
                    Additional::Typed(value) => Some(value),
                    Additional::Any | Additional::Forbidden => None,
                };
                object.properties.iter_mut().map(|property| &mut property.value).chain(more).collect()
            }
            Self::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.value).collect(),
            Self::Any
            | Self::Boolean
            | Self::Integer(_)
            | Self::Number(_)
            | Self::String(_)
            | Self::Enum(_)
            | Self::External(_) => Vec::new(),
        }
    }
}

impl Api {
    /// Replaces the types that operations and responses hold.
    pub(crate) fn map_held_types(&mut self, map: &impl Fn(TypeId) -> TypeId) {
        let change = |value: &mut TypeRef| value.id = map(value.id);
        for operation in &mut self.operations {
            operation.parameters.iter_mut().for_each(|parameter| change(&mut parameter.value));
            let bodies = operation.body.iter_mut().flat_map(|body| &mut body.contents);
            bodies.for_each(|content| change(&mut content.value));
            for response in &mut operation.responses {
                response.contents.iter_mut().for_each(|content| change(&mut content.value));
                response.headers.iter_mut().for_each(|header| change(&mut header.value));
            }
            if let Some(pages) = &mut operation.pages {
                change(&mut pages.list.page);
                change(&mut pages.list.element);
                pages.list.id = map(pages.list.id);
                pages.list.path.iter_mut().for_each(|step| step.object = map(step.object));
            }
        }
        let shared = self.shared_responses.iter_mut().flat_map(|response| &mut response.contents);
        shared.for_each(|content| change(&mut content.value));
    }
}
