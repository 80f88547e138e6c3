//! Where Stripe answers for an object by its id, kind by kind.

/// How objects without a table of their own are read again: `GET /v1` + path + `/{id}`, by `object`, in its order.
/// The kinds with a table are here too, since where their feature is off they have none.
pub(crate) const ENDPOINTS: &[(&str, &str)] = &[
    ("account", "/accounts"),
    ("apple_pay_domain", "/apple_pay/domains"),
    ("application_fee", "/application_fees"),
    ("balance_transaction", "/balance_transactions"),
    ("billing.alert", "/billing/alerts"),
    ("billing.credit_balance_transaction", "/billing/credit_balance_transactions"),
    ("billing.credit_grant", "/billing/credit_grants"),
    ("billing.feedback_option", "/billing/feedback_options"),
    ("billing.meter", "/billing/meters"),
    ("billing_portal.configuration", "/billing_portal/configurations"),
    ("charge", "/charges"),
    ("checkout.session", "/checkout/sessions"),
    ("climate.order", "/climate/orders"),
    ("climate.product", "/climate/products"),
    ("climate.supplier", "/climate/suppliers"),
    ("confirmation_token", "/confirmation_tokens"),
    ("country_spec", "/country_specs"),
    ("coupon", "/coupons"),
    ("credit_note", "/credit_notes"),
    ("customer", "/customers"),
    ("dispute", "/disputes"),
    ("entitlements.active_entitlement", "/entitlements/active_entitlements"),
    ("entitlements.feature", "/entitlements/features"),
    ("event", "/events"),
    ("exchange_rate", "/exchange_rates"),
    ("file", "/files"),
    ("file_link", "/file_links"),
    ("financial_connections.account", "/financial_connections/accounts"),
    ("financial_connections.session", "/financial_connections/sessions"),
    ("financial_connections.transaction", "/financial_connections/transactions"),
    ("forwarding.request", "/forwarding/requests"),
    ("identity.verification_report", "/identity/verification_reports"),
    ("identity.verification_session", "/identity/verification_sessions"),
    ("invoice", "/invoices"),
    ("invoice_payment", "/invoice_payments"),
    ("invoice_rendering_template", "/invoice_rendering_templates"),
    ("invoiceitem", "/invoiceitems"),
    ("issuing.authorization", "/issuing/authorizations"),
    ("issuing.card", "/issuing/cards"),
    ("issuing.cardholder", "/issuing/cardholders"),
    ("issuing.dispute", "/issuing/disputes"),
    ("issuing.personalization_design", "/issuing/personalization_designs"),
    ("issuing.physical_bundle", "/issuing/physical_bundles"),
    ("issuing.settlement", "/issuing/settlements"),
    ("issuing.token", "/issuing/tokens"),
    ("issuing.transaction", "/issuing/transactions"),
    ("mandate", "/mandates"),
    ("payment_attempt_record", "/payment_attempt_records"),
    ("payment_intent", "/payment_intents"),
    ("payment_link", "/payment_links"),
    ("payment_method", "/payment_methods"),
    ("payment_method_configuration", "/payment_method_configurations"),
    ("payment_method_domain", "/payment_method_domains"),
    ("payment_record", "/payment_records"),
    ("payout", "/payouts"),
    ("plan", "/plans"),
    ("price", "/prices"),
    ("product", "/products"),
    ("promotion_code", "/promotion_codes"),
    ("quote", "/quotes"),
    ("radar.early_fraud_warning", "/radar/early_fraud_warnings"),
    ("radar.value_list", "/radar/value_lists"),
    ("radar.value_list_item", "/radar/value_list_items"),
    ("refund", "/refunds"),
    ("reporting.report_run", "/reporting/report_runs"),
    ("reporting.report_type", "/reporting/report_types"),
    ("review", "/reviews"),
    ("scheduled_query_run", "/sigma/scheduled_query_runs"),
    ("setup_intent", "/setup_intents"),
    ("shipping_rate", "/shipping_rates"),
    ("source", "/sources"),
    ("subscription", "/subscriptions"),
    ("subscription_item", "/subscription_items"),
    ("subscription_schedule", "/subscription_schedules"),
    ("tax.calculation", "/tax/calculations"),
    ("tax.registration", "/tax/registrations"),
    ("tax.transaction", "/tax/transactions"),
    ("tax_code", "/tax_codes"),
    ("tax_id", "/tax_ids"),
    ("tax_rate", "/tax_rates"),
    ("terminal.configuration", "/terminal/configurations"),
    ("terminal.location", "/terminal/locations"),
    ("terminal.reader", "/terminal/readers"),
    ("test_helpers.test_clock", "/test_helpers/test_clocks"),
    ("token", "/tokens"),
    ("topup", "/topups"),
    ("transfer", "/transfers"),
    ("treasury.credit_reversal", "/treasury/credit_reversals"),
    ("treasury.debit_reversal", "/treasury/debit_reversals"),
    ("treasury.financial_account", "/treasury/financial_accounts"),
    ("treasury.inbound_transfer", "/treasury/inbound_transfers"),
    ("treasury.outbound_payment", "/treasury/outbound_payments"),
    ("treasury.outbound_transfer", "/treasury/outbound_transfers"),
    ("treasury.received_credit", "/treasury/received_credits"),
    ("treasury.received_debit", "/treasury/received_debits"),
    ("treasury.transaction", "/treasury/transactions"),
    ("treasury.transaction_entry", "/treasury/transaction_entries"),
    ("webhook_endpoint", "/webhook_endpoints"),
];

/// The path under which Stripe answers for an object of this kind by its id; `None` where it answers for none.
pub(crate) fn endpoint(object: &str) -> Option<&'static str> {
    ENDPOINTS.binary_search_by_key(&object, |&(object, _)| object).ok().map(|found| ENDPOINTS[found].1)
}

/// Where Stripe answers for an object only under its parent: `GET /v1` + `parents` + `/{parent}` + `children` + `/{id}`.
#[derive(Debug)]
pub(crate) struct Under {
    /// The object's field that names its parent, by an id or expanded.
    pub(crate) parent: &'static str,
    /// The path of the parents.
    pub(crate) parents: &'static str,
    /// The path of the children below a parent.
    pub(crate) children: &'static str,
}

const fn under(parent: &'static str, parents: &'static str, children: &'static str) -> Under {
    Under { parent, parents, children }
}

/// Cards and bank accounts are a customer's, to pay with, or a connected account's, to be paid out to.
const PAYS_OR_IS_PAID: &[Under] =
    &[under("customer", "/customers", "/sources"), under("account", "/accounts", "/external_accounts")];

/// The kinds that Stripe serves only under a parent, by `object`, in its order. The first parent that an object names counts.
///
/// Not here, since their objects do not name the parent: `product_feature`, and the elements of lists that have no path of
/// their own (`credit_note_line_item`, `item`, `tax.calculation_line_item`, …), which are read with their parents. Nor is
/// `discount`: Stripe serves a customer's current one, by no id.
pub(crate) const NESTED: &[(&str, &[Under])] = &[
    ("bank_account", PAYS_OR_IS_PAID),
    ("capability", &[under("account", "/accounts", "/capabilities")]),
    ("card", PAYS_OR_IS_PAID),
    ("customer_balance_transaction", &[under("customer", "/customers", "/balance_transactions")]),
    ("customer_cash_balance_transaction", &[under("customer", "/customers", "/cash_balance_transactions")]),
    ("fee_refund", &[under("fee", "/application_fees", "/refunds")]),
    ("person", &[under("account", "/accounts", "/persons")]),
    ("source_mandate_notification", &[under("source", "/sources", "/mandate_notifications")]),
    ("source_transaction", &[under("source", "/sources", "/source_transactions")]),
    ("transfer_reversal", &[under("transfer", "/transfers", "/reversals")]),
];

/// The parents under which Stripe answers for an object of this kind by its id; none where it answers without a parent, or not
/// at all.
pub(crate) fn parents(object: &str) -> &'static [Under] {
    NESTED.binary_search_by_key(&object, |&(object, _)| object).map_or(&[], |found| NESTED[found].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::TABLES;

    #[test]
    fn kinds_under_parents_are_in_order_and_have_no_path_of_their_own() {
        assert!(NESTED.is_sorted_by(|(left, _), (right, _)| left < right));
        for (object, places) in NESTED {
            assert_eq!(endpoint(object), None, "{object}");
            assert_eq!(parents(object).len(), places.len(), "{object}");
        }
        assert!(parents("customer").is_empty() && parents("line_item").is_empty());
    }

    #[test]
    fn they_are_in_order_for_the_search() {
        assert!(ENDPOINTS.is_sorted_by(|(left, _), (right, _)| left < right));
        assert_eq!(endpoint("checkout.session"), Some("/checkout/sessions"));
        assert_eq!(endpoint("line_item"), None);
    }

    #[test]
    fn tables_have_the_same() {
        for table in TABLES {
            assert_eq!(table.endpoint, table.object.and_then(endpoint), "{}", table.name);
        }
    }
}
