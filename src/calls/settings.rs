//! Durable calls with settings, on a connection or with one from a pool for each step.

use std::time::Duration;

use super::recover::recover_with;
use super::{DEADLINE, Parameters, RECOVERY_DEADLINE, Recovered, Stored, make_stored, store_and_make};
use crate::api::{ApiClient, ApiCreate, Call};
use crate::database::ConnectionSource;
use crate::error::Result;
use crate::mirror::Mirror;
use crate::model::StripeModel;

/// [Durable calls](super) with settings. With `&connections`, a call holds no connection while Stripe is waited for: a pool of ten
/// serves any number of them at the same time.
///
/// ```no_run
/// # #[cfg(all(feature = "core", feature = "client"))]
/// # async fn example(pool: impl diesel_stripe::database::Connect) -> diesel_stripe::Result<()> {
/// use std::time::Duration;
///
/// use diesel_stripe::{calls::Calls, client::Client, objects::PaymentIntent};
/// use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
/// use diesel_stripe::stripe_types::Currency;
///
/// let calls = Calls::new(Client::from_env()?).deadline(Duration::from_secs(20));
///
/// let request = CreatePaymentIntent::new(2_500, Currency::EUR);
/// let intent = calls.create::<PaymentIntent>(&pool, "order:123", &request).await?;
///
/// // At start, and on a schedule.
/// let recovered = calls.recover(&pool).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Calls<S> {
    stripe: S,
    mirror: Mirror,
    deadline: Duration,
    recovery_deadline: Duration,
}

impl<S: ApiClient> Calls<S> {
    /// With the default [`Mirror`], [`DEADLINE`] and [`RECOVERY_DEADLINE`].
    pub fn new(stripe: S) -> Self {
        Calls { stripe, mirror: Mirror::default(), deadline: DEADLINE, recovery_deadline: RECOVERY_DEADLINE }
    }

    /// Writes to the tables of this mirror.
    #[must_use]
    pub fn mirror(mut self, mirror: Mirror) -> Self {
        self.mirror = mirror;
        self
    }

    /// Allows each call this time in all, unless it [says](Call::deadline) another itself.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Ends a [recovery](Self::recover) after this time, with what was done until then.
    #[must_use]
    pub fn recovery_deadline(mut self, deadline: Duration) -> Self {
        self.recovery_deadline = deadline;
        self
    }

    /// [`DurableCall::create`](super::DurableCall::create), `on` `&mut conn` or with `&connections`.
    ///
    /// # Errors
    /// Those of [`DurableCall::create`](super::DurableCall::create).
    pub fn create<'r, M: StripeModel + ApiCreate>(
        &self,
        on: impl ConnectionSource,
        key: &str,
        request: impl Into<Call<'r, M::Create>>,
    ) -> impl Future<Output = Result<M>> + Send {
        self.store_and_make(on, Parameters::of::<M, _>(key, request.into(), true))
    }

    /// [`DurableCall::call`](super::DurableCall::call), `on` `&mut conn` or with `&connections`.
    ///
    /// # Errors
    /// Those of [`DurableCall::call`](super::DurableCall::call).
    pub fn call<'r, M: StripeModel, R: 'r>(
        &self,
        on: impl ConnectionSource,
        key: &str,
        request: impl Into<Call<'r, R>>,
    ) -> impl Future<Output = Result<M>> + Send {
        self.store_and_make(on, Parameters::of::<M, R>(key, request.into(), false))
    }

    /// [`Stored::make`], `on` `&mut conn` or with `&connections`.
    ///
    /// # Errors
    /// Those of [`Stored::make`].
    pub async fn make<M: StripeModel>(&self, on: impl ConnectionSource, stored: &Stored<M>) -> Result<M> {
        make_stored(&mut on.executor(), &self.stripe, &self.mirror, stored, self.deadline).await
    }

    /// [`recover`](super::recover), `on` `&mut conn` or with `&connections`.
    ///
    /// # Errors
    /// Those of [`recover`](super::recover).
    pub async fn recover(&self, on: impl ConnectionSource) -> Result<Recovered> {
        let deadlines = (self.deadline, self.recovery_deadline);
        recover_with(&mut on.executor(), &self.stripe, &self.mirror, deadlines).await
    }

    /// The customer of an owner, in the host's model of customers.
    #[cfg(feature = "core")]
    pub(crate) async fn get_or_create<M: StripeModel>(
        &self,
        on: impl ConnectionSource,
        owner: &impl super::Owner,
    ) -> Result<M> {
        let Calls { stripe, mirror, deadline, .. } = self;
        super::get_or_create(&mut on.executor(), stripe, mirror, owner, *deadline).await
    }

    async fn store_and_make<M: StripeModel>(
        &self,
        on: impl ConnectionSource,
        parameters: Result<Parameters>,
    ) -> Result<M> {
        store_and_make(&mut on.executor(), &self.stripe, &self.mirror, parameters, self.deadline).await
    }
}
