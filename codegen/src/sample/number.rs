//! Integers and numbers within their limits.

use crate::ir::{Bound, Constraints, IntegerWidth, Limit};
use serde_json::{Number, Value};

/// An integer: 1 if it is within the limits, and its successors in further turns.
pub(super) fn integer(limits: &Constraints, width: IntegerWidth, turn: u64) -> Option<Value> {
    let (least, greatest) = width.range();
    let low = limits.minimum.map_or(least, |bound| above(bound).max(least));
    let high = limits.maximum.map_or(greatest, |bound| below(bound).min(greatest));
    let step = match limits.multiple_of {
        Some(Limit::Whole(step)) if step > 0 => step,
        Some(Limit::Float(step)) => whole_step(step),
        Some(Limit::Whole(_)) | None => 1,
    };
    let start = 1.clamp(low.min(high), high.max(low));
    let after = start.checked_add((step - start.rem_euclid(step)) % step)?;
    let number = if after <= high { after } else { start - start.rem_euclid(step) };
    let offset = i128::from(turn).checked_mul(step)?;
    let turned = [number.checked_add(offset), number.checked_sub(offset)];
    let turned = turned.into_iter().flatten().find(|number| (low..=high).contains(number)).unwrap_or(number);
    i64::try_from(turned).map(Number::from).or_else(|_| u64::try_from(turned).map(Number::from)).ok().map(Value::Number)
}

/// The least integer that is a multiple of a fraction, if found quickly.
fn whole_step(step: f64) -> i128 {
    let is_step = |factor: &i128| Limit::Whole(*factor).is_multiple_of(Limit::Float(step));
    (1..=1000).find(is_step).unwrap_or(1)
}

fn above(bound: Bound) -> i128 {
    match bound.value {
        Limit::Whole(value) => value + i128::from(bound.exclusive),
        Limit::Float(value) => rounded(value.ceil()) + i128::from(bound.exclusive && value.fract() == 0.0),
    }
}

fn below(bound: Bound) -> i128 {
    match bound.value {
        Limit::Whole(value) => value - i128::from(bound.exclusive),
        Limit::Float(value) => rounded(value.floor()) - i128::from(bound.exclusive && value.fract() == 0.0),
    }
}

/// Integers that JSON libraries would round are not made.
#[allow(clippy::cast_possible_truncation)] // beyond the range of the target it saturates
fn rounded(value: f64) -> i128 {
    i128::from(value as i64)
}

/// A number: 1.0 if it is within the limits, else another one.
pub(super) fn number(limits: &Constraints, turn: u64) -> Option<Value> {
    let low = limits.minimum.map(|bound| bound.value.float());
    let high = limits.maximum.map(|bound| bound.value.float());
    let step = limits.multiple_of.map(Limit::float).filter(|step| *step > 0.0);
    let mut starts = vec![1.0, 0.5];
    starts.extend(low.zip(high).map(|(low, high)| low + (high - low) / 2.0));
    let step_size = step.unwrap_or(1.0);
    starts.extend(
        low.iter()
            .flat_map(|low| [low + step_size, *low])
            .chain(high.iter().flat_map(|high| [high - step_size, *high])),
    );
    let steps = |start: f64| match step {
        Some(step) => vec![(start / step).ceil() * step, (start / step).floor() * step],
        None => vec![start],
    };
    let is_within = |number: &f64| {
        let exact = Limit::Float(*number);
        let above =
            limits.minimum.is_none_or(|bound| exact > bound.value || (!bound.exclusive && exact == bound.value));
        let below =
            limits.maximum.is_none_or(|bound| exact < bound.value || (!bound.exclusive && exact == bound.value));
        above && below && limits.multiple_of.is_none_or(|step| exact.is_multiple_of(step))
    };
    let found = starts.iter().flat_map(|start| steps(*start)).find(is_within);
    let number = found.or_else(|| starts.last().copied())?;
    let offset = f64::from(u32::try_from(turn).unwrap_or(u32::MAX));
    let spread = step.unwrap_or_else(|| low.zip(high).map_or(1.0, |(low, high)| (high - low) / 64.0));
    let turned = [number + offset * spread, number - offset * spread].into_iter().find(is_within);
    Number::from_f64(turned.unwrap_or(number)).map(Value::Number)
}
