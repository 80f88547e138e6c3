//! What is not as in Stripe's specification and examples, and why that is right.

use super::Problem;

/// Kind of object and place in it, and the reason.
pub const DIFFERENCES: &[(&str, &str)] = &[
    (
        "account/settings/payments/statement_descriptor_prefix_kana",
        "Stripe's example has it; the specification doesn't.",
    ),
    ("account/capabilities/card_payments", "Those are there that were asked for; the example has some."),
    ("account/capabilities/transfers", "As `card_payments`."),
    ("account/settings/payments/statement_descriptor_prefix_kanji", "As `statement_descriptor_prefix_kana`."),
    ("charge/source", "Stripe sends it, and its examples have it; the specification doesn't."),
    ("customer/business_name", "Sent only where it was set; the example has none."),
    ("customer/individual_name", "Sent only where it was set; the example has none."),
    (
        "entitlements.active_entitlement_summary",
        "It comes in events alone: the examples have it, and the specification does not.",
    ),
    ("invoice/subscription", "Stripe's example and async-stripe have it; the specification doesn't."),
    ("payment_intent/source", "As of a charge."),
    ("price/recurring/trial_period_days", "Stripe sends it and async-stripe knows it; the specification doesn't."),
    ("product/type", "Stripe sends it and async-stripe requires it; specification and example don't have it."),
    ("refund/failure_balance_transaction", "Sent only of a refund that failed; the example has none."),
    ("refund/failure_reason", "As `failure_balance_transaction`."),
    ("subscription_item/plan", "Stripe sends it and async-stripe requires it; the specification doesn't have it."),
    ("webhook_endpoint/secret", "Sent only when the endpoint is created; the example has none."),
];

/// The difference that a problem is, if it is one.
pub fn find(problem: &Problem) -> Option<&'static str> {
    let place = format!("{}{}", problem.kind, problem.at);
    DIFFERENCES.iter().map(|(at, _)| *at).find(|at| *at == place)
}

/// Parameters that Stripe's newer version has: the operation, and the names.
pub const NEWER_PARAMETERS: &[(&str, &[&str])] = &[];
