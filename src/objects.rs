//! The objects that are mirrored: the table of contents.
//!
//! Objects are grouped behind features by Stripe's product areas. What has no table of its own goes whole into
//! `stripe_objects`: see [`StripeObject`].

#[cfg(feature = "billing")]
mod billing;
#[cfg(feature = "core")]
mod core;

#[cfg_attr(not(feature = "api"), allow(dead_code, reason = "objects are read again through the API"))]
mod endpoints;
#[cfg(all(test, feature = "billing"))]
mod moved_fields;
#[cfg(all(test, feature = "billing"))]
mod projections;

#[cfg(feature = "billing")]
pub use billing::*;
#[cfg(feature = "core")]
pub use core::*;

#[cfg(feature = "api")]
pub(crate) use endpoints::Under;
pub(crate) use endpoints::{endpoint, parents};

#[cfg(feature = "core")]
use crate::model::StripeModel;
use crate::model::{Table, ids_are_chosen};

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

#[cfg(feature = "core")]
macro_rules! with_core_tables {
    ($($macro:ident)::+ ! ($($first:ident),*)) => {
        $($macro)::+! {
            $($first,)*
            stripe_balance_transactions,
            stripe_charges,
            stripe_customers,
            stripe_disputes,
            stripe_payment_intents,
            stripe_payment_methods,
            stripe_prices,
            stripe_products,
            stripe_refunds,
            stripe_setup_intents
        }
    };
}

#[cfg(feature = "core")]
with_core_tables!(crate::model::allow_all_pairs!());
#[cfg(feature = "billing")]
with_core_tables!(crate::allow_tables_to_appear_in_same_query!(stripe_coupons));
#[cfg(feature = "billing")]
with_core_tables!(crate::allow_tables_to_appear_in_same_query!(stripe_invoice_line_items));
#[cfg(feature = "billing")]
with_core_tables!(crate::allow_tables_to_appear_in_same_query!(stripe_invoices));
#[cfg(feature = "billing")]
with_core_tables!(crate::allow_tables_to_appear_in_same_query!(stripe_subscription_items));
#[cfg(feature = "billing")]
with_core_tables!(crate::allow_tables_to_appear_in_same_query!(stripe_subscriptions));
#[cfg(feature = "billing")]
crate::model::allow_all_pairs!(
    stripe_coupons,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions,
);

/// The tables of the enabled areas.
pub const TABLES: &[&Table] = &[
    #[cfg(feature = "core")]
    BalanceTransaction::TABLE,
    #[cfg(feature = "core")]
    Charge::TABLE,
    #[cfg(feature = "core")]
    Customer::TABLE,
    #[cfg(feature = "core")]
    Dispute::TABLE,
    #[cfg(feature = "core")]
    PaymentIntent::TABLE,
    #[cfg(feature = "core")]
    PaymentMethod::TABLE,
    #[cfg(feature = "core")]
    Price::TABLE,
    #[cfg(feature = "core")]
    Product::TABLE,
    #[cfg(feature = "core")]
    Refund::TABLE,
    #[cfg(feature = "core")]
    SetupIntent::TABLE,
    #[cfg(feature = "billing")]
    Coupon::TABLE,
    #[cfg(feature = "billing")]
    Invoice::TABLE,
    #[cfg(feature = "billing")]
    InvoiceLineItem::TABLE,
    #[cfg(feature = "billing")]
    Subscription::TABLE,
    #[cfg(feature = "billing")]
    SubscriptionItem::TABLE,
];

/// The table of a kind of object, in the enabled areas.
pub fn table(object: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.object == Some(object))
}

/// Whether nothing can be older than the creation of such an object, because its id was never used before: of every kind that is
/// known, with a table or without. What is unknown may be chosen.
pub(crate) fn stripe_chooses_ids(object: &str) -> bool {
    !ids_are_chosen(object)
}

/// Whether a user may have chosen this id, so that it may be deleted and created again. A price has an id of Stripe's, unless
/// it is a plan's.
pub(crate) fn is_chosen(object: &str, id: &str) -> bool {
    const SHORTEST: usize = 14;
    let of_stripes_own = |id: &str| id.len() >= SHORTEST && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match object {
        "price" => !id.strip_prefix("price_").is_some_and(of_stripes_own),
        _ => !stripe_chooses_ids(object),
    }
}

/// What an id that Stripe chose says of its object. Ids that users choose say nothing.
pub(crate) fn kind_of_id(id: &str) -> Option<&'static str> {
    const PREFIXES: [(&str, &str); 17] = [
        ("acct_", "account"),
        ("ch_", "charge"),
        ("cus_", "customer"),
        ("dp_", "dispute"),
        ("du_", "dispute"),
        ("in_", "invoice"),
        ("pi_", "payment_intent"),
        ("pm_", "payment_method"),
        ("po_", "payout"),
        ("price_", "price"),
        ("py_", "charge"),
        ("re_", "refund"),
        ("seti_", "setup_intent"),
        ("si_", "subscription_item"),
        // Before `sub_`, which it begins with too.
        ("sub_sched_", "subscription_schedule"),
        ("sub_", "subscription"),
        ("txn_", "balance_transaction"),
    ];
    PREFIXES.iter().find(|(prefix, _)| id.starts_with(prefix)).map(|(_, object)| *object)
}

#[cfg(test)]
mod tests {
    use super::is_chosen;

    #[test]
    fn a_price_of_a_plan_has_the_plans_id() {
        assert!(!is_chosen("price", "price_1NYE3vGFzsjrzPXDBt2aWWwx"));
        for id in ["gold", "plan_F0o8Z47mFFCXy4", "price_gold", "price_1NYE3vGFzsjrz-PXDBt2aWWwx"] {
            assert!(is_chosen("price", id), "{id}");
        }
        assert!(is_chosen("coupon", "price_1NYE3vGFzsjrzPXDBt2aWWwx"));
        assert!(!is_chosen("customer", "cus_1"));
        assert!(!is_chosen("payout", "po_1"), "with a table or without");
        assert!(is_chosen("product.of_2031", "new_1"), "who knows");
    }
}
