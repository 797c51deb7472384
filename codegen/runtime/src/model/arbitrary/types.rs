//! Arbitrary values of the types that fields have.

use super::{ArbitraryWithin, Depth};
use crate::{Base64, Bytes, Date, DateTime, LenientDateTime, Password, Presence};
use ::arbitrary::{Error, Result, Unstructured};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

/// Implements [`ArbitraryWithin`] for types of which every value can be written as JSON.
macro_rules! scalars {
    ($($scalar:ty)*) => {
        $(impl ArbitraryWithin for $scalar {
            fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
                u.arbitrary()
            }
        })*
    };
}

scalars!(bool i8 u8 i16 u16 i32 u32 i64 u64 i128 u128 String);

/// A finite number, with few digits: JSON has no others, and writes these as they are.
impl ArbitraryWithin for f64 {
    fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
        Ok(Self::from(u.arbitrary::<i32>()?) / 64.0)
    }
}

impl ArbitraryWithin for f32 {
    fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
        Ok(Self::from(u.arbitrary::<i16>()?) / 64.0)
    }
}

impl<T: ArbitraryWithin> ArbitraryWithin for Option<T> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        depth.has_more(u)?.then(|| T::arbitrary_within(u, depth)).transpose()
    }
}

impl<T: ArbitraryWithin> ArbitraryWithin for Presence<T> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        if depth.has_more(u)? {
            return T::arbitrary_within(u, depth).map(Self::Value);
        }
        Ok(if u.arbitrary()? { Self::Null } else { Self::Absent })
    }
}

impl<T: ArbitraryWithin> ArbitraryWithin for Box<T> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        T::arbitrary_within(u, depth).map(Self::new)
    }
}

impl<T: ArbitraryWithin> ArbitraryWithin for Vec<T> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        let mut list = Self::new();
        while depth.has_more(u)? {
            list.push(T::arbitrary_within(u, depth)?);
        }
        Ok(list)
    }
}

/// The members of a map of any kind.
pub(super) fn members<T: ArbitraryWithin, M: FromIterator<(String, T)>>(
    u: &mut Unstructured<'_>,
    depth: Depth,
) -> Result<M> {
    let mut members = Vec::new();
    while depth.has_more(u)? {
        members.push((u.arbitrary()?, T::arbitrary_within(u, depth)?));
    }
    Ok(members.into_iter().collect())
}

impl<T: ArbitraryWithin> ArbitraryWithin for BTreeMap<String, T> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        members(u, depth)
    }
}

impl<T: ArbitraryWithin, S: BuildHasher + Default> ArbitraryWithin for HashMap<String, T, S> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        members(u, depth)
    }
}

#[cfg(feature = "indexmap")]
impl<T: ArbitraryWithin> ArbitraryWithin for indexmap::IndexMap<String, T> {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        members(u, depth)
    }
}

/// Implements [`ArbitraryWithin`] for tuples.
macro_rules! tuples {
    ($($($element:ident)+;)*) => {
        $(impl<$($element: ArbitraryWithin),+> ArbitraryWithin for ($($element,)+) {
            fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
                Ok(($($element::arbitrary_within(u, depth)?,)+))
            }
        })*
    };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}

impl ArbitraryWithin for Password {
    fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
        u.arbitrary::<String>().map(Self::from)
    }
}

impl ArbitraryWithin for Bytes {
    fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
        u.arbitrary::<Vec<u8>>().map(Self::from)
    }
}

impl ArbitraryWithin for Base64 {
    fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
        u.arbitrary::<Vec<u8>>().map(Self::from)
    }
}

/// A day in the years that RFC 3339 allows.
fn day(u: &mut Unstructured<'_>) -> Result<NaiveDate> {
    NaiveDate::from_yo_opt(u.int_in_range(1..=9999)?, u.int_in_range(1..=365)?).ok_or(Error::IncorrectFormat)
}

fn local(u: &mut Unstructured<'_>) -> Result<NaiveDateTime> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(
        u.int_in_range(0..=24 * 60 * 60 - 1)?,
        u.int_in_range(0..=999_999_999)?,
    );
    Ok(day(u)?.and_time(time.ok_or(Error::IncorrectFormat)?))
}

/// Less than a day, in minutes: offsets in RFC 3339 have no seconds.
fn offset(u: &mut Unstructured<'_>) -> Result<FixedOffset> {
    FixedOffset::east_opt(u.int_in_range(-1439..=1439)? * 60).ok_or(Error::IncorrectFormat)
}

impl ArbitraryWithin for Date {
    fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
        day(u).map(Self::from)
    }
}

impl ArbitraryWithin for DateTime {
    fn arbitrary_within(u: &mut Unstructured<'_>, _: Depth) -> Result<Self> {
        let instant = offset(u)?.from_local_datetime(&local(u)?).single();
        instant.map(Self::from).ok_or(Error::IncorrectFormat)
    }
}

impl ArbitraryWithin for LenientDateTime {
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self> {
        if u.arbitrary()? { DateTime::arbitrary_within(u, depth).map(Self::from) } else { local(u).map(Self::from) }
    }
}
