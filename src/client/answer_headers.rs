//! What is read from an answer's headers.

use std::time::Duration;

use chrono::{DateTime, Utc};
use hyper::HeaderMap;
use hyper::header::{DATE, RETRY_AFTER};

/// The headers of an answer that somebody here wants to know. One that cannot be read is one that is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AnswerHeaders {
    pub date: Option<DateTime<Utc>>,
    pub request_id: Option<String>,
    pub stripe_version: Option<String>,
    /// `Idempotent-Replayed`.
    pub replayed: bool,
    /// `Stripe-Should-Retry`.
    pub should_retry: Option<bool>,
    pub retry_after: Option<Duration>,
}

impl AnswerHeaders {
    pub fn read(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let boolean = |name: &str| text(name).and_then(|value| value.to_ascii_lowercase().parse().ok());
        let date = text(DATE.as_str()).and_then(http_date);
        AnswerHeaders {
            date,
            request_id: text("request-id").map(Into::into),
            stripe_version: text("stripe-version").map(Into::into),
            replayed: boolean("idempotent-replayed").unwrap_or(false),
            should_retry: boolean("stripe-should-retry"),
            retry_after: text(RETRY_AFTER.as_str()).and_then(|value| retry_after(value, date)),
        }
    }
}

/// RFC 9110's one form of a date, `Sun, 06 Nov 1994 08:49:37 GMT`; RFC 2822's differs only in the zone's name.
fn http_date(value: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(value).ok().map(|date| date.to_utc())
}

/// Seconds, or a date, which is compared with the answer's own so that the local clock does not matter.
fn retry_after(value: &str, date: Option<DateTime<Utc>>) -> Option<Duration> {
    match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some((http_date(value)? - date?).to_std().unwrap_or(Duration::ZERO)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headers: &[(&'static str, &'static str)]) -> AnswerHeaders {
        AnswerHeaders::read(
            &headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect(),
        )
    }

    #[test]
    fn headers_are_read() {
        let headers = read(&[
            ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
            ("request-id", "req_1"),
            ("stripe-version", "2023-10-16"),
            ("idempotent-replayed", "true"),
            ("stripe-should-retry", "false"),
            ("retry-after", "3"),
        ]);
        assert_eq!(
            headers,
            AnswerHeaders {
                date: DateTime::from_timestamp(1_700_000_000, 0),
                request_id: Some("req_1".into()),
                stripe_version: Some("2023-10-16".into()),
                replayed: true,
                should_retry: Some(false),
                retry_after: Some(Duration::from_secs(3)),
            }
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_there() {
        assert_eq!(read(&[]), AnswerHeaders::default());
        let headers = [
            ("date", "yesterday"),
            ("idempotent-replayed", "?"),
            ("stripe-should-retry", "maybe"),
            ("retry-after", "-1"),
        ];
        assert_eq!(read(&headers), AnswerHeaders::default());
    }

    #[test]
    fn retry_after_may_be_a_date() {
        let after = |value| {
            read(&[("date", "Tue, 14 Nov 2023 22:13:20 GMT"), ("retry-after", value)]).retry_after.map(|d| d.as_secs())
        };
        assert_eq!(after("Tue, 14 Nov 2023 22:13:27 GMT"), Some(7));
        assert_eq!(after("Tue, 14 Nov 2023 22:13:19 GMT"), Some(0), "already past");
        assert_eq!(
            read(&[("retry-after", "Tue, 14 Nov 2023 22:13:27 GMT")]).retry_after,
            None,
            "nothing to compare with"
        );
    }
}
