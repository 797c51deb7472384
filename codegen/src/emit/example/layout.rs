//! Formatting a statement.

/// The maximal length of a line.
const WIDTH: usize = 90;

/// The statement, over several lines where it is long.
pub(super) fn of(statement: &str) -> String {
    if statement.chars().count() <= WIDTH {
        return statement.to_owned();
    }
    let parsed = syn::parse_file(&format!("async fn f() {{ {statement} }}"));
    let Ok(parsed) = parsed else { return statement.to_owned() };
    let text = prettyplease::unparse(&parsed);
    let inside: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    inside.join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn long_example_calls_are_broken_as_by_rustfmt() {
        let short = "let response = client.get_pet(7).await?;";
        assert_eq!(super::of(short), short);
        let long = "let response = client.add_pet(models::Pet::new(\"Tom\", models::Kind::Cat)).notify(true).reason(\"a gift\").await?;";
        let expected = [
            "let response = client",
            "    .add_pet(models::Pet::new(\"Tom\", models::Kind::Cat))",
            "    .notify(true)",
            "    .reason(\"a gift\")",
            "    .await?;",
        ];
        assert_eq!(super::of(long), expected.join("\n"));
    }
}
