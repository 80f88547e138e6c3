//! Billing: subscriptions and their items, invoices and their lines, coupons.

mod coupon;
mod invoice;
mod invoice_line_item;
mod subscription;
mod subscription_item;

pub use coupon::{Coupon, stripe_coupons};
pub use invoice::{Invoice, stripe_invoices};
pub use invoice_line_item::{InvoiceLineItem, stripe_invoice_line_items};
pub use subscription::{Subscription, stripe_subscriptions};
pub use subscription_item::{SubscriptionItem, stripe_subscription_items};
