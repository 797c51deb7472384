//! Numbers and their limits, compared exactly if both are integers.

use crate::json::number;
use std::fmt::Display;

/// The limit that a number is compared with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operand {
    /// An `i128` in two halves, which have the alignment of `u64` and so take less memory.
    Whole {
        high: i64,
        low: u64,
    },
    Float(f64),
}

/// A number in JSON text; integers are exact in any notation.
pub(super) enum Number {
    Whole(i128),
    Float(f64),
}

impl Number {
    pub(super) fn read(json: &str) -> Self {
        match number::exact_integer(json) {
            Some(whole) => Self::Whole(whole),
            None => Self::Float(json.parse().unwrap_or(f64::NAN)),
        }
    }

    pub(super) fn compare(&self, limit: Operand) -> std::cmp::Ordering {
        match (self, limit.whole()) {
            (Self::Whole(number), Some(limit)) => number.cmp(&limit),
            _ => self.float().partial_cmp(&limit.float()).unwrap_or(std::cmp::Ordering::Equal),
        }
    }

    pub(super) fn is_multiple_of(&self, divisor: Operand) -> bool {
        if let (Self::Whole(number), Some(divisor)) = (self, divisor.whole()) {
            return divisor == 0 || number.checked_rem(divisor).is_none_or(|rest| rest == 0);
        }
        // 0.3 / 0.1 is not exactly 3: most decimal fractions have no exact binary form.
        let quotient = self.float() / divisor.float();
        (quotient - quotient.round()).abs() <= quotient.abs().max(1.0) * 1e-9
    }

    #[expect(clippy::cast_precision_loss, reason = "only compared with a fraction, to the precision of one")]
    fn float(&self) -> f64 {
        match self {
            Self::Whole(number) => *number as f64,
            Self::Float(number) => *number,
        }
    }
}

impl Operand {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "each half is the half that is meant")]
    pub(super) const fn integer(number: i128) -> Self {
        Self::Whole { high: (number >> 64) as i64, low: number as u64 }
    }

    fn whole(self) -> Option<i128> {
        match self {
            Self::Whole { high, low } => Some((i128::from(high) << 64) | i128::from(low)),
            Self::Float(number) => whole(number),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "only compared with a fraction, to the precision of one")]
    fn float(self) -> f64 {
        match self {
            Self::Whole { .. } => self.whole().unwrap_or_default() as f64,
            Self::Float(number) => number,
        }
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole { .. } => self.whole().unwrap_or_default().fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}

/// The integer value of a float.
#[expect(clippy::cast_possible_truncation, reason = "whole and within the bounds of i128, as tested")]
fn whole(number: f64) -> Option<i128> {
    (number.fract() == 0.0 && number.abs() < 1e38).then_some(number as i128)
}
