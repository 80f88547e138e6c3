//! The table of all objects whose kind has none.

crate::__stripe_model! {
    /// An object of any kind that has no table of its own: nothing that Stripe sends is dropped.
    ///
    /// Its key has the kind too, as ids that users choose (`gold`) may be those of a plan and of a coupon.
    pub struct StripeObject in stripe_objects (object, id, stripe_account) of [ None, object ]
    endpoint [ ] projection [ ]
    volatile [ ]
    columns { }
    lists { }
}
