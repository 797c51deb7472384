//! The constraints of one value, as data.

use super::number::Operand;

/// The constraints of one value. Each applies only to values of its JSON type, as in JSON Schema.
///
/// ```
/// use specwright_runtime::Rules;
///
/// const IDS: Rules = Rules::new().min_items(1).max_items(200).items(&Rules::new().pattern("^[0-9]+$"));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<&'static str>,
    pub(super) minimum: Option<Limit>,
    pub(super) maximum: Option<Limit>,
    pub(super) multiple_of: Option<Operand>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) unique_items: bool,
    pub(super) min_properties: Option<u64>,
    pub(super) max_properties: Option<u64>,
    pub(super) items: Option<&'static Rules>,
    pub(super) prefix_items: &'static [Rules],
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) value: Operand,
    pub(super) exclusive: bool,
}

impl Rules {
    /// No constraint.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            min_length: None,
            max_length: None,
            pattern: None,
            minimum: None,
            maximum: None,
            multiple_of: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            min_properties: None,
            max_properties: None,
            items: None,
            prefix_items: &[],
        }
    }

    /// At least this many Unicode code points.
    #[must_use]
    pub const fn min_length(mut self, limit: u64) -> Self {
        self.min_length = Some(limit);
        self
    }

    /// At most this many Unicode code points.
    #[must_use]
    pub const fn max_length(mut self, limit: u64) -> Self {
        self.max_length = Some(limit);
        self
    }

    /// A string in which this regular expression matches somewhere. One that `regex-lite` does not support is ignored.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// A number not below the limit and, if `exclusive`, not equal to it.
    #[must_use]
    pub const fn minimum(mut self, value: f64, exclusive: bool) -> Self {
        self.minimum = Some(Limit { value: Operand::Float(value), exclusive });
        self
    }

    /// As [`minimum`](Self::minimum), for an integer that a float cannot represent.
    #[must_use]
    pub const fn minimum_integer(mut self, value: i128, exclusive: bool) -> Self {
        self.minimum = Some(Limit { value: Operand::integer(value), exclusive });
        self
    }

    /// A number not above the limit and, if `exclusive`, not equal to it.
    #[must_use]
    pub const fn maximum(mut self, value: f64, exclusive: bool) -> Self {
        self.maximum = Some(Limit { value: Operand::Float(value), exclusive });
        self
    }

    /// As [`maximum`](Self::maximum), for an integer that a float cannot represent.
    #[must_use]
    pub const fn maximum_integer(mut self, value: i128, exclusive: bool) -> Self {
        self.maximum = Some(Limit { value: Operand::integer(value), exclusive });
        self
    }

    /// A multiple of a number above zero; with fractions, within rounding errors.
    #[must_use]
    pub const fn multiple_of(mut self, divisor: f64) -> Self {
        self.multiple_of = Some(Operand::Float(divisor));
        self
    }

    /// As [`multiple_of`](Self::multiple_of), for an integer that a float cannot represent.
    #[must_use]
    pub const fn multiple_of_integer(mut self, divisor: i128) -> Self {
        self.multiple_of = Some(Operand::integer(divisor));
        self
    }

    /// At least this many elements.
    #[must_use]
    pub const fn min_items(mut self, limit: u64) -> Self {
        self.min_items = Some(limit);
        self
    }

    /// At most this many elements.
    #[must_use]
    pub const fn max_items(mut self, limit: u64) -> Self {
        self.max_items = Some(limit);
        self
    }

    /// No two equal elements.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// At least this many keys.
    #[must_use]
    pub const fn min_properties(mut self, limit: u64) -> Self {
        self.min_properties = Some(limit);
        self
    }

    /// At most this many keys.
    #[must_use]
    pub const fn max_properties(mut self, limit: u64) -> Self {
        self.max_properties = Some(limit);
        self
    }

    /// The constraints of every element of a list, or of every value of a map.
    #[must_use]
    pub const fn items(mut self, rules: &'static Rules) -> Self {
        self.items = Some(rules);
        self
    }

    /// The constraints of each element of a list by position, from the first on.
    #[must_use]
    pub const fn prefix_items(mut self, rules: &'static [Rules]) -> Self {
        self.prefix_items = rules;
        self
    }

    /// Whether the elements of a list must be looked at, and not only counted.
    pub(super) const fn look_at_elements(&self) -> bool {
        self.unique_items || self.items.is_some() || !self.prefix_items.is_empty()
    }
}
