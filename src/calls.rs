//! Durable calls: a `POST` that is made once, whatever fails on the way.
//!
//! `api_create` is the plain call: who crashes before its answer is stored does not know whether the object exists. A durable call
//! is a row of [`stripe_calls`], committed before Stripe is asked:
//!
//! ```no_run
//! # #[cfg(all(feature = "core", feature = "client"))]
//! # async fn example(conn: &mut impl diesel_stripe::database::MirrorConnection) -> diesel_stripe::Result<()> {
//! use diesel_stripe::{calls, client::Client, mirror::Mirror, objects::PaymentIntent, prelude::*};
//! use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
//! use diesel_stripe::stripe_types::Currency;
//!
//! let stripe = Client::from_env()?;
//!
//! // However often this runs, and wherever it is killed, there is one payment intent for the order, and one row.
//! let request = CreatePaymentIntent::new(2_500, Currency::EUR);
//! let intent = PaymentIntent::create(conn, &stripe, "order:123", &request).await?;
//!
//! // At start, and on a schedule: what a crash left pending is brought to its end.
//! let recovered = calls::recover(conn, &stripe, &Mirror::default()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # The steps
//!
//! 1. [`store_create`](DurableCall::store_create) inserts the row; in the transaction that stores the host's own order, if the host
//!    likes. The **call key** (`order:123`) is the host's own name for what is to happen once. Stripe's idempotency key is made of it,
//!    with something random behind, so that two databases on one Stripe account don't meet.
//! 2. [`Stored::make`] asks Stripe under that idempotency key, while no transaction is open.
//! 3. The object is mirrored and the row is `done`, in one transaction.
//!
//! [`DurableCall::create`] is all three. Calls under one key make one request: who comes second waits, and gets the same row. A key
//! that comes with other parameters is [refused](Error::KeyReused) before Stripe is asked.
//!
//! Nothing waits for ever: a call that is not done by its [`DEADLINE`] stays pending, and is [recovered](recover). [`Calls`] makes the same
//! calls with connections from a pool, and has none while Stripe is waited for.
//!
//! # What becomes of a call
//!
//! | state | meaning | then |
//! |---|---|---|
//! | `pending` | to be made, or made without an answer (no connection, a time-out, 409, 429, 5xx) | the same call again, or [`recover`], repeats it under the same idempotency key |
//! | `done` | `object_id` exists and is mirrored | the same call again returns the row |
//! | `failed` | Stripe refused it, with `last_error` saying why; there is no object | the same key may be used again, with any parameters |
//! | `lost` | Stripe has forgotten the idempotency key, and it cannot be seen whether the call was carried out | [`retry`], if you know that it was not |
//!
//! Stripe keeps idempotency keys for 24 hours. What is pending for longer is never repeated blindly: the object that a `create` makes
//! carries the key in its `metadata` ([`METADATA`]), and is looked for in Stripe's list of such objects. If it is there, it is adopted.
//! If it isn't, or the call was another than a `create`, the call is `lost`. A call that was stored but never made is simply made.
//!
//! A declined card may leave a payment intent behind that was created, and not confirmed: then the call is `done`, with that object
//! mirrored, and its error is returned once, to who made it.
//!
//! # What is stored of a call
//!
//! The form of a call that is pending is stored as it is: the same request is sent again. A form with numbers of cards, accounts or
//! people, or with a secret, is [refused](Error::InvalidCall) before it is stored. A call that is done keeps no form. One that failed
//! or is lost keeps it for [`retry`], unless it says what the mirror is told to [leave out](crate::projection::Redact). Errors are kept
//! without the e-mail addresses, numbers and secrets that Stripe's messages may repeat.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::time::Duration;

use crate::api::{ApiClient, ApiCreate, Call};
use crate::database::sealed::Words;
use crate::database::{Async, Executor, MirrorConnection, SqlDialect};
use crate::deadline::Deadline;
use crate::error::{Error, Result, of};
use crate::mirror::Mirror;
use crate::model::StripeModel;
use crate::sql::Statement;

mod end;
mod form;
mod lease;
mod lookup;
mod make;
#[cfg(feature = "core")]
mod owner;
mod recover;
mod row;
mod settings;
mod store;

#[cfg(feature = "core")]
pub use owner::Owner;
pub use recover::{RECOVERY_DEADLINE, Recovered, recover};
pub use row::{State, StripeCall, stripe_calls};
pub use settings::Calls;
pub use store::retry;

pub(crate) use make::{Maker, row_of};
#[cfg(feature = "core")]
pub(crate) use owner::get_or_create;
pub(crate) use recover::recover_with;
#[cfg(feature = "core")]
pub(crate) use store::replace;
pub(crate) use store::{Parameters, retry_with, store_with};

/// How long a durable call may take in all, unless it is told otherwise (by [`Call::deadline`], [`Stored::deadline`] or
/// [`Calls::deadline`]): two minutes. It is the time for storing it, for every attempt at asking Stripe, for waiting for another that
/// makes it, and for writing what came of it.
pub const DEADLINE: Duration = Duration::from_secs(2 * 60);

/// The key in the `metadata` of objects that a durable `create` made; its value is the idempotency key.
pub const METADATA: &str = "diesel_stripe_call";

fn name(key: &str, stripe_account: &str) -> String {
    format!("call {key}{}", of(stripe_account))
}

fn where_key(statement: &mut Statement, key: &str, stripe_account: &str) {
    statement.sql(" WHERE call_key = ").text(key).sql(" AND stripe_account = ").text(stripe_account);
}

/// A call that is stored, to be made.
#[must_use = "it is made by `make`, or by `calls::recover` some seconds later"]
pub struct Stored<M> {
    /// The host's own name for what is to happen once.
    pub call_key: String,
    /// The connected account on whose behalf the call is made; empty for the platform's own.
    pub stripe_account: String,
    /// How long it may take to make it, if that is said.
    allowed: Option<Duration>,
    model: PhantomData<fn() -> M>,
}

impl<M> fmt::Debug for Stored<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored")
            .field("call_key", &self.call_key)
            .field("stripe_account", &self.stripe_account)
            .finish_non_exhaustive()
    }
}

impl<M: StripeModel> Stored<M> {
    pub(crate) fn of(call: &StripeCall, allowed: Option<Duration>) -> Self {
        let StripeCall { call_key, stripe_account, .. } = call;
        Stored { call_key: call_key.clone(), stripe_account: stripe_account.clone(), allowed, model: PhantomData }
    }

    /// Allows this time for making it, in place of [`DEADLINE`].
    pub fn deadline(self, deadline: Duration) -> Self {
        Stored { allowed: Some(deadline), ..self }
    }

    /// Makes the call, unless it is made already, mirrors the object, and returns its row. The transaction in which it was stored
    /// must be committed.
    ///
    /// # Errors
    /// Those of [`DurableCall::create`]; [`Error::NoCall`] if there is no such call: its transaction was rolled back.
    pub async fn make(&self, conn: &mut impl MirrorConnection, stripe: &impl ApiClient) -> Result<M> {
        self.make_with(&Mirror::default(), conn, stripe).await
    }

    /// [`make`](Self::make) with settings of the mirror.
    ///
    /// # Errors
    /// Those of [`make`](Self::make).
    pub async fn make_with(
        &self,
        mirror: &Mirror,
        conn: &mut impl MirrorConnection,
        stripe: &impl ApiClient,
    ) -> Result<M> {
        make_stored(&mut Async::new(conn), stripe, mirror, self, DEADLINE).await
    }
}

/// Calls that are made once, for a model. Every [`StripeModel`] has them.
///
/// The connection is the host's, and lent all the time; [`Calls`] takes one for each step instead, and has none while Stripe is waited
/// for. For blocking Diesel connections there is the same in
/// [`blocking::calls`](crate::blocking::calls).
pub trait DurableCall: StripeModel {
    /// Creates an object in Stripe once, however often this is called with this key, mirrors it, and returns its row.
    ///
    /// `key` is the host's own name for what is to happen once, unique per connected account: 1 to 200 visible ASCII characters.
    /// `request` is async-stripe's, or a [`Call`] on behalf of a connected account; without one it is the platform's own.
    /// One of the 50 places in the object's `metadata` is [taken](METADATA). If the future is dropped, the call is
    /// brought to its end by the next one with this key some seconds later, or by [`recover`]; the connection may be
    /// [lost](MirrorConnection#futures-that-are-given-up).
    ///
    /// # Errors
    /// [`Error::Stripe`] if Stripe refuses it, and the call is `failed` (or has left an object behind: see
    /// [above](crate::calls#what-becomes-of-a-call)). [`Error::Connection`], [`Error::Timeout`], and [`Error::Stripe`] with a status of
    /// 401, 403, 409, 429 or 500 and above, if it is not known what became of it: it stays `pending`, and may be called again.
    /// [`Error::DeadlineExceeded`] if it was not done by the [deadline](DEADLINE): it stays `pending` as well.
    /// Before Stripe is asked: [`Error::KeyReused`] if the key was used for something else, [`Error::CallRefused`] and
    /// [`Error::CallLost`] for what another made of it meanwhile, [`Error::InvalidCall`] for a key or a request that cannot be
    /// stored, [`Error::OpenTransaction`] within a transaction: there, use [`store_create`](Self::store_create).
    /// [`Error::Database`] at any step.
    fn create<'r>(
        conn: &mut impl MirrorConnection,
        stripe: &impl ApiClient,
        key: &str,
        request: impl Into<Call<'r, Self::Create>>,
    ) -> impl Future<Output = Result<Self>> + Send
    where
        Self: ApiCreate,
    {
        let parameters = Parameters::of::<Self, _>(key, request.into(), true);
        async { store_and_make(&mut Async::new(conn), stripe, &Mirror::default(), parameters, DEADLINE).await }
    }

    /// Stores what [`create`](Self::create) would make, and asks nothing of Stripe: in the host's transaction, if one is open.
    ///
    /// ```no_run
    /// # #[cfg(all(feature = "core", feature = "client", feature = "sqlite"))]
    /// # async fn example(
    /// #     conn: &mut diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>,
    /// #     stripe: &diesel_stripe::client::Client,
    /// # ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// # type Error = Box<dyn std::error::Error + Send + Sync>;
    /// use diesel_async::AsyncConnection;
    /// use diesel_stripe::{objects::PaymentIntent, prelude::*};
    /// use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
    /// use diesel_stripe::stripe_types::Currency;
    ///
    /// let stored = conn
    ///     .transaction(async |conn| {
    ///         // The host's own `INSERT INTO orders …`, and with it:
    ///         let request = CreatePaymentIntent::new(2_500, Currency::EUR);
    ///         Ok::<_, Error>(PaymentIntent::store_create(conn, "order:123", &request).await?)
    ///     })
    ///     .await?;
    /// let intent = stored.make(conn, stripe).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::KeyReused`], [`Error::InvalidCall`], [`Error::Database`]: nothing was stored.
    fn store_create<'r>(
        conn: &mut impl MirrorConnection,
        key: &str,
        request: impl Into<Call<'r, Self::Create>>,
    ) -> impl Future<Output = Result<Stored<Self>>> + Send
    where
        Self: ApiCreate,
    {
        let parameters = Parameters::of::<Self, _>(key, request.into(), true);
        async { store_alone(&mut Async::new(conn), parameters).await }
    }

    /// [`create`](Self::create) for any other `POST` whose answer is such an object: a capture, a cancellation, a confirmation.
    ///
    /// Nothing is added to its parameters, so if Stripe has forgotten its idempotency key, it is `lost`.
    ///
    /// # Errors
    /// Those of [`create`](Self::create); [`Error::InvalidCall`] for a request that is no `POST`.
    fn call<'r, R: 'r>(
        conn: &mut impl MirrorConnection,
        stripe: &impl ApiClient,
        key: &str,
        request: impl Into<Call<'r, R>>,
    ) -> impl Future<Output = Result<Self>> + Send {
        let parameters = Parameters::of::<Self, R>(key, request.into(), false);
        async { store_and_make(&mut Async::new(conn), stripe, &Mirror::default(), parameters, DEADLINE).await }
    }

    /// [`store_create`](Self::store_create) for any other `POST`.
    ///
    /// # Errors
    /// Those of [`store_create`](Self::store_create).
    fn store_call<'r, R: 'r>(
        conn: &mut impl MirrorConnection,
        key: &str,
        request: impl Into<Call<'r, R>>,
    ) -> impl Future<Output = Result<Stored<Self>>> + Send {
        let parameters = Parameters::of::<Self, R>(key, request.into(), false);
        async { store_alone(&mut Async::new(conn), parameters).await }
    }
}

impl<M: StripeModel> DurableCall for M {}

/// `allowed`: how long it may take, unless the call says so itself.
pub(crate) async fn store_and_make<E: Executor, M: StripeModel>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    parameters: Result<Parameters>,
    allowed: Duration,
) -> Result<M> {
    let parameters = parameters?;
    let name = parameters.name();
    not_in_transaction(exec, &name)?;
    let deadline = Deadline::after(parameters.allowed.unwrap_or(allowed));
    let made = deadline.bound(Box::pin(async {
        let stored = store_alone(exec, Ok(parameters)).await?;
        row_of(exec, &Maker { stripe, mirror, deadline }, &stored).await
    }));
    let made = made.await;
    made.unwrap_or_else(|| Err(deadline.unanswered(exec, &name)))
}

pub(crate) async fn store_alone<E: Executor, M: StripeModel>(
    exec: &mut E,
    parameters: Result<Parameters>,
) -> Result<Stored<M>> {
    let parameters = parameters?;
    let allowed = parameters.allowed;
    Ok(Stored::of(&store_with(exec, parameters).await?, allowed))
}

pub(crate) async fn make_stored<E: Executor, M: StripeModel>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    stored: &Stored<M>,
    allowed: Duration,
) -> Result<M> {
    let deadline = Deadline::after(stored.allowed.unwrap_or(allowed));
    let made = deadline.bound(Box::pin(row_of(exec, &Maker { stripe, mirror, deadline }, stored))).await;
    made.unwrap_or_else(|| Err(deadline.unanswered(exec, &name(&stored.call_key, &stored.stripe_account))))
}

/// A database transaction never waits for HTTP.
fn not_in_transaction<E: Executor>(exec: &mut E, doing: &str) -> Result<()> {
    if exec.in_transaction() { Err(Error::OpenTransaction { doing: doing.to_owned() }) } else { Ok(()) }
}

/// A call by its key.
///
/// # Errors
/// [`Error::Database`].
pub async fn find(conn: &mut impl MirrorConnection, key: &str, stripe_account: &str) -> Result<Option<StripeCall>> {
    find_with(&mut Async::new(conn), key, stripe_account, false).await
}

/// `latest`: what others have committed since the transaction began, too.
pub(crate) async fn find_with<E: Executor>(
    exec: &mut E,
    key: &str,
    stripe_account: &str,
    latest: bool,
) -> Result<Option<StripeCall>> {
    use crate::database::sealed::Words as _;

    let mut select = Statement::new(true);
    select.sql(format!("SELECT {} FROM stripe_calls", StripeCall::TABLE.names(E::DB::QUOTE)));
    where_key(&mut select, key, stripe_account);
    if latest && E::DB::DIALECT == SqlDialect::Mysql {
        select.sql(" FOR UPDATE");
    }
    let doing = || format!("reading {} in stripe_calls", name(key, stripe_account));
    Ok(exec.load(select).await.map_err(|source| Error::database(doing())(source))?.pop())
}

/// The calls that are not done, the oldest first, at most `limit`: those that are pending, and those that want somebody's attention.
///
/// # Errors
/// [`Error::Database`].
pub async fn unfinished(conn: &mut impl MirrorConnection, limit: u32) -> Result<Vec<StripeCall>> {
    unfinished_with(&mut Async::new(conn), limit).await
}

pub(crate) async fn unfinished_with<E: Executor>(exec: &mut E, limit: u32) -> Result<Vec<StripeCall>> {
    use crate::sql::{Cell, ColumnType};

    let mut select = Statement::new(true);
    let columns = StripeCall::TABLE.names(E::DB::QUOTE);
    select.sql(format!("SELECT {columns} FROM stripe_calls WHERE state <> 'done' ORDER BY stored_at LIMIT "));
    select.bind(ColumnType::BigInt, Cell::BigInt(limit.into()));
    exec.load(select).await.map_err(Error::database("reading stripe_calls"))
}
