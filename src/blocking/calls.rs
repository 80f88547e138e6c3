//! [`calls`](crate::calls) on a blocking connection.
//!
//! What asks Stripe waits for it asynchronously, and for the database by blocking its thread: run it where that is allowed, by
//! `Handle::block_on` in `spawn_blocking`, or on a runtime of its own.

use super::{Blocking, MirrorConnection, Result, ready};
use crate::api::{ApiClient, ApiCreate, Call};
use crate::calls::{
    DEADLINE, Parameters, RECOVERY_DEADLINE, Recovered, Stored, StripeCall, find_with, make_stored, recover_with,
    retry_with, store_alone, store_and_make, unfinished_with,
};
use crate::mirror::Mirror;
use crate::model::StripeModel;

/// Calls that are made once: see [`DurableCall`](crate::calls::DurableCall).
pub trait DurableCall: StripeModel {
    /// [`DurableCall::create`](crate::calls::DurableCall::create).
    ///
    /// # Errors
    /// Those of [`DurableCall::create`](crate::calls::DurableCall::create).
    #[allow(async_fn_in_trait, reason = "a blocking connection stays on its thread")]
    async fn create<'r>(
        conn: &mut impl MirrorConnection,
        stripe: &impl ApiClient,
        key: &str,
        request: impl Into<Call<'r, Self::Create>>,
    ) -> Result<Self>
    where
        Self: ApiCreate,
    {
        let parameters = Parameters::of::<Self, _>(key, request.into(), true);
        store_and_make(&mut Blocking::new(conn), stripe, &Mirror::default(), parameters, DEADLINE).await
    }

    /// [`DurableCall::store_create`](crate::calls::DurableCall::store_create).
    ///
    /// # Errors
    /// Those of [`DurableCall::store_create`](crate::calls::DurableCall::store_create).
    fn store_create<'r>(
        conn: &mut impl MirrorConnection,
        key: &str,
        request: impl Into<Call<'r, Self::Create>>,
    ) -> Result<Stored<Self>>
    where
        Self: ApiCreate,
    {
        let parameters = Parameters::of::<Self, _>(key, request.into(), true);
        ready(store_alone(&mut Blocking::new(conn), parameters))
    }

    /// [`DurableCall::call`](crate::calls::DurableCall::call).
    ///
    /// # Errors
    /// Those of [`DurableCall::call`](crate::calls::DurableCall::call).
    #[allow(async_fn_in_trait, reason = "a blocking connection stays on its thread")]
    async fn call<'r, R: 'r>(
        conn: &mut impl MirrorConnection,
        stripe: &impl ApiClient,
        key: &str,
        request: impl Into<Call<'r, R>>,
    ) -> Result<Self> {
        let parameters = Parameters::of::<Self, R>(key, request.into(), false);
        store_and_make(&mut Blocking::new(conn), stripe, &Mirror::default(), parameters, DEADLINE).await
    }

    /// [`DurableCall::store_call`](crate::calls::DurableCall::store_call).
    ///
    /// # Errors
    /// Those of [`DurableCall::store_call`](crate::calls::DurableCall::store_call).
    fn store_call<'r, R: 'r>(
        conn: &mut impl MirrorConnection,
        key: &str,
        request: impl Into<Call<'r, R>>,
    ) -> Result<Stored<Self>> {
        let parameters = Parameters::of::<Self, R>(key, request.into(), false);
        ready(store_alone(&mut Blocking::new(conn), parameters))
    }
}

impl<M: StripeModel> DurableCall for M {}

/// [`Stored::make_with`].
///
/// # Errors
/// Those of [`Stored::make`].
pub async fn make<M: StripeModel>(
    mirror: &Mirror,
    conn: &mut impl MirrorConnection,
    stripe: &impl ApiClient,
    stored: &Stored<M>,
) -> Result<M> {
    make_stored(&mut Blocking::new(conn), stripe, mirror, stored, DEADLINE).await
}

/// [`calls::recover`](crate::calls::recover).
///
/// # Errors
/// Those of [`calls::recover`](crate::calls::recover).
pub async fn recover(conn: &mut impl MirrorConnection, stripe: &impl ApiClient, mirror: &Mirror) -> Result<Recovered> {
    recover_with(&mut Blocking::new(conn), stripe, mirror, (DEADLINE, RECOVERY_DEADLINE)).await
}

/// [`calls::find`](crate::calls::find).
///
/// # Errors
/// Those of [`calls::find`](crate::calls::find).
pub fn find(conn: &mut impl MirrorConnection, key: &str, stripe_account: &str) -> Result<Option<StripeCall>> {
    ready(find_with(&mut Blocking::new(conn), key, stripe_account, false))
}

/// [`calls::unfinished`](crate::calls::unfinished).
///
/// # Errors
/// Those of [`calls::unfinished`](crate::calls::unfinished).
pub fn unfinished(conn: &mut impl MirrorConnection, limit: u32) -> Result<Vec<StripeCall>> {
    ready(unfinished_with(&mut Blocking::new(conn), limit))
}

/// [`calls::retry`](crate::calls::retry).
///
/// # Errors
/// Those of [`calls::retry`](crate::calls::retry).
pub fn retry(conn: &mut impl MirrorConnection, key: &str, stripe_account: &str) -> Result<bool> {
    ready(retry_with(&mut Blocking::new(conn), key, stripe_account))
}

/// [`Customer::get_or_create`](crate::objects::Customer::get_or_create).
///
/// # Errors
/// Those of [`Customer::get_or_create`](crate::objects::Customer::get_or_create).
#[cfg(feature = "core")]
pub async fn get_or_create_customer(
    conn: &mut impl MirrorConnection,
    stripe: &impl ApiClient,
    owner: &impl crate::calls::Owner,
) -> Result<crate::objects::Customer> {
    crate::calls::get_or_create(&mut Blocking::new(conn), stripe, &Mirror::default(), owner, DEADLINE).await
}
