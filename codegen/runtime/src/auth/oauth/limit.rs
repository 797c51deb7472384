//! The service's limit on the number of tokens per time.

use std::time::{Duration, SystemTime};

/// At most `count` tokens in any period of this length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) count: usize,
    pub(super) per: Duration,
}

impl Limit {
    /// The delay before the next token; `issued` are the times of the previous ones, oldest first.
    pub(super) fn wait(self, issued: &[SystemTime], now: SystemTime) -> Duration {
        let recent: Vec<&SystemTime> = issued.iter().filter(|time| self.counts(**time, now)).collect();
        let Some(first) = recent.len().checked_sub(self.count) else { return Duration::ZERO };
        let Some(oldest) = recent.get(first) else { return self.per };
        // If the clock was set back, times may be in the future: they count as now.
        let elapsed = now.duration_since(**oldest).unwrap_or_default();
        self.per.saturating_sub(elapsed)
    }

    /// Whether a time still counts.
    pub(super) fn counts(self, time: SystemTime, now: SystemTime) -> bool {
        let distance = now.duration_since(time).unwrap_or_else(|ahead| ahead.duration());
        distance < self.per
    }
}

/// Merges two lists of times, oldest first. A time in both lists is one event; a time twice in one list is two.
pub(super) fn union(one: &[SystemTime], other: &[SystemTime]) -> Vec<SystemTime> {
    let mut all = one.to_vec();
    let mut remaining = one.to_vec();
    for time in other {
        match remaining.iter().position(|known| known == time) {
            Some(position) => drop(remaining.swap_remove(position)),
            None => all.push(*time),
        }
    }
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_limit_waits_until_the_oldest_token_leaves_the_window() {
        let limit = Limit { count: 3, per: Duration::from_secs(600) };
        let at = |second| SystemTime::UNIX_EPOCH + Duration::from_secs(second);
        let wait = |issued: &[u64], now| {
            let issued: Vec<SystemTime> = issued.iter().map(|second| at(*second)).collect();
            limit.wait(&issued, at(now)).as_secs()
        };
        assert_eq!(wait(&[], 0), 0);
        assert_eq!(wait(&[10_000, 10_001], 10_002), 0);
        assert_eq!(wait(&[10_000, 10_001, 10_002], 10_002), 598);
        assert_eq!(wait(&[10_000, 10_100, 10_200, 10_300], 10_300), 400);
        assert_eq!(wait(&[10_000, 10_100, 10_200], 10_600), 0);
        // The clock was set back by an hour, or by five minutes.
        assert_eq!(wait(&[10_000, 10_100, 10_200], 6_600), 0);
        assert_eq!(wait(&[10_000, 10_100, 10_200], 9_900), 600);
        let never = Limit { count: 0, per: Duration::from_secs(1) };
        assert_eq!(never.wait(&[], at(0)), Duration::from_secs(1));
    }

    #[test]
    fn merged_token_times_keep_duplicates() {
        let at = |seconds: &[u64]| -> Vec<SystemTime> {
            seconds.iter().map(|second| SystemTime::UNIX_EPOCH + Duration::from_secs(*second)).collect()
        };
        assert_eq!(union(&at(&[1, 1, 3]), &at(&[1, 1, 2])), at(&[1, 1, 2, 3]));
        assert_eq!(union(&at(&[5]), &at(&[5, 5])), at(&[5, 5]));
        assert_eq!(union(&[], &at(&[2, 1])), at(&[1, 2]));
    }
}
