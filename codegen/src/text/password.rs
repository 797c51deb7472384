//! Passwords in URLs, which nothing prints.

use std::borrow::Cow;

/// The text with stars in place of the passwords and tokens in its URLs. No character moves.
pub(crate) fn without_passwords(text: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    for (start, _) in text.match_indices("://") {
        let start = start + "://".len();
        let rest = text.get(start..).unwrap_or_default();
        let ends = |character: char| character.is_whitespace() || "/?#\"'`<>{}|\\^,".contains(character);
        let authority = rest.split(ends).next().unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let secret = user.split_once(':').map_or(user, |(_, password)| password);
        let start = start + user.len() - secret.len();
        masked.to_mut().replace_range(start..start + secret.len(), &"*".repeat(secret.len()));
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::without_passwords;

    #[test]
    fn passwords_in_urls_are_hidden() {
        for (text, expected) in [
            ("`https://user:secret@host/a`", "`https://user:******@host/a`"),
            ("https://token@host https://a:b@c", "https://*****@host https://a:*@c"),
            ("https://u:p@ss@host", "https://u:****@host"),
            ("https://host/a@b, mailto:a@b", "https://host/a@b, mailto:a@b"),
        ] {
            assert_eq!(without_passwords(text), expected);
        }
    }
}
