//! Who makes a call: one at a time.

use std::future::Future;
use std::time::Duration;

use super::StripeCall;
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::deadline::Deadline;
use crate::error::{Error, Result, noted};
use crate::sql::Statement;

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
    token: String,
}

impl<'c> Lease<'c> {
    /// Takes the lease on a pending call that nobody has. `recovery` also leaves it alone until it is due.
    pub(super) async fn take<E: Executor>(
        exec: &mut E,
        call: &'c StripeCall,
        purpose: For,
        recovery: bool,
    ) -> Result<Option<Self>> {
        let token = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        let mut update = Statement::new(true);
        update.sql("UPDATE stripe_calls SET lease = ").text(&token).sql(", attempts = attempts + 1, due_at = ");
        after_now::<E>(&mut update, LEASE);
        let now = E::DB::NOW;
        if purpose == For::Making {
            update.sql(format!(", first_attempt_at = COALESCE(first_attempt_at, {now}), last_attempt_at = {now}"));
        }
        call.as_stored(&mut update);
        let free = if recovery { "" } else { "lease IS NULL OR " };
        update.sql(format!(" AND state = 'pending' AND ({free}due_at <= {now})"));
        let doing = || format!("claiming {} in stripe_calls", call.name());
        let taken = exec.execute(update).await.map_err(|source| Error::database(doing())(source))? > 0;
        Ok(taken.then_some(Lease { call, token }))
    }

    /// Waits for Stripe, until the deadline, and keeps the lease meanwhile.
    pub(super) async fn keep<E: Executor, F: Future>(
        &self,
        exec: &mut E,
        deadline: Deadline,
        work: F,
    ) -> Result<F::Output> {
        let mut work = std::pin::pin!(deadline.wait(|| format!("{}: waiting for Stripe", self.call.name()), work));
        loop {
            exec.give_back();
            if let Ok(done) = tokio::time::timeout(RENEWAL, work.as_mut()).await {
                return done;
            }
            let mut update = Statement::new(true);
            update.sql("UPDATE stripe_calls SET due_at = ");
            after_now::<E>(&mut update, LEASE);
            self.execute(exec, "keeping the lease of", update).await?;
        }
    }

    /// Gives it back: the call stays pending, and is due so much later.
    pub(super) async fn release<E: Executor>(&self, exec: &mut E, delay: Duration, error: &Error) -> Result<()> {
        let mut update = Statement::new(true);
        update.sql("UPDATE stripe_calls SET lease = NULL, last_error = ").text(&noted(error)).sql(", due_at = ");
        after_now::<E>(&mut update, delay);
        self.execute(exec, "postponing", update).await
    }

    async fn execute<E: Executor>(&self, exec: &mut E, doing: &str, mut update: Statement) -> Result<()> {
        self.call.as_stored(&mut update);
        update.sql(" AND state = 'pending' AND lease = ").text(&self.token);
        let doing = || format!("{doing} {} in stripe_calls", self.call.name());
        exec.execute(update).await.map_err(|source| Error::database(doing())(source))?;
        Ok(())
    }
}

/// The database's time, so much later.
pub(super) fn after_now<E: Executor>(statement: &mut Statement, time: Duration) {
    E::DB::after_now(statement, i64::try_from(time.as_micros()).unwrap_or(i64::MAX));
}
