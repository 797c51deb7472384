//! Words in mixed case: plural acronyms, as in `deviceIDs`, and names such as `IPv6`. Words are split at capitals, so
//! these would be `device_i_ds` and `i_pv6`.

/// Words that have capitals after lower-case letters, or a single one at the beginning.
const KNOWN: [&str; 7] = ["GitHub", "GraphQL", "IOps", "IPv", "OAuth", "iOS", "macOS"];

/// The text with each of these words as one word: `deviceIds`, `Ipv6`.
pub(super) fn uniform_capitals(text: &str) -> String {
    let mut uniform_capitals = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let before = uniform_capitals.chars().next_back();
        let length = known_at(rest, before).or_else(|| plural_at(rest, before)).unwrap_or_default();
        let (word, after) = rest.split_at(length.max(first.len_utf8()));
        uniform_capitals.push(first);
        let within = &word[first.len_utf8()..];
        uniform_capitals.push_str(&within.to_lowercase());
        rest = after;
    }
    uniform_capitals
}

/// The length of the known word that the text begins with, after this character.
fn known_at(text: &str, before: Option<char>) -> Option<usize> {
    let is_start = |word: &str| match before {
        Some(c) if word.starts_with(char::is_lowercase) => !c.is_alphabetic(),
        Some(c) => !c.is_uppercase(),
        None => true,
    };
    let ends = |word: &str| text[word.len()..].chars().next().is_none_or(|c| !c.is_lowercase());
    KNOWN.iter().find(|word| text.starts_with(**word) && is_start(word) && ends(word)).map(|word| word.len())
}

/// The length of the acronym in the plural that the text begins with: two capitals or more, and an `s` that begins no word.
fn plural_at(text: &str, before: Option<char>) -> Option<usize> {
    let capitals = text.chars().take_while(char::is_ascii_uppercase).count();
    let mut after = text.get(capitals..)?.chars();
    let is_plural = capitals > 1 && after.next() == Some('s') && after.next().is_none_or(|c| !c.is_lowercase());
    (is_plural && before.is_none_or(|c| !c.is_uppercase())).then_some(capitals + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_with_inner_capitals_are_one_word() {
        for (text, uniform_capitals) in [
            ("DeviceIDs", "DeviceIds"),
            ("IPsInUse", "IpsInUse"),
            ("externalCAs", "externalCas"),
            ("EnableIPv6", "EnableIpv6"),
            ("IPv4Address", "Ipv4Address"),
            ("listOAuthGrants", "listOauthGrants"),
            ("OAuth2", "Oauth2"),
            ("iOS_app", "ios_app"),
            ("BlkioDeviceReadIOps", "BlkioDeviceReadIops"),
            ("studiOS", "studiOS"),
            ("OAuthor", "OAuthor"),
            ("AsIs", "AsIs"),
            ("DNSserver", "DNSserver"),
            ("größeIDs名", "größeIds名"),
        ] {
            assert_eq!(super::uniform_capitals(text), uniform_capitals);
        }
    }
}
