//! The types of events that Stripe has.

use std::collections::BTreeSet;

use super::Pattern;

/// What each type begins with, the kinds of its object, and how it ends. These are the `enabled_events` that a webhook endpoint can
/// have by Stripe's OpenAPI specification of 2026-08-26.dahlia and by async-stripe 1.0.0-rc.10, which is newer. A test compares
/// them with both.
#[rustfmt::skip]
const TYPES: &[(&str, &str, &str)] = &[
    ("account", "account", "updated"),
    ("account.application", "application", "authorized deauthorized"),
    ("account.external_account", "bank_account card", "created deleted updated"),
    ("application_fee", "application_fee", "created refunded"),
    ("application_fee.refund", "fee_refund", "updated"),
    ("apps.install", "apps.install", "created deleted updated"),
    ("balance", "balance", "available"),
    ("balance_settings", "balance_settings", "updated"),
    ("billing.alert", "billing.alert", "triggered"),
    ("billing.credit_balance_transaction", "billing.credit_balance_transaction", "created"),
    ("billing.credit_grant", "billing.credit_grant", "created updated"),
    ("billing.meter", "billing.meter", "created deactivated reactivated updated"),
    ("billing_portal.configuration", "billing_portal.configuration", "created updated"),
    ("billing_portal.session", "billing_portal.session", "created"),
    ("capability", "capability", "updated"),
    ("cash_balance", "cash_balance", "funds_available"),
    ("charge", "charge", "captured expired failed pending refunded succeeded updated"),
    ("charge.dispute", "dispute", "closed created funds_reinstated funds_withdrawn updated"),
    ("charge.refund", "refund", "updated"),
    ("checkout.session", "checkout.session", "async_payment_failed async_payment_succeeded completed expired"),
    ("climate.order", "climate.order", "canceled created delayed delivered product_substituted"),
    ("climate.product", "climate.product", "created pricing_updated"),
    ("coupon", "coupon", "created deleted updated"),
    ("credit_note", "credit_note", "created updated voided"),
    ("customer", "customer", "created deleted updated"),
    ("customer.discount", "discount", "created deleted updated"),
    ("customer.source", "bank_account card source", "created deleted expiring updated"),
    (
        "customer.subscription",
        "subscription",
        "created deleted paused pending_update_applied pending_update_expired resumed trial_will_end updated",
    ),
    ("customer.tax_id", "tax_id", "created deleted updated"),
    ("customer_cash_balance_transaction", "customer_cash_balance_transaction", "created"),
    ("entitlements.active_entitlement_summary", "entitlements.active_entitlement_summary", "updated"),
    ("file", "file", "created"),
    (
        "financial_connections.account",
        "financial_connections.account",
        "account_numbers_updated created deactivated disconnected expected_deactivation_date_updated \
         reactivated refreshed_balance refreshed_ownership refreshed_transactions \
         supported_payment_method_types_updated upcoming_account_number_expiry upcoming_deactivation",
    ),
    (
        "financial_connections.authorization",
        "financial_connections.authorization",
        "expected_deactivation_date_updated upcoming_deactivation",
    ),
    (
        "identity.verification_session",
        "identity.verification_session",
        "canceled created processing redacted requires_input verified",
    ),
    (
        "invoice",
        "invoice",
        "created deleted finalization_failed finalized marked_uncollectible overdue overpaid paid \
         payment_action_required payment_attempt_required payment_failed payment_succeeded sent upcoming \
         updated voided will_be_due",
    ),
    ("invoice_payment", "invoice_payment", "paid"),
    ("invoiceitem", "invoiceitem", "created deleted"),
    ("issuing_authorization", "issuing.authorization", "created request updated"),
    ("issuing_card", "issuing.card", "created updated"),
    ("issuing_cardholder", "issuing.cardholder", "created updated"),
    ("issuing_dispute", "issuing.dispute", "closed created funds_reinstated funds_rescinded submitted updated"),
    ("issuing_personalization_design", "issuing.personalization_design", "activated deactivated rejected updated"),
    ("issuing_token", "issuing.token", "created updated"),
    ("issuing_transaction", "issuing.transaction", "created purchase_details_receipt_updated updated"),
    ("mandate", "mandate", "updated"),
    (
        "payment_intent",
        "payment_intent",
        "amount_capturable_updated canceled created partially_funded payment_failed processing \
         requires_action succeeded",
    ),
    ("payment_link", "payment_link", "created updated"),
    ("payment_method", "payment_method", "attached automatically_updated detached updated"),
    ("payout", "payout", "canceled created failed paid reconciliation_completed updated"),
    ("person", "person", "created deleted updated"),
    ("plan", "plan", "created deleted updated"),
    ("price", "price", "created deleted updated"),
    ("product", "product", "created deleted updated"),
    ("promotion_code", "promotion_code", "created updated"),
    ("quote", "quote", "accepted canceled created finalized"),
    ("radar.early_fraud_warning", "radar.early_fraud_warning", "created updated"),
    ("refund", "refund", "created failed updated"),
    ("reporting.report_run", "reporting.report_run", "failed succeeded"),
    ("reporting.report_type", "reporting.report_type", "updated"),
    ("reserve.hold", "reserve.hold", "created updated"),
    ("reserve.plan", "reserve.plan", "created disabled expired updated"),
    ("reserve.release", "reserve.release", "created"),
    ("review", "review", "closed opened"),
    ("setup_intent", "setup_intent", "canceled created requires_action setup_failed succeeded"),
    ("sigma.scheduled_query_run", "scheduled_query_run", "created"),
    ("source", "source", "canceled chargeable failed mandate_notification refund_attributes_required"),
    ("source.transaction", "source_transaction", "created updated"),
    ("subscription_schedule", "subscription_schedule", "aborted canceled completed created expiring released updated"),
    ("tax.settings", "tax.settings", "updated"),
    ("tax_rate", "tax_rate", "created updated"),
    ("terminal.reader", "terminal.reader", "action_failed action_succeeded action_updated"),
    ("test_helpers.test_clock", "test_helpers.test_clock", "advancing created deleted internal_failure ready"),
    ("topup", "topup", "canceled created failed reversed succeeded"),
    ("transfer", "transfer", "created reversed updated"),
    ("treasury.credit_reversal", "treasury.credit_reversal", "created posted"),
    ("treasury.debit_reversal", "treasury.debit_reversal", "completed created initial_credit_granted"),
    ("treasury.financial_account", "treasury.financial_account", "closed created features_status_updated"),
    ("treasury.inbound_transfer", "treasury.inbound_transfer", "canceled created failed succeeded"),
    (
        "treasury.outbound_payment",
        "treasury.outbound_payment",
        "canceled created expected_arrival_date_updated failed posted returned tracking_details_updated",
    ),
    (
        "treasury.outbound_transfer",
        "treasury.outbound_transfer",
        "canceled created expected_arrival_date_updated failed posted returned tracking_details_updated",
    ),
    ("treasury.received_credit", "treasury.received_credit", "created failed succeeded"),
    ("treasury.received_debit", "treasury.received_debit", "created"),
];

fn all() -> impl Iterator<Item = (&'static str, String)> {
    let types = |&(start, objects, ends): &'static (&str, &str, &'static str)| {
        ends.split_whitespace().map(move |end| (objects, format!("{start}.{end}")))
    };
    TYPES.iter().flat_map(types)
}

/// The types whose object is of this kind.
pub(super) fn of_object(kind: &str) -> impl Iterator<Item = String> {
    all().filter(move |(objects, _)| objects.split(' ').any(|object| object == kind)).map(|(_, name)| name)
}

impl Pattern {
    /// The types of events that these are, by name: those that Stripe had when this version of the crate was made. A name without
    /// a star is itself, whether Stripe has it or not.
    ///
    /// ```
    /// use diesel_stripe::webhook::Pattern;
    ///
    /// let types: Vec<_> = Pattern::from("coupon.*").types().collect();
    /// assert_eq!(types, ["coupon.created", "coupon.deleted", "coupon.updated"]);
    /// ```
    pub fn types(&self) -> impl Iterator<Item = String> {
        let itself = Some(self.as_str().to_owned()).filter(|name| !name.ends_with('*'));
        let known = itself.is_none().then(|| all().map(|(_, name)| name).filter(|name| self.matches(name)));
        itself.into_iter().chain(known.into_iter().flatten())
    }
}

/// What a webhook endpoint is to be told of, as Stripe wants it: names, or `*` alone. Thin events go to destinations of another
/// kind.
pub(super) fn enabled(patterns: impl IntoIterator<Item = Pattern>) -> BTreeSet<String> {
    let mut enabled = BTreeSet::new();
    for pattern in patterns {
        if pattern.as_str() == "*" {
            return BTreeSet::from(["*".to_owned()]);
        }
        enabled.extend(pattern.types().filter(|name| !name.starts_with("v1.") && !name.starts_with("v2.")));
    }
    enabled
}
