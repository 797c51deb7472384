//! The pairs of a query or of a form, each of which is read as one parameter.

use super::shape::Shape;
use super::value::{self, Decode, Json, decoded_pair};
use crate::Style;
use std::collections::BTreeMap;

/// The most pairs in a query or a form.
const MAX_PAIRS: usize = 1024;

/// The deepest nesting of `deepObject`.
const MAX_DEPTH: usize = 32;

/// Names and values, in order.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pairs: Vec<Pair>,
    decode: Option<Decode>,
}

#[derive(Debug)]
struct Pair {
    name: String,
    /// As received.
    text: String,
    /// Whether a parameter has taken it.
    is_read: bool,
    /// Whether it must not become a property of an object.
    is_set_aside: bool,
}

impl Pairs {
    /// The pairs of a query or of a form.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('&').filter(|part| !part.is_empty()).take(MAX_PAIRS + 1).collect();
        let pairs = parts.into_iter().map(|part| {
            let (name, text) = part.split_once('=').unwrap_or((part, ""));
            Ok((decoded_pair(name)?.into_owned(), text.to_owned()))
        });
        Self::of(pairs.collect::<Result<Vec<_>, String>>()?, decoded_pair)
    }

    /// Creates pairs whose values are decoded by `decode`.
    pub(crate) fn of(pairs: Vec<(String, String)>, decode: Decode) -> Result<Self, String> {
        if pairs.len() > MAX_PAIRS {
            return Err(format!("must have at most {MAX_PAIRS} parameters"));
        }
        let pairs =
            pairs.into_iter().map(|(name, text)| Pair { name, text, is_read: false, is_set_aside: false }).collect();
        Ok(Self { pairs, decode: Some(decode) })
    }

    fn decode(&self) -> Decode {
        self.decode.unwrap_or(decoded_pair)
    }

    /// The JSON of a parameter; `None` if it is absent.
    pub(crate) fn take(&mut self, name: &str, shape: &Shape, style: Style, explode: bool) -> Option<Json> {
        if style == Style::DeepObject {
            return self.take_deep(name, shape);
        }
        let values = self.values(name);
        if values.is_empty() {
            return if explode { self.take_members(shape) } else { None };
        }
        Some(value::query(&values.iter().map(String::as_str).collect::<Vec<_>>(), shape, style, explode))
    }

    /// The text of a parameter; `None` if it is absent.
    pub(crate) fn take_text(&mut self, name: &str) -> Option<Result<String, String>> {
        let values = self.values(name);
        let text = values.first()?;
        let decoded = (self.decode())(text).map(std::borrow::Cow::into_owned);
        Some(if values.len() == 1 { decoded } else { Err("must be given once".to_owned()) })
    }

    /// Takes the values of a name.
    pub(crate) fn values(&mut self, name: &str) -> Vec<String> {
        let found = self.pairs.iter_mut().filter(|pair| pair.name == name && !pair.is_read);
        found
            .map(|pair| {
                pair.is_read = true;
                std::mem::take(&mut pair.text)
            })
            .collect()
    }

    /// Excludes a pair from objects; a parameter with its name can still take it.
    pub(crate) fn set_aside(&mut self, name: &str) {
        self.pairs.iter_mut().filter(|pair| pair.name == name).for_each(|pair| pair.is_set_aside = true);
    }

    /// An object each of whose properties is its own parameter; `None` if none of them is present. The remaining pairs are
    /// additional properties.
    pub(crate) fn take_members(&mut self, shape: &Shape) -> Option<Json> {
        let shape = shape.as_object().filter(|shape| !matches!(shape, Shape::Any))?;
        let named: Vec<String> = shape.members().iter().map(|(name, _)| (*name).to_owned()).collect();
        let members = self.members(named, shape).and_then(|mut members| {
            members.extend(self.take_others(shape)?);
            Ok(members)
        });
        match members {
            Ok(members) => (!members.is_empty()).then(|| Ok(value::object(&members))),
            Err(reason) => Some(Err(reason)),
        }
    }

    /// The names of the remaining pairs, each once.
    pub(crate) fn unread(&self) -> Vec<String> {
        let unread = self.pairs.iter().filter(|pair| !pair.is_read && !pair.is_set_aside);
        let mut names: Vec<String> = unread.map(|pair| pair.name.clone()).collect();
        names.dedup();
        names
    }

    /// Takes the remaining pairs as additional properties.
    pub(crate) fn take_others(&mut self, shape: &Shape) -> Result<Vec<(String, String)>, String> {
        let others = self.pairs.iter().filter(|pair| !pair.is_read && !pair.is_set_aside && shape.others().is_some());
        let others = others.map(|pair| pair.name.clone()).collect();
        self.members(others, shape)
    }

    fn members(&mut self, names: Vec<String>, shape: &Shape) -> Result<Vec<(String, String)>, String> {
        let mut members = Vec::new();
        for name in names {
            let values = self.values(&name);
            if values.is_empty() {
                continue;
            }
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let json = value::member(&values, shape.member(&name), self.decode());
            members.push((name.clone(), json.map_err(|reason| format!("at `{name}` {reason}"))?));
        }
        Ok(members)
    }

    fn take_deep(&mut self, name: &str, shape: &Shape) -> Option<Json> {
        let decode = self.decode();
        let mut root = Node::default();
        for pair in self.pairs.iter_mut().filter(|pair| !pair.is_read) {
            let Some(keys) = pair.name.strip_prefix(name).and_then(keys) else { continue };
            pair.is_read = true;
            let text = std::mem::take(&mut pair.text);
            if let Err(reason) = decode(&text).and_then(|text| root.put(&keys, text.into_owned())) {
                return Some(Err(reason));
            }
        }
        (!root.is_empty()).then(|| root.json(shape))
    }
}

/// The keys of `[a][b]`; `None` for other strings.
fn keys(text: &str) -> Option<Vec<&str>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(inside.split("][").collect())
}

/// A value of `deepObject`, with its keys in the order of the request.
#[derive(Debug, Default)]
struct Node {
    text: Option<String>,
    members: Vec<(String, Self)>,
    indexes: BTreeMap<String, usize>,
}

impl Node {
    fn is_empty(&self) -> bool {
        self.text.is_none() && self.members.is_empty()
    }

    fn put(&mut self, keys: &[&str], text: String) -> Result<(), String> {
        if keys.len() > MAX_DEPTH {
            return Err(format!("must be nested at most {MAX_DEPTH} levels deep"));
        }
        let mut node = self;
        for key in keys {
            let next = node.members.len();
            // `list[]=a` is the next element.
            let key = if key.is_empty() { next.to_string() } else { (*key).to_owned() };
            let index = *node.indexes.entry(key.clone()).or_insert(next);
            if index == next {
                node.members.push((key, Self::default()));
            }
            node = &mut node.members[index].1;
        }
        match node.text.replace(text) {
            None => Ok(()),
            Some(_) => Err("must contain each key once".to_owned()),
        }
    }

    fn json(&self, shape: &Shape) -> Json {
        if let Some(text) = &self.text {
            let is_alone = self.members.is_empty();
            return if is_alone { value::leaf(shape, text) } else { Err("must contain each key once".to_owned()) };
        }
        match (shape.as_array(), shape.as_object()) {
            (Some(array), object) if object.is_none() || self.is_list() => self.list(array),
            (_, Some(object)) => self.object(object),
            _ => Err("must have no keys in brackets".to_owned()),
        }
    }

    fn is_list(&self) -> bool {
        (0..self.members.len()).all(|index| self.indexes.contains_key(&index.to_string()))
    }

    fn list(&self, shape: &Shape) -> Json {
        if !self.is_list() {
            return Err("must number its elements from 0 on".to_owned());
        }
        let element = |index: usize| {
            let member = self.indexes.get(&index.to_string()).and_then(|at| self.members.get(*at));
            member.map(|(_, node)| node.json(shape.element(index)))
        };
        let elements = (0..self.members.len()).filter_map(element).collect::<Result<Vec<_>, _>>()?;
        Ok(format!("[{}]", elements.join(",")))
    }

    fn object(&self, shape: &Shape) -> Json {
        let members = self.members.iter().map(|(key, node)| Ok((key.clone(), node.json(shape.member(key))?)));
        Ok(value::object(&members.collect::<Result<Vec<_>, String>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANGE: Shape =
        Shape::Object(&[("from", Shape::Number), ("tags", Shape::Array(&Shape::String))], &Shape::Nothing);
    const OPEN: Shape = Shape::Object(&[("from", Shape::Number)], &Shape::String);

    fn pairs(text: &str) -> Pairs {
        Pairs::parse(text).unwrap()
    }

    #[test]
    fn exploded_objects_are_read_from_separate_parameters() {
        let mut query = pairs("tags=a&other=1&from=5&tags=b");
        let json = query.take("range", &RANGE, Style::Form, true).unwrap().unwrap();
        assert_eq!(json, r#"{"from":5,"tags":["a","b"]}"#);
        assert_eq!(query.take("other", &Shape::Number, Style::Form, true).unwrap().unwrap(), "1");
        assert!(query.take("other", &Shape::Number, Style::Form, true).is_none());
        let mut query = pairs("from=5&x=y%26");
        assert_eq!(query.take("o", &OPEN, Style::Form, true).unwrap().unwrap(), r#"{"from":5,"x":"y&"}"#);
    }

    #[test]
    fn deep_objects_nest() {
        let mut query = pairs("d[from]=1&d[tags][1]=b&d%5Btags%5D%5B0%5D=a&e[]=x&e[]=y&dd=3");
        let json = query.take("d", &RANGE, Style::DeepObject, true).unwrap().unwrap();
        assert_eq!(json, r#"{"from":1,"tags":["a","b"]}"#);
        let values = Shape::Array(&Shape::String);
        assert_eq!(query.take("e", &values, Style::DeepObject, true).unwrap().unwrap(), r#"["x","y"]"#);
        assert!(query.take("f", &values, Style::DeepObject, true).is_none());
        let twice = pairs("d[from]=1&d[from]=2").take("d", &RANGE, Style::DeepObject, true).unwrap();
        assert_eq!(twice.unwrap_err(), "must contain each key once");
        let deep = format!("d{}=1", "[a]".repeat(MAX_DEPTH + 1));
        let error = pairs(&deep).take("d", &Shape::Any, Style::DeepObject, true).unwrap().unwrap_err();
        assert_eq!(error, "must be nested at most 32 levels deep");
    }

    #[test]
    fn the_number_of_pairs_is_limited() {
        assert!(Pairs::parse(&"a&".repeat(MAX_PAIRS)).is_ok());
        assert_eq!(Pairs::parse(&"a&".repeat(MAX_PAIRS + 1)).unwrap_err(), "must have at most 1024 parameters");
    }
}
