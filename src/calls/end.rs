//! The third step: what came of a call, with its object in the mirror.

use super::make::Maker;
use super::{StripeCall, form};
use crate::api::ApiClient;
use crate::database::Executor;
use crate::database::sealed::Words;
use crate::error::{Error, Result, noted};
use crate::mirror::{self, Mirror};
use crate::observed::Outcome;
use crate::refresh;
use crate::sql::Statement;
use crate::stripe_data::StripeData;

/// Mirrors the object and marks the call as done, in one transaction.
///
/// Whoever comes to this end has the same object, whoever has the lease by now. A tie is decided at once, as Stripe can be asked: who
/// made the call gets the row as it is after the call.
pub(super) async fn done<E: Executor>(
    exec: &mut E,
    &Maker { stripe, mirror, deadline }: &Maker<'_, impl ApiClient>,
    call: &StripeCall,
    data: StripeData,
) -> Result<()> {
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_calls SET state = 'done', body = '', lease = NULL, last_error = NULL, object = ");
    update.text(data.object()).sql(", object_id = ").text(data.id()).sql(", request_id = ");
    update.text(data.request_id().unwrap_or_default());
    update.sql(format!(", finished_at = {}", E::DB::NOW));
    call.as_stored(&mut update);
    let snapshot = data.snapshot.known_by(mirror.kinds);
    let subject = snapshot.subject();
    if mirror::one_and(mirror, exec, snapshot, update).await? == Outcome::Tied {
        refresh::one_with(exec, stripe, mirror, &subject, deadline).await?;
    }
    Ok(())
}

/// Stripe has refused the call.
pub(super) async fn failed<E: Executor>(exec: &mut E, mirror: &Mirror, call: &StripeCall, error: &Error) -> Result<()> {
    let request_id = error.stripe().and_then(|error| error.request_id.as_deref()).unwrap_or_default();
    over(exec, mirror, call, "failed", &noted(error), request_id).await
}

/// It cannot be known what became of the call.
pub(super) async fn lost<E: Executor>(exec: &mut E, mirror: &Mirror, call: &StripeCall, reason: &str) -> Result<()> {
    over(exec, mirror, call, "lost", reason, "").await
}

/// The form is kept for `retry`, if there is nothing in it that the mirror leaves out.
async fn over<E: Executor>(
    exec: &mut E,
    mirror: &Mirror,
    call: &StripeCall,
    state: &str,
    reason: &str,
    request_id: &str,
) -> Result<()> {
    let mut update = Statement::new(true);
    update.sql(format!("UPDATE stripe_calls SET state = '{state}', lease = NULL, finished_at = {}", E::DB::NOW));
    update.sql(", last_error = ").text(reason).sql(", request_id = ").text(request_id);
    if form::is_redacted(&mirror.redact, call.object.as_deref(), &call.body) {
        update.sql(", body = ''");
    }
    call.as_stored(&mut update);
    update.sql(" AND state = 'pending'");
    let doing = || format!("marking {} as {state} in stripe_calls", call.name());
    exec.execute(update).await.map_err(|source| Error::database(doing())(source))?;
    Ok(())
}
