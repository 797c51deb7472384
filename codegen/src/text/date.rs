//! Dates and times of RFC 3339, checked by their form and by the length of the month.

/// `full-date`.
pub(crate) fn is_date(string: &str) -> bool {
    let bytes = string.as_bytes();
    let dashed = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let number = |range: std::ops::Range<usize>| digits(string.get(range)?);
    let parts = || Some((number(0..4)?, number(5..7)?, number(8..10)?));
    dashed && parts().is_some_and(|(year, month, day)| day >= 1 && day <= days_of(year, month))
}

fn days_of(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// `date-time`: a space is allowed in place of the `T`.
pub(crate) fn is_date_time(string: &str) -> bool {
    let Some((date, rest)) = string.split_at_checked(10) else { return false };
    let Some(time) = rest.strip_prefix(['T', 't', ' ']) else { return false };
    let offset = time.find(['Z', 'z', '+', '-']).and_then(|at| time.split_at_checked(at));
    let Some((clock, offset)) = offset else { return false };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    is_date(date)
        && are_pairs(clock, &[23, 59, 60])
        && digits(fraction).is_some()
        && (matches!(offset, "Z" | "z") || are_pairs(&offset[1..], &[23, 59]))
}

/// Whether a string is pairs of digits with colons between, each at most so much.
fn are_pairs(text: &str, most: &[u32]) -> bool {
    let pairs: Vec<&str> = text.split(':').collect();
    let fits = |(pair, most): (&&str, &u32)| pair.len() == 2 && digits(pair).is_some_and(|number| number <= *most);
    pairs.len() == most.len() && pairs.iter().zip(most).all(fits)
}

/// The number that digits show; of very many only whether they are digits.
fn digits(text: &str) -> Option<u32> {
    let valid = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().unwrap_or(u32::MAX))
}
