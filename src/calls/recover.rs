//! What a crash, or a Stripe that did not answer, left pending.

use super::make::{End, attempt};
use super::{COLUMNS, StripeCall, not_in_transaction};
use crate::api::ApiClient;
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, Statement};
use crate::error::{Error, Result};
use crate::mirror::Mirror;

/// How many calls are read at a time.
const BATCH: u32 = 100;

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
}

/// Brings the calls that are due to their end: those that were stored and not made, and those of which no answer came. Returns when
/// none is due any more.
///
/// Run it at start and on a schedule, every half a minute, say; several processes may do so at once. A call that is younger than
/// some seconds, or that somebody is making, is left alone. No transaction is open while Stripe is waited for. Objects are written to
/// the tables of `mirror`: name the host's own models with [`Mirror::with`].
///
/// # Errors
/// [`Error::Database`]; [`Error::OpenTransaction`] within a transaction. What Stripe refuses is kept in the call's `last_error`, and
/// counted.
pub async fn recover(conn: &mut impl MirrorConnection, stripe: &impl ApiClient, mirror: &Mirror) -> Result<Recovered> {
    recover_with(&mut Async::new(conn), stripe, mirror).await
}

pub(crate) async fn recover_with<E: Executor>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
) -> Result<Recovered> {
    not_in_transaction(exec, "recovering calls")?;
    let mut recovered = Recovered::default();
    loop {
        let mut select = Statement::new(true);
        select.sql(format!(
            "SELECT {COLUMNS} FROM stripe_calls WHERE state = 'pending' AND due_at <= {} ORDER BY due_at LIMIT {BATCH}",
            E::DB::NOW
        ));
        let due: Vec<StripeCall> = exec.load(select).await.map_err(Error::database("reading stripe_calls"))?;
        if due.is_empty() {
            return Ok(recovered);
        }
        for call in due {
            match attempt(exec, stripe, mirror, &call, true).await? {
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
