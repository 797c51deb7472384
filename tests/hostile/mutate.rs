//! Mutations: of the tree, and of the text.

use crate::random::Random;
use crate::seeds::Seed;
use crate::{text, words};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The `number`th hostile document of a seed.
pub fn document(seeds: &[Seed], random: &mut Random) -> String {
    let seed = &seeds[random.below(seeds.len())];
    let mut text = match &seed.tree {
        Some(tree) if !random.once_in(6) => mutated_tree(seeds, tree, random),
        _ => seed.text.clone(),
    };
    if random.once_in(5) {
        for _ in 0..=random.below(3) {
            mutate_text(&mut text, random);
        }
    }
    if random.once_in(60) {
        text.push_str(&alias_bomb(random));
    }
    text
}

fn mutated_tree(seeds: &[Seed], tree: &Value, random: &mut Random) -> String {
    let mut tree = tree.clone();
    let mut count = 1;
    while count < 12 && !random.once_in(3) {
        count += 1;
    }
    for _ in 0..count {
        mutate_tree(&mut tree, seeds, random);
    }
    let twice = if random.once_in(10) { 3 } else { 0 };
    if random.once_in(2) { text::json(&tree, random, twice) } else { text::yaml(&tree, random, twice) }
}

/// Changes one node.
fn mutate_tree(tree: &mut Value, seeds: &[Seed], random: &mut Random) {
    let pointers = pointers(tree);
    let pointer = &pointers[random.below(pointers.len())];
    let other = &pointers[random.below(pointers.len())];
    let elsewhere = tree.pointer(other).cloned().unwrap_or_default();
    let Some(node) = tree.pointer_mut(pointer) else { return };
    match random.below(17) {
        0 => *node = scalar(random),
        1 => delete(node, random),
        2 | 3 => rename(node, random),
        4 => *node = elsewhere,
        5 => insert(node, elsewhere, random),
        6 => rewire(tree, &pointers, random),
        7 | 8 => *node = json!({ "$ref": format!("#{}", escaped(other)) }),
        9 => *node = graft(seeds, random),
        10 => nest(node, random),
        11 => wrap(node, random),
        12 => prose(node, random),
        13 | 14 => keyword(node, elsewhere, random),
        15 => *node = shaped(node, random),
        _ => {
            if let Some(list) = node.as_array_mut().filter(|list| !list.is_empty()) {
                let item = list[random.below(list.len())].clone();
                list.extend(std::iter::repeat_n(item, 1 + random.below(3)));
            } else {
                *node = text_like(node, random);
            }
        }
    }
}

/// The pointer of every node.
fn pointers(tree: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), tree)];
    while let Some((pointer, node)) = waiting.pop() {
        match node {
            Value::Array(items) => {
                waiting.extend(items.iter().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), item)));
            }
            Value::Object(entries) => {
                for (key, value) in entries {
                    waiting.push((format!("{pointer}/{}", step(key)), value));
                }
            }
            _ => {}
        }
        found.push(pointer);
    }
    found
}

fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A pointer as the fragment of a URL.
fn escaped(pointer: &str) -> String {
    pointer.replace('%', "%25").replace(' ', "%20").replace('"', "%22")
}

fn scalar(random: &mut Random) -> Value {
    match random.below(8) {
        0 => Value::Null,
        1 => json!(random.once_in(2)),
        2 => number(random),
        3 => json!([]),
        4 => json!({}),
        5 => json!([scalar(random)]),
        _ => json!(odd_text(random)),
    }
}

fn number(random: &mut Random) -> Value {
    let written = random.of(words::NUMBERS);
    serde_json::from_str(written).unwrap_or_default()
}

/// Replaces a string with another kind of string, and a number with another number.
fn text_like(node: &Value, random: &mut Random) -> Value {
    match node {
        Value::Number(_) => number(random),
        Value::String(text) if random.once_in(2) => json!(format!("{text}{}", odd_text(random))),
        _ => json!(odd_text(random)),
    }
}

/// The same content as another kind of node.
fn shaped(node: &Value, random: &mut Random) -> Value {
    match node {
        Value::Array(items) => {
            Value::Object(items.iter().enumerate().map(|(i, item)| (i.to_string(), item.clone())).collect())
        }
        Value::Object(entries) => entries.values().cloned().collect(),
        Value::String(text) if random.once_in(2) => json!([text]),
        Value::String(text) => json!({ text: text }),
        Value::Number(number) => json!(number.to_string()),
        Value::Bool(truth) => json!(truth.to_string()),
        Value::Null => json!({}),
    }
}

fn delete(node: &mut Value, random: &mut Random) {
    match node {
        Value::Array(items) if !items.is_empty() => {
            items.remove(random.below(items.len()));
        }
        Value::Object(entries) => {
            if let Some(key) = any_key(entries, random) {
                entries.shift_remove(&key);
            }
        }
        other => *other = Value::Null,
    }
}

fn any_key(entries: &Map<String, Value>, random: &mut Random) -> Option<String> {
    entries.keys().nth(random.below(entries.len())).cloned()
}

/// Renames a key.
fn rename(node: &mut Value, random: &mut Random) {
    let Some(entries) = node.as_object_mut() else { return *node = json!(odd_text(random)) };
    let Some(key) = any_key(entries, random) else { return };
    let new = if random.once_in(3) { near(&key, random) } else { odd_name(random) };
    let renamed = std::mem::take(entries).into_iter();
    *entries = renamed.map(|(old, value)| (if old == key { new.clone() } else { old }, value)).collect();
}

/// A name that is easily taken for the other.
fn near(name: &str, random: &mut Random) -> String {
    match random.below(5) {
        0 => name.to_uppercase(),
        1 => format!("{name}_"),
        2 => format!(" {name}"),
        3 => name.replace(['_', '-', '{', '}'], ""),
        _ => format!("{name}{name}"),
    }
}

fn insert(node: &mut Value, value: Value, random: &mut Random) {
    match node {
        Value::Array(items) => items.insert(random.below(items.len() + 1), value),
        Value::Object(entries) => {
            entries.insert(odd_name(random), value);
        }
        other => *other = value,
    }
}

/// Lets some references lead elsewhere: into loops, into the wrong kind of thing, out of the document.
fn rewire(tree: &mut Value, pointers: &[String], random: &mut Random) {
    let references: Vec<&String> = pointers.iter().filter(|pointer| pointer.ends_with("/$ref")).collect();
    for _ in 0..=random.below(3) {
        let Some(&pointer) = references.get(random.below(references.len())) else { return };
        let target = match random.below(12) {
            0 => "#".to_owned(),
            1 => "openapi.yaml".to_owned(),
            2 => "https://example.org/a.yaml#/A".to_owned(),
            3 => odd_text(random),
            4 => format!("#{}", escaped(pointer)),
            5 => format!("#{}", escaped(pointer.trim_end_matches("/$ref"))),
            6 => format!("./{}#{}", "worker-0.yaml", escaped(&pointers[random.below(pointers.len())])),
            _ => format!("#{}", escaped(&pointers[random.below(pointers.len())])),
        };
        if let Some(node) = tree.pointer_mut(pointer) {
            *node = target.into();
        }
    }
}

/// A node of another document.
fn graft(seeds: &[Seed], random: &mut Random) -> Value {
    let Some(tree) = &seeds[random.below(seeds.len())].tree else { return Value::Null };
    let pointers = pointers(tree);
    tree.pointer(&pointers[random.below(pointers.len())]).cloned().unwrap_or_default()
}

/// Puts the node far down in nodes of one kind.
fn nest(node: &mut Value, random: &mut Random) {
    let depth = *[&3, &20, &60, &120, &400][random.below(5)];
    let kind = random.below(8);
    let mut inner = std::mem::take(node);
    for _ in 0..depth {
        // `json!` would copy its arguments each time.
        inner = match kind {
            0 => Value::Array(vec![inner]),
            1 => object([("a", inner)]),
            2 => object([("type", "array".into()), ("items", inner)]),
            3 => object([("type", "object".into()), ("properties", object([("a", inner)]))]),
            4 => object([("allOf", Value::Array(vec![inner]))]),
            5 => object([("oneOf", Value::Array(vec![inner, json!({ "type": "string" })]))]),
            6 => object([("anyOf", Value::Array(vec![json!({ "type": "null" }), inner]))]),
            _ => object([("additionalProperties", inner)]),
        };
    }
    *node = inner;
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn wrap(node: &mut Value, random: &mut Random) {
    let inner = std::mem::take(node);
    *node = match random.below(8) {
        0 => json!([inner]),
        1 => json!({ "allOf": [inner] }),
        2 => json!({ "oneOf": [inner.clone(), inner] }),
        3 => json!({ "anyOf": [inner, {}] }),
        4 => json!({ "not": inner }),
        5 => json!({ "items": inner }),
        6 => json!({ "type": "array", "prefixItems": [inner] }),
        _ => json!({ odd_name(random): inner }),
    };
}

/// Words of the document, made hostile.
fn prose(node: &mut Value, random: &mut Random) {
    if let Some(entries) = node.as_object_mut() {
        let key =
            random.of(&["description", "summary", "title", "operationId", "example", "default", "format", "name"]);
        entries.insert(key.to_owned(), json!(hostile_prose(random)));
    }
}

/// A keyword of the specification with a value that it may or may not have.
fn keyword(node: &mut Value, elsewhere: Value, random: &mut Random) {
    let Some(entries) = node.as_object_mut() else { return };
    let key = random.of(words::KEYWORDS);
    let value = match random.below(6) {
        0 => scalar(random),
        1 => elsewhere,
        2 => number(random),
        3 => json!(random.of(words::VALUES)),
        4 => [json!(["string", "null"]), json!(["object", "array"]), json!(["integer"]), json!([])][random.below(4)]
            .clone(),
        _ => json!(random.once_in(2)),
    };
    entries.insert(key.to_owned(), value);
}

fn odd_name(random: &mut Random) -> String {
    match random.below(20) {
        0 => random.of(words::NAMES).repeat(1 + random.below(400)),
        1 => format!("{}{}", random.of(words::NAMES), random.of(words::NAMES)),
        2 => any_character(random).to_string(),
        _ => random.of(words::NAMES).to_owned(),
    }
}

fn odd_text(random: &mut Random) -> String {
    match random.below(3) {
        0 => hostile_prose(random),
        _ => odd_name(random),
    }
}

fn any_character(random: &mut Random) -> char {
    let end = *[&0x80, &0x800, &0x3000, &0x11_0000][random.below(4)];
    char::from_u32(u32::try_from(random.below(end)).unwrap_or_default()).unwrap_or('\u{fffd}')
}

/// Some pieces, one after the other.
pub fn hostile_prose(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(6) {
        text.push_str(random.of(words::PROSE));
        text.push_str(random.of(&["", " ", "\n", "\n\n", "\n    ", "\n> ", "\n- "]));
    }
    text
}

/// Changes some bytes, without creating invalid UTF-8, whose rejection needs no thousand runs.
fn mutate_text(text: &mut String, random: &mut Random) {
    let (from, to) = (boundary(text, random), boundary(text, random));
    let (from, to) = (from.min(to), from.max(to));
    match random.below(7) {
        0 => text.truncate(from),
        1 => text.replace_range(from..nearer(text, from, to), ""),
        2 => {
            let piece = text[from..nearer(text, from, to)].to_owned();
            text.insert_str(to, &piece);
        }
        3 => text.insert(from, any_character(random)),
        4 => text.insert_str(from, &odd_text(random)),
        5 => text.insert_str(
            from,
            &random
                .of(&["[", "{", "- ", "{a: ", "*", "&a ", "? ", "!!x ", "|\n", "\"", "'", "\n"])
                .repeat(1 + random.below(300)),
        ),
        _ => text.insert_str(
            from,
            random.of(&[
                ": ",
                ", ",
                "\n",
                " ",
                "\t",
                "#",
                "<<: *a\n",
                "*a",
                "&a ",
                "!!str ",
                "---\n",
                "...\n",
                "%YAML 9\n",
            ]),
        ),
    }
}

fn boundary(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Not too far behind `from`.
fn nearer(text: &str, from: usize, to: usize) -> usize {
    let mut at = to.min(from + 40);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Anchors that repeat anchors, in keys of their own.
fn alias_bomb(random: &mut Random) -> String {
    let (levels, width) = (random.below(40), 1 + random.below(12));
    let mut text = "\nx-bomb0: &bomb0 { a: b }\n".to_owned();
    for level in 1..levels {
        let alias = format!("*bomb{}", level - 1);
        let list = vec![alias.as_str(); width].join(", ");
        let entries: Vec<String> = (0..width).map(|index| format!("k{index}: {alias}")).collect();
        let _ = match random.below(3) {
            0 => writeln!(text, "x-bomb{level}: &bomb{level} {{ {} }}", entries.join(", ")),
            1 => writeln!(text, "x-bomb{level}: &bomb{level}\n  <<: [{list}]"),
            _ => writeln!(text, "x-bomb{level}: &bomb{level} [{list}]"),
        };
    }
    text
}
