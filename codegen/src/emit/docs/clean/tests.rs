use super::clean;
use crate::emit::docs::blocks::parser;
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};

#[test]
fn markdown_is_canonicalized() {
    for (markdown, expected) in [
        ("a\nb", "a b"),
        ("# A\nb", "# A\n\nb"),
        ("A\n===\nb", "# A\n\nb"),
        ("a\n---\n***", "## a\n\n***"),
        ("* a\n* b", "- a\n- b"),
        ("* a\n\n* b", "- a\n\n- b"),
        ("- a\nb", "- a b"),
        ("- a  \nb\n- c", "- a\\\n  b\n- c"),
        ("- a\n    - b\n- c", "- a\n  - b\n- c"),
        ("3) a\n4) b", "3. a\n4. b"),
        ("a  \nb", "a\\\nb"),
        ("> a\nb\n\nc", "> a b\n\nc"),
        ("> - a\n>\n>   b", "> - a\n>\n>   b"),
        ("__a__ and _b_", "**a** and *b*"),
        ("2*3*4, a * b, snake_case, ~5, a_", "2*3*4, a * b, snake_case, \\~5, a\\_"),
        ("|a|b|\n|:-|--|\n|`x|y`|1", "| a | b |\n|:--|---|\n| \\`x | y\\` |"),
        ("Tom & Jerry &amp; co &lt;b&gt; \\&amp;", "Tom & Jerry & co \\<b> \\&amp;"),
        ("`Vec<T>` and `[x]`", "`Vec<T>` and `[x]`"),
        ("one ` tick", "one \\` tick"),
        ("a < b, 1 > 0, Vec<T>", "a < b, 1 > 0, Vec\\<T>"),
        ("C:\\dir, \\[kept\\]", "C:\\dir, \\[kept]"),
        ("an [Option] of [`Vec`]", "an \\[Option] of \\[`Vec`]"),
    ] {
        assert_eq!(clean(markdown), expected, "{markdown}");
    }
}

#[test]
fn code_blocks_become_text_blocks() {
    for (markdown, expected) in [
        ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
        ("```rust\npanic!()\n```", "```text\npanic!()\n```"),
        ("```json\n{}\n```", "```text\n{}\n```"),
        ("~~~should_panic\nx\n~~~", "```text\nx\n```"),
        ("a\n\n    panic!()\n", "a\n\n```text\npanic!()\n```"),
        ("- a\n\n      panic!()", "- a\n\n  ```text\n  panic!()\n  ```"),
        ("```\nnever closed", "```text\nnever closed\n```"),
        ("````\n```rust\n````", "````text\n```rust\n````"),
        ("> ~~~\n> panic!()", "> ```text\n> panic!()\n> ```"),
        (
            "Gets a.\n\n<br>    std::fs::write(\"RAN\", \"x\").unwrap();",
            "Gets a.\n\nstd::fs::write(\"RAN\", \"x\").unwrap();",
        ),
        (
            "Gets a.\n\n[]()    std::fs::write(\"RAN\", \"x\").unwrap();",
            "Gets a.\n\nstd::fs::write(\"RAN\", \"x\").unwrap();",
        ),
        ("[\t-->](  )](    $", "-->]( $"),
    ] {
        assert_eq!(clean(markdown), expected, "{markdown}");
    }
}

#[test]
fn only_web_links_are_kept() {
    for (markdown, expected) in [
        ("see https://a.example/b.", "see <https://a.example/b>."),
        ("<https://a.example>", "<https://a.example>"),
        ("[here](https://a.example \"title\")", "[here](https://a.example)"),
        ("[here][1]\n\n[1]: https://a.example/(b)", "[here](https://a.example/%28b%29)"),
        ("[Pet](Pet) [x](javascript:x) [y](#y)", "Pet x y"),
        ("![logo](https://a.example/b.png)", "[logo](https://a.example/b.png)"),
        ("wow![a](https://a.example)", "wow[a](https://a.example)"),
        ("a\\![a](https://a.example)", "a\\![a](https://a.example)"),
        ("[a://<script>alert(1)</script>](https://e.example)", "[a://alert(1)](https://e.example)"),
    ] {
        assert_eq!(clean(markdown), expected, "{markdown}");
    }
}

#[test]
fn html_is_converted_to_markdown() {
    for (markdown, expected) in [
        ("a<br>b", "a\\\nb"),
        ("a<br/><br/>b", "a\n\nb"),
        ("a <b>bold</b> <code>x</code> <i>", "a **bold** `x`"),
        ("/pets/<id>", "/pets/\\<id>"),
        (
            "<p>One <a href=\"https://a.example?b&amp;c\">two</a>.</p>\n<ul>\n  <li>a</li>\n  <li>b</li></ul>",
            "One [two](https://a.example?b&c).\n\n- a\n- b",
        ),
        ("<div>\n<!-- no -->\n    x &lt; y</div>", "x < y"),
        ("|a|\n|-|\n|`x | <img src=x onerror=alert(1)> `|", "| a |\n|---|\n| \\`x |"),
    ] {
        assert_eq!(clean(markdown), expected, "{markdown}");
    }
}

#[test]
fn invisible_characters_are_removed() {
    assert_eq!(clean("a\rb\r\nc"), "a b c");
    assert_eq!(clean("a\u{202e}b\u{0}\u{1b}c"), "a\u{fffd}b\u{fffd}\u{fffd}c");
    assert_eq!(clean("```json\n\u{2066}\n```"), "```text\n\u{fffd}\n```");
    assert_eq!(clean("a\u{200b}b\u{feff}\u{e0041}c"), "abc");
    assert_eq!(clean("- \u{2028} a\n\n      \u{3000}panic!()"), "- a\n\n  panic!()");
}

#[test]
fn long_lines_are_wrapped() {
    let long = format!("- {} - and 1. more", "word ".repeat(24).trim_end());
    let cleaned = clean(&long);
    assert!(cleaned.lines().count() > 1, "{cleaned}");
    assert!(cleaned.lines().all(|line| line.len() <= 100), "{cleaned}");
    for mark in ["-", "+", "*", "1.", "2)", ">", ">x", "#", "##", "=", "==", "---", "|-|-|", ":-:", "===="] {
        let text = format!("{} {mark} {}", "x".repeat(96), "y".repeat(10));
        let cleaned = clean(&text);
        assert_eq!(cleaned.lines().count(), 2, "{cleaned}");
        assert_eq!(seen(&cleaned).0, letters(parser(&text)), "{cleaned}");
    }
}

/// Deep, long and repetitive descriptions take linear time.
#[test]
fn hostile_descriptions_take_linear_time() {
    let start = std::time::Instant::now();
    for piece in [
        "> ",
        "- ",
        "1. ",
        "[",
        "![",
        "*a **b ",
        "`",
        "<b>",
        "<a href=https://a>",
        "_a",
        "<!--",
        "[](https://a)",
        "| a",
        "&",
        "\\",
        "<",
        "a<br>",
        "_",
        "a@",
        "<a",
        "&a",
        "https://a",
        "|",
        "<i>a",
        "*a* ",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        assert!(clean(&text).len() < 40 * text.len(), "{piece}");
    }
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// Random combinations of Markdown and HTML: the output has no code, no HTML, no links except to the web, and the same
/// text.
#[test]
fn descriptions_cannot_become_other_markup() {
    #[rustfmt::skip]
    let words = [
        "- ", "* ", "+ ", "1. ", "2) ", "1234567890. ", "> ", ">", "```", "````", "~~~", "~", "~~", "rust", "text", "* * *", "---",
        "- - -", "===", "=", "# ", "#", "|", "|a|b|", "|-|-|", "\n|a|b|\n|-|-|\n", ":-:", "`", "``", "\\", "\\\n", "  \n", "  ", "    ", "     ", "\t",
        "\n", "\n", "\n", "\n\n", "\r", "\u{3000}", "\u{a0} ", "\n    ", "\n        ", "a", "b", ".", "1", "[ ] ", "[x] ", "[^1]: ",
        "[^1]", "[a]: ", "[a]", "[", "]", "](", "[](", ")", "(", "](https://b.example)", "!", "![", "<div>", "</div>", "<p>", "<br>", "<br/>",
        "<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<a href=\"https://c.example\">", "</a>", "<li>", "<pre>", "</pre>", "<table>", "<!--", "-->", "<id>",
        "<script>", "<?", "?>", "<!A", "<![CDATA[", "]]>", "<", ">", "<https://a.example>", "https://d.example/x?y=z&lt;w", "<javascript:x>",
        "http://", "mailto:a@b.c", "<a@b.c>", "&lt;", "&#60;", "&#x3c;", "&amp;", "&", ";", "*", "**", "***", "_", "__", "let x = 1;", "$", "{", "}", "\"", "'",
        ":", "://", "\0", "\u{1b}", "\u{200b}", "\u{200d}", "\u{202e}", "\u{2066}", "\u{e0041}", "\u{feff}", "\u{85}", "\u{2028}", "\u{b}", "é", "名",
    ];
    let mut random = fastrand::Rng::with_seed(1);
    let runs = std::env::var("DOCS_RUNS").map_or(4_000, |runs| runs.parse().unwrap());
    for _ in 0..runs {
        let mut text = String::new();
        for _ in 0..random.usize(1..24) {
            text += words[random.usize(..words.len())];
            if random.usize(..40) == 0 {
                text += &"word ".repeat(20);
            }
        }
        let cleaned = clean(&text);
        let (text_of_events, problems) = seen(&cleaned);
        assert_eq!(problems, Vec::<String>::new(), "{text:?} became\n{cleaned}");
        assert_eq!(
            text_of_events,
            seen(&clean(&cleaned)).0,
            "{text:?} became\n{cleaned}\nand then\n{}",
            clean(&cleaned)
        );
        if !text.contains('<') {
            assert_eq!(text_of_events, letters(parser(&super::visible(text.trim()))), "{text:?} became\n{cleaned}");
        }
    }
}

/// The visible text of the output, and its forbidden parts.
fn seen(markdown: &str) -> (String, Vec<String>) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    // As rustdoc does: every bracket may be a link to an item.
    let mut unresolved = |link: BrokenLink| Some((format!("item:{}", link.reference).into(), "".into()));
    let events: Vec<_> = Parser::new_with_broken_link_callback(markdown, options, Some(&mut unresolved)).collect();
    let problems = events.iter().filter(|event| !is_harmless(event)).map(|event| format!("{event:?}")).collect();
    (letters(events.into_iter()), problems)
}

fn is_harmless(event: &Event) -> bool {
    match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(tag))) => &**tag == "text",
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with("http"),
        Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_))
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

/// The text but for its spaces.
fn letters<'e>(events: impl Iterator<Item = Event<'e>>) -> String {
    let text = events.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        _ => None,
    });
    text.flat_map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>()).collect()
}
