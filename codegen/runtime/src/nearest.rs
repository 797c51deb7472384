//! Names like a mistyped one.

/// At most this many are worth reading.
const MOST: usize = 3;

/// The names that somebody who wrote `wanted` may have meant, nearest first: a few letters apart, or one within the
/// other.
pub(crate) fn names<'a>(wanted: &str, names: &[&'a str]) -> Vec<&'a str> {
    let limit = (wanted.len() / 3).max(1);
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .map(|name| (distance(wanted, name), *name))
        .filter(|(distance, name)| *distance <= limit || contains(name, wanted))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, name)| name).take(MOST).collect()
}

fn contains(name: &str, wanted: &str) -> bool {
    wanted.len() > 2 && (name.contains(wanted) || wanted.contains(name))
}

/// How many letters must be added, removed or replaced (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, left) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_come_first() {
        let known = ["get_portals", "get_portal", "create_portal", "invite_user"];
        assert_eq!(names("get_portl", &known), ["get_portal", "get_portals"]);
        assert_eq!(names("invite", &known), ["invite_user"]);
        assert_eq!(names("zzz", &known), Vec::<&str>::new());
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
