//! `pattern`: which of ECMA-262's regular expressions the client can run.

/// The longest pattern that is checked: compiling and running it costs time in proportion.
const LONGEST: usize = 4096;

/// The pattern, if the client's regular expressions mean the same by it; else why not.
pub(super) fn runnable(pattern: &str) -> Result<String, String> {
    if pattern.len() > LONGEST {
        return Err("it is very long".to_owned());
    }
    if is_delimited(pattern) {
        return Err("it stands between slashes, which would be part of the text; write it without them".to_owned());
    }
    match regex_lite::Regex::new(pattern) {
        Ok(_) => Ok(pattern.to_owned()),
        Err(_) if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| pattern.contains(look)) => {
            Err("it looks around, which takes more than a regular expression".to_owned())
        }
        Err(_) if ["\\p{", "\\P{"].iter().any(|class| pattern.contains(class)) => {
            Err("it uses Unicode classes, which the client does not carry".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// `/^…$/`, as a literal in a program is written.
fn is_delimited(pattern: &str) -> bool {
    let literal = pattern.strip_prefix("/^").and_then(|rest| rest.rsplit_once('/'));
    literal.is_some_and(|(body, flags)| body.ends_with('$') && flags.chars().all(|flag| "dgimsuvy".contains(flag)))
}

#[cfg(test)]
mod tests {
    use super::runnable;

    #[test]
    fn usual_patterns_run() {
        for pattern in [r"^\d{3}-\w+$", r"^[a-z0-9\-_]+$", r"^https?:\/\/", r"^\x41\u0042$", "^(a|b)*?$"] {
            assert_eq!(runnable(pattern).as_deref(), Ok(pattern));
        }
    }

    #[test]
    fn others_say_why_not() {
        for pattern in ["^(?!a)b$", r"^\p{L}+$", "/^abc$/i", "(", r"(a)\1"] {
            assert!(runnable(pattern).is_err(), "{pattern}");
        }
    }
}
