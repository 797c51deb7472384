//! The documentation of a whole crate.

use crate::emit::crate_features::list_of_features;
use crate::emit::{Emitter, docs, example};
use crate::settings::Layout;

/// A heading, a first call, the contents and the features.
pub(in crate::emit) fn text(emitter: &Emitter) -> String {
    let api = emitter.api;
    let name = match emitter.layout {
        Layout::Crate(package) => package.name.ident(),
        Layout::Modules => "self".to_owned(),
    };
    let heading = format!("Typed client of {} {}.", docs::plain(&api.title), docs::plain(&api.version));
    let contents = "[`Client`] has a method for each operation. Request and response types are in [`models`]; \
                    the operations themselves, as values, are in [`operations`].";
    let (program, compiles) = example::program_of(emitter, &name);
    let attribute = if compiles { "no_run" } else { "ignore" };
    [
        docs::join([Some(heading.as_str()), api.description.as_deref()]),
        "# First call".to_owned(),
        format!("```{attribute}\n{program}\n```"),
        "# Contents".to_owned(),
        contents.to_owned(),
        "# Features".to_owned(),
        list_of_features(emitter),
    ]
    .join("\n\n")
}
