//! The way to a node, while a tree is walked.

use crate::pointer::Pointer;

/// A step of the path to a node, which becomes a pointer only for a diagnostic.
pub(crate) struct PathStep<'s> {
    pub(crate) parent: Option<&'s PathStep<'s>>,
    pub(crate) name: Name<'s>,
}

pub(crate) enum Name<'s> {
    Root,
    Key(&'s str),
    Index(usize),
}

impl<'s> PathStep<'s> {
    pub(crate) const ROOT: Self = Self { parent: None, name: Name::Root };

    pub(crate) fn key(&'s self, key: &'s str) -> Self {
        Self { parent: Some(self), name: Name::Key(key) }
    }

    pub(crate) fn index(&'s self, index: usize) -> Self {
        Self { parent: Some(self), name: Name::Index(index) }
    }

    pub(crate) fn pointer(&self) -> Pointer {
        let mut steps = Vec::new();
        let mut next = Some(self);
        while let Some(step) = next {
            steps.push(&step.name);
            next = step.parent;
        }
        let names = steps.into_iter().rev();
        names.fold(Pointer::root(), |pointer, name| match name {
            Name::Root => pointer,
            Name::Key(key) => pointer.key(key),
            Name::Index(index) => pointer.index(*index),
        })
    }
}
