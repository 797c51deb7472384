//! Fenced code: none of it runs as a test.

/// A code block that has been opened.
pub(super) struct Block {
    pub(super) fence: String,
    /// How far its list item is indented: a line that is indented less would end the item and with it the block, and
    /// the fence that was to close it would open another, in no language.
    pub(super) margin: usize,
}

impl Block {
    pub(super) fn indented(&self, line: &str) -> String {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        if text.is_empty() { String::new() } else { format!("{}{}", " ".repeat(indent.max(self.margin)), line.trim()) }
    }

    pub(super) fn is_closed_by(&self, line: &str) -> bool {
        let more = line.trim().strip_prefix(self.fence.as_str());
        more.is_some_and(|more| more.chars().all(|mark| self.fence.starts_with(mark)))
    }

    pub(super) fn end(&self) -> String {
        format!("{}{}", " ".repeat(self.margin), self.fence)
    }
}

/// The fence and the tag of a line that opens a code block. A block without a language, or in Rust, would run as a
/// test: it becomes text.
pub(super) fn opening_fence(line: &str) -> Option<(String, String)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let fence: String = line.chars().take_while(|c| *c == mark).collect();
    let info = line[fence.len()..].trim();
    if fence.len() < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let language: String = info.chars().take_while(|c| c.is_ascii_alphanumeric() || "+-_#".contains(*c)).collect();
    let harmless = LANGUAGES.contains(&language.to_ascii_lowercase().as_str());
    Some((fence, if harmless { language } else { "text".to_owned() }))
}

/// Languages that rustdoc shows and does not run.
const LANGUAGES: &[&str] = &[
    "bash",
    "c",
    "console",
    "cpp",
    "csharp",
    "css",
    "curl",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "json5",
    "kotlin",
    "markdown",
    "md",
    "php",
    "python",
    "ruby",
    "sh",
    "shell",
    "sql",
    "swift",
    "text",
    "toml",
    "ts",
    "typescript",
    "txt",
    "xml",
    "yaml",
    "yml",
];
