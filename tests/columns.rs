//! Every top-level scalar that Stripe sends is a column, or stays in the JSON for a reason given here.
#![cfg(all(feature = "core", feature = "billing"))]

use diesel_stripe::objects::KINDS;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Columns that every table has, and what a row is by being in its table.
const COMMON: &[&str] = &["id", "object", "livemode", "created", "api_version", "deleted"];

/// Scalars without a column: a table has room for 32 columns, and these are read rather than filtered, joined or
/// summed. They are all in `stripe_data`.
const LEFT_IN_JSON: &[(&str, &str, &str)] = &[
    ("charge", "application", "says through which software it was made, which a mirror rarely asks"),
    ("charge", "application_fee", "the application fee refers to the charge"),
    ("charge", "calculated_statement_descriptor", "text for people"),
    ("charge", "description", "free text"),
    ("charge", "failure_balance_transaction", "rare: only for payment methods that fail after success"),
    ("charge", "failure_message", "text for people; `failure_code` is the column"),
    ("charge", "paid", "`status` says it"),
    ("charge", "receipt_email", "text for people; the customer has an email address"),
    ("charge", "receipt_number", "text for people"),
    ("charge", "receipt_url", "text for people, and it expires"),
    ("charge", "review", "the review refers to the charge"),
    ("charge", "source_transfer", "rare: only on the connected account's side of a transfer"),
    ("charge", "statement_descriptor", "text for people"),
    ("charge", "statement_descriptor_suffix", "text for people"),
    ("charge", "transfer", "the transfer refers to the charge, and `transfer_group` ties both"),
    ("customer", "next_invoice_sequence", "Stripe's own counter"),
    ("invoice", "account_country", "about the seller"),
    ("invoice", "account_name", "about the seller"),
    ("invoice", "amount_overpaid", "rare"),
    ("invoice", "amount_paid_off_stripe", "rare"),
    ("invoice", "amount_shipping", "rare"),
    ("invoice", "application", "says through which software it was made, which a mirror rarely asks"),
    ("invoice", "attempt_count", "`next_payment_attempt` finds what is being collected"),
    ("invoice", "attempted", "`next_payment_attempt` finds what is being collected"),
    ("invoice", "auto_advance", "how Stripe goes about a draft"),
    ("invoice", "automatically_finalizes_at", "how Stripe goes about a draft"),
    ("invoice", "customer_email", "a copy of the customer's, for print"),
    ("invoice", "customer_name", "a copy of the customer's, for print"),
    ("invoice", "customer_phone", "a copy of the customer's, for print"),
    ("invoice", "customer_tax_exempt", "a copy of the customer's, for print"),
    ("invoice", "default_payment_method", "the subscription's or the customer's, as a rule"),
    ("invoice", "default_source", "the subscription's or the customer's, as a rule"),
    ("invoice", "description", "free text"),
    ("invoice", "effective_at", "the date in print; `finalized_at` is the column"),
    ("invoice", "ending_balance", "the customer's balance at that time"),
    ("invoice", "footer", "free text"),
    ("invoice", "hosted_invoice_url", "text for people"),
    ("invoice", "invoice_pdf", "text for people"),
    ("invoice", "latest_revision", "rare"),
    ("invoice", "on_behalf_of", "the charge has it as a column"),
    ("invoice", "period_end", "when its items were gathered; what is billed is each line's period"),
    ("invoice", "period_start", "when its items were gathered; what is billed is each line's period"),
    ("invoice", "post_payment_credit_notes_amount", "the credit notes refer to the invoice"),
    ("invoice", "pre_payment_credit_notes_amount", "the credit notes refer to the invoice"),
    ("invoice", "receipt_number", "text for people"),
    ("invoice", "starting_balance", "the customer's balance at that time"),
    ("invoice", "statement_descriptor", "text for people"),
    ("invoice", "subtotal", "before discounts; `total_excluding_tax` and `total` are what was sold and owed"),
    (
        "invoice",
        "subtotal_excluding_tax",
        "before discounts; `total_excluding_tax` and `total` are what was sold and owed",
    ),
    ("invoice", "test_clock", "the customer's"),
    ("invoice", "webhooks_delivered_at", "how Stripe goes about a draft"),
    ("payment_intent", "application", "says through which software it was made, which a mirror rarely asks"),
    ("payment_intent", "client_secret", "a secret is not made easy to select and print"),
    ("payment_intent", "confirmation_method", "how it was integrated"),
    ("payment_intent", "description", "free text"),
    ("payment_intent", "receipt_email", "text for people; the customer has an email address"),
    ("payment_intent", "review", "the review refers to the payment"),
    ("payment_intent", "statement_descriptor", "text for people"),
    ("payment_intent", "statement_descriptor_suffix", "text for people"),
    ("refund", "description", "free text"),
    ("refund", "instructions_email", "text for people; the customer has an email address"),
    ("refund", "source_transfer_reversal", "rare: only on the connected account's side of a transfer"),
    ("refund", "transfer_reversal", "the transfer reversal refers to the refund"),
    ("setup_intent", "client_secret", "a secret is not made easy to select and print"),
    ("subscription", "application", "says through which software it was made, which a mirror rarely asks"),
    ("subscription", "application_fee_percent", "a setting; what it came to is each payment's fee"),
    ("subscription", "billing_cycle_anchor", "a setting; what it leads to is the current period"),
    ("subscription", "days_until_due", "a setting; what it leads to is each invoice's due date"),
    ("subscription", "default_source", "an older way to name the payment method"),
    ("subscription", "description", "free text"),
    ("subscription", "next_pending_invoice_item_invoice", "rare"),
    ("subscription", "on_behalf_of", "the charge has it as a column"),
    ("subscription", "pending_setup_intent", "needed once, by whoever created the subscription"),
    ("subscription", "test_clock", "the customer's"),
];

#[test]
fn each_top_level_scalar_is_a_column_or_is_left_in_the_json_for_a_reason() {
    let scalars = top_level_scalars();
    let mut problems = Vec::new();
    for table in KINDS.tables() {
        let object = table.object.expect("a table of one kind");
        let Some(fields) = scalars.get(object) else {
            problems.push(format!("{object}: add its scalars to tests/fixtures/top_level_scalars.json"));
            continue;
        };
        for field in fields {
            let left = LEFT_IN_JSON.iter().filter(|(o, f, _)| (*o, *f) == (object, field)).count();
            match (has_column(object, field), left) {
                (false, 0) => problems.push(format!("{object}.{field}: neither a column nor in LEFT_IN_JSON")),
                (false, 1) | (true, 0) => {}
                (false, _) => problems.push(format!("{object}.{field}: in LEFT_IN_JSON more than once")),
                (true, _) => problems.push(format!("{object}.{field}: in LEFT_IN_JSON, but it has a column")),
            }
        }
    }
    for (object, field, reason) in LEFT_IN_JSON {
        if !KINDS.tables().any(|table| table.object == Some(object)) {
            problems.push(format!("{object}.{field}: in LEFT_IN_JSON, but there is no table of {object}"));
        } else if !scalars.get(*object).is_some_and(|fields| fields.contains(*field)) {
            problems.push(format!("{object}.{field}: in LEFT_IN_JSON, but Stripe sends no such scalar"));
        }
        if reason.is_empty() {
            problems.push(format!("{object}.{field}: in LEFT_IN_JSON without a reason"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn has_column(object: &str, field: &str) -> bool {
    let path = format!("/{field}");
    COMMON.contains(&field)
        || KINDS.tables().any(|table| {
            table.object == Some(object) && table.columns.iter().any(|column| column.paths.contains(&path.as_str()))
        })
}

/// By object: what is a scalar in Stripe's examples, and what Stripe's specification says can be one, or a reference.
fn top_level_scalars() -> BTreeMap<String, BTreeSet<String>> {
    let mut scalars: BTreeMap<String, BTreeSet<String>> =
        serde_json::from_str(include_str!("fixtures/top_level_scalars.json")).unwrap();
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/fixtures3.json")).unwrap();
    for example in fixtures["resources"].as_object().unwrap().values() {
        let (Some(object), Some(fields)) = (example["object"].as_str(), example.as_object()) else { continue };
        if let Some(known) = scalars.get_mut(object) {
            let scalar = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
            known.extend(fields.iter().filter(|(_, value)| scalar(value)).map(|(field, _)| field.clone()));
        }
    }
    scalars
}
