//! Which tables may appear in a query together: made of the declarations.

use super::*;

#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(
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
);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_balance_transactions, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_balance_transactions,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(
    stripe_charges,
    stripe_customers,
    stripe_disputes,
    stripe_payment_intents,
    stripe_payment_methods,
    stripe_prices,
    stripe_products,
    stripe_refunds,
    stripe_setup_intents
);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_charges, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_charges,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(
    stripe_customers,
    stripe_disputes,
    stripe_payment_intents,
    stripe_payment_methods,
    stripe_prices,
    stripe_products,
    stripe_refunds,
    stripe_setup_intents
);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_customers, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_customers,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(
    stripe_disputes,
    stripe_payment_intents,
    stripe_payment_methods,
    stripe_prices,
    stripe_products,
    stripe_refunds,
    stripe_setup_intents
);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_disputes, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_disputes,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(
    stripe_payment_intents,
    stripe_payment_methods,
    stripe_prices,
    stripe_products,
    stripe_refunds,
    stripe_setup_intents
);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_payment_intents, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_payment_intents,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(
    stripe_payment_methods,
    stripe_prices,
    stripe_products,
    stripe_refunds,
    stripe_setup_intents
);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_payment_methods, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_payment_methods,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(stripe_prices, stripe_products, stripe_refunds, stripe_setup_intents);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_prices, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_prices,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(stripe_products, stripe_refunds, stripe_setup_intents);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_products, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_products,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "core")]
crate::allow_tables_to_appear_in_same_query!(stripe_refunds, stripe_setup_intents);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_refunds, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_refunds,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(all(feature = "core", feature = "product"))]
crate::allow_tables_to_appear_in_same_query!(stripe_setup_intents, stripe_coupons);
#[cfg(all(feature = "core", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_setup_intents,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(all(feature = "product", feature = "billing"))]
crate::allow_tables_to_appear_in_same_query!(
    stripe_coupons,
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "billing")]
crate::allow_tables_to_appear_in_same_query!(
    stripe_invoice_line_items,
    stripe_invoices,
    stripe_subscription_items,
    stripe_subscriptions
);
#[cfg(feature = "billing")]
crate::allow_tables_to_appear_in_same_query!(stripe_invoices, stripe_subscription_items, stripe_subscriptions);
#[cfg(feature = "billing")]
crate::allow_tables_to_appear_in_same_query!(stripe_subscription_items, stripe_subscriptions);
