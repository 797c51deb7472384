//! Lists of names in messages.

/// How many names a message lists.
const MAX_LISTED: usize = 8;

/// Names in a message: the first of them, and how many more there are.
pub(crate) fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names = names.into_iter();
    let first: Vec<String> = names.by_ref().take(MAX_LISTED).collect();
    match names.count() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_message_does_not_list_hundreds_of_names() {
        let names = |count: usize| (1..=count).map(|number| number.to_string());
        assert_eq!(listed(names(170)), "1, 2, 3, 4, 5, 6, 7, 8 and 162 more");
        assert_eq!(listed(names(8)), "1, 2, 3, 4, 5, 6, 7, 8");
    }
}
