//! async-stripe's types.

use miniserde::Deserialize;
use serde_json::Value;
use stripe_types::List;

use super::{Problem, kind};

/// A kind of object, and whether a text is one, or a list of them, as async-stripe reads it.
struct Typed {
    kind: &'static str,
    one: fn(&str) -> bool,
    list: fn(&str) -> bool,
}

const fn typed<T: Deserialize>(kind: &'static str) -> Typed {
    Typed { kind, one: parses::<T>, list: parses::<List<T>> }
}

fn parses<T: Deserialize>(text: &str) -> bool {
    miniserde::json::from_str::<T>(text).is_ok()
}

const TYPES: &[Typed] = &[
    typed::<stripe_shared::Account>("account"),
    typed::<stripe_shared::BalanceTransaction>("balance_transaction"),
    typed::<stripe_billing::BillingPortalSession>("billing_portal.session"),
    typed::<stripe_shared::Charge>("charge"),
    typed::<stripe_shared::CheckoutSession>("checkout.session"),
    typed::<stripe_shared::Coupon>("coupon"),
    typed::<stripe_shared::Customer>("customer"),
    typed::<stripe_shared::DeletedAccount>("deleted_account"),
    typed::<stripe_shared::DeletedCoupon>("deleted_coupon"),
    typed::<stripe_shared::DeletedCustomer>("deleted_customer"),
    typed::<stripe_shared::DeletedDiscount>("deleted_discount"),
    typed::<stripe_shared::DeletedInvoice>("deleted_invoice"),
    typed::<stripe_billing::DeletedInvoiceitem>("deleted_invoiceitem"),
    typed::<stripe_shared::DeletedProduct>("deleted_product"),
    typed::<stripe_shared::DeletedSubscriptionItem>("deleted_subscription_item"),
    typed::<stripe_misc::DeletedWebhookEndpoint>("deleted_webhook_endpoint"),
    typed::<stripe_shared::Discount>("discount"),
    typed::<stripe_shared::Dispute>("dispute"),
    typed::<stripe_misc::EntitlementsActiveEntitlement>("entitlements.active_entitlement"),
    typed::<stripe_misc::EntitlementsActiveEntitlementSummary>("entitlements.active_entitlement_summary"),
    typed::<stripe_shared::EntitlementsFeature>("entitlements.feature"),
    typed::<stripe_shared::Event>("event"),
    typed::<stripe_shared::Invoice>("invoice"),
    typed::<stripe_billing::InvoiceItem>("invoiceitem"),
    typed::<stripe_shared::InvoicePayment>("invoice_payment"),
    typed::<stripe_shared::CheckoutSessionItem>("item"),
    typed::<stripe_shared::InvoiceLineItem>("line_item"),
    typed::<stripe_shared::PaymentIntent>("payment_intent"),
    typed::<stripe_shared::PaymentMethod>("payment_method"),
    typed::<stripe_shared::Plan>("plan"),
    typed::<stripe_shared::Price>("price"),
    typed::<stripe_shared::Product>("product"),
    typed::<stripe_product::ProductFeature>("product_feature"),
    typed::<stripe_shared::Refund>("refund"),
    typed::<stripe_shared::SetupAttempt>("setup_attempt"),
    typed::<stripe_shared::SetupIntent>("setup_intent"),
    typed::<stripe_shared::Subscription>("subscription"),
    typed::<stripe_shared::SubscriptionItem>("subscription_item"),
    typed::<stripe_misc::WebhookEndpoint>("webhook_endpoint"),
];

/// Whether async-stripe reads an object, or a list of objects. It doesn't say what it missed.
pub fn parse(object: &Value) -> Option<Problem> {
    let kind = match kind(object).as_str() {
        "list" => super::kind(object["data"].get(0)?),
        kind => kind.to_owned(),
    };
    let what = match TYPES.iter().find(|typed| typed.kind == kind) {
        None => "has no type in the table of async-stripe's types",
        Some(typed) => {
            let parses = if object["object"] == "list" { typed.list } else { typed.one };
            if parses(&object.to_string()) {
                return None;
            }
            "does not parse in async-stripe: a field that it requires is missing, or of another type"
        }
    };
    Some(Problem { kind, at: String::new(), what: what.into() })
}
