//! The licence that a document states, for the manifest.

use crate::ir::License;

/// Words that documents use for licences, and the identifiers of SPDX.
const KNOWN: &[(&str, &str)] = &[
    ("0bsd", "0BSD"),
    ("agpl-3.0", "AGPL-3.0-only"),
    ("apache", "Apache-2.0"),
    ("apache 2", "Apache-2.0"),
    ("apache 2.0", "Apache-2.0"),
    ("apache license", "Apache-2.0"),
    ("apache license 2.0", "Apache-2.0"),
    ("apache license version 2.0", "Apache-2.0"),
    ("apache license, version 2.0", "Apache-2.0"),
    ("apache v2", "Apache-2.0"),
    ("apache-2.0", "Apache-2.0"),
    ("apache2", "Apache-2.0"),
    ("bsd-2-clause", "BSD-2-Clause"),
    ("bsd-3-clause", "BSD-3-Clause"),
    ("cc-by-3.0", "CC-BY-3.0"),
    ("cc-by-4.0", "CC-BY-4.0"),
    ("cc0", "CC0-1.0"),
    ("cc0-1.0", "CC0-1.0"),
    ("isc", "ISC"),
    ("mit", "MIT"),
    ("mit license", "MIT"),
    ("mpl-2.0", "MPL-2.0"),
    ("the mit license", "MIT"),
    ("unlicense", "Unlicense"),
];

/// The SPDX expression of the document, or of a common name. cargo does not accept other names.
pub(super) fn spdx(license: &License) -> Option<String> {
    let known = |text: &str| {
        let lower = text.trim().to_lowercase();
        KNOWN.iter().find(|(word, _)| *word == lower).map(|(_, identifier)| (*identifier).to_owned())
    };
    let plain = |text: &&str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || " .-+()".contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    let identifier = license.identifier.as_deref().map(str::trim);
    identifier.and_then(known).or_else(|| identifier.filter(plain).map(str::to_owned)).or_else(|| known(&license.name))
}

#[cfg(test)]
mod tests {
    use super::spdx;
    use crate::ir::License;

    #[test]
    fn common_license_names_are_spdx_identifiers() {
        let of = |name: &str, identifier: Option<&str>| {
            spdx(&License { name: name.to_owned(), identifier: identifier.map(str::to_owned), url: None })
        };
        assert_eq!(of("Apache 2.0", None).as_deref(), Some("Apache-2.0"));
        assert_eq!(of("Ours", Some("MIT OR Apache-2.0")).as_deref(), Some("MIT OR Apache-2.0"));
        assert_eq!(of("MIT", Some("a \"quote\"")).as_deref(), Some("MIT"));
        assert_eq!(of("Proprietary", None), None);
    }
}
