//! Words for mutations.

/// Names that are problematic in Rust, in URLs or in a file system.
#[rustfmt::skip]
pub const NAMES: &[&str] = &[
    "", " ", "  ", "type", "self", "Self", "super", "crate", "_", "__", "async", "dyn", "gen", "try",
    "abstract", "String", "Option", "Vec", "Result", "Box", "Some", "None", "Ok", "Err", "Default", "Clone",
    "Value", "Client", "Error", "Send", "0", "42", "-1", "1.5", "+1", "a b", "a-b", "a.b", "a/b", "a~b",
    "a%2Fb", "{a}", "}", "{", "\"", "'", "\\", "*/", "/*", "//", "///", "\"#", "r#\"", "#", "$", "$ref", "@",
    "!", "é", "ß", "名前", "שם", "имя", "İ", "ǅ", "ﬁ", "👩‍👩‍👧", "a\u{301}", "\u{301}", "\u{200b}", "\u{200d}",
    "\u{202e}abc", "\u{2066}", "\u{feff}", "\0", "\u{1}", "\u{7f}", "\u{85}", "\u{2028}", "\n", "\r", "\t",
    "a\nb", "\u{ffff}", "\u{10ffff}", "x-", "new", "send", "into", "from", "clone", "additional_properties",
    "additional", "models", "operations", "runtime", "payloads", "mod", "lib", "Unknown", "unknown", "con",
    "nul", "aux", "..", ".", "/", "/{id}", "/{id}/{id}", "/a{b}c", "/a?b={c}", "/a:b", "200", "2XX", "default",
    "application/json", "text/event-stream", "multipart/form-data", "application/x-www-form-urlencoded", "*/*",
    "application/json; charset=utf-8", "xml",
];

/// Pieces of prose that try to become code or HTML: every token of CommonMark and of GitHub's tables, strikethrough,
/// footnotes and task lists is among them.
#[rustfmt::skip]
pub const PROSE: &[&str] = &[
    "```\npanic!()\n```", "```rust\nfn main() {}\n```", "```no_run\nx\n```", "~~~\nx\n~~~",
    "````\n```\nx\n````", "    let x = 1;", "\tlet x = 1;", "> ```\n> x\n", "- ```\n  x\n  ```", "1.     x",
    "- a\n\n      let x;", "*/ pub fn f() {} /*", "/** */", "*/", "\"#]", "#![allow(warnings)]",
    "\"]\npub fn f() {}\n#[doc = \"", "\r", "a\rb", "\r\n", "\u{202e}", "\u{2066}x\u{2069}", "\u{0}", "\u{85}",
    "\u{2028}", "\u{b}", "\u{c}", "{}", "{0}", "{{", "[a]", "[a](b)", "[a]: <b>", "[`x`]", "<script>",
    "<details>", "</div>", "<!-- ", "-->", "`", "``", "`` ` ``", "\\", "\\\n", "|a|b|\n|-|-|\n|1|2|", "# a",
    "---", "===", "\n\n\n", "***", "* * *", "&lt;", "https://example.org/?a=b&c=d", "<https://a>", "a@b.c", "@",
    "$", "%", "e.g. ", ". ", "…", "👩‍👩‍👧", "\u{301}", "x", " ", "\n", "", "ignore", "{", "}", "r#\"\"#",
    "include_str!(\"/etc/passwd\")", "![a](b)", "[^1]", "[^1]: a", "- [ ] a", "+ a", "1) a", "<a\n",
    "<br>", "<br/>", "<br>    x();", "[", "]", "](", ")", "[](", "[]()", "[]()    x();", "(", "!", "![", "][", "]:",
    "    ", "     ", "\t", "  \n", "- ", "* ", "+ ", "1. ", "2) ", "> ", ">", "~~~", "~~", "~", "_", "__", "*", "**",
    "[a://<script>alert(1)</script>](https://e.example)", "://", "`x | <img src=x onerror=alert(1)> `", "|", "|-|-|",
    "<img src=x onerror=alert(1)>", "<p>", "<b>", "</b>", "<pre>", "</pre>", "<code>", "</code>", "<a href=\"b\">",
    "</a>", "<table>", "<li>", "<?x", "?>", "<!A", "<![CDATA[", "]]>", "&#60;", "&#x3c;", "&amp;", ";", "&", "<", ">", "=",
    "-", "#", "\u{200b}", "\u{a0}", "\u{3000}", "\u{feff}", "\u{e0041}", "<javascript:x>", "(javascript:x)",
];

/// Numbers at the limits of types, as JSON.
#[rustfmt::skip]
pub const NUMBERS: &[&str] = &[
    "0", "-0", "-0.0", "1", "-1", "0.1", "1e3", "1e308", "-1e308", "5e-324", "2147483647", "2147483648",
    "-2147483649", "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
    "340282366920938463463374607431768211456", "99999999999999999999999999999999999999999999999999", "1.0",
    "100", "599", "600",
];

/// Keys that mean something, somewhere.
#[rustfmt::skip]
pub const KEYWORDS: &[&str] = &[
    "type", "format", "enum", "const", "nullable", "items", "prefixItems", "properties", "patternProperties",
    "additionalProperties", "required", "allOf", "oneOf", "anyOf", "not", "discriminator", "default", "example",
    "examples", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "readOnly",
    "writeOnly", "deprecated", "$ref", "$id", "$anchor", "$defs", "$schema", "contentEncoding",
    "contentMediaType", "in", "name", "style", "explode", "allowReserved", "allowEmptyValue", "schema",
    "content", "encoding", "headers", "responses", "requestBody", "parameters", "security", "securitySchemes",
    "servers", "tags", "callbacks", "links", "webhooks", "operationId", "get", "post", "if", "then", "else",
    "dependentSchemas", "unevaluatedProperties", "propertyNames", "x-specwright-auth-scheme",
    "x-specwright-name", "mapping", "propertyName", "scheme", "flows", "xml",
];

/// Values that mean something, somewhere.
#[rustfmt::skip]
pub const VALUES: &[&str] = &[
    "string", "object", "array", "integer", "number", "boolean", "null", "file", "date-time", "date", "uuid",
    "int64", "uint64", "byte", "binary", "password", "query", "path", "header", "cookie", "deepObject",
    "matrix", "label", "spaceDelimited", "pipeDelimited", "simple", "form", "base64", "application/json",
    "apiKey", "http", "oauth2",
];
