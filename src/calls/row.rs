//! What is known of a call: its row.

use std::fmt;

use diesel::prelude::*;

use super::{name, where_key};
use crate::sql::{Statement, own_table};

own_table! {
    /// Durable calls: what is to be asked of Stripe, stored before it is asked, and what came of it.
    stripe_calls (call_key, stripe_account)

    /// A durable call: a row of [`stripe_calls`]. All times are the database's.
    #[derive(Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = stripe_calls, primary_key(call_key, stripe_account))]
    pub struct StripeCall {
        /// The host's own name for what is to happen once: `order:123`.
        call_key: Text,
        /// The connected account on whose behalf the call is made; empty for the platform's own.
        stripe_account: Text,
        /// The `Idempotency-Key` that Stripe is sent.
        idempotency_key: Text,
        /// Whether it makes an object, which carries the idempotency key in its `metadata`.
        creates: Bool,
        /// The kind of object that it answers with: `payment_intent`; none for any.
        object: Nullable<Text>,
        /// `POST`.
        method: Text,
        /// The path below `/v1`: `/payment_intents`.
        path: Text,
        /// The form that is sent; empty once the call is done, or over with parameters that are redacted. It may hold personal data: don't log it.
        body: Text,
        /// A hash of what the caller asked for: SHA-256, in hexadecimal.
        body_hash: Text,
        /// `pending`, `done`, `failed` or `lost`.
        state: Text,
        /// How often Stripe was asked, or looked at for what came of it.
        attempts: BigInt,
        /// When it is due to be recovered, or while somebody makes it, when that lease ends. UTC.
        due_at: UtcTimestamp,
        /// The token of who makes it.
        lease: Nullable<Text>,
        /// The id of the object that it made or changed.
        object_id: Nullable<Text>,
        /// The `Request-Id` of the answer.
        request_id: Nullable<Text>,
        /// Why it is not done.
        last_error: Nullable<Text>,
        /// When it was stored. UTC.
        stored_at: UtcTimestamp,
        /// When Stripe was first asked under this idempotency key. UTC.
        first_attempt_at: Nullable<UtcTimestamp>,
        /// When Stripe was last asked. UTC.
        last_attempt_at: Nullable<UtcTimestamp>,
        /// When it became `done`, `failed` or `lost`. UTC.
        finished_at: Nullable<UtcTimestamp>,
    }
    // What is to be done is found without a look at what is done.
    index stripe_calls_open (state, due_at) where "state <> 'done'" on Postgres;
    index stripe_calls_open (state, due_at) on Mysql | Sqlite;
    index stripe_calls_unfinished (stored_at) where "state <> 'done'" on Postgres | Sqlite;
    index stripe_calls_lease (lease) on Mysql;
}

/// All but the body.
impl fmt::Debug for StripeCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StripeCall")
            .field("call_key", &self.call_key)
            .field("stripe_account", &self.stripe_account)
            .field("idempotency_key", &self.idempotency_key)
            .field("path", &self.path)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .field("due_at", &self.due_at)
            .field("lease", &self.lease)
            .field("object_id", &self.object_id)
            .field("request_id", &self.request_id)
            .field("last_error", &self.last_error)
            .finish_non_exhaustive()
    }
}

impl StripeCall {
    /// The state, unless a later version of the crate has written one that this one does not know.
    pub fn state(&self) -> Option<State> {
        [State::Pending, State::Done, State::Failed, State::Lost].into_iter().find(|state| state.as_str() == self.state)
    }

    /// ` WHERE` this row, with this idempotency key: a later use of the call key has another.
    pub(super) fn as_stored(&self, statement: &mut Statement) {
        where_key(statement, &self.call_key, &self.stripe_account);
        statement.sql(" AND idempotency_key = ").text(&self.idempotency_key);
    }

    /// What errors say of it.
    pub(super) fn name(&self) -> String {
        name(&self.call_key, &self.stripe_account)
    }
}

/// The states of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// To be made, or made without an answer.
    Pending,
    /// Its object exists and is mirrored.
    Done,
    /// Stripe refused it.
    Failed,
    /// It cannot be known any more what became of it.
    Lost,
}

impl State {
    /// Its text in `stripe_calls.state`.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Done => "done",
            State::Failed => "failed",
            State::Lost => "lost",
        }
    }
}
