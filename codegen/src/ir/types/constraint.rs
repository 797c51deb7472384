//! Constraints on values beyond their type.

/// Constraints of a schema. Checked before sending, never on reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`, in Unicode code points.
    pub min_length: Option<u64>,
    /// `maxLength`, in Unicode code points.
    pub max_length: Option<u64>,
    /// `pattern`, one that the client's regular expressions can run.
    pub pattern: Option<String>,
    /// `minimum`, `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum`, `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Option<Limit>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
}

/// A keyword of [`Constraints`] with its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Constraint<'a> {
    /// A limit of a length or a count, under this keyword.
    Count(&'static str, u64),
    /// `pattern`.
    Pattern(&'a str),
    /// `minimum` or `exclusiveMinimum`.
    Minimum(Bound),
    /// `maximum` or `exclusiveMaximum`.
    Maximum(Bound),
    /// `multipleOf`.
    MultipleOf(Limit),
    /// `uniqueItems: true`.
    UniqueItems,
}

impl Constraints {
    /// The constraints that a schema states, in a fixed order.
    pub(crate) fn stated(&self) -> impl Iterator<Item = Constraint<'_>> {
        let Self {
            min_length,
            max_length,
            pattern,
            minimum,
            maximum,
            multiple_of,
            min_items,
            max_items,
            unique_items,
            min_properties,
            max_properties,
        } = self;
        let count = |keyword, limit: &Option<u64>| limit.map(|limit| Constraint::Count(keyword, limit));
        [
            count("minLength", min_length),
            count("maxLength", max_length),
            pattern.as_deref().map(Constraint::Pattern),
            minimum.map(Constraint::Minimum),
            maximum.map(Constraint::Maximum),
            multiple_of.map(Constraint::MultipleOf),
            count("minItems", min_items),
            count("maxItems", max_items),
            unique_items.then_some(Constraint::UniqueItems),
            count("minProperties", min_properties),
            count("maxProperties", max_properties),
        ]
        .into_iter()
        .flatten()
    }
}

/// A numeric limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The limit.
    pub value: Limit,
    /// Whether the limit itself is out.
    pub exclusive: bool,
}

/// A number that others are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// An integer that 64 bits hold, exact.
    Whole(i128),
    /// Any other number.
    Float(f64),
}

impl Limit {
    /// The number of a document; `None` if it is beyond the range of a float.
    #[must_use]
    pub fn new(number: &serde_json::Number) -> Option<Self> {
        let signed = number.as_i64().map(i128::from);
        let whole = signed.or_else(|| number.as_u64().map(i128::from));
        whole.map(Self::Whole).or_else(|| number.as_f64().map(Self::Float))
    }

    /// The number, if it is an integer in the range of this type.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // an integer in the range, as tested
    pub fn integer(self) -> Option<i128> {
        const PAST_I128: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
        match self {
            Self::Whole(number) => Some(number),
            Self::Float(number) => (number.fract() == 0.0 && number.abs() < PAST_I128).then_some(number as i128),
        }
    }

    /// The nearest float.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // the nearest is asked for
    pub fn float(self) -> f64 {
        match self {
            Self::Whole(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl PartialOrd for Limit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self.integer(), other.integer()) {
            (Some(one), Some(other)) => one.partial_cmp(&other),
            _ => self.float().partial_cmp(&other.float()),
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}
