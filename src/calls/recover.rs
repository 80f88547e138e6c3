//! What a crash, or a Stripe that did not answer, left pending.

use std::time::Duration;

use super::make::{End, Maker, attempt};
use super::{DEADLINE, StripeCall, not_in_transaction};
use crate::api::ApiClient;
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection};
use crate::deadline::Deadline;
use crate::error::{Error, Result};
use crate::mirror::Mirror;
use crate::sql::Statement;

/// How many calls are read at a time.
const BATCH: u32 = 100;

/// How long a recovery takes at most, unless it is [told otherwise](super::Calls::recovery_deadline): five minutes.
pub const RECOVERY_DEADLINE: Duration = Duration::from_secs(5 * 60);

/// What [`recover`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Calls made, whose objects are mirrored now.
    pub done: usize,
    /// Calls that had been carried out, as Stripe's list of objects showed; their objects are mirrored now.
    pub adopted: usize,
    /// Calls that Stripe refused.
    pub failed: usize,
    /// Calls of which it cannot be known any more what became of them: they want somebody's attention.
    pub lost: usize,
    /// Calls that stay pending, with their error, and are due later.
    pub pending: usize,
    /// Whether the deadline came before every call was tried: what is left is for the next recovery.
    pub out_of_time: bool,
}

/// Brings the calls that are due to their end: those that were stored and not made, and those of which no answer came. Returns when
/// none is due any more, or after [`RECOVERY_DEADLINE`].
///
/// Run it at start and on a schedule, every half a minute, say; several processes may do so at once. A call that is younger than
/// some seconds, or that somebody is making, is left alone. No transaction is open while Stripe is waited for. Objects are written to
/// the tables of `mirror`: name the host's own models with [`Mirror::with`]. The connection is lent all the time;
/// [`Calls::recover`](super::Calls::recover) takes one for each step instead.
///
/// # Errors
/// [`Error::Database`] if the calls can't be read or written; [`Error::OpenTransaction`] within a transaction;
/// [`Error::DeadlineExceeded`] if the database does not answer. What Stripe or the database refuses of a call is kept in its
/// `last_error`, and counted.
pub async fn recover(conn: &mut impl MirrorConnection, stripe: &impl ApiClient, mirror: &Mirror) -> Result<Recovered> {
    recover_with(&mut Async::new(conn), stripe, mirror, (DEADLINE, RECOVERY_DEADLINE)).await
}

pub(crate) async fn recover_with<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    (each, all): (Duration, Duration),
) -> Result<Recovered> {
    const DOING: &str = "recovering calls";
    not_in_transaction(exec, DOING)?;
    let deadline = Deadline::after(all);
    let recovered = deadline.bound(Box::pin(recover_until(exec, stripe, mirror, each, deadline))).await;
    recovered.unwrap_or_else(|| Err(deadline.unanswered(exec, DOING)))
}

async fn recover_until<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    each: Duration,
    deadline: Deadline,
) -> Result<Recovered> {
    let mut recovered = Recovered::default();
    loop {
        let mut select = Statement::new(true);
        select.sql(format!(
            "SELECT {} FROM stripe_calls WHERE state = 'pending' AND due_at <= {} ORDER BY due_at LIMIT {BATCH}",
            StripeCall::TABLE.names(E::DB::QUOTE),
            E::DB::NOW
        ));
        let due: Vec<StripeCall> = exec.load(select).await.map_err(Error::database("reading stripe_calls"))?;
        if due.is_empty() {
            return Ok(recovered);
        }
        for call in due {
            if deadline.has_passed() {
                return Ok(Recovered { out_of_time: true, ..recovered });
            }
            let by = Maker { stripe, mirror, deadline: Deadline::after(each.min(deadline.left())) };
            match attempt(exec, &by, &call, true).await? {
                Some(End::Done) => recovered.done += 1,
                Some(End::Adopted) => recovered.adopted += 1,
                Some(End::LeftBehind(_)) => recovered.done += 1,
                Some(End::Refused(_)) => recovered.failed += 1,
                Some(End::Lost) => recovered.lost += 1,
                Some(End::Unknown(_)) => recovered.pending += 1,
                None => {}
            }
        }
    }
}
