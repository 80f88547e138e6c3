//! What the headers of an answer say: how a client tells the crate when its answer was true.

use std::cell::RefCell;
use std::future::Future;
use std::time::Duration;

use chrono::{DateTime, Utc};

#[cfg(feature = "client")]
use crate::error::{Error, Result};

tokio::task_local! {
    static ANSWER: RefCell<Option<Answer>>;
    /// Whether the call under way is the platform's own. async-stripe's requests can name an account, but not none.
    static FOR_THE_PLATFORM: bool;
    /// The mode that the key of the call under way must be of, if that matters.
    static MODE: Option<bool>;
}

/// What Stripe said about an answer in its headers.
///
/// async-stripe's [`StripeClient`](stripe_client_core::StripeClient) returns only the body of an answer. A client that also
/// knows the headers [reports](Answer::report) them from within `execute`, and the snapshot gets a tight interval on Stripe's
/// clock; of a client that doesn't, only the local times of the call are known, and snapshots are
/// [wider](crate::observed::Observed::local); under an idempotency key they may be as old as the object, since Stripe may have
/// [replayed](Answer::replayed) them. [`Client`](crate::client::Client) reports the headers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The `Date` header.
    pub date: Option<DateTime<Utc>>,
    /// The time from the first attempt's start to the answer.
    pub elapsed: Duration,
    /// The `Request-Id` header.
    pub request_id: Option<String>,
    /// The `Stripe-Version` header: the version that the body was rendered in.
    pub stripe_version: Option<String>,
    /// The connected account on whose behalf the client made the call, where it has one by default.
    pub stripe_account: Option<String>,
    /// `Idempotent-Replayed: true`: the body is the one first given for this idempotency key, and may be old.
    pub replayed: bool,
}

impl Answer {
    /// Tells the crate's `api_*` function under way in this task what the answer's headers said. Elsewhere it does nothing.
    ///
    /// Called by implementations of `StripeClient::execute`, in the task that was asked to execute, before they return.
    pub fn report(self) {
        let _ = ANSWER.try_with(|slot| slot.replace(Some(self)));
    }

    /// Whether the call under way in this task is the platform's own, whatever account its client has by default.
    #[cfg(feature = "client")]
    pub(crate) fn is_for_the_platform() -> bool {
        FOR_THE_PLATFORM.try_with(|platform| *platform).unwrap_or(false)
    }

    /// Refuses the call under way in this task if it must be made with a key of the other mode than `livemode`.
    #[cfg(feature = "client")]
    pub(crate) fn refuse_key_of(livemode: Option<bool>) -> Result<()> {
        let expected = MODE.try_with(|mode| *mode).unwrap_or(None);
        match (livemode, expected) {
            (Some(livemode), Some(expected)) if livemode != expected => Err(Error::WrongKey { livemode }),
            _ => Ok(()),
        }
    }

    /// Runs a call, and returns what its client reported.
    pub(crate) async fn of<T>(
        for_the_platform: bool,
        livemode: Option<bool>,
        call: impl Future<Output = T>,
    ) -> (T, Option<Answer>) {
        let reported = ANSWER.scope(RefCell::new(None), async {
            let result = call.await;
            (result, ANSWER.with(RefCell::take))
        });
        MODE.scope(livemode, FOR_THE_PLATFORM.scope(for_the_platform, reported)).await
    }
}
