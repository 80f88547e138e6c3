//! Stripe's API as traits over the models.
//!
//! `PaymentIntent::api_create(&stripe, &CreatePaymentIntent::new(…))` takes async-stripe's own request struct, so its parameters
//! are typed by Stripe's specification, and returns [`StripeData`]: the bytes as received, on their way to the mirror. None of
//! these functions touches a database, and an object that async-stripe cannot parse is returned all the same.
//!
//! Any async-stripe client will do; [`Client`](crate::client::Client) also [reports](Answer) what the headers said.

use std::future::Future;

use futures_util::Stream;
use stripe_client_core::{StripeClient, StripeRequest};

use crate::error::Result;
use crate::model::StripeModel;
use crate::stripe_data::StripeData;

mod answer;
mod call;
mod list;
mod typed;

pub use answer::Answer;
pub use call::{Call, RequestExt};
pub use list::Page;

pub(crate) use call::{call, fetch, get, segment, try_fetch};
pub(crate) use list::objects;

/// A client that calls Stripe's API: [`Client`](crate::client::Client), async-stripe's own, or any other `StripeClient`.
pub trait ApiClient: StripeClient<Err: std::error::Error + Send + Sync + 'static> + Sync {}

impl<C: StripeClient<Err: std::error::Error + Send + Sync + 'static> + Sync> ApiClient for C {}

/// A model whose objects async-stripe has a type for.
pub trait ApiModel: StripeModel {
    /// async-stripe's type: what [`StripeData::typed`] reads.
    type Typed: miniserde::Deserialize;
}

/// Creates objects in Stripe.
pub trait ApiCreate: ApiModel {
    /// async-stripe's request.
    type Create: StripeRequest;

    /// Creates an object, and returns what Stripe answered.
    ///
    /// `request` is the request itself, `&CreatePaymentIntent::new(…)`, or a [`Call`] that also says on behalf of which account
    /// and under which idempotency key. The database is not touched.
    ///
    /// # Errors
    /// [`Error::Stripe`](crate::Error::Stripe) with Stripe's code and request id if it refused;
    /// [`Error::Connection`](crate::Error::Connection) and [`Error::Timeout`](crate::Error::Timeout) if no answer came, and it is
    /// not known whether the object exists; [`Error::Client`](crate::Error::Client) from a client other than this crate's;
    /// [`Error::Malformed`](crate::Error::Malformed) if the answer is not an object of this kind.
    fn api_create<'r>(
        stripe: &impl ApiClient,
        request: impl Into<Call<'r, Self::Create>>,
    ) -> impl Future<Output = Result<StripeData<Self>>> + Send {
        call(stripe, request.into())
    }
}

/// Reads objects from Stripe.
pub trait ApiRetrieve: ApiModel {
    /// async-stripe's request.
    type Retrieve: StripeRequest;

    /// Reads an object. One that was deleted may still be answered, as a [stub](StripeData::is_deleted).
    ///
    /// # Errors
    /// Those of [`ApiCreate::api_create`]; [`Error::is_missing`](crate::Error::is_missing) is true if there is no such object.
    fn api_retrieve<'r>(
        stripe: &impl ApiClient,
        request: impl Into<Call<'r, Self::Retrieve>>,
    ) -> impl Future<Output = Result<StripeData<Self>>> + Send {
        call(stripe, request.into())
    }
}

/// Changes objects in Stripe.
pub trait ApiUpdate: ApiModel {
    /// async-stripe's request.
    type Update: StripeRequest;

    /// Changes an object, and returns it as it is after the change.
    ///
    /// # Errors
    /// Those of [`ApiCreate::api_create`].
    fn api_update<'r>(
        stripe: &impl ApiClient,
        request: impl Into<Call<'r, Self::Update>>,
    ) -> impl Future<Output = Result<StripeData<Self>>> + Send {
        call(stripe, request.into())
    }
}

/// Deletes objects in Stripe.
pub trait ApiDelete: ApiModel {
    /// async-stripe's request.
    type Delete: StripeRequest;

    /// Deletes an object. What Stripe answers is a stub, which the mirror applies as a tombstone.
    ///
    /// # Errors
    /// Those of [`ApiCreate::api_create`].
    fn api_delete<'r>(
        stripe: &impl ApiClient,
        request: impl Into<Call<'r, Self::Delete>>,
    ) -> impl Future<Output = Result<StripeData<Self>>> + Send {
        call(stripe, request.into())
    }
}

/// Lists objects in Stripe.
pub trait ApiList: ApiModel {
    /// async-stripe's request.
    type List: StripeRequest;

    /// All objects of a list, over all of its pages, newest first. The next page is read when it is needed; its size is the
    /// request's `limit` (100 at most, and best).
    ///
    /// An object that is malformed is an `Err` in its place, and the stream goes on; a page that fails ends it with its error.
    ///
    /// ```no_run
    /// # #[cfg(all(feature = "core", feature = "client"))]
    /// # async fn example(stripe: &diesel_stripe::client::Client) -> diesel_stripe::Result<()> {
    /// use diesel_stripe::{objects::PaymentIntent, prelude::*};
    /// use futures_util::TryStreamExt;
    /// use diesel_stripe::stripe_core::payment_intent::ListPaymentIntent;
    ///
    /// let intents: Vec<_> =
    ///     PaymentIntent::api_list(stripe, &ListPaymentIntent::new().customer("cus_123").limit(100)).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    fn api_list<'r>(
        stripe: &impl ApiClient,
        request: impl Into<Call<'r, Self::List>>,
    ) -> impl Stream<Item = Result<StripeData<Self>>> + Send {
        list::objects(stripe, request.into())
    }

    /// A list page by page, for a caller that applies a page at a time.
    ///
    /// # Errors
    /// A page that fails ends the stream with its error; those of [`ApiCreate::api_create`].
    fn api_list_pages<'r>(
        stripe: &impl ApiClient,
        request: impl Into<Call<'r, Self::List>>,
    ) -> impl Stream<Item = Result<Page<Self>>> + Send {
        list::pages(stripe, request.into())
    }
}
