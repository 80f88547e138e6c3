//! The second step: Stripe is asked under the idempotency key.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use stripe_client_core::{RequestBuilder, StripeMethod};

use super::end::{done, failed, lost};
use super::lease::{For, Lease};
use super::lookup::lookup;
use super::{State, Stored, StripeCall, find_with, name, not_in_transaction};
use crate::api::{ApiClient, Call, get, segment};
use crate::backoff::Backoff;
use crate::database::Executor;
use crate::deadline::Deadline;
use crate::error::{Error, Result, Subject, chain, malformed};
use crate::metrics::calls as metrics;
use crate::mirror::{self, Mirror, find, key_of};
use crate::model::{StripeModel, StripeObject};
use crate::stripe_data::StripeData;

/// Stripe forgets idempotency keys when they are 24 hours old: <https://docs.stripe.com/api/idempotent_requests>. What is sent an
/// hour before may come late, and clocks differ.
const REMEMBERED: TimeDelta = TimeDelta::hours(23);

/// How soon it is seen again what became of a call that another makes; it doubles up to [`LONGEST_WAIT`].
const WAIT: Duration = Duration::from_millis(20);
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// The delays of a call of which it is not known what became.
const BACKOFF: Backoff = Backoff::new(Duration::from_secs(5), Duration::from_secs(600));

/// Who makes calls: how Stripe is asked, where its answers are written, and until when.
pub(crate) struct Maker<'m, S> {
    pub(crate) stripe: &'m S,
    pub(crate) mirror: &'m Mirror,
    pub(crate) deadline: Deadline,
}

/// What an attempt came to.
#[derive(Debug)]
pub(super) enum End {
    /// The object is mirrored.
    Done,
    /// It was there already, and is mirrored now.
    Adopted,
    /// It is there and is mirrored, and Stripe has refused the rest: a card was declined.
    LeftBehind(Error),
    /// There is no object.
    Refused(Error),
    /// It cannot be known any more.
    Lost,
    /// It is not known yet.
    Unknown(Error),
}

impl End {
    /// For logs and metrics.
    fn label(&self) -> &'static str {
        match self {
            End::Done => "done",
            End::Adopted => "adopted",
            End::LeftBehind(_) => "left_behind",
            End::Refused(_) => "refused",
            End::Lost => "lost",
            End::Unknown(_) => "unknown",
        }
    }

    fn error(&self) -> Option<&Error> {
        match self {
            End::LeftBehind(error) | End::Refused(error) | End::Unknown(error) => Some(error),
            End::Done | End::Adopted | End::Lost => None,
        }
    }
}

/// Makes a call, unless it is made, and returns its row in the model's table.
pub(crate) async fn row_of<E: Executor, M: StripeModel>(
    exec: &mut E,
    by: &Maker<'_, impl ApiClient>,
    stored: &Stored<M>,
) -> Result<M> {
    let (mirror, deadline) = (by.mirror.clone().with::<M>(), by.deadline);
    let by = &Maker { stripe: by.stripe, mirror: &mirror, deadline };
    let call = make_with(exec, by, &stored.call_key, &stored.stripe_account).await?;
    let mut subject = Subject { object: call.object, id: call.object_id, stripe_account: call.stripe_account };
    let (Some(object), Some(id)) = (&subject.object, &subject.id) else {
        return Err(malformed(subject, "the call that made it is done, but does not say what it made"));
    };
    // What a connected account is or has is that account's, though the platform makes it.
    if let Some(owner) = mirror.kinds.get(object).and_then(|kind| kind.owner_at(&call.path, id)) {
        subject.stripe_account = owner.to_owned();
    }
    let key = key_of(M::TABLE, object, id, &subject.stripe_account);
    if let Some(row) = find(exec, M::TABLE, key).await? {
        return Ok(row);
    }
    // The mirror was emptied since, or the call was made before this model was declared.
    not_in_transaction(exec, &format!("reading {subject}"))?;
    exec.give_back();
    let data = deadline.wait(|| format!("waiting for Stripe's {subject}"), read(by, &subject)).await??;
    Ok(mirror::one(&mirror, exec, data.into_model::<M>()?).await?.row)
}

/// Makes a call, unless it is made.
async fn make_with<E: Executor>(
    exec: &mut E,
    by: &Maker<'_, impl ApiClient>,
    key: &str,
    stripe_account: &str,
) -> Result<StripeCall> {
    let mut wait = WAIT;
    let latest = exec.in_transaction();
    loop {
        let of_key = || (key.to_owned(), stripe_account.to_owned());
        let Some(call) = find_with(exec, key, stripe_account, latest).await? else {
            let (key, stripe_account) = of_key();
            return Err(Error::NoCall { key, stripe_account });
        };
        match call.state() {
            Some(State::Done) => return Ok(call),
            Some(State::Pending) => {}
            Some(State::Failed) => {
                let ((key, stripe_account), reason) = (of_key(), call.last_error.unwrap_or_default());
                return Err(Error::CallRefused { key, stripe_account, reason });
            }
            Some(State::Lost) | None => {
                let ((key, stripe_account), reason) = (of_key(), call.last_error.unwrap_or_default());
                return Err(Error::CallLost { key, stripe_account, reason });
            }
        }
        not_in_transaction(exec, &name(key, stripe_account))?;
        match attempt(exec, by, &call, false).await? {
            Some(End::LeftBehind(error) | End::Refused(error) | End::Unknown(error)) => return Err(error),
            Some(End::Done | End::Adopted | End::Lost) => {}
            None => {
                if by.deadline.has_passed() {
                    let doing = format!("{}: waiting for another that makes it", name(key, stripe_account));
                    return Err(by.deadline.error(doing));
                }
                exec.give_back();
                tokio::time::sleep(wait.min(by.deadline.left())).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

/// Makes a pending call, if nobody else is at it; `None` otherwise. `recovery` leaves alone what is not due yet.
pub(super) async fn attempt<E: Executor>(
    exec: &mut E,
    by: &Maker<'_, impl ApiClient>,
    call: &StripeCall,
    recovery: bool,
) -> Result<Option<End>> {
    let forgotten = call.first_attempt_at.is_some_and(|first| Utc::now() - first >= REMEMBERED);
    let purpose = if forgotten { For::LookingUp } else { For::Making };
    let Some(lease) = Lease::take(exec, call, purpose, recovery).await? else { return Ok(None) };
    let result = match purpose {
        For::Making => make(exec, by, &lease).await,
        For::LookingUp => look_up(exec, by, &lease).await,
    };
    let end = match result {
        Err(error) => {
            // What the database refuses of this call is no other's; its connection may be lost.
            exec.give_back();
            let delay = BACKOFF.after(u32::try_from(call.attempts).unwrap_or(u32::MAX).saturating_add(1));
            match (lease.release(exec, delay, &error).await, error) {
                (Ok(()), error) => End::Unknown(error),
                (Err(_), error @ Error::Database { .. }) | (Err(error), _) => return Err(error),
            }
        }
        Ok(end) => end,
    };
    let (error, attempts) = (end.error().map(|error| chain(error)), call.attempts + 1);
    metrics::ended(end.label());
    tracing::info!(call = call.name(), path = call.path, attempts, end = end.label(), error, "durable call");
    Ok(Some(end))
}

/// An error leaves the call pending.
async fn make<E: Executor>(exec: &mut E, by: &Maker<'_, impl ApiClient>, lease: &Lease<'_>) -> Result<End> {
    let call = lease.call;
    let error = match lease.keep(exec, by.deadline, send(by.stripe, call)).await? {
        Ok(data) => {
            done(exec, by, call, data).await?;
            return Ok(End::Done);
        }
        Err(error) => error,
    };
    if let Some(subject) = left_behind(call, &error) {
        let data = lease.keep(exec, by.deadline, read(by, &subject)).await??;
        done(exec, by, call, data).await?;
        return Ok(End::LeftBehind(error));
    }
    if is_refusal(&error) {
        failed(exec, by.mirror, call, &error).await?;
        return Ok(End::Refused(error));
    }
    // Stripe repeats a 5xx for as long as it remembers the key, even if the work was done.
    let again = call.attempts > 0 && error.stripe().is_some_and(|error| error.status >= 500);
    if again
        && call.creates
        && let Some(data) = lease.keep(exec, by.deadline, lookup(by.stripe, call)).await??
    {
        done(exec, by, call, data).await?;
        return Ok(End::Adopted);
    }
    Err(error)
}

/// What became of a call that Stripe has forgotten.
async fn look_up<E: Executor>(exec: &mut E, by: &Maker<'_, impl ApiClient>, lease: &Lease<'_>) -> Result<End> {
    let call = lease.call;
    if !call.creates {
        lost(
            exec,
            by.mirror,
            call,
            "Stripe no longer knows its idempotency key, and it leaves no mark that could be looked for",
        )
        .await?;
        return Ok(End::Lost);
    }
    match lease.keep(exec, by.deadline, lookup(by.stripe, call)).await?? {
        Some(data) => {
            done(exec, by, call, data).await?;
            Ok(End::Adopted)
        }
        None => {
            lost(exec, by.mirror, call, "Stripe no longer knows its idempotency key, and lists no object that has it")
                .await?;
            Ok(End::Lost)
        }
    }
}

async fn send(stripe: &impl ApiClient, call: &StripeCall) -> Result<StripeData> {
    let request = RequestBuilder {
        query: None,
        body: Some(call.body.clone()).filter(|body| !body.is_empty()),
        path: call.path.clone(),
        method: StripeMethod::Post,
    };
    let request = Call::<()>::of(request).on_account(&call.stripe_account).idempotency_key(&call.idempotency_key);
    let data = crate::api::call::<StripeObject, _>(stripe, request).await?;
    match &call.object {
        Some(expected) if data.object() != expected => Err(malformed(
            data.snapshot.subject(),
            format!("this is the answer to {}, which makes a {expected}", call.name()),
        )),
        _ => Ok(data),
    }
}

async fn read(by: &Maker<'_, impl ApiClient>, subject: &Subject) -> Result<StripeData> {
    let object = subject.object.as_deref().unwrap_or_default();
    let (Some(path), Some(id)) = (by.mirror.served_alone(object), &subject.id) else {
        return Err(malformed(subject.clone(), "Stripe serves no such object by its id, so it cannot be read again"));
    };
    let account = by.mirror.asked_for(object, &subject.stripe_account);
    let request = get(format!("{path}/{}", segment(id))).on_account(account);
    crate::api::call::<StripeObject, _>(by.stripe, request).await
}

/// The object that a refused call has made all the same.
fn left_behind(call: &StripeCall, error: &Error) -> Option<Subject> {
    let (object, id) = error.stripe()?.object.clone()?;
    (call.creates && call.object.as_deref() == Some(&object)).then(|| Subject::new(object, id, &call.stripe_account))
}

/// Whether this is Stripe's last word: nothing was done, and the same request would be refused again.
fn is_refusal(error: &Error) -> bool {
    match error {
        // Nothing was sent.
        Error::Configuration(_) => true,
        // What is not in Stripe's shape comes from a proxy. A key may be given the permission, and a limit passes.
        Error::Stripe { error, .. } if error.kind.is_some() => {
            matches!(error.status, 400..500) && !matches!(error.status, 401 | 403 | 408 | 409 | 424 | 425 | 429)
        }
        _ => false,
    }
}
