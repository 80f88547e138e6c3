//! What every answer must be, whatever was asked.

use std::fmt::Debug;
use std::time::Instant;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use diesel_stripe::api::ApiModel;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::observed::{Observed, SKEW};
use diesel_stripe::{Error, Result, StripeData};

/// Which client asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The crate's: it knows the headers.
    Ours,
    /// async-stripe's: it returns bodies only.
    AsyncStripes,
}

/// Objects that async-stripe cannot read, and why: stripe-mock's fixtures lack a field that Stripe sends. They are mirrored
/// like the others.
const INCOMPLETE: &[(&str, &str)] =
    &[("product", "no `type`"), ("subscription", "no `plan` in its items"), ("subscription_item", "no `plan`")];

/// Makes a call on behalf of an account, and checks the objects that are answered. The account is of this call alone, so that
/// the objects get rows of their own: stripe-mock answers with the same few ids whatever was asked.
pub async fn answer<M: ApiModel>(
    asker: Asker,
    verb: &str,
    call: impl AsyncFnOnce(&str) -> Result<Vec<StripeData<M>>>,
) -> Vec<StripeData<M>> {
    let account = format!("acct_{asker:?}_{verb}");
    let (start, start_here) = (Utc::now(), Instant::now());
    let objects = call(&account).await.unwrap_or_else(|error| panic!("{account}: {error}"));
    let elapsed = TimeDelta::from_std(start_here.elapsed()).unwrap();
    let end = Utc::now();
    assert!(!objects.is_empty(), "{account}: stripe-mock's lists have an object");
    for data in &objects {
        // Events alone have no table of their own.
        let object = M::TABLE.object.unwrap_or("event");
        assert_eq!((data.object(), data.stripe_account()), (object, account.as_str()));
        assert!(!data.id().is_empty());
        assert_eq!(data.is_deleted(), verb == "api_delete", "{account}");
        let incomplete = INCOMPLETE.iter().any(|(incomplete, _)| *incomplete == object);
        match data.typed() {
            Ok(_) => assert!(!data.is_deleted() && !incomplete, "{account}: {data:?}"),
            Err(error) => {
                assert!(matches!(error, Error::Typed { .. }), "{account}: {error}");
                // A stub is not the object.
                assert!(data.is_deleted() || incomplete, "{account}: {error}");
            }
        }
        let observed = Mirror::default().observed(data);
        if data.is_deleted() && observed.is_for_ever() {
            // It was true at the end of its interval, and is from then on.
            assert!(observed.from <= end + SKEW + TimeDelta::seconds(1), "{account}: {data:?}");
            continue;
        }
        match asker {
            Asker::Ours => {
                // stripe-mock's, for every request.
                assert_eq!(data.request_id(), Some("req_123"));
                from_headers(data.observed(), elapsed.max(end - start));
            }
            Asker::AsyncStripes => {
                assert_eq!(data.request_id(), None);
                from_local_clock(data.observed(), start, end);
            }
        }
    }
    objects
}

/// `[Date - elapsed, Date + 1 s)`; the fixtures were created long before.
fn from_headers(Observed { from, to }: Observed, elapsed: TimeDelta) {
    assert_eq!(to, to.trunc_subsecs(0));
    assert!(from < to && to - from <= elapsed + TimeDelta::seconds(1) + TimeDelta::microseconds(1), "{from} {to}");
}

/// `[start - SKEW, end + SKEW)`.
fn from_local_clock(Observed { from, to }: Observed, start: DateTime<Utc>, end: DateTime<Utc>) {
    let floor = |time: DateTime<Utc>| time.trunc_subsecs(6);
    assert!((floor(start - SKEW)..=end - SKEW).contains(&from), "{start} {from}");
    assert!((start + SKEW..=end + SKEW + TimeDelta::microseconds(1)).contains(&to), "{end} {to}");
}

/// The two rows are equal.
pub fn same<M: Debug + PartialEq>(left: &M, right: &M) {
    // `assert_eq` would show no more than `Debug` does, which leaves out the JSON.
    assert!(left == right, "{left:?} is not {right:?}");
}
