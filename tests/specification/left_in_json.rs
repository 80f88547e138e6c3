//! Scalars that Stripe sends and that have no column, for a reason.

/// Fields by kind.
type ByKind = &'static [(&'static str, &'static [&'static str])];

/// A table has room for 32 columns, and these are read rather than filtered, joined or summed. They are all in `stripe_data`, but secrets.
/// By reason and by kind.
#[rustfmt::skip]
pub const LEFT_IN_JSON: &[(&str, ByKind)] = &[
    ("Stripe's own counter", &[
        ("customer", &["next_invoice_sequence"]),
    ]),
    ("`next_payment_attempt` finds what is being collected", &[
        ("invoice", &["attempt_count", "attempted"]),
    ]),
    ("`status` says it", &[
        ("charge", &["paid"]),
    ]),
    ("a URL, for people to open", &[
        ("billing_portal.configuration", &["default_return_url"]),
        ("billing_portal.session", &["return_url"]),
        ("checkout.session", &["cancel_url", "return_url", "success_url", "url"]),
        ("climate.order", &["certificate"]),
        ("climate.supplier", &["info_url"]),
        ("confirmation_token", &["return_url"]),
        ("credit_note", &["pdf"]),
        ("file", &["url"]),
        ("file_link", &["url"]),
        ("financial_connections.session", &["return_url"]),
        ("treasury.credit_reversal", &["hosted_regulatory_receipt_url"]),
        ("treasury.debit_reversal", &["hosted_regulatory_receipt_url"]),
        ("treasury.inbound_transfer", &["hosted_regulatory_receipt_url"]),
        ("treasury.outbound_payment", &["hosted_regulatory_receipt_url"]),
        ("treasury.outbound_transfer", &["hosted_regulatory_receipt_url"]),
        ("treasury.received_credit", &["hosted_regulatory_receipt_url"]),
        ("treasury.received_debit", &["hosted_regulatory_receipt_url"]),
    ]),
    ("a copy of the customer's, for print", &[
        ("invoice", &["customer_email", "customer_name", "customer_phone", "customer_tax_exempt"]),
    ]),
    ("a secret is not made easy to select and print", &[
        ("checkout.session", &["client_secret"]),
        ("financial_connections.session", &["client_secret"]),
        ("identity.verification_session", &["client_secret"]),
        ("payment_intent", &["client_secret"]),
        ("setup_intent", &["client_secret"]),
        ("source", &["client_secret"]),
    ]),
    ("a secret: it is not stored", &[
        ("apps.secret", &["payload"]),
        ("issuing.card", &["cvc", "number"]),
        ("webhook_endpoint", &["secret"]),
    ]),
    ("a setting; what it came to is each payment's fee", &[
        ("quote", &["application_fee_amount", "application_fee_percent"]),
        ("subscription", &["application_fee_percent"]),
    ]),
    ("a setting; what it leads to is each invoice's due date", &[
        ("subscription", &["days_until_due"]),
    ]),
    ("a setting; what it leads to is the amount of each line", &[
        ("invoiceitem", &["discountable"]),
    ]),
    ("a setting; what it leads to is the current period", &[
        ("subscription", &["billing_cycle_anchor"]),
    ]),
    ("about the seller", &[
        ("invoice", &["account_country", "account_name"]),
    ]),
    ("an Account (v2) has it", &[
        ("payout", &["payout_method"]),
    ]),
    ("an older way to name the payment method", &[
        ("subscription", &["default_source"]),
    ]),
    ("before discounts; `total_excluding_tax` and `total` are what was sold and owed", &[
        ("credit_note", &["subtotal", "subtotal_excluding_tax"]),
        ("invoice", &["subtotal", "subtotal_excluding_tax"]),
    ]),
    ("free text", &[
        ("charge", &["description"]),
        ("credit_note", &["memo"]),
        ("invoice", &["description", "footer"]),
        ("payment_intent", &["description"]),
        ("payout", &["description"]),
        ("quote", &["description", "footer", "header"]),
        ("refund", &["description"]),
        ("subscription", &["description"]),
    ]),
    ("how Stripe goes about a draft", &[
        ("invoice", &["auto_advance", "automatically_finalizes_at", "webhooks_delivered_at"]),
    ]),
    ("how it is shown to its customer", &[
        ("card", &["allow_redisplay"]),
    ]),
    ("how it was integrated", &[
        ("payment_intent", &["confirmation_method"]),
    ]),
    ("how the page is set up", &[
        ("checkout.session", &["allow_promotion_codes", "billing_address_collection", "customer_creation", "integration_identifier", "locale", "origin_context", "payment_method_collection", "redirect_on_completion", "submit_type", "ui_mode"]),
    ]),
    ("it lets in whoever has it", &[
        ("billing_portal.session", &["url"]),
        ("identity.verification_session", &["url"]),
    ]),
    ("needed once, by whoever created the subscription", &[
        ("subscription", &["pending_setup_intent"]),
    ]),
    ("of the device's number in a wallet; `last4` is the column", &[
        ("card", &["dynamic_last4"]),
    ]),
    ("printed on the card", &[
        ("issuing.card", &["second_line"]),
    ]),
    ("rare", &[
        ("checkout.session", &["recovered_from"]),
        ("credit_note", &["amount_shipping"]),
        ("invoice", &["amount_overpaid", "amount_paid_off_stripe", "amount_shipping", "latest_revision"]),
        ("subscription", &["next_pending_invoice_item_invoice"]),
    ]),
    ("rare: only for payment methods that fail after success", &[
        ("charge", &["failure_balance_transaction"]),
    ]),
    ("rare: only on the connected account's side of a transfer", &[
        ("charge", &["source_transfer"]),
        ("refund", &["source_transfer_reversal"]),
    ]),
    ("rarely filled in", &[
        ("person", &["gender", "maiden_name"]),
    ]),
    ("says through which software it was made, which a mirror rarely asks", &[
        ("charge", &["application"]),
        ("invoice", &["application"]),
        ("payment_intent", &["application"]),
        ("quote", &["application"]),
        ("subscription", &["application"]),
    ]),
    ("text for people", &[
        ("charge", &["calculated_statement_descriptor", "receipt_number", "statement_descriptor", "statement_descriptor_suffix"]),
        ("invoice", &["hosted_invoice_url", "invoice_pdf", "receipt_number", "statement_descriptor"]),
        ("payment_intent", &["statement_descriptor", "statement_descriptor_suffix"]),
        ("payment_link", &["inactive_message"]),
        ("payout", &["statement_descriptor"]),
        ("source", &["statement_descriptor"]),
        ("treasury.inbound_transfer", &["statement_descriptor"]),
        ("treasury.outbound_payment", &["statement_descriptor"]),
        ("treasury.outbound_transfer", &["statement_descriptor"]),
    ]),
    ("text for people, and it expires", &[
        ("charge", &["receipt_url"]),
    ]),
    ("text for people; `failure_code` is the column", &[
        ("charge", &["failure_message"]),
        ("payout", &["failure_message"]),
        ("topup", &["failure_message"]),
    ]),
    ("text for people; the customer has an email address", &[
        ("charge", &["receipt_email"]),
        ("payment_intent", &["receipt_email"]),
        ("refund", &["instructions_email"]),
    ]),
    ("the application fee refers to the charge", &[
        ("charge", &["application_fee"]),
    ]),
    ("the billing address, for checks that the columns tell the end of", &[
        ("card", &["address_city", "address_country", "address_line1", "address_line2", "address_state", "address_zip"]),
    ]),
    ("the charge has it as a column", &[
        ("invoice", &["on_behalf_of"]),
        ("subscription", &["on_behalf_of"]),
    ]),
    ("the credit notes refer to the invoice", &[
        ("invoice", &["post_payment_credit_notes_amount", "pre_payment_credit_notes_amount"]),
    ]),
    ("the customer's", &[
        ("invoice", &["test_clock"]),
        ("invoiceitem", &["test_clock"]),
        ("subscription", &["test_clock"]),
    ]),
    ("the customer's balance at that time", &[
        ("invoice", &["ending_balance", "starting_balance"]),
    ]),
    ("the date in print; `finalized_at` is the column", &[
        ("invoice", &["effective_at"]),
    ]),
    ("the review refers to the charge", &[
        ("charge", &["review"]),
    ]),
    ("the review refers to the payment", &[
        ("payment_intent", &["review"]),
    ]),
    ("the subscription's or the customer's, as a rule", &[
        ("invoice", &["default_payment_method", "default_source"]),
    ]),
    ("the transfer refers to the charge, and `transfer_group` ties both", &[
        ("charge", &["transfer"]),
    ]),
    ("the transfer reversal refers to the refund", &[
        ("refund", &["transfer_reversal"]),
    ]),
    ("when its items were gathered; what is billed is each line's period", &[
        ("invoice", &["period_end", "period_start"]),
    ]),
    ("whether a number was given, not which", &[
        ("person", &["id_number_provided", "id_number_secondary_provided", "ssn_last_4_provided"]),
    ]),
];
