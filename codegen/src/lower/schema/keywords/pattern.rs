//! `pattern`: which of ECMA-262's regular expressions the client can run.

/// The longest supported pattern: compiling and running it takes time in proportion.
const LONGEST: usize = 4096;

/// Why a pattern is not run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unrunnable {
    pub(crate) reason: String,
    pub(crate) remedy: String,
    /// Whether it is no regular expression of ECMA-262 either, as far as this is known.
    pub(crate) is_invalid: bool,
}

impl Unrunnable {
    fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { reason: reason.into(), remedy: remedy.into(), is_invalid: false }
    }
}

/// The pattern, if it has the same meaning in the client's regular expressions; else why not.
pub(crate) fn runnable(pattern: &str) -> Result<String, Unrunnable> {
    if pattern.len() > LONGEST {
        let remedy = format!("write a pattern of at most {LONGEST} bytes, or check such values before calling");
        return Err(Unrunnable::new(format!("it has more than {LONGEST} bytes"), remedy));
    }
    if let Some((body, flags)) = without_delimiters(pattern) {
        let reason = "it is enclosed in slashes, which would be part of the pattern";
        let remedy = if flags.contains('i') {
            "write it without them, and both cases of each letter, as in `[Aa]`: a `pattern` has no flags".to_owned()
        } else {
            format!("write it without them: `{body}`")
        };
        return Err(Unrunnable::new(reason, remedy));
    }
    let Err(error) = regex_lite::Regex::new(pattern) else { return Ok(pattern.to_owned()) };
    let same = with_escaped_class(pattern).filter(|same| regex_lite::Regex::new(same).is_ok());
    same.ok_or_else(|| why_not(pattern, &error))
}

/// Why the client's regular expressions reject a pattern.
fn why_not(pattern: &str, error: &regex_lite::Error) -> Unrunnable {
    let (reason, remedy) = if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| pattern.contains(look)) {
        (
            "it uses look-around, which is not supported",
            "write it without `(?=`, `(?!` or `(?<`, or check such values before calling",
        )
    } else if has_escape(pattern, |escaped| matches!(escaped, 'p' | 'P')) {
        (
            "it uses Unicode classes, which are not supported",
            "list the characters, such as `[A-Za-zÀ-ÿ]`, or check such values before calling",
        )
    } else if has_octal_escape(pattern) {
        (
            "it has octal escapes, which ECMA-262 allows only for old scripts",
            "write two hexadecimal digits, such as `\\x1f` for `\\037`",
        )
    } else if has_surrogate(pattern) {
        (
            "it has surrogates, which are no characters",
            "write the characters above `\\uFFFF` themselves, or check such values before calling",
        )
    } else if has_back_reference(pattern) {
        (
            "it refers back to a group, which is not supported",
            "write it without back-references, or check such values before calling",
        )
    } else if has_escape(pattern, |escaped| escaped == 'Z') {
        ("it uses `\\Z`, which is not in ECMA-262", "write `^` for the start of the string, and `$` for its end")
    } else {
        return of_syntax(error);
    };
    Unrunnable::new(reason, remedy)
}

/// Why a pattern is rejected that has nothing known to be unsupported.
fn of_syntax(error: &regex_lite::Error) -> Unrunnable {
    // The only error that is not about the syntax.
    if error.to_string().contains("size limit") {
        let remedy = "write a limit of the length as `maxLength`, or check such values before calling";
        return Unrunnable::new("it is too large when its repetitions are counted", remedy);
    }
    let remedy =
        "correct it, or remove it; in YAML put it in single quotes, where a backslash is an ordinary character";
    Unrunnable { is_invalid: true, ..Unrunnable::new(error.to_string(), remedy) }
}

/// Whether the pattern has `\1` to `\9` or `\k<name>`.
fn has_back_reference(pattern: &str) -> bool {
    has_escape(pattern, |escaped| matches!(escaped, '1'..='9' | 'k'))
}

/// Whether the pattern has `\0` before a digit.
fn has_octal_escape(pattern: &str) -> bool {
    let of_zero = pattern.match_indices("\\0").map(|(at, escape)| pattern.get(at + escape.len()..));
    has_escape(pattern, |escaped| escaped == '0')
        && of_zero.flatten().any(|rest| rest.starts_with(|next: char| next.is_digit(8)))
}

/// Whether the pattern has an escape from `\uD800` to `\uDFFF`.
fn has_surrogate(pattern: &str) -> bool {
    let lower = pattern.to_ascii_lowercase();
    let mut rests = lower.match_indices("\\ud").filter_map(|(at, escape)| lower.get(at + escape.len()..));
    rests.any(|rest| rest.starts_with(|next: char| next.is_ascii_hexdigit() && next >= '8'))
}

/// Whether the pattern has a backslash before such a character.
fn has_escape(pattern: &str, is_meant: impl Fn(char) -> bool) -> bool {
    let mut escaped = false;
    pattern.chars().any(|character| {
        let is_found = escaped && is_meant(character);
        escaped = !escaped && character == '\\';
        is_found
    })
}

/// The pattern with a backslash before each `[` within a character class, and before each `-` after a class such as
/// `\w`: they are ordinary characters in ECMA-262, and begin a nested class or a range in other dialects. `None` if there
/// are none, or a class of POSIX may be meant: `[[:alpha:]]`.
fn with_escaped_class(pattern: &str) -> Option<String> {
    let (mut escaped, mut is_in_class, mut is_changed) = (String::with_capacity(pattern.len()), false, false);
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                escaped.push(character);
                let class = characters.next();
                escaped.extend(class);
                let is_class = class.is_some_and(|class| "dDsSwW".contains(class));
                if is_in_class && is_class && characters.next_if_eq(&'-').is_some() {
                    is_changed = true;
                    escaped.push_str("\\-");
                }
                continue;
            }
            '[' if is_in_class && characters.peek() == Some(&':') => return None,
            '[' if is_in_class => {
                is_changed = true;
                escaped.push('\\');
            }
            '[' => is_in_class = true,
            ']' => is_in_class = false,
            _ => {}
        }
        escaped.push(character);
    }
    is_changed.then_some(escaped)
}

/// The expression and the flags in the notation of a literal, `/^…/` or `/…$/i`: nothing precedes a start or follows an
/// end.
fn without_delimiters(pattern: &str) -> Option<(&str, &str)> {
    let (body, flags) = pattern.strip_prefix('/')?.rsplit_once('/')?;
    let is_whole = body.starts_with('^') || (body.ends_with('$') && !body.ends_with("\\$"));
    (is_whole && flags.chars().all(|flag| "dgimsuvy".contains(flag))).then_some((body, flags))
}

#[cfg(test)]
mod tests {
    use super::{runnable, with_escaped_class};

    #[test]
    fn usual_patterns_run() {
        for pattern in [r"^\d{3}-\w+$", r"^[a-z0-9\-_]+$", r"^https?:\/\/", r"^\x41\u0042$", "^(a|b)*?$"] {
            assert_eq!(runnable(pattern), Ok(pattern.to_owned()));
        }
    }

    #[test]
    fn brackets_and_hyphens_within_a_class_are_characters() {
        assert_eq!(runnable("[[A-Z0-9]{1,18}"), Ok(r"[\[A-Z0-9]{1,18}".to_owned()));
        assert_eq!(runnable(r"^[^[\]]*\[$"), Ok(r"^[^\[\]]*\[$".to_owned()));
        assert_eq!(runnable(r"^[\w-.+]+@[\d-]$"), Ok(r"^[\w\-.+]+@[\d\-]$".to_owned()));
        assert_eq!(with_escaped_class("[[:alpha:]]"), None);
    }

    /// The client's expressions take time in proportion to the text, so only those that become large are refused.
    #[test]
    fn too_large_patterns_are_rejected() {
        for pattern in ["((a{1000}){1000}){1000}", "(?:a{0,9999}){0,9999}", &"(".repeat(2000), &"a".repeat(4097)] {
            let started = std::time::Instant::now();
            assert!(runnable(pattern).is_err(), "{pattern}");
            assert!(started.elapsed().as_secs() < 5, "{pattern}");
        }
        assert!(runnable("^(a+)+$").is_ok());
    }

    #[test]
    fn unsupported_patterns_are_explained() {
        for (pattern, is_invalid) in [
            ("^(?!a)b$", false),
            (r"^\p{L}+$", false),
            ("/^abc$/i", false),
            (r"\A[a-z]+\Z", false),
            (r"(a)\1", false),
            (r"(?<word>a)\k<word>", false),
            (r"[^/\000-\037]+", false),
            (r"[\u0020-\uD7FF\uD800\uDBFF-\uDC00]*", false),
            ("^.{0,262144}$", false),
            ("(", true),
            (r"(\\1", true),
        ] {
            let unrunnable = runnable(pattern).unwrap_err();
            assert_eq!(unrunnable.is_invalid, is_invalid, "{pattern}: {}", unrunnable.reason);
        }
    }
}
