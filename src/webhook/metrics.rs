//! Counters and gauges, through the `metrics` facade if the feature of that name is enabled.
//!
//! | name | what |
//! |---|---|
//! | `stripe_webhook_received_total` | deliveries that were stored |
//! | `stripe_webhook_rejected_total` | deliveries that were not verified, too large, or of a wrong account |
//! | `stripe_webhook_wrong_account_total` | deliveries signed for events of an account that the endpoint [does not speak for](super::Endpoint#whose-events) |
//! | `stripe_webhook_duplicates_total` | deliveries of events that were there already |
//! | `stripe_webhook_snapshots_total{outcome}` | snapshots `applied`, `unchanged`, `stale`, `tied` |
//! | `stripe_webhook_events_total{end}` | events `done`, `failed` (tried again later), `dead`, `discarded`, `ignored`; and `waiting`, each time that one is left to wait for its object to be read again |
//! | `stripe_webhook_handler_seconds{handler}` | how long each call of a handler took, by the pattern of its event types: a histogram |
//! | `stripe_webhook_batch_size` | events of the last batch: a gauge, 0 when nothing is due |
//! | `stripe_webhook_lag_seconds` | how long the oldest event of the last batch had waited: a gauge, 0 when nothing is due |
//! | `stripe_refreshes_queued_total` | objects queued to be read again, because of events |
//!
//! Each process tells of its own. How all of the inbox stands, dead letters included, is in [`inbox::stats`](super::inbox::stats);
//! an alert on the age of its oldest pending event also tells when no worker runs.

use super::Processed;
use super::inbox::Stored;

#[cfg(feature = "metrics")]
fn count(name: &'static str, number: usize) {
    metrics::counter!(name).increment(u64::try_from(number).unwrap_or(u64::MAX));
}

#[cfg(feature = "metrics")]
use crate::metrics::count_as;

#[cfg(feature = "metrics")]
pub(super) fn rejected() {
    count("stripe_webhook_rejected_total", 1);
}

#[cfg(feature = "metrics")]
pub(super) fn wrong_account() {
    count("stripe_webhook_wrong_account_total", 1);
}

#[cfg(feature = "metrics")]
pub(super) fn stored(stored: Stored) {
    count("stripe_webhook_received_total", stored.new + stored.duplicates);
    count("stripe_webhook_duplicates_total", stored.duplicates);
}

#[cfg(feature = "metrics")]
pub(super) fn claimed(events: usize, lag: std::time::Duration) {
    metrics::gauge!("stripe_webhook_batch_size").set(f64::from(u32::try_from(events).unwrap_or(u32::MAX)));
    metrics::gauge!("stripe_webhook_lag_seconds").set(lag.as_secs_f64());
}

#[cfg(feature = "metrics")]
pub(super) fn handled(pattern: &str, time: std::time::Duration) {
    metrics::histogram!("stripe_webhook_handler_seconds", "handler" => pattern.to_owned()).record(time);
}

#[cfg(feature = "metrics")]
pub(super) fn processed(processed: &Processed) {
    const SNAPSHOTS: &str = "stripe_webhook_snapshots_total";
    const EVENTS: &str = "stripe_webhook_events_total";
    let Processed { done, failed, waiting, dead, discarded, ignored, applied, unchanged, stale, tied, queued, .. } =
        *processed;
    for (outcome, number) in [("applied", applied), ("unchanged", unchanged), ("stale", stale), ("tied", tied)] {
        count_as(SNAPSHOTS, "outcome", outcome, number);
    }
    let ends = [
        ("done", done),
        ("failed", failed),
        ("waiting", waiting),
        ("dead", dead),
        ("discarded", discarded),
        ("ignored", ignored),
    ];
    for (end, number) in ends {
        count_as(EVENTS, "end", end, number);
    }
    count("stripe_refreshes_queued_total", queued);
}

#[cfg(not(feature = "metrics"))]
mod nothing {
    use super::{Processed, Stored};

    pub(in super::super) fn rejected() {}
    pub(in super::super) fn wrong_account() {}
    pub(in super::super) fn stored(_: Stored) {}
    pub(in super::super) fn claimed(_: usize, _: std::time::Duration) {}
    pub(in super::super) fn handled(_: &str, _: std::time::Duration) {}
    pub(in super::super) fn processed(_: &Processed) {}
}
#[cfg(not(feature = "metrics"))]
pub(super) use nothing::*;
