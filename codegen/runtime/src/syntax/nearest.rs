//! Suggestions for misspelled names.

/// The most suggestions.
const MOST: usize = 3;

/// The names that may be meant by `wanted`, nearest first: with a small edit distance, or one contained in the other.
pub(crate) fn names<'a>(wanted: &str, names: &[&'a str]) -> Vec<&'a str> {
    let limit = (wanted.len() / 3).max(1);
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .map(|name| (strsim::levenshtein(wanted, name), *name))
        .filter(|(distance, name)| *distance <= limit || contains(name, wanted))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, name)| name).take(MOST).collect()
}

fn contains(name: &str, wanted: &str) -> bool {
    wanted.len() > 2 && (name.contains(wanted) || wanted.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_names_are_sorted_by_distance() {
        let known = ["get_portals", "get_portal", "create_portal", "invite_user"];
        assert_eq!(names("get_portl", &known), ["get_portal", "get_portals"]);
        assert_eq!(names("invite", &known), ["invite_user"]);
        assert_eq!(names("zzz", &known), Vec::<&str>::new());
    }
}
