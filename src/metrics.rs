//! Counters, gauges and histograms, through the [`metrics`](https://docs.rs/metrics) facade if the feature `metrics` is enabled; without
//! it nothing is counted.
//!
//! | name | what |
//! |---|---|
//! | `stripe_api_calls_total{endpoint, status}` | calls of this crate's [`Client`](crate::client::Client), each once however often it was tried: by `GET /customers/{}`, and `2xx`, `4xx`, `5xx`, … or `none` if no answer came |
//! | `stripe_api_call_seconds{endpoint}` | how long they took, with all attempts and with the waiting for the rate limit: a histogram |
//! | `stripe_api_retries_total{endpoint}` | attempts after the first |
//! | `stripe_durable_calls_total{end}` | attempts at [durable calls](crate::calls), by what they came to: `done`, `adopted`, `left_behind`, `refused`, `lost`, `unknown` (tried again later) |
//! | `stripe_refreshes_total{end}` | objects that were [read again](crate::refresh): `done`, `failed` (tried again later), `unconfirmed`, `left` at the deadline |
//! | `stripe_refreshes_waiting` | objects in the queue that wait to be read again, at most 10,000: a gauge, set by each drain as it begins and ends |
//! | `stripe_refreshes_given_up` | objects in the queue that are not tried any more, at most 10,000: the same |
//!
//! Those of webhooks are told of [there](crate::webhook::metrics). Each process tells of its own; the two gauges are of the database.
//!
//! [`describe`] gives the recorder what each of them means.

#![cfg_attr(not(feature = "metrics"), allow(unused_variables, reason = "nothing is counted"))]

/// Gives the recorder the descriptions and units of all metrics of this crate: call it once, after the recorder is installed. Without the
/// feature `metrics` it does nothing.
pub fn describe() {
    #[cfg(feature = "metrics")]
    {
        #[cfg(feature = "client")]
        api::describe();
        #[cfg(feature = "api")]
        calls::describe();
        #[cfg(feature = "api")]
        refreshes::describe();
        #[cfg(feature = "webhook")]
        webhook::describe();
    }
}

/// Adds to a counter with one label; nothing of it is told while there is nothing.
#[cfg(feature = "metrics")]
#[cfg_attr(not(any(feature = "api", feature = "webhook")), allow(dead_code, reason = "there is nothing to count"))]
pub(crate) fn count_as(name: &'static str, label: &'static str, value: &'static str, number: usize) {
    if number > 0 {
        metrics::counter!(name, label => value).increment(u64::try_from(number).unwrap_or(u64::MAX));
    }
}

/// Calls of the client's.
#[cfg(feature = "client")]
pub(crate) mod api {
    use std::time::Duration;

    use crate::error::{Error, Result};

    #[cfg(feature = "metrics")]
    const CALLS: &str = "stripe_api_calls_total";
    #[cfg(feature = "metrics")]
    const SECONDS: &str = "stripe_api_call_seconds";
    #[cfg(feature = "metrics")]
    const RETRIES: &str = "stripe_api_retries_total";

    #[cfg(feature = "metrics")]
    pub(super) fn describe() {
        metrics::describe_counter!(CALLS, "Calls to Stripe's API, by endpoint and class of status");
        metrics::describe_histogram!(
            SECONDS,
            metrics::Unit::Seconds,
            "Time of a call to Stripe's API, with all attempts and waits"
        );
        metrics::describe_counter!(RETRIES, "Attempts after the first at calls to Stripe's API, by endpoint");
    }

    /// A call came to its end.
    pub(crate) fn called<T>(endpoint: &str, result: &Result<T>, took: Duration) {
        #[cfg(feature = "metrics")]
        {
            let (endpoint, status) = (endpoint.to_owned(), status(result));
            metrics::counter!(CALLS, "endpoint" => endpoint.clone(), "status" => status).increment(1);
            metrics::histogram!(SECONDS, "endpoint" => endpoint).record(took.as_secs_f64());
        }
    }

    /// Another attempt begins.
    pub(crate) fn retried(endpoint: &str) {
        #[cfg(feature = "metrics")]
        metrics::counter!(RETRIES, "endpoint" => endpoint.to_owned()).increment(1);
    }

    #[cfg_attr(not(feature = "metrics"), allow(dead_code, reason = "nothing is counted"))]
    fn status<T>(result: &Result<T>) -> &'static str {
        match result {
            Ok(_) => "2xx",
            Err(Error::Stripe { error, .. }) => match error.status {
                100..200 => "1xx",
                200..300 => "2xx",
                300..400 => "3xx",
                400..500 => "4xx",
                _ => "5xx",
            },
            Err(_) => "none",
        }
    }
}

/// Durable calls.
#[cfg(feature = "api")]
pub(crate) mod calls {
    #[cfg(feature = "metrics")]
    const CALLS: &str = "stripe_durable_calls_total";

    #[cfg(feature = "metrics")]
    pub(super) fn describe() {
        metrics::describe_counter!(CALLS, "Attempts at durable calls, by what they came to");
    }

    /// An attempt at a durable call came to this.
    pub(crate) fn ended(end: &'static str) {
        #[cfg(feature = "metrics")]
        super::count_as(CALLS, "end", end, 1);
    }
}

/// The queue of objects to be read again.
#[cfg(feature = "api")]
pub(crate) mod refreshes {
    #[cfg(feature = "metrics")]
    const REFRESHES: &str = "stripe_refreshes_total";
    #[cfg(feature = "metrics")]
    const WAITING: &str = "stripe_refreshes_waiting";
    #[cfg(feature = "metrics")]
    const GIVEN_UP: &str = "stripe_refreshes_given_up";

    #[cfg(feature = "metrics")]
    pub(super) fn describe() {
        metrics::describe_counter!(REFRESHES, "Objects that were read again from Stripe, by how that ended");
        metrics::describe_gauge!(WAITING, "Objects that wait to be read again from Stripe, at most 10,000");
        metrics::describe_gauge!(
            GIVEN_UP,
            "Objects that are not read again, since Stripe refuses them, at most 10,000"
        );
    }

    /// An object was read again, or could not be.
    pub(crate) fn ended(end: &'static str) {
        #[cfg(feature = "metrics")]
        super::count_as(REFRESHES, "end", end, 1);
    }

    /// How the queue stands.
    #[cfg(feature = "metrics")]
    pub(crate) fn stand(waiting: u32, given_up: u32) {
        metrics::gauge!(WAITING).set(f64::from(waiting));
        metrics::gauge!(GIVEN_UP).set(f64::from(given_up));
    }
}

/// What the inbox and its workers count: see [`webhook::metrics`](crate::webhook::metrics).
#[cfg(feature = "webhook")]
pub(crate) mod webhook {
    /// Tells the recorder what each metric is, if there is one.
    pub(crate) fn describe() {
        #[cfg(feature = "metrics")]
        describe_all();
    }

    #[cfg(feature = "metrics")]
    fn describe_all() {
        use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
        describe_counter!("stripe_webhook_received_total", "Deliveries that were stored");
        describe_counter!(
            "stripe_webhook_rejected_total",
            "Deliveries that were not verified, too large, or of a wrong account"
        );
        describe_counter!(
            "stripe_webhook_wrong_account_total",
            "Deliveries signed for an account that the endpoint does not speak for"
        );
        describe_counter!("stripe_webhook_duplicates_total", "Deliveries of events that were there already");
        describe_counter!("stripe_webhook_snapshots_total", "Snapshots of events' objects, by what became of them");
        describe_counter!("stripe_webhook_events_total", "Events that were processed, by how that ended");
        describe_histogram!("stripe_webhook_handler_seconds", Unit::Seconds, "Time of each call of a handler");
        describe_gauge!("stripe_webhook_batch_size", "Events of the last batch");
        describe_gauge!(
            "stripe_webhook_lag_seconds",
            Unit::Seconds,
            "How long the oldest event of the last batch had waited"
        );
        describe_counter!("stripe_refreshes_queued_total", "Objects queued to be read again, because of events");
    }
}
