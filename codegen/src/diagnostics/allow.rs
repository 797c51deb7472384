//! Warnings that the user has allowed.

use super::{Code, Location, similar};
use crate::pointer::{Origin, Pointer};
use glob::Pattern;

/// Warnings that are notes: all of one code, all within a part of the document, or those of a code within a part.
///
/// Written as `code`, `#/pointer` or `code#/pointer`, where `*` matches any characters and `?` one.
#[derive(Debug, Clone)]
pub(crate) struct Allow {
    code: Option<Code>,
    pointer: Option<Pattern>,
}

/// Why a string is none.
#[derive(Debug)]
pub(crate) struct NotAllowed {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Allow {
    /// Reads `code`, `#/pointer` or `code#/pointer`.
    pub(crate) fn parse(text: &str) -> Result<Self, NotAllowed> {
        let (code, pointer) = match text.split_once('#') {
            Some((code, pointer)) => (code, Some(pointer)),
            None => (text, None),
        };
        let code = if code.is_empty() && pointer.is_some() { None } else { Some(allowable(code)?) };
        Ok(Self { code, pointer: pointer.map(pattern).transpose()? })
    }

    /// Whether it matches a diagnostic with this code at this node.
    pub(crate) fn covers(&self, code: Code, location: &Location) -> bool {
        let fits = self.code.is_none_or(|own| own == code) && code != Code::UnnamedSettings;
        fits && self.pointer.as_ref().is_none_or(|pattern| match location {
            Location::Node(origin, _) => within(pattern, origin),
            Location::Bytes(..) | Location::File(_) => false,
        })
    }
}

/// Whether the node, or one that contains it, matches the pattern.
fn within(pattern: &Pattern, origin: &Origin) -> bool {
    let mut at = origin.pointer.clone();
    loop {
        if pattern.matches(at.as_str()) {
            return true;
        }
        if at == Pointer::root() {
            return false;
        }
        at = at.parent();
    }
}

fn allowable(name: &str) -> Result<Code, NotAllowed> {
    let Some(code) = Code::parse(name) else {
        let help = match similar(name, Code::ALL.iter().map(|code| code.as_str())) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "write a code, which a diagnostic shows in brackets: `warning[code]`".to_owned(),
        };
        return Err(NotAllowed { message: format!("`{name}` is not the code of a diagnostic"), help });
    };
    if code == Code::UnnamedSettings {
        let message = format!("`{code}` cannot be allowed by the settings that it reports");
        return Err(NotAllowed {
            message,
            help:
                "name the settings file explicitly instead: `--config FILE`, or `.config(\"FILE\")` in a build script"
                    .to_owned(),
        });
    }
    Ok(code)
}

fn pattern(pointer: &str) -> Result<Pattern, NotAllowed> {
    const HELP: &str = "write a JSON Pointer, as in `#/components/schemas/Pet`, with `*` for any characters";
    let refuse = |reason: &str| NotAllowed {
        message: format!("invalid JSON Pointer `#{pointer}`: {reason}"),
        help: HELP.to_owned(),
    };
    if !pointer.is_empty() && !pointer.starts_with(['/', '*']) {
        return Err(refuse("a JSON Pointer starts with `/`"));
    }
    Pattern::new(pointer).map_err(|error| refuse(error.msg))
}

#[cfg(test)]
mod tests {
    use super::Allow;
    use crate::diagnostics::{Code, KeyOrValue, Location};
    use crate::pointer::{FileId, Origin, Pointer};

    fn covers(allow: &str, code: Code, pointer: &str) -> bool {
        let origin = Origin { file: FileId(0), pointer: Pointer::parse(pointer).unwrap() };
        Allow::parse(allow).unwrap().covers(code, &Location::Node(origin, KeyOrValue::Value))
    }

    #[test]
    fn allow_parses_a_code_a_pointer_or_both() {
        let pet = "/components/schemas/Pet/properties/name";
        for (allow, code, pointer, expected) in [
            ("fallback", Code::Fallback, pet, true),
            ("fallback", Code::WrongType, pet, false),
            ("#/components/schemas/Pet", Code::WrongType, pet, true),
            ("#/components/schemas/Pe", Code::WrongType, pet, false),
            ("#/components/schemas/P*", Code::WrongType, pet, true),
            ("#/components/schemas/P?t", Code::WrongType, pet, true),
            ("fallback#/components/schemas/Pet", Code::Fallback, pet, true),
            ("fallback#/components/schemas/Pet", Code::Fallback, "/components/schemas/Petz", false),
            ("fallback#/components/schemas/Pet", Code::WrongType, pet, false),
            ("#", Code::Fallback, "", true),
            // A settings file cannot declare itself trusted.
            ("#", Code::UnnamedSettings, pet, false),
        ] {
            assert_eq!(covers(allow, code, pointer), expected, "{allow} {pointer}");
        }
    }

    #[test]
    fn allow_rejects_unknown_codes() {
        let refused = |text| Allow::parse(text).map(drop).unwrap_err();
        assert_eq!(refused("falback").help, "did you mean `fallback`?");
        assert_eq!(refused("").message, "`` is not the code of a diagnostic");
        assert_eq!(refused("fallback#a").message, "invalid JSON Pointer `#a`: a JSON Pointer starts with `/`");
        assert_eq!(
            refused("unnamed-settings").message,
            "`unnamed-settings` cannot be allowed by the settings that it reports"
        );
    }
}
