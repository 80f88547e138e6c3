//! The first step: what is to be asked of Stripe becomes a row.

use std::time::Duration;

use chrono::DateTime;
use sha2::{Digest, Sha256};
use stripe_client_core::StripeMethod;

use super::lease::LEASE;
use super::{METADATA, State, StripeCall, find_with, form, name};
use crate::api::{Call, segment};
use crate::database::sealed::Words;
use crate::database::{Async, Executor, Insert, MirrorConnection, Sql};
use crate::error::{Error, Result};
use crate::lease::microseconds;
use crate::model::StripeModel;
use crate::sql::{Cell, ColumnType, Statement};

/// Stripe's idempotency keys have at most 255 characters, of which some are ours.
const MAX_KEY: usize = 200;

/// What a caller asks for.
#[derive(Clone)]
pub(crate) struct Parameters {
    key: String,
    stripe_account: String,
    creates: bool,
    object: Option<&'static str>,
    path: String,
    body: String,
    /// How long the call may take in all, if that is said.
    pub(super) allowed: Option<Duration>,
}

impl Parameters {
    pub(crate) fn of<M: StripeModel, R>(key: &str, call: Call<'_, R>, creates: bool) -> Result<Self> {
        let allowed = call.allowed();
        let (request, stripe_account, idempotency_key) = call.into_parts();
        let refuse = |reason: &str| Error::InvalidCall { key: key.to_owned(), reason: reason.to_owned() };
        if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(refuse("a key is 1 to 200 visible ASCII characters"));
        }
        if !matches!(request.method, StripeMethod::Post) {
            return Err(refuse("only a POST is a durable call"));
        }
        if idempotency_key.is_some() {
            return Err(refuse("the request has an idempotency key of its own, but that is made of the call's key"));
        }
        let body = request.body.unwrap_or_default();
        if let Some(field) = form::secret(&request.path, &body) {
            return Err(refuse(&format!(
                "{field} must not be stored: use a payment method or a token, or `api_create`"
            )));
        }
        Ok(Parameters {
            key: key.to_owned(),
            stripe_account: stripe_account.unwrap_or_default(),
            creates,
            object: M::TABLE.object,
            path: request.path,
            body,
            allowed,
        })
    }

    /// What errors say of the call.
    pub(super) fn name(&self) -> String {
        name(&self.key, &self.stripe_account)
    }

    /// The same parameters have the same hash, in whatever order they come: async-stripe's `metadata` has none.
    fn hash(&self) -> String {
        hash(&self.path, &self.body)
    }

    /// The row that it becomes. Its times are the database's to say.
    fn call(&self, hash: &str) -> StripeCall {
        let idempotency_key = idempotency_key(&self.key);
        StripeCall {
            call_key: self.key.clone(),
            stripe_account: self.stripe_account.clone(),
            creates: self.creates,
            object: self.object.map(str::to_owned),
            method: "POST".to_owned(),
            path: self.path.clone(),
            body: self.form(&idempotency_key),
            idempotency_key,
            body_hash: hash.to_owned(),
            state: State::Pending.as_str().to_owned(),
            attempts: 0,
            due_at: DateTime::UNIX_EPOCH,
            lease: None,
            object_id: None,
            request_id: None,
            last_error: None,
            stored_at: DateTime::UNIX_EPOCH,
            first_attempt_at: None,
            last_attempt_at: None,
            finished_at: None,
        }
    }

    /// The form that is sent. The object that it makes is found again by its metadata.
    fn form(&self, idempotency_key: &str) -> String {
        if !self.creates {
            return self.body.clone();
        }
        let and = if self.body.is_empty() { "" } else { "&" };
        format!("{}{and}{}={}", self.body, segment(&format!("metadata[{METADATA}]")), segment(idempotency_key))
    }
}

fn hash(path: &str, body: &str) -> String {
    let mut parameters: Vec<&str> = body.split('&').collect();
    parameters.sort_unstable();
    let mut hash = Sha256::new();
    for part in std::iter::once(path).chain(parameters) {
        hash.update(part.as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Each use of a key in this database is another to Stripe, and so is the same key in another database.
fn idempotency_key(key: &str) -> String {
    format!("{key}:{:016x}", fastrand::u64(..))
}

/// Stores a call, or finds it: in the host's transaction, if one is open.
pub(crate) async fn store_with<E: Executor>(exec: &mut E, parameters: Parameters) -> Result<StripeCall> {
    let hash = parameters.hash();
    loop {
        insert(exec, &parameters, &hash).await?;
        let found = find_with(exec, &parameters.key, &parameters.stripe_account, true).await?;
        // It can only be gone if somebody deleted it since.
        let Some(call) = found else { continue };
        match call.state() {
            // Another may do so at the same time, with parameters of its own.
            Some(State::Failed) => replace(exec, &call, &parameters).await?,
            _ if call.body_hash == hash => return Ok(call),
            _ => return Err(Error::KeyReused { key: call.call_key, stripe_account: call.stripe_account }),
        }
    }
}

/// What a call has when it is made or over.
const LATER: [&str; 7] =
    ["lease", "object_id", "request_id", "last_error", "first_attempt_at", "last_attempt_at", "finished_at"];

async fn insert<E: Executor>(exec: &mut E, parameters: &Parameters, hash: &str) -> Result<()> {
    // It is left for so long to whoever stored it.
    let due_at = |statement: &mut Statement| E::DB::after_now(statement, microseconds(LEASE));
    let computed: [(_, Sql<'_>); 2] = [
        ("due_at", &due_at),
        ("stored_at", &|statement| {
            statement.sql(E::DB::NOW);
        }),
    ];
    let mut insert =
        Insert::into(StripeCall::TABLE, &LATER, &computed).rows::<E::DB>([parameters.call(hash).into_cells()]);
    insert.sql(E::DB::or_nothing(StripeCall::TABLE));
    let doing = || format!("storing {} in stripe_calls", parameters.name());
    exec.execute(insert).await.map_err(|source| Error::database(doing())(source))?;
    Ok(())
}

/// Uses the row of a call that is over for a new one; does nothing if another was faster.
pub(crate) async fn replace<E: Executor>(exec: &mut E, call: &StripeCall, parameters: &Parameters) -> Result<()> {
    let idempotency_key = idempotency_key(&parameters.key);
    let mut update = anew::<E>(&idempotency_key, &parameters.form(&idempotency_key));
    update.sql(", path = ").text(&parameters.path).sql(", body_hash = ").text(&parameters.hash());
    update.sql(", creates = ").bind(ColumnType::Bool, Cell::Bool(parameters.creates));
    update.sql(", object = ").bind(ColumnType::Text, parameters.object.map_or(Cell::Null, Cell::text));
    call.as_stored(&mut update);
    update.sql(" AND state = ").text(&call.state);
    let doing = || format!("storing {} in stripe_calls", parameters.name());
    exec.execute(update).await.map_err(|source| Error::database(doing())(source))?;
    Ok(())
}

/// `UPDATE stripe_calls SET` what a call is before it is made.
fn anew<E: Executor>(idempotency_key: &str, form: &str) -> Statement {
    let mut update = Statement::new(true);
    update.sql("UPDATE stripe_calls SET idempotency_key = ").text(idempotency_key).sql(", body = ").text(form);
    update.sql(format!(
        ", state = 'pending', attempts = 0, lease = NULL, object_id = NULL, request_id = NULL, last_error = NULL, \
         first_attempt_at = NULL, last_attempt_at = NULL, finished_at = NULL, stored_at = {}, due_at = ",
        E::DB::NOW
    ));
    E::DB::after_now(&mut update, microseconds(LEASE));
    update
}

/// Makes a `failed` or `lost` call pending again, with the parameters that it has and a new idempotency key: a `lost` one, if you know
/// that it was not carried out, because you looked at Stripe's dashboard, say. Returns whether there was such a call.
///
/// It is made by [`recover`](super::recover), or by the next [`create`](super::DurableCall::create) with its key.
///
/// # Errors
/// [`Error::InvalidCall`] if its form is not kept, since it says what the mirror leaves out: make the call with another key.
/// [`Error::Database`].
pub async fn retry(conn: &mut impl MirrorConnection, key: &str, stripe_account: &str) -> Result<bool> {
    retry_with(&mut Async::new(conn), key, stripe_account).await
}

pub(crate) async fn retry_with<E: Executor>(exec: &mut E, key: &str, stripe_account: &str) -> Result<bool> {
    let Some(call) = find_with(exec, key, stripe_account, true).await? else { return Ok(false) };
    // The form of a call without parameters is empty too.
    if matches!(call.state(), Some(State::Failed | State::Lost))
        && call.body.is_empty()
        && call.body_hash != hash(&call.path, "")
    {
        let reason = "its form is not kept, since it says what is redacted: make the call with another key";
        return Err(Error::InvalidCall { key: call.call_key, reason: reason.to_owned() });
    }
    let new = idempotency_key(key);
    // The old one ends in what is random: it is in the form only where it marks the object.
    let form = call.body.replace(&segment(&call.idempotency_key), &segment(&new));
    let mut update = anew::<E>(&new, &form);
    call.as_stored(&mut update);
    update.sql(" AND state IN ('failed', 'lost')");
    let doing = || format!("storing {} again in stripe_calls", call.name());
    Ok(exec.execute(update).await.map_err(|source| Error::database(doing())(source))? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(path: &str, body: &str, creates: bool) -> Parameters {
        let (key, stripe_account, path) = ("order:1".to_owned(), String::new(), path.to_owned());
        Parameters {
            key,
            stripe_account,
            creates,
            object: Some("customer"),
            path,
            body: body.to_owned(),
            allowed: None,
        }
    }

    #[test]
    fn the_order_of_parameters_says_nothing() {
        let hash = |path: &str, body: &str| parameters(path, body, true).hash();
        assert_eq!(hash("/customers", "a=1&b=2"), hash("/customers", "b=2&a=1"));
        assert_ne!(hash("/customers", "a=1&b=2"), hash("/customers", "a=2&b=1"));
        assert_ne!(hash("/customers", "a=1"), hash("/customers/cus_1", "a=1"));
    }

    #[test]
    fn what_creates_carries_its_key() {
        let form = |path: &str, body: &str, creates: bool| parameters(path, body, creates).form("a:b");
        assert_eq!(form("/customers", "", true), "metadata%5Bdiesel_stripe_call%5D=a%3Ab");
        assert_eq!(form("/customers", "name=x", true), "name=x&metadata%5Bdiesel_stripe_call%5D=a%3Ab");
        assert_eq!(form("/payment_intents/pi_1/capture", "name=x", false), "name=x");
    }
}
