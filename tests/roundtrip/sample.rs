//! Samples made from the schema: together they show every property, every variant and every constant that it allows.

use specwright::ir::{
    Additional, Api, DiscriminatorKind, Enum, EnumValues, IntegerWidth, NumberWidth, Object, Selection, StringFormat,
    TypeId, TypeKind, TypeRef, Union,
};
use specwright_tests::json::Json;
use std::collections::BTreeMap;

/// The maximal depth of a recursive schema.
const RECURSION: usize = 2;

/// Samples of a type; none when it can only go on for ever.
pub fn of(api: &Api, value: TypeRef) -> Vec<Json> {
    Sampler { api, within: Vec::new() }.value(value)
}

/// What the types that the fixtures' settings name read and write.
fn external_samples(path: &str) -> Vec<Json> {
    let sample = match path {
        "chrono::DateTime<chrono::FixedOffset>" => r#""2026-01-31T08:30:00.120+01:00""#,
        "chrono::NaiveDate" | "jiff::civil::Date" => r#""2026-01-31""#,
        "f32" => "0.5",
        "rust_decimal::Decimal" => r#""12.50""#,
        "url::Url" => r#""https://shop.example/7?a=b""#,
        "uuid::Uuid" => r#""67e55044-10b1-426f-9247-bb680e5fe0c8""#,
        "jiff::Timestamp" => r#""2026-01-31T08:30:00.12Z""#,
        "std::collections::BTreeMap<String, String>" => r#"{"id":"a"}"#,
        "std::collections::BTreeSet<String>" => r#"["a","b"]"#,
        "std::net::Ipv4Addr" => r#""127.0.0.1""#,
        path => panic!("there is no sample of `{path}`: add one here"),
    };
    vec![Json::parse(sample)]
}

struct Sampler<'a> {
    api: &'a Api,
    within: Vec<TypeId>,
}

impl Sampler<'_> {
    fn value(&mut self, value: TypeRef) -> Vec<Json> {
        let mut samples = self.of_type(value.id);
        samples.extend(value.nullable.then(Json::null));
        samples
    }

    fn of_type(&mut self, id: TypeId) -> Vec<Json> {
        if self.within.iter().filter(|other| **other == id).count() == RECURSION {
            return Vec::new();
        }
        self.within.push(id);
        let api = self.api;
        let samples = match &api.types[id].kind {
            TypeKind::Any => [r#"{"a":[1,null,"b"]}"#, "true", r#""text""#].map(Json::parse).to_vec(),
            TypeKind::Boolean => vec![bare("true"), bare("false")],
            TypeKind::Integer(width) => vec![bare(greatest(*width)), bare("0")],
            TypeKind::Number(NumberWidth::F32) => vec![bare("0.1"), bare("16777216")],
            TypeKind::Number(NumberWidth::F64) => vec![bare("0.1"), bare("-1.5e-7")],
            TypeKind::String(format) => vec![text(*format)],
            TypeKind::Enum(of) => constants(of),
            TypeKind::Tuple(elements) => {
                let first = |element: &TypeRef| self.value(*element).into_iter().next();
                elements.iter().map(first).collect::<Option<_>>().map(Json::Array).into_iter().collect()
            }
            TypeKind::Array(element) => vec![Json::Array(self.value(*element)), Json::Array(Vec::new())],
            TypeKind::Map(member) => vec![Json::Object(self.members(*member)), Json::Object(BTreeMap::new())],
            TypeKind::Object(object) => self.object(object),
            TypeKind::Union(union) => self.union(union),
            TypeKind::External(external) => external_samples(&external.path),
        };
        self.within.pop();
        samples
    }

    fn members(&mut self, member: TypeRef) -> BTreeMap<String, Json> {
        let samples = self.value(member).into_iter().enumerate();
        samples.map(|(index, sample)| (format!("key \"{index}\""), sample)).collect()
    }

    /// As many objects as a property has samples, and one without all that is optional.
    fn object(&mut self, object: &Object) -> Vec<Json> {
        let samples: Vec<Vec<Json>> = object.properties.iter().map(|property| self.value(property.value)).collect();
        let additional = match object.additional {
            Additional::Any => BTreeMap::from([("not named".to_owned(), Json::parse(r#"[1,{"a":null}]"#))]),
            Additional::Typed(value) => self.members(value),
            Additional::Forbidden => BTreeMap::new(),
        };
        let mut objects = Vec::new();
        let most = samples.iter().map(Vec::len).max().unwrap_or(1);
        for index in 0..=most {
            let mut members = if index < most { additional.clone() } else { BTreeMap::new() };
            for (property, samples) in object.properties.iter().zip(&samples) {
                let needed = property.required || index < most;
                match samples.get(index % samples.len().max(1)) {
                    Some(sample) if needed => drop(members.insert(property.name.clone(), sample.clone())),
                    None if property.required => return Vec::new(),
                    _ => {}
                }
            }
            objects.push(Json::Object(members));
        }
        objects
    }

    fn union(&mut self, union: &Union) -> Vec<Json> {
        match &union.selection {
            Selection::Discriminator { property, mapping, kind, others, .. } => {
                let is_bare = *kind == DiscriminatorKind::NumbersAndBooleans;
                let mut samples = Vec::new();
                for (text, index) in mapping {
                    for mut sample in self.value(union.variants[*index].value) {
                        if let Json::Object(members) = &mut sample {
                            members.insert(property.clone(), if is_bare { bare(text) } else { Json::text(text) });
                        }
                        samples.push(sample);
                    }
                }
                let others = others.iter().flat_map(|(_, index)| self.value(union.variants[*index].value));
                samples.extend(others);
                samples
            }
            Selection::Tests(_) => union.variants.iter().flat_map(|variant| self.value(variant.value)).collect(),
        }
    }
}

fn bare(text: &str) -> Json {
    Json::Bare(text.to_owned())
}

fn greatest(width: IntegerWidth) -> &'static str {
    match width {
        IntegerWidth::I8 => "127",
        IntegerWidth::U8 => "255",
        IntegerWidth::I16 => "32767",
        IntegerWidth::U16 => "65535",
        IntegerWidth::I32 => "2147483647",
        IntegerWidth::I64 => "9223372036854775807",
        IntegerWidth::U32 => "4294967295",
        IntegerWidth::U64 => "18446744073709551615",
        IntegerWidth::I128 => "999999999999999999999999999999",
        IntegerWidth::U128 => "340282366920938463463374607431768211455",
    }
}

fn text(format: StringFormat) -> Json {
    Json::text(match format {
        StringFormat::DateTime => "2023-02-07T20:13:20.50+05:30",
        StringFormat::Date => "2023-02-07",
        StringFormat::Base64 => "iVBORw==",
        StringFormat::Plain | StringFormat::Password | StringFormat::Binary => "a \"b\"\n\u{1f600}",
    })
}

fn constants(of: &Enum) -> Vec<Json> {
    match &of.values {
        EnumValues::Strings(texts) => texts.iter().map(|text| Json::text(text)).collect(),
        EnumValues::Integers(numbers) => {
            numbers.iter().map(|number| bare(format!("{number:?}").trim_end_matches(".0"))).collect()
        }
        EnumValues::Numbers(numbers) => {
            numbers.iter().map(|number| bare(format!("{number:?}").trim_end_matches(".0"))).collect()
        }
        EnumValues::Booleans(values) => values.iter().map(|value| bare(&value.to_string())).collect(),
    }
}
