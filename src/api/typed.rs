//! async-stripe's types, read from what Stripe sent.

use super::ApiModel;
use crate::error::{Error, Result};
use crate::stripe_data::StripeData;

impl<M: ApiModel> StripeData<M> {
    /// The object as async-stripe's struct, of the API version that async-stripe was generated from.
    ///
    /// # Errors
    /// [`Error::Typed`] if it does not fit: rendered in another API version, or newer than async-stripe. It can be mirrored all
    /// the same.
    ///
    /// ```no_run
    /// # #[cfg(feature = "core")]
    /// # fn example(created: diesel_stripe::StripeData<diesel_stripe::objects::PaymentIntent>) -> diesel_stripe::Result<()> {
    /// let secret_for_the_browser = created.typed()?.client_secret;
    /// # Ok(())
    /// # }
    /// ```
    pub fn typed(&self) -> Result<M::Typed> {
        miniserde::json::from_str(self.json()).map_err(|_| Error::Typed {
            subject: self.snapshot.subject(),
            rust_type: std::any::type_name::<M::Typed>(),
        })
    }
}
