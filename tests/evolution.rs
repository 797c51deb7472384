//! The document of the portal API as people change it: what they add is added to the client and nothing else changes,
//! and what they get wrong is reported at its line, with a remedy.

#[path = "evolution/names.rs"]
mod names;

use similar::{ChangeTag, TextDiff};
use specwright::report::Report;
use specwright::{Builder, Error};
use specwright_tests::{Expectations, copy_folder, repository};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A copy of `spec/` to change.
struct Copy {
    document: PathBuf,
}

impl Copy {
    /// The path of the copy is relative to the folder of all copies, so that reports are the same on every machine.
    fn new(name: &str) -> Self {
        let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("evolution");
        fs::create_dir_all(all.join(name)).expect("the build's own folder takes files");
        std::env::set_current_dir(&all).expect("the folder was just made");
        copy_folder(&repository().join("spec"), Path::new(name)).expect("the document can be copied");
        Self { document: Path::new(name).join("portals.yaml") }
    }

    /// Replaces a text of the document, which must occur once; returns its first line.
    fn replace(&self, from: &str, to: &str) -> usize {
        let text = fs::read_to_string(&self.document).expect("the copy is there");
        let found: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
        let [at] = found[..] else {
            panic!("spec/portals.yaml changed: this test looks for one `{from}`, and there are {}", found.len())
        };
        fs::write(&self.document, text.replacen(from, to, 1)).expect("the copy can be changed");
        text[..at].matches('\n').count() + 1
    }

    fn client(&self) -> BTreeMap<String, String> {
        let output = Builder::new(&self.document).strict().output().expect("the document has no errors");
        output.files.into_iter().map(|file| (file.path, file.text)).collect()
    }

    /// What is reported, errors and warnings.
    fn report(&self) -> Report {
        match Builder::new(&self.document).strict().output() {
            Ok(output) => output.report,
            Err(Error::Document { report, .. }) => report,
            Err(error) => panic!("{error}"),
        }
    }
}

/// What was added to a client, by file; nothing else may have changed.
fn added(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let gone: Vec<&String> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert!(gone.is_empty(), "files are gone: {gone:?}");
    let mut added = BTreeMap::new();
    for (path, text) in after {
        let diff = TextDiff::from_lines(before.get(path).map_or("", String::as_str), text);
        let changes: Vec<_> = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).collect();
        assert!(only_adds(&changes), "more than additions:\n{}", diff.unified_diff().header(path, path));
        if !changes.is_empty() {
            added.insert(path.clone(), changes.iter().map(similar::Change::value).collect());
        }
    }
    added
}

/// Whether words are only added: lines that list the members of a type are wrapped again.
fn only_adds(changes: &[similar::Change<&str>]) -> bool {
    let words = |tag: ChangeTag| {
        let lines = changes.iter().filter(move |change| change.tag() == tag);
        lines.flat_map(|change| change.value().split_whitespace())
    };
    let mut new = words(ChangeTag::Insert);
    words(ChangeTag::Delete).all(|word| new.any(|other| other == word))
}

/// The additions after a text was put in front of another.
fn additions(name: &str, before: &str, addition: &str) -> BTreeMap<String, String> {
    let copy = Copy::new(name);
    let without = copy.client();
    copy.replace(before, &format!("{addition}{before}"));
    added(&without, &copy.client())
}

fn paths(files: &BTreeMap<String, String>) -> Vec<&str> {
    files.keys().map(String::as_str).collect()
}

#[track_caller]
fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn an_added_operation_becomes_a_method() {
    let added = additions("added_operation", "  # A fixed segment where its neighbour above", ARCHIVE);
    assert_eq!(paths(&added), ["mod.rs", "operations/portals.rs", "payloads.rs"]);
    assert_has(
        &added["mod.rs"],
        &["/// Archive a portal.", "pub fn archive_portal(", "portal_name: impl Into<models::PortalName>,"],
    );
    assert_has(
        &added["operations/portals.rs"],
        &[
            "pub struct ArchivePortal<C = ()> {",
            "    reason(into String),",
            "\"/settings/portals/{portal_name}/actions/archive\"",
            "request.query(\"reason\", &self.reason);",
            "type Output = models::PortalsResult;",
            "type Failure = models::PortalsError;",
        ],
    );
    assert_has(
        &added["payloads.rs"],
        &["\"archive_portal\" => 200: models::PortalsResult, 404: models::PortalsError;"],
    );
}

const ARCHIVE: &str = r"  /settings/portals/{portal_name}/actions/archive:
    post:
      operationId: archive_portal
      tags: [Portals]
      summary: Archive a portal
      security:
        - zoho_oauth: [ZohoCRM.settings.clientportal.UPDATE]
      parameters:
        - $ref: '#/components/parameters/portal_name'
        - { name: reason, in: query, schema: { type: string } }
      responses:
        '200':
          description: One result item.
          content: { application/json: { schema: { $ref: '#/components/schemas/PortalsResult' } } }
        '404':
          $ref: '#/components/responses/PortalsNotFound'

";

#[test]
fn an_added_operation_with_another_spelling_of_an_id_renames_nothing() {
    let operation = ARCHIVE.replace("archive_portal", "getPortal");
    let added = additions("added_spelling", "  /settings/portals:\n", &operation);
    assert_has(&added["mod.rs"], &["pub fn get_portal2("]);
    assert_has(&added["operations/portals.rs"], &["pub struct GetPortal2<C = ()> {"]);
}

#[test]
fn an_added_property_becomes_a_field_with_a_setter() {
    let added = additions(
        "added_property",
        "        user_type_id:\n          $ref: '#/components/schemas/UserTypeId'\n        type:\n          \
         $ref: '#/components/schemas/InviteType'\n        language:",
        "        note: { type: string, description: Why. }\n",
    );
    assert_eq!(paths(&added), ["models/bulk_invitation.rs"]);
    assert_has(&added["models/bulk_invitation.rs"], &["/// Why.", "pub note: Option<String>,", "note(into String),"]);
}

#[test]
fn an_added_enum_value_becomes_a_variant() {
    let added = additions("added_constant", "        - NotConfirmedUsers\n", "        - SuspendedUsers\n");
    assert_eq!(paths(&added), ["models/user_status_filter.rs"]);
    assert_has(&added["models/user_status_filter.rs"], &["/// `SuspendedUsers`", "    SuspendedUsers,"]);
}

#[test]
fn an_added_schema_becomes_a_type() {
    let schema = "    Weekday:\n      type: string\n      enum: [monday, tuesday]\n\n";
    let added = additions("added_schema", "    # ---- Portal users\n", schema);
    assert_eq!(paths(&added), ["models/mod.rs", "models/weekday.rs"]);
    assert_has(&added["models/mod.rs"], &["mod weekday;", "pub use weekday::Weekday;"]);
    assert_has(&added["models/weekday.rs"], &["pub enum Weekday {", "    Monday,"]);
}

/// A mistake: a text of the document, what is written in its place, and the line of the first error or warning,
/// counted from where the text begins.
struct Mistake {
    name: &'static str,
    from: &'static str,
    to: &'static str,
    line: usize,
}

const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "reference_to_nothing",
        from: "schema:\n              $ref: '#/components/schemas/CreatePortalBody'",
        to: "schema:\n              $ref: '#/components/schemas/CreatePortalBdy'",
        line: 1,
    },
    Mistake {
        name: "operation_id_twice",
        from: "operationId: get_portal\n",
        to: "operationId: get_portals\n",
        line: 0,
    },
    Mistake {
        name: "path_parameter_renamed",
        from: "  /settings/portals/{portal_name}/user_type/{user_type_id}/users/action/transfer:",
        to: "  /settings/portals/{portal_name}/user_type/{type_id}/users/action/transfer:",
        line: 0,
    },
    Mistake {
        name: "type_unknown",
        from: "    JobStatus:\n      type: string",
        to: "    JobStatus:\n      type: sting",
        line: 1,
    },
    Mistake {
        name: "bracket_unclosed",
        from: "required: [id, user_type_id, type]",
        to: "required: [id, user_type_id, type",
        line: 1,
    },
    Mistake {
        name: "indented_with_a_tab",
        from: "        comparator:\n          $ref:",
        to: "        comparator:\n\t\t  $ref:",
        line: 1,
    },
    Mistake {
        name: "reference_in_a_circle",
        from: "    Comparator:\n      type: string\n      description: How a value is compared.\n      enum: [equal, \
               not_equal]",
        to: "    Comparator:\n      $ref: '#/components/schemas/Comparator'",
        line: 1,
    },
    Mistake {
        name: "responses_misspelled",
        from: "      responses:\n        '200':\n          description: The related lists, each with its module.",
        to: "      respones:\n        '200':\n          description: The related lists, each with its module.",
        line: 0,
    },
    Mistake {
        name: "keyword_misspelled",
        from: "          maxItems: 100\n          items:\n            $ref: '#/components/schemas/BulkInvitation'",
        to: "          maxitems: 100\n          items:\n            $ref: '#/components/schemas/BulkInvitation'",
        line: 0,
    },
    Mistake {
        name: "parameter_without_schema",
        from: "        - name: module\n          in: query\n          required: true\n          description: API name of the module, such as `Contacts`.\n          schema:\n            $ref: '#/components/schemas/ModuleApiName'\n",
        to: "        - name: module\n          in: query\n          required: true\n          description: API name of the module, such as `Contacts`.\n",
        line: 0,
    },
    Mistake {
        name: "status_with_a_letter",
        from: "        '204':\n          description: There is nothing to list.",
        to: "        '2O4':\n          description: There is nothing to list.",
        line: 0,
    },
    Mistake {
        name: "path_twice",
        from: "  /settings/portals/{portal_name}/user_type:\n",
        to: "  /settings/portals/meta:\n",
        line: 0,
    },
    Mistake {
        name: "required_property_misspelled",
        from: "required: [id, user_type_id, type]",
        to: "required: [id, user_typ_id, type]",
        line: 0,
    },
    Mistake {
        name: "limits_exchanged",
        from: "          minItems: 1\n          maxItems: 100\n          items:\n            $ref: \
               '#/components/schemas/BulkInvitation'",
        to: "          minItems: 100\n          maxItems: 1\n          items:\n            $ref: \
             '#/components/schemas/BulkInvitation'",
        line: 0,
    },
    Mistake {
        name: "server_variable_misspelled",
        from: "url: '{api_domain}/crm/{version}'",
        to: "url: '{api_domian}/crm/{version}'",
        line: 0,
    },
    Mistake {
        name: "security_scheme_misspelled",
        from: "      externalDocs:\n        url: https://www.zoho.com/crm/developer/docs/api/v8/update-portal.html\n      security:\n        - zoho_oauth:",
        to: "      externalDocs:\n        url: https://www.zoho.com/crm/developer/docs/api/v8/update-portal.html\n      security:\n        - zoho_auth:",
        line: 3,
    },
    Mistake {
        name: "example_renamed",
        from: "samples/create_portal.request.docs.json",
        to: "samples/create_portal.request.doc.json",
        line: 0,
    },
];

/// The expected reports have no line numbers, so that editing the document elsewhere does not change them: the lines
/// are tested here.
#[test]
fn a_mistake_is_reported_at_its_line_with_a_remedy() {
    let mut reports = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for Mistake { name, from, to, line } in MISTAKES {
        let copy = Copy::new(name);
        let expected = copy.replace(from, to) + line;
        let report = copy.report();
        if !report.entries().iter().any(|entry| entry.line == expected) {
            elsewhere.push(format!("{name}: not reported at line {expected}, but\n{report}"));
        }
        reports.insert(format!("{name}.txt"), without_line_numbers(&report.render(false)));
    }
    assert!(elsewhere.is_empty(), "{}", elsewhere.join("\n"));
    let mut expectations = Expectations::of("evolution");
    expectations.folder(&repository().join("tests/golden/evolution"), &reports);
    expectations.finish();
}

#[test]
fn nothing_is_written_when_the_document_has_errors() {
    let copy = Copy::new("nothing_written");
    copy.replace("operationId: get_portal\n", "operationId: get_portals\n");
    let out = Path::new("nothing_written/out");
    let result = Builder::new(&copy.document).strict().generate(out);
    assert!(matches!(result, Err(Error::Document { .. })), "{result:?}");
    assert!(!out.exists());
}

/// Rendered diagnostics with `LL` in place of every line number and its margin.
fn without_line_numbers(rendered: &str) -> String {
    rendered.lines().map(|line| without_line_number(line) + "\n").collect()
}

fn without_line_number(line: &str) -> String {
    let text = line.trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < text.len() && rest.starts_with(" |") {
        return format!("LL{rest}");
    }
    if let Some(location) = text.strip_prefix("--> ").or_else(|| text.strip_prefix("::: ")) {
        let mut parts = location.rsplitn(3, ':');
        let (column, _, path) = (parts.next(), parts.next(), parts.next());
        return format!("  {} {}:LL:{}", &text[..3], path.unwrap_or_default(), column.unwrap_or_default());
    }
    if text.starts_with('|') || text.starts_with("= ") { format!("   {text}") } else { line.to_owned() }
}
