//! Compares the selected variant of a union's value with independent results: the Discriminator Object of the document,
//! or else a JSON Schema validator.
//!
//! Values of each variant are generated from the document alone, as for the round trips. The tests that the generator
//! chose are applied to each; those that decode the value ([`Test::Fits`]) are checked with the emitted types. These
//! also write each variant, which must be read as the same variant, with a discriminator value that selects it.

use crate::dialect;
use crate::instances;
use crate::list::Published;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::ir::{
    Api, Bound, Constants, Constraints, DiscriminatorKind, JsonType, Scalar, Selection, Test, TypeId, TypeKind, Union,
    Variant,
};
use specwright::load::{Document, Options};
use specwright::pointer::Origin;
use specwright::resolve::{Node, Resolver};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::Path;
use std::{fmt, io};

/// The columns of [`Judgement`].
pub const HEAD: &str = "name\tunions\tvariants\tvalues\tundecided\tdifferences";

/// How many values each variant gets.
const MOST_VALUES: usize = 40;

/// How many of them get each value of the discriminator.
const MOST_TAGGED: usize = 4;

/// The results for the unions of one document.
#[derive(Debug, Default)]
pub struct Judgement {
    pub unions: usize,
    pub variants: usize,
    pub values: usize,
    /// Values whose variant is only determined by decoding.
    pub undecided: usize,
    /// The position of each union, the value, the selected variant and the correct one.
    pub differences: Vec<String>,
}

/// The numbers as columns.
impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unions, variants, values, undecided, differences } = self;
        write!(f, "{unions}\t{variants}\t{values}\t{undecided}\t{}", differences.len())
    }
}

/// Judges every union of a document; nothing when it cannot be read. With a program it is the emitted types that are
/// judged, else the tests that were chosen.
///
/// # Errors
///
/// When the program ends.
pub fn of(published: &Published, options: &Options, emitted: Option<&mut dyn Types>) -> io::Result<Judgement> {
    let mut outcome = Judgement::default();
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let document = specwright::load::document(&published.path, options, &mut diagnostics);
    let read = specwright::Builder::new(&published.path).options(options.clone()).read();
    let (Some(document), Ok(read)) = (document, read) else { return Ok(outcome) };
    let judge = Judge { document: &document, api: &read.api };
    let mut reader = emitted.map_or(Reader::Tests, Reader::Emitted);
    // A second type of one origin is the union brought together with something else: its values are not those of the origin.
    let mut origins = HashSet::new();
    for (id, def) in read.api.types.iter() {
        if let TypeKind::Union(union) = &def.kind
            && origins.insert(&def.origin)
        {
            judge.union((id, &def.origin, union), &mut reader, &mut outcome)?;
        }
    }
    Ok(outcome)
}

/// The emitted types of a document.
pub trait Types {
    /// The variant that a value is read as, `None` if it is unknown; or the error.
    fn read(&mut self, union: TypeId, value: &Value) -> io::Result<Result<Option<usize>, String>>;

    /// What the union writes of a variant that is made of a value; or why the value is not read as the variant.
    fn write(&mut self, union: TypeId, variant: usize, value: &Value) -> io::Result<Result<Value, String>>;
}

/// The implementation that selects the variant of a value.
enum Reader<'e> {
    /// The tests that the generator chose.
    Tests,
    /// The emitted types.
    Emitted(&'e mut dyn Types),
}

impl Reader<'_> {
    fn choice(&mut self, id: TypeId, union: &Union, value: &Value) -> io::Result<Choice> {
        Ok(match self {
            Self::Tests => chosen(&union.selection, value),
            Self::Emitted(emitted) => match emitted.read(id, value)? {
                Ok(Some(index)) => Choice::Variant(index),
                Ok(None) => Choice::Unknown,
                Err(_) => Choice::Refused,
            },
        })
    }

    fn is_sure(&self) -> bool {
        matches!(self, Self::Emitted(_))
    }
}

/// The correct variant of a value, and the authority for it.
enum Meant {
    Named(usize),
    Valid(usize),
}

struct Judge<'d> {
    document: &'d Document,
    api: &'d Api,
}

impl<'d> Judge<'d> {
    fn union(
        &self,
        (id, origin, union): (TypeId, &Origin, &Union),
        reader: &mut Reader,
        outcome: &mut Judgement,
    ) -> io::Result<()> {
        outcome.unions += 1;
        outcome.variants += union.variants.len();
        let at = origin.pointer.as_str();
        for index in (0..union.variants.len()).filter(|index| !is_reached(&union.selection, *index)) {
            outcome.differences.push(format!("{at}\tno value is read as {}", name(union, index)));
        }
        let nodes: Vec<Option<Node<'d>>> = union.variants.iter().map(|variant| self.node(&variant.origin)).collect();
        let schemas = union.variants.iter().zip(&nodes).map(|(variant, node)| VariantSchema {
            validator: node.as_ref().and_then(|node| self.validator(node)),
            constant: self.api.types.constant(variant.value).and_then(exact),
        });
        let schemas: Vec<VariantSchema> = schemas.collect();
        for (index, node) in nodes.iter().enumerate() {
            let Some(node) = node else { continue };
            let is_own = |value: &Value| schemas[index].constant.as_ref().is_none_or(|constant| constant == value);
            for value in self.values(origin, union, node).into_iter().filter(is_own) {
                outcome.values += 1;
                let expected = self.expected(origin, union, &schemas, &value).filter(|expected| match expected {
                    Meant::Named(_) => true,
                    Meant::Valid(valid) => *valid == index,
                });
                let Some(Meant::Named(expected) | Meant::Valid(expected)) = expected else {
                    outcome.undecided += 1;
                    continue;
                };
                let found = match reader.choice(id, union, &value)? {
                    Choice::Variant(found) if found == expected => {
                        outcome.differences.extend(self.unlike(at, (id, origin, union), reader, expected, &value)?);
                        continue;
                    }
                    // A test that holds by chance: what cannot be read as the variant is tried as others.
                    Choice::Variant(found) if !reader.is_sure() && may_be_refused(union, &schemas[found], &value) => {
                        outcome.undecided += 1;
                        continue;
                    }
                    Choice::Variant(found) => name(union, found),
                    Choice::Unknown => "no variant".to_owned(),
                    // What is not read at all is left to the round trips.
                    Choice::ByReading | Choice::Refused => {
                        outcome.undecided += 1;
                        continue;
                    }
                };
                let text: String = value.to_string().chars().take(200).collect();
                outcome.differences.push(format!("{at}\t{text} is read as {found} and is {}", name(union, expected)));
            }
        }
        Ok(())
    }

    /// What is wrong with how the emitted types write a variant that is made of its value, but for the tag.
    fn unlike(
        &self,
        at: &str,
        (id, origin, union): (TypeId, &Origin, &Union),
        reader: &mut Reader,
        expected: usize,
        value: &Value,
    ) -> io::Result<Option<String>> {
        let Reader::Emitted(emitted) = reader else { return Ok(None) };
        let mut untagged = value.clone();
        if let Selection::Discriminator { property, .. } = &union.selection
            && let Some(tag) = untagged.get_mut(property).filter(|tag| tag.is_string())
        {
            *tag = json!("a value that nobody lists");
        }
        // Some variants hold nothing but their own value.
        let Ok(written) = emitted.write(id, expected, &untagged)? else { return Ok(None) };
        let read = emitted.read(id, &written)?;
        let named = self.named(origin, union, &written);
        let is_same = read == Ok(Some(expected)) && named.is_none_or(|named| named == expected);
        let text: String = written.to_string().chars().take(200).collect();
        Ok((!is_same).then(|| format!("{at}\t{} is written as {text}, which is {read:?}", name(union, expected))))
    }

    /// Values of a variant, and some of them with each value of the discriminator.
    fn values(&self, origin: &Origin, union: &Union, node: &Node<'d>) -> Vec<Value> {
        let made = instances::of(Resolver::new(self.document), node);
        let made = made.iter().take(MOST_VALUES).filter_map(|value| serde_json::from_str(&value.to_string()).ok());
        let mut values: Vec<Value> = made.collect();
        let Some(discriminator) = self.discriminator(origin) else { return values };
        let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else { return values };
        let mapped = discriminator.get("mapping").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let named = union.variants.iter().filter_map(|variant| self.own_tag(variant).or(variant.component.as_deref()));
        let tags: Vec<&str> = mapped.map(String::as_str).chain(named).collect();
        for value in values.clone().iter().take(MOST_TAGGED).filter(|value| value.is_object()) {
            for tag in tags.iter().take(MOST_VALUES) {
                let bare = serde_json::from_str(tag).ok().filter(|tag: &Value| tag.is_number() || tag.is_boolean());
                values.extend([Some(json!(tag)), bare].into_iter().flatten().map(|tag| {
                    let mut tagged = value.clone();
                    tagged[property] = tag;
                    tagged
                }));
            }
        }
        values
    }

    fn discriminator(&self, origin: &Origin) -> Option<&'d Value> {
        self.document.node(origin)?.get("discriminator")
    }

    /// The variant according to the discriminator or the validator, if it is unambiguous.
    fn expected(&self, origin: &Origin, union: &Union, schemas: &[VariantSchema], value: &Value) -> Option<Meant> {
        if let Some(named) = self.named(origin, union, value) {
            // A value with the name of a variant that does not allow the name contradicts the document.
            return schemas.get(named)?.allows(value).then_some(Meant::Named(named));
        }
        let mut valid = (0..schemas.len()).filter(|at| schemas[*at].allows(value));
        let only = valid.next().filter(|_| valid.next().is_none())?;
        let Selection::Discriminator { property, .. } = &union.selection else { return Some(Meant::Valid(only)) };
        // A variant that allows any discriminator value does not decide this one.
        let mut other = value.clone();
        *other.get_mut(property)? = json!("a value that nobody lists");
        (!schemas[only].allows(&other)).then_some(Meant::Valid(only))
    }

    /// The variant that the discriminator means by the value: by its `mapping`, else by the name of the component.
    fn named(&self, origin: &Origin, union: &Union, value: &Value) -> Option<usize> {
        let discriminator = self.discriminator(origin)?;
        let tag = match value.get(discriminator.get("propertyName")?.as_str()?)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mapped = discriminator.get("mapping").and_then(|mapping| mapping.get(&tag)).and_then(Value::as_str);
        let component = mapped.map_or(tag.as_str(), |target| target.rsplit('/').next().unwrap_or(target));
        let is_named = |variant: &Variant| match self.own_tag(variant) {
            Some(own) if mapped.is_none() => own == tag,
            _ => variant.component.as_deref() == Some(component),
        };
        union.variants.iter().position(is_named)
    }

    /// AutoRest's extension, which counts in place of the name of the component.
    fn own_tag(&self, variant: &Variant) -> Option<&'d str> {
        let schema = self.document.node(&self.api.types[variant.value.id].origin)?;
        schema.get("x-ms-discriminator-value")?.as_str()
    }

    fn node(&self, origin: &Origin) -> Option<Node<'d>> {
        Some(Node { value: self.document.node(origin)?, origin: origin.clone() })
    }

    /// A validator of a schema of the document itself, without other files.
    fn validator(&self, node: &Node<'d>) -> Option<Validator> {
        if node.origin.file != self.api.origin.file {
            return None;
        }
        let root = self.document.node(&self.api.origin)?;
        dialect::validator(dialect::referred(root), node.origin.pointer.as_str())
    }
}

/// The document of a fixture is named `openapi`, so its folder is used.
pub fn name_of(published: &Published) -> String {
    let folder = published.path.parent().and_then(Path::file_name).and_then(OsStr::to_str);
    folder.filter(|_| published.name == "openapi").unwrap_or(&published.name).to_owned()
}

fn name(union: &Union, index: usize) -> String {
    let component = union.variants.get(index).and_then(|variant| variant.component.clone());
    component.unwrap_or_else(|| format!("variant {}", index + 1))
}

fn may_be_refused(union: &Union, found: &VariantSchema, value: &Value) -> bool {
    matches!(union.selection, Selection::Tests(_)) && !found.allows(value)
}

fn is_reached(selection: &Selection, index: usize) -> bool {
    match selection {
        Selection::Discriminator { mapping, others, .. } => {
            mapping.iter().any(|(_, mapped)| *mapped == index) || others.iter().any(|(_, other)| *other == index)
        }
        Selection::Tests(tests) => tests.iter().any(|(_, tested)| *tested == index),
    }
}

/// The schema of a variant, by the validator.
struct VariantSchema {
    validator: Option<Validator>,
    /// The only value of the variant, which may be one of several in the schema.
    constant: Option<Value>,
}

/// The JSON of a constant. A number with a fraction is another in JSON than in the document.
fn exact(constant: Scalar) -> Option<Value> {
    match constant {
        Scalar::String(text) => Some(text.into()),
        Scalar::Integer(number) => Some(number.into()),
        Scalar::Boolean(value) => Some(value.into()),
        Scalar::Number(_) => None,
    }
}

impl VariantSchema {
    /// Without a validator the value may be of the variant.
    fn allows(&self, value: &Value) -> bool {
        self.constant.as_ref().is_none_or(|constant| constant == value)
            && self.validator.as_ref().is_none_or(|validator| validator.is_valid(value))
    }
}

/// What the tests choose.
enum Choice {
    Variant(usize),
    /// The value is kept as it is.
    Unknown,
    /// The variant that can be read.
    ByReading,
    /// It is not read.
    Refused,
}

fn chosen(selection: &Selection, value: &Value) -> Choice {
    match selection {
        Selection::Discriminator { property, mapping, names, kind, others } => {
            let means = |tag: &Value, text: &str| match tag {
                Value::String(tag) => *kind != DiscriminatorKind::NumbersAndBooleans && tag == text,
                Value::Number(_) | Value::Bool(_) => *kind != DiscriminatorKind::Strings && is_written(tag, text),
                _ => false,
            };
            let tag = value.get(property);
            let mut values = mapping.iter().chain(names);
            let found = tag.and_then(|tag| values.find(|(text, _)| means(tag, text)));
            let by_type = || others.iter().find(|(json_type, _)| holds(&Test::TypeIs(*json_type), value));
            let found = found.map(|(_, index)| *index).or_else(|| by_type().map(|(_, index)| *index));
            found.map_or(Choice::Unknown, Choice::Variant)
        }
        Selection::Tests(tests) => {
            let found = tests.iter().find(|(test, _)| holds(test, value));
            found.map_or(Choice::ByReading, |(_, index)| Choice::Variant(*index))
        }
    }
}

fn holds(test: &Test, value: &Value) -> bool {
    match test {
        Test::TypeIs(json_type) => match json_type {
            JsonType::Null => value.is_null(),
            JsonType::Boolean => value.is_boolean(),
            JsonType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            JsonType::Number => value.is_number(),
            JsonType::String => value.is_string(),
            JsonType::Array => value.is_array(),
            JsonType::Object => value.is_object(),
        },
        Test::HasKey(key) => value.get(key).is_some(),
        Test::KeyIs(key, constants) => value.get(key).is_some_and(|value| is_listed(constants, value)),
        Test::Within(key, test) => value.get(key).is_some_and(|value| holds(test, value)),
        Test::ValueIs(constants) => is_listed(constants, value),
        Test::IntegerIn(least, most) => {
            let integer = value.as_i64().map(i128::from).or(value.as_u64().map(i128::from));
            integer.is_some_and(|number| (*least..=*most).contains(&number))
        }
        Test::ItemsIn(least, most) => value.as_array().is_some_and(|items| {
            let length = items.len() as u64;
            *least <= length && most.is_none_or(|most| length <= most)
        }),
        Test::Equals(texts) => texts.iter().any(|text| is_written(value, text)),
        Test::IfPresent(key, test) => value.get(key).is_none_or(|value| holds(test, value)),
        Test::Each(test) => match value {
            Value::Array(items) => items.iter().all(|value| holds(test, value)),
            Value::Object(members) => members.values().all(|value| holds(test, value)),
            _ => true,
        },
        Test::Element(index, test) => value.get(index).is_none_or(|value| holds(test, value)),
        Test::All(tests) => tests.iter().all(|test| holds(test, value)),
        Test::Any(tests) => tests.iter().any(|test| holds(test, value)),
        Test::Satisfies(constraints) => value.as_f64().is_none_or(|number| is_within(constraints, number)),
        Test::Fits(_) => false,
    }
}

/// Whether a number satisfies the limits of numbers, which are the only ones that are tested before reading.
fn is_within(constraints: &Constraints, number: f64) -> bool {
    let is_within = |bound: Option<Bound>, sign: f64| {
        bound.is_none_or(|Bound { value, exclusive }| {
            let difference = (number - value.float()) * sign;
            difference > 0.0 || (difference == 0.0 && !exclusive)
        })
    };
    let is_multiple = constraints.multiple_of.is_none_or(|step| (number / step.float()).fract() == 0.0);
    is_within(constraints.minimum, 1.0) && is_within(constraints.maximum, -1.0) && is_multiple
}

/// Whether a number or boolean is this JSON text.
fn is_written(value: &Value, text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|text| text == *value)
}

fn is_listed(constants: &Constants, value: &Value) -> bool {
    match (constants, value) {
        (Constants::Strings(texts), Value::String(text)) => texts.contains(text),
        (Constants::NumbersAndBooleans(texts), Value::Number(_) | Value::Bool(_)) => {
            texts.iter().any(|text| is_written(value, text))
        }
        _ => false,
    }
}
