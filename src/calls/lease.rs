//! Who makes a call: one at a time.

use std::future::Future;
use std::time::Duration;

use super::StripeCall;
use crate::database::sealed::Words;
use crate::database::{Executor, Sql};
use crate::deadline::Deadline;
use crate::error::{Error, Result, chain, noted};
use crate::lease::{self, Claim, keep, microseconds, update_one};
use crate::sql::{Cell, Statement};

/// How long a call is left to who makes it, since it was last heard of them. Two that make it at once would do no harm: they have
/// one idempotency key.
pub(super) const LEASE: Duration = Duration::from_secs(6);
/// How often who makes a call is heard of.
const RENEWAL: Duration = Duration::from_secs(2);

/// What a lease is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Stripe is asked under the idempotency key.
    Making,
    /// Stripe is only looked at.
    LookingUp,
}

/// A lease on a call.
#[derive(Debug)]
pub(super) struct Lease<'c> {
    pub(super) call: &'c StripeCall,
    lease: lease::Lease,
}

impl<'c> Lease<'c> {
    /// Takes the lease on a pending call that nobody has. `recovery` also leaves it alone until it is due.
    pub(super) async fn take<E: Executor>(
        exec: &mut E,
        call: &'c StripeCall,
        purpose: For,
        recovery: bool,
    ) -> Result<Option<Self>> {
        let lease = lease::Lease::new(LEASE);
        let now = E::DB::NOW;
        let set = match purpose {
            For::Making => format!(
                "attempts = attempts + 1, first_attempt_at = COALESCE(first_attempt_at, {now}), last_attempt_at = {now}"
            ),
            For::LookingUp => "attempts = attempts + 1".to_owned(),
        };
        let free = if recovery { "" } else { "lease IS NULL OR " };
        let rows = |update: &mut Statement| {
            call.as_stored(update);
            update.sql(format!(" AND state = 'pending' AND ({free}due_at <= {now})"));
        };
        let doing = format!("claiming {} in stripe_calls", call.name());
        let claim = Claim { table: StripeCall::TABLE, doing: &doing, set: &set, rows: &rows };
        let taken: Vec<StripeCall> = lease::claim(exec, &lease, &claim).await?;
        Ok((!taken.is_empty()).then_some(Lease { call, lease }))
    }

    /// Waits for Stripe, until the deadline, and keeps the lease meanwhile.
    pub(super) async fn keep<E: Executor, F: Future>(
        &self,
        exec: &mut E,
        deadline: Deadline,
        work: F,
    ) -> Result<F::Output> {
        let work = deadline.wait(|| format!("{}: waiting for Stripe", self.call.name()), work);
        exec.give_back();
        keep!(RENEWAL, work, {
            let set = |set: &mut Statement| E::DB::after_now(set.sql("due_at = "), microseconds(LEASE));
            if let Err(error) = self.update(exec, "keeping the lease of", &set).await {
                tracing::debug!(error = chain(&error), "the lease is not kept");
            }
            exec.give_back();
        })
    }

    /// Gives it back: the call stays pending, and is due so much later.
    pub(super) async fn release<E: Executor>(&self, exec: &mut E, delay: Duration, error: &Error) -> Result<()> {
        let error = noted(error);
        let set = |set: &mut Statement| {
            set.sql("lease = NULL, last_error = ").text(&error).sql(", due_at = ");
            E::DB::after_now(set, microseconds(delay));
        };
        self.update(exec, "postponing", &set).await
    }

    async fn update<E: Executor>(&self, exec: &mut E, doing: &str, set: Sql<'_>) -> Result<()> {
        let key = [Cell::text(&self.call.call_key), Cell::text(&self.call.stripe_account)];
        let doing = format!("{doing} {}", self.call.name());
        update_one(exec, StripeCall::TABLE, (&self.lease.token, key), &doing, set).await
    }
}
