//! Variations of an example: what the service may send beyond what the document shows, one change at a time.
//!
//! The schema determines where each is possible, and the expected result.

use super::example::{Described, rewritten};
use specwright::ir::{
    Additional, Api, Constants, DiscriminatorKind, EnumValues, JsonType, Object, Property, Selection, Test, TypeKind,
    TypeRef, Union,
};
use specwright_tests::json::{Json, Step, path};
use std::fmt;

/// An example with one change.
pub struct Variation {
    /// What the change is.
    pub kind: Kind,
    /// Where it is.
    pub path: Vec<Step>,
    /// The changed example.
    pub json: Json,
    /// What should become of it.
    pub outcome: Outcome,
}

/// What a change is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    UnknownKey,
    UnknownText,
    OptionalMissing,
    NullableNull,
    RequiredMissing,
    RequiredNull,
}

/// What should become of a change.
pub enum Outcome {
    /// It is read, and written back the same.
    Same,
    /// It is not read: the error has this path and names this.
    Refused { at: Vec<Step>, naming: String },
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownKey => "a key that the document does not know",
            Self::UnknownText => "a text that the document does not list",
            Self::OptionalMissing => "an optional key left out",
            Self::NullableNull => "a nullable key set to null",
            Self::RequiredMissing => "a required key left out",
            Self::RequiredNull => "a required key set to null",
        })
    }
}

impl Variation {
    /// What is wrong with how it is read and written back.
    pub fn problem(&self, described: &Described<'_>) -> Option<String> {
        let problem = match &self.outcome {
            Outcome::Same => described.change(&self.json)?,
            Outcome::Refused { at, naming } => match rewritten(described.payload, &self.json) {
                Err(error) if error.path == path(at) && error.message.contains(naming.as_str()) => return None,
                Err(error) => format!("not refused at {} for {naming:?}: {error}", path(at)),
                Ok(_) => "was read".to_owned(),
            },
        };
        Some(format!("{} at {}: {problem}", self.kind, path(&self.path)))
    }
}

/// Every variation of a value of a type.
pub fn of(api: &Api, value: TypeRef, json: &Json) -> Vec<Variation> {
    let mut walk = Walk { api, root: json, path: Vec::new(), found: Vec::new() };
    walk.value(value, json, &[]);
    walk.found
}

struct Walk<'a> {
    api: &'a Api,
    root: &'a Json,
    path: Vec<Step>,
    found: Vec<Variation>,
}

impl Walk<'_> {
    /// `telling` has the keys that select this variant of a union: without them, the value is another variant.
    fn value(&mut self, value: TypeRef, json: &Json, telling: &[&str]) {
        let api = self.api;
        match (&api.types[value.id].kind, json) {
            (TypeKind::Object(object), Json::Object(_)) => self.object(object, json, telling),
            (TypeKind::Array(element), Json::Array(elements)) => {
                for (index, json) in elements.iter().enumerate() {
                    self.within(Step::Index(index), |walk| walk.value(*element, json, &[]));
                }
            }
            (TypeKind::Map(member), Json::Object(members)) => {
                for (key, json) in members {
                    self.within(Step::Key(key.clone()), |walk| walk.value(*member, json, &[]));
                }
            }
            (TypeKind::Enum(of), Json::Text(_)) if matches!(of.values, EnumValues::Strings(_)) => {
                self.add(Kind::UnknownText, Outcome::Same, |json| *json = unknown_text());
            }
            (TypeKind::Union(union), _) => {
                if let (Selection::Discriminator { property, .. }, Json::Object(_)) = (&union.selection, json) {
                    self.add(Kind::UnknownText, Outcome::Same, |json| {
                        json.members_at(&[]).insert(property.clone(), unknown_text());
                    });
                }
                if let Some((index, telling)) = variant(union, json) {
                    self.value(union.variants[index].value, json, &telling);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Object, json: &Json, telling: &[&str]) {
        let Json::Object(members) = json else { return };
        if object.additional == Additional::Any {
            let value = r#"{"deep":[1,-0.5,9007199254740993,18446744073709551615,null,"é"],"empty":{}}"#;
            self.add(Kind::UnknownKey, Outcome::Same, |json| {
                json.members_at(&[]).insert("not described".to_owned(), Json::parse(value));
            });
        }
        for property in &object.properties {
            let json = members.get(&property.name);
            // `readOnly` and `writeOnly` properties may be missing, according to the uses of their type.
            let one_way = property.read_only || property.write_only;
            let deeper = match telling {
                [key, deeper @ ..] if *key == property.name => Some(deeper),
                _ => None,
            };
            if !one_way && deeper.is_none() {
                self.set_to_null(property);
                if json.is_some() {
                    self.leave_out(property);
                }
            }
            if let Some(json) = json {
                let deeper = deeper.unwrap_or_default();
                self.within(Step::Key(property.name.clone()), |walk| walk.value(property.value, json, deeper));
            }
        }
    }

    fn leave_out(&mut self, property: &Property) {
        let key = &property.name;
        let (kind, outcome) = if property.required {
            let naming = format!("missing field `{key}`");
            (Kind::RequiredMissing, Outcome::Refused { at: self.path.clone(), naming })
        } else {
            (Kind::OptionalMissing, Outcome::Same)
        };
        self.add(kind, outcome, |json| drop(json.members_at(&[]).remove(key)));
    }

    /// The document does not decide this for an optional key that is not nullable. A union keeps every value.
    fn set_to_null(&mut self, property: &Property) {
        let key = &property.name;
        let set = |json: &mut Json| drop(json.members_at(&[]).insert(key.clone(), Json::null()));
        let is_kept = match self.api.types[property.value.id].kind {
            TypeKind::Any => true,
            TypeKind::Union(_) => property.required,
            _ => false,
        };
        if property.value.nullable || is_kept {
            self.add(Kind::NullableNull, Outcome::Same, set);
        } else if property.required {
            let mut at = self.path.clone();
            at.push(Step::Key(key.clone()));
            self.add(Kind::RequiredNull, Outcome::Refused { at, naming: "invalid type: null".to_owned() }, set);
        }
    }

    fn add(&mut self, kind: Kind, outcome: Outcome, change: impl FnOnce(&mut Json)) {
        let mut json = self.root.clone();
        change(json.at(&self.path));
        self.found.push(Variation { kind, path: self.path.clone(), json, outcome });
    }

    fn within(&mut self, step: Step, walk: impl FnOnce(&mut Self)) {
        self.path.push(step);
        walk(self);
        self.path.pop();
    }
}

fn unknown_text() -> Json {
    Json::text("none of them: \"\\\u{1f600}")
}

/// The variant of a union's value, and the keys that select it.
fn variant<'u>(union: &'u Union, json: &Json) -> Option<(usize, Vec<&'u str>)> {
    match &union.selection {
        Selection::Discriminator { property, mapping, names, kind, others } => {
            let bare = || bare_text(json, property).filter(|_| *kind != DiscriminatorKind::Strings);
            let string = text(json, property).filter(|_| *kind != DiscriminatorKind::NumbersAndBooleans);
            let name = string.or_else(bare);
            let tagged = name.and_then(|name| mapping.iter().chain(names).find(|(mapped, _)| mapped == name));
            if let Some((_, index)) = tagged {
                return Some((*index, vec![property]));
            }
            let (_, index) = others.iter().find(|(json_type, _)| is(json, *json_type))?;
            Some((*index, Vec::new()))
        }
        Selection::Tests(tests) => {
            let (test, index) = tests.iter().find(|(test, _)| holds(test, json))?;
            Some((*index, telling(test)))
        }
    }
}

fn holds(test: &Test, json: &Json) -> bool {
    match test {
        Test::TypeIs(json_type) => is(json, *json_type),
        Test::HasKey(key) => member(json, key).is_some(),
        Test::KeyIs(key, Constants::Strings(known)) => known.iter().any(|known| text(json, key) == Some(known)),
        Test::KeyIs(key, Constants::NumbersAndBooleans(known)) => {
            known.iter().any(|known| bare_text(json, key) == Some(known))
        }
        Test::Within(key, test) => member(json, key).is_some_and(|json| holds(test, json)),
        Test::ValueIs(Constants::Strings(known)) => matches!(json, Json::Text(given) if known.contains(given)),
        Test::ValueIs(Constants::NumbersAndBooleans(known)) => {
            matches!(json, Json::Bare(given) if known.contains(given))
        }
        Test::IntegerIn(least, most) => {
            matches!(json, Json::Bare(given) if given.parse().is_ok_and(|number| (*least..=*most).contains(&number)))
        }
        Test::ItemsIn(least, most) => matches!(json, Json::Array(items) if {
            let length = items.len() as u64;
            *least <= length && most.is_none_or(|most| length <= most)
        }),
        Test::Equals(texts) => texts.iter().any(|text| Json::parse(text) == *json),
        Test::IfPresent(key, test) => member(json, key).is_none_or(|json| holds(test, json)),
        Test::Each(test) => match json {
            Json::Array(items) => items.iter().all(|json| holds(test, json)),
            Json::Object(members) => members.values().all(|json| holds(test, json)),
            _ => true,
        },
        Test::Element(index, test) => match json {
            Json::Array(items) => items.get(*index).is_none_or(|json| holds(test, json)),
            _ => true,
        },
        Test::All(tests) => tests.iter().all(|test| holds(test, json)),
        Test::Any(tests) => tests.iter().any(|test| holds(test, json)),
        // The samples satisfy the constraints of their variants.
        Test::Satisfies(_) => true,
        Test::Fits(_) => false,
    }
}

/// The keys on the path to the value of a test.
fn telling(test: &Test) -> Vec<&str> {
    match test {
        Test::HasKey(key) | Test::KeyIs(key, _) => vec![key],
        Test::Within(key, test) => [vec![key.as_str()], telling(test)].concat(),
        Test::All(tests) | Test::Any(tests) => tests.iter().flat_map(telling).collect(),
        Test::TypeIs(_)
        | Test::ValueIs(_)
        | Test::IntegerIn(..)
        | Test::ItemsIn(..)
        | Test::Satisfies(_)
        | Test::Equals(_)
        | Test::IfPresent(..)
        | Test::Each(_)
        | Test::Element(..)
        | Test::Fits(_) => Vec::new(),
    }
}

fn member<'j>(json: &'j Json, key: &str) -> Option<&'j Json> {
    match json {
        Json::Object(members) => members.get(key),
        _ => None,
    }
}

fn text<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
    match member(json, key) {
        Some(Json::Text(text)) => Some(text),
        _ => None,
    }
}

fn bare_text<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
    match member(json, key) {
        Some(Json::Bare(text)) => Some(text),
        _ => None,
    }
}

fn is(json: &Json, json_type: JsonType) -> bool {
    match (json, json_type) {
        (Json::Text(_), JsonType::String) | (Json::Array(_), JsonType::Array) | (Json::Object(_), JsonType::Object) => {
            true
        }
        (Json::Bare(text), JsonType::Null) => text == "null",
        (Json::Bare(text), JsonType::Boolean) => text == "true" || text == "false",
        (Json::Bare(text), JsonType::Integer) => text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'),
        (Json::Bare(text), JsonType::Number) => text.starts_with(|first: char| first.is_ascii_digit() || first == '-'),
        _ => false,
    }
}
