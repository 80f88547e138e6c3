//! Billing periods: whole intervals from the subscription's anchor.

use chrono::{DateTime, Days, Months, Utc};

/// The end of the period that begins at `start`: the first time after it that is a number of intervals from `anchor`. A day
/// that a month doesn't have is the month's last.
pub(super) fn end(anchor: i64, start: i64, (interval, count): (&str, i64)) -> i64 {
    let Some(from) = DateTime::from_timestamp(anchor, 0) else { return i64::MAX };
    // None is more than three years, or less than a day: this many are at or before `start`.
    let passed = (start - anchor).max(0) / (days(interval) * count * 86_400);
    let later = ((passed - 1).max(0)..).map(|n| after(from, interval, n * count));
    later.map_while(|time| time).find(|time| *time > start).unwrap_or(i64::MAX)
}

/// `count` intervals after a time.
pub(super) fn after(from: DateTime<Utc>, interval: &str, count: i64) -> Option<i64> {
    let number = u32::try_from(count).ok()?;
    let time = match interval {
        "day" => from.checked_add_days(Days::new(number.into())),
        "week" => from.checked_add_days(Days::new(7 * u64::from(number))),
        "month" => from.checked_add_months(Months::new(number)),
        _ => from.checked_add_months(Months::new(number.checked_mul(12)?)),
    };
    time.map(|time| time.timestamp())
}

/// The most days that an interval has.
fn days(interval: &str) -> i64 {
    match interval {
        "day" => 1,
        "week" => 7,
        "month" => 31,
        _ => 366,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_the_anchors_day_or_the_months_last() {
        let time = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp();
        let anchor = time("2024-01-31T10:00:00Z");
        for (interval, start, expected) in [
            (("month", 1), "2024-01-31T10:00:00Z", "2024-02-29T10:00:00Z"),
            (("month", 1), "2024-02-29T10:00:00Z", "2024-03-31T10:00:00Z"),
            (("month", 1), "2024-03-01T00:00:00Z", "2024-03-31T10:00:00Z"),
            (("month", 3), "2024-01-31T10:00:00Z", "2024-04-30T10:00:00Z"),
            (("year", 1), "2027-01-31T10:00:00Z", "2028-01-31T10:00:00Z"),
            (("week", 2), "2024-02-14T10:00:00Z", "2024-02-28T10:00:00Z"),
            (("day", 1), "2030-12-31T10:00:00Z", "2031-01-01T10:00:00Z"),
        ] {
            assert_eq!(end(anchor, time(start), interval), time(expected), "{interval:?} {start}");
        }
    }
}
