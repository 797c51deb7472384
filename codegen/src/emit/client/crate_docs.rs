//! The documentation of a whole crate.

use super::example;
use crate::emit::{Emitter, docs};
use crate::output::krate::{Layout, manifest};

/// What it is, a first call, what is in it.
pub(in crate::emit) fn text(emitter: &Emitter) -> String {
    let api = emitter.api;
    let name = match emitter.layout {
        Layout::Crate(package) => package.name.ident(),
        Layout::Modules => "self".to_owned(),
    };
    let heading = format!("Typed client of {} {}.", docs::plain(&api.title), docs::plain(&api.version));
    let contents = "[`Client`] has a method for each operation. What they send and answer is in [`models`], the operations \
                    by themselves, as values, in [`operations`].";
    let (program, compiles) = example::program_of(emitter, &name);
    let attribute = if compiles { "no_run" } else { "ignore" };
    [
        docs::join([Some(heading.as_str()), api.description.as_deref()]),
        "# First call".to_owned(),
        format!("```{attribute}\n{program}\n```"),
        "# Contents".to_owned(),
        contents.to_owned(),
        "# Features".to_owned(),
        manifest::list_of_features(emitter),
    ]
    .join("\n\n")
}
