//! Strings that match a pattern.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassBytesRange, Hir, HirKind, Look};

/// The maximal number of repetitions beyond the minimum of a pattern.
const MAX_EXTRA: u64 = 128;

/// The maximal nesting of patterns.
const NESTED: u32 = 60;

/// The preferred characters of a class, in order.
const USUAL: [std::ops::RangeInclusive<u8>; 4] = [b'a'..=b'z', b'A'..=b'Z', b'0'..=b'9', b'!'..=b'~'];

/// A string of this length that matches the pattern, if one is found. Each turn has another one if the pattern allows it.
pub(super) fn matching(pattern: &str, least: u64, most: u64, turn: u64) -> Option<String> {
    // Without Unicode's classes, which the client does not have either: `\d` is a digit of ASCII.
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).nest_limit(NESTED).build();
    let parsed = parser.parse(pattern).ok()?;
    let regex = regex_lite::Regex::new(pattern).ok()?;
    let is_acceptable = |text: &String| (least..=most).contains(&(text.chars().count() as u64)) && regex.is_match(text);
    let candidates = (0..=MAX_EXTRA).filter_map(|extra| {
        let mut writer = Writer { extra, most, turn, text: Vec::new() };
        writer.write(&parsed);
        let padding = least.saturating_sub(writer.text.len() as u64);
        let plain = String::from_utf8(writer.text).ok()?;
        // Patterns without anchors allow padding.
        let padded = format!("{plain}{}", "a".repeat(usize::try_from(padding).ok()?));
        Some([plain, padded])
    });
    candidates.flatten().find(is_acceptable)
}

struct Writer {
    /// The number of repetitions beyond the minimum.
    extra: u64,
    most: u64,
    turn: u64,
    text: Vec<u8>,
}

impl Writer {
    /// Writes the first choice of everything.
    fn write(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Look(look) => self.look(*look),
            HirKind::Literal(literal) => self.text.extend_from_slice(&literal.0),
            HirKind::Class(class) => self.text.extend(self.member(class)),
            HirKind::Repetition(repetition) => {
                let times = u64::from(repetition.min).saturating_add(self.extra);
                let times = repetition.max.map_or(times, |most| times.min(u64::from(most)));
                for _ in 0..times {
                    if self.text.len() as u64 > self.most {
                        break;
                    }
                    self.write(&repetition.sub);
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part)),
            HirKind::Alternation(choices) => {
                let at = usize::try_from(self.turn).unwrap_or(0) % choices.len().max(1);
                choices.iter().skip(at).take(1).for_each(|choice| self.write(choice));
            }
        }
    }

    /// Between words there is a space.
    fn look(&mut self, look: Look) {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        if matches!(look, Look::WordAsciiNegate) && self.text.last().is_some_and(|last| !is_word(last)) {
            self.text.push(b' ');
        }
    }

    /// A letter or digit of the class, or else another character of ASCII.
    fn member(&self, class: &Class) -> Option<u8> {
        let Class::Bytes(class) = class else { return None };
        let contains = |byte: &u8| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(byte));
        let members: Vec<u8> = USUAL.into_iter().flatten().filter(contains).collect();
        // Only the last character differs between turns; a class may occur several times.
        let at = usize::try_from(self.turn).ok()?.checked_rem(members.len());
        at.and_then(|at| members.get(at).copied()).or_else(|| class.ranges().first().map(ClassBytesRange::start))
    }
}
