//! Variants without the words of their enum, which precedes them at every use: `Match::Value` and not
//! `Match::MatchValue`.
//!
//! The name of a variant depends on the enum's name and its own, so that adding a variant renames no other, unless both
//! would be called the same.

/// The variants of a union: neither the words that begin the enum's name nor those that end it are repeated where the
/// variant has all of them around its own, as `PushEvent` and `EventPush` have in `Event`, and `ChatUserMessage` in `ChatMessage`.
pub(super) fn union_words(item: &str, words: &[String]) -> Vec<String> {
    shortened(words, |word| between(item, word))
}

/// The variants of an enum of strings. The enum's name at the start of a value is redundant, as in `ORDER_STATUS_PAID`
/// of `OrderStatus`.
pub(super) fn value_words(item: &str, words: &[String]) -> Vec<String> {
    shortened(words, |word| middle(word, item, ""))
}

/// Each word as shortened by `shorten`, unless another one has that name.
fn shortened(words: &[String], shorten: impl Fn(&str) -> Option<&str>) -> Vec<String> {
    let short: Vec<Option<&str>> = words.iter().map(|word| shorten(word)).collect();
    let is_alone = |name: &str| {
        let all = words.iter().zip(&short);
        all.filter(|(word, short)| word.as_str() == name || **short == Some(name)).count() == 1
    };
    let is_free = |name: &&str| !["Unknown", "Self"].contains(name) && is_alone(name);
    words.iter().zip(&short).map(|(word, short)| short.filter(is_free).unwrap_or(word).to_owned()).collect()
}

/// The part of a name between the words of `item`.
fn between<'w>(item: &str, word: &'w str) -> Option<&'w str> {
    let starts = item.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| at);
    let mut splits: Vec<usize> = starts.chain([item.len()]).collect();
    splits.reverse();
    splits.into_iter().find_map(|at| middle(word, &item[..at], &item[at..]))
}

/// The part between both, if it consists of whole words.
fn middle<'w>(word: &'w str, first: &str, last: &str) -> Option<&'w str> {
    let middle = word.strip_prefix(first)?.strip_suffix(last)?;
    middle.starts_with(char::is_uppercase).then_some(middle)
}

#[cfg(test)]
mod tests {
    use super::{union_words, value_words};

    fn of_union(item: &str, words: &[&str]) -> Vec<String> {
        union_words(item, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_variant_does_not_repeat_its_enum() {
        for (item, word, short) in [
            ("Match", "MatchValue", "Value"),
            ("Condition", "IsEmptyCondition", "IsEmpty"),
            ("ChatRequestMessage", "ChatRequestUserMessage", "User"),
            ("Condition", "Filter", "Filter"),
            ("Pet", "Petal", "Petal"),
            ("Pet", "Pet", "Pet"),
            ("Model", "Model4", "Model4"),
            ("Event", "UnknownEvent", "UnknownEvent"),
            ("Event", "SelfEvent", "SelfEvent"),
        ] {
            assert_eq!(of_union(item, &[word]), [short], "{item}::{word}");
        }
    }

    #[test]
    fn variants_with_equal_short_names_keep_their_full_names() {
        assert_eq!(of_union("Pet", &["PetCat", "CatPet", "BigPet"]), ["PetCat", "CatPet", "Big"]);
        assert_eq!(of_union("Pet", &["PetCat", "Cat"]), ["PetCat", "Cat"]);
    }

    #[test]
    fn a_value_does_not_repeat_its_enum() {
        let words = ["OrderStatusPaid", "PaidOrderStatus", "Open"].map(str::to_owned);
        assert_eq!(value_words("OrderStatus", &words), ["Paid", "PaidOrderStatus", "Open"]);
    }
}
