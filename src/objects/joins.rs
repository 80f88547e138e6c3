//! Which tables may appear in a query together: written by `GENERATE=1 cargo test --all-features --test generated`, which says why.

use super::*;

macro_rules! together {
    ($($table:ident: $($other:ident),+;)+) => {
        $(crate::allow_tables_to_appear_in_same_query!($table, $($other),+);)+
    };
}

#[cfg(feature = "billing")]
together! {
    stripe_billing_alerts: stripe_billing_credit_grants, stripe_billing_meters, stripe_billing_portal_sessions,
        stripe_credit_notes, stripe_invoice_items, stripe_invoices, stripe_quotes, stripe_subscription_schedules,
        stripe_subscriptions, stripe_tax_ids;
    stripe_billing_credit_balance_transactions: stripe_billing_credit_grants, stripe_invoice_line_items,
        stripe_invoices, stripe_test_clocks;
    stripe_billing_credit_grants: stripe_billing_portal_sessions, stripe_credit_notes, stripe_invoice_items,
        stripe_invoices, stripe_quotes, stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids,
        stripe_test_clocks;
    stripe_billing_meter_event_summaries: stripe_billing_meters;
    stripe_billing_meters: stripe_plans;
    stripe_billing_portal_configurations: stripe_billing_portal_sessions;
    stripe_billing_portal_sessions: stripe_credit_notes, stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_credit_note_line_items: stripe_credit_notes, stripe_invoice_line_items;
    stripe_credit_notes: stripe_invoice_items, stripe_invoices, stripe_quotes, stripe_subscription_schedules,
        stripe_subscriptions, stripe_tax_ids;
    stripe_invoice_items: stripe_invoices, stripe_quotes, stripe_subscription_items, stripe_subscription_schedules,
        stripe_subscriptions, stripe_tax_ids;
    stripe_invoice_line_items: stripe_invoices, stripe_subscription_items, stripe_subscriptions;
    stripe_invoice_payments: stripe_invoices;
    stripe_invoices: stripe_quotes, stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_quotes: stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids, stripe_test_clocks;
    stripe_subscription_items: stripe_subscriptions;
    stripe_subscription_schedules: stripe_subscriptions, stripe_tax_ids, stripe_test_clocks;
    stripe_subscriptions: stripe_tax_ids;
}
#[cfg(all(feature = "billing", feature = "checkout"))]
together! {
    stripe_billing_alerts: stripe_checkout_sessions;
    stripe_billing_credit_grants: stripe_checkout_sessions;
    stripe_billing_portal_sessions: stripe_checkout_sessions;
}
#[cfg(all(feature = "billing", feature = "core"))]
together! {
    stripe_billing_alerts: stripe_charges, stripe_customer_balance_transactions,
        stripe_customer_cash_balance_transactions, stripe_customers, stripe_payment_intents, stripe_payment_methods,
        stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_billing_credit_grants: stripe_charges, stripe_customer_balance_transactions,
        stripe_customer_cash_balance_transactions, stripe_customers, stripe_payment_intents, stripe_payment_methods,
        stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_billing_meters: stripe_prices;
    stripe_billing_portal_sessions: stripe_charges, stripe_customer_balance_transactions,
        stripe_customer_cash_balance_transactions, stripe_customers, stripe_payment_intents, stripe_payment_methods,
        stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_credit_notes: stripe_customer_balance_transactions, stripe_customer_cash_balance_transactions,
        stripe_customers, stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents;
    stripe_invoice_items: stripe_payment_intents, stripe_payment_methods, stripe_prices, stripe_products,
        stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_invoice_line_items: stripe_prices, stripe_products;
    stripe_invoice_payments: stripe_payment_intents;
    stripe_invoices: stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents;
    stripe_plans: stripe_products;
    stripe_quotes: stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
}
#[cfg(all(feature = "billing", feature = "misc"))]
together! {
    stripe_billing_alerts: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_billing_credit_grants: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_billing_portal_sessions: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_credit_notes: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_invoice_items: stripe_tax_calculations, stripe_tax_transactions;
    stripe_invoice_line_items: stripe_tax_transaction_line_items;
    stripe_invoices: stripe_tax_calculations, stripe_tax_transactions;
    stripe_quotes: stripe_tax_calculations, stripe_tax_transactions;
    stripe_subscription_schedules: stripe_tax_calculations, stripe_tax_transactions;
    stripe_subscriptions: stripe_tax_calculations, stripe_tax_transactions;
    stripe_tax_ids: stripe_tax_transactions;
}
#[cfg(all(feature = "billing", feature = "payment"))]
together! {
    stripe_billing_alerts: stripe_cards, stripe_confirmation_tokens, stripe_payment_attempt_records,
        stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
    stripe_billing_credit_grants: stripe_cards, stripe_confirmation_tokens, stripe_payment_attempt_records,
        stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
    stripe_billing_portal_sessions: stripe_cards, stripe_confirmation_tokens, stripe_payment_attempt_records,
        stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
    stripe_credit_notes: stripe_payment_attempt_records, stripe_payment_records, stripe_source_mandate_notifications,
        stripe_sources;
    stripe_invoice_items: stripe_payment_attempt_records, stripe_payment_records, stripe_source_mandate_notifications,
        stripe_sources;
    stripe_invoice_payments: stripe_payment_records;
    stripe_invoices: stripe_payment_attempt_records, stripe_payment_records, stripe_source_mandate_notifications,
        stripe_sources;
    stripe_quotes: stripe_source_mandate_notifications, stripe_sources;
}
#[cfg(all(feature = "billing", feature = "product"))]
together! {
    stripe_billing_alerts: stripe_discounts, stripe_promotion_codes;
    stripe_billing_credit_grants: stripe_discounts, stripe_promotion_codes;
    stripe_billing_portal_sessions: stripe_discounts, stripe_promotion_codes;
    stripe_credit_notes: stripe_discounts, stripe_promotion_codes;
    stripe_invoice_items: stripe_promotion_codes;
    stripe_invoice_line_items: stripe_line_items;
    stripe_invoices: stripe_promotion_codes;
}
#[cfg(all(feature = "billing", feature = "treasury"))]
together! {
    stripe_billing_alerts: stripe_treasury_outbound_payments;
    stripe_billing_credit_grants: stripe_treasury_outbound_payments;
    stripe_billing_portal_sessions: stripe_treasury_outbound_payments;
    stripe_credit_notes: stripe_treasury_outbound_payments;
    stripe_invoice_items: stripe_treasury_outbound_payments;
    stripe_invoices: stripe_treasury_outbound_payments;
    stripe_quotes: stripe_treasury_outbound_payments;
    stripe_subscription_schedules: stripe_treasury_outbound_payments;
    stripe_subscriptions: stripe_treasury_outbound_payments;
    stripe_tax_ids: stripe_treasury_outbound_payments;
}
#[cfg(all(feature = "checkout", feature = "billing"))]
together! {
    stripe_checkout_sessions: stripe_credit_notes, stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
}
#[cfg(all(feature = "checkout", feature = "core"))]
together! {
    stripe_checkout_sessions: stripe_customer_balance_transactions, stripe_customer_cash_balance_transactions,
        stripe_customers, stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents;
}
#[cfg(all(feature = "checkout", feature = "misc"))]
together! {
    stripe_checkout_sessions: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
}
#[cfg(all(feature = "checkout", feature = "payment"))]
together! {
    stripe_checkout_sessions: stripe_confirmation_tokens, stripe_payment_attempt_records, stripe_payment_links,
        stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
}
#[cfg(all(feature = "checkout", feature = "product"))]
together! {
    stripe_checkout_sessions: stripe_discounts, stripe_line_items, stripe_promotion_codes;
}
#[cfg(all(feature = "checkout", feature = "treasury"))]
together! {
    stripe_checkout_sessions: stripe_treasury_outbound_payments;
}
#[cfg(all(feature = "connect", feature = "billing"))]
together! {
    stripe_accounts: stripe_tax_ids;
    stripe_applications: stripe_billing_portal_configurations, stripe_subscription_schedules;
}
#[cfg(feature = "connect")]
together! {
    stripe_accounts: stripe_application_fees, stripe_capabilities, stripe_persons;
    stripe_application_fee_refunds: stripe_application_fees;
    stripe_application_fees: stripe_applications;
    stripe_transfer_reversals: stripe_transfers;
}
#[cfg(all(feature = "connect", feature = "core"))]
together! {
    stripe_application_fee_refunds: stripe_balance_transactions;
    stripe_application_fees: stripe_balance_transactions, stripe_charges, stripe_payouts;
    stripe_applications: stripe_setup_attempts, stripe_setup_intents;
}
#[cfg(all(feature = "connect", feature = "misc"))]
together! {
    stripe_accounts: stripe_identity_verification_sessions, stripe_reporting_report_runs;
    stripe_applications: stripe_webhook_endpoints;
}
#[cfg(all(feature = "connect", feature = "payment"))]
together! {
    stripe_accounts: stripe_bank_accounts, stripe_cards;
    stripe_applications: stripe_payment_attempt_records, stripe_payment_links, stripe_payment_method_configurations,
        stripe_payment_records;
}
#[cfg(all(feature = "connect", feature = "treasury"))]
together! {
    stripe_application_fees: stripe_treasury_transactions;
    stripe_topups: stripe_treasury_received_debits;
}
#[cfg(all(feature = "core", feature = "billing"))]
together! {
    stripe_charges: stripe_credit_notes, stripe_invoice_items, stripe_invoice_payments, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_customer_balance_transactions: stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_customer_cash_balance_transactions: stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_customers: stripe_invoice_items, stripe_invoices, stripe_quotes, stripe_subscription_schedules,
        stripe_subscriptions, stripe_tax_ids, stripe_test_clocks;
    stripe_payment_intents: stripe_quotes, stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_payment_methods: stripe_quotes, stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_prices: stripe_subscription_items;
    stripe_products: stripe_subscription_items;
    stripe_refunds: stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_setup_attempts: stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_setup_intents: stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
}
#[cfg(all(feature = "core", feature = "checkout"))]
together! {
    stripe_charges: stripe_checkout_sessions;
}
#[cfg(all(feature = "core", feature = "connect"))]
together! {
    stripe_balance_transactions: stripe_topups, stripe_transfer_reversals, stripe_transfers;
    stripe_payment_methods: stripe_topups;
    stripe_refunds: stripe_transfer_reversals;
}
#[cfg(feature = "core")]
together! {
    stripe_balance_transactions: stripe_charges, stripe_customer_cash_balance_transactions, stripe_payouts,
        stripe_refunds;
    stripe_charges: stripe_customer_balance_transactions, stripe_customer_cash_balance_transactions, stripe_customers,
        stripe_disputes, stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents;
    stripe_customer_balance_transactions: stripe_customer_cash_balance_transactions, stripe_customers,
        stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_customer_cash_balance_transactions: stripe_customers, stripe_payment_intents, stripe_payment_methods,
        stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_customers: stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents;
    stripe_disputes: stripe_payment_intents;
    stripe_file_links: stripe_files;
    stripe_mandates: stripe_payment_methods, stripe_setup_attempts, stripe_setup_intents;
    stripe_payment_intent_line_items: stripe_payment_intents;
    stripe_payment_intents: stripe_payment_methods, stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_payment_methods: stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
    stripe_prices: stripe_products;
    stripe_refunds: stripe_setup_attempts, stripe_setup_intents;
    stripe_setup_attempts: stripe_setup_intents;
}
#[cfg(all(feature = "core", feature = "fraud"))]
together! {
    stripe_charges: stripe_radar_early_fraud_warnings, stripe_reviews;
    stripe_payment_intents: stripe_radar_early_fraud_warnings, stripe_reviews;
}
#[cfg(all(feature = "core", feature = "issuing"))]
together! {
    stripe_balance_transactions: stripe_issuing_transactions;
}
#[cfg(all(feature = "core", feature = "misc"))]
together! {
    stripe_charges: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_customer_balance_transactions: stripe_entitlements_active_entitlements,
        stripe_financial_connections_accounts, stripe_financial_connections_sessions, stripe_tax_calculations,
        stripe_tax_transactions;
    stripe_customer_cash_balance_transactions: stripe_entitlements_active_entitlements,
        stripe_financial_connections_accounts, stripe_financial_connections_sessions, stripe_tax_calculations,
        stripe_tax_transactions;
    stripe_customers: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_identity_verification_sessions, stripe_tax_calculations,
        stripe_tax_transactions;
    stripe_files: stripe_scheduled_query_runs;
    stripe_payment_intents: stripe_tax_calculations, stripe_tax_transactions;
    stripe_payment_methods: stripe_tax_calculations, stripe_tax_transactions;
    stripe_payouts: stripe_reporting_report_runs;
    stripe_products: stripe_tax_calculation_line_items, stripe_tax_transaction_line_items;
    stripe_refunds: stripe_tax_calculations, stripe_tax_transactions;
    stripe_setup_attempts: stripe_tax_calculations, stripe_tax_transactions;
    stripe_setup_intents: stripe_tax_calculations, stripe_tax_transactions;
}
#[cfg(all(feature = "core", feature = "payment"))]
together! {
    stripe_balance_transactions: stripe_sources;
    stripe_charges: stripe_confirmation_tokens, stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
    stripe_customer_balance_transactions: stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
    stripe_customer_cash_balance_transactions: stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
    stripe_customers: stripe_payment_attempt_records, stripe_payment_records, stripe_source_mandate_notifications,
        stripe_sources;
    stripe_payment_intents: stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
    stripe_payment_methods: stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
    stripe_refunds: stripe_source_mandate_notifications, stripe_sources;
    stripe_setup_attempts: stripe_source_mandate_notifications, stripe_sources;
    stripe_setup_intents: stripe_source_mandate_notifications, stripe_sources;
}
#[cfg(all(feature = "core", feature = "product"))]
together! {
    stripe_charges: stripe_discounts, stripe_promotion_codes;
    stripe_customer_balance_transactions: stripe_discounts, stripe_promotion_codes;
    stripe_customer_cash_balance_transactions: stripe_discounts, stripe_promotion_codes;
    stripe_customers: stripe_discounts, stripe_promotion_codes;
    stripe_payment_intents: stripe_promotion_codes;
    stripe_payment_methods: stripe_promotion_codes;
    stripe_products: stripe_tax_codes;
}
#[cfg(all(feature = "core", feature = "terminal"))]
together! {
    stripe_payment_intents: stripe_terminal_readers;
    stripe_refunds: stripe_terminal_readers;
    stripe_setup_intents: stripe_terminal_readers;
}
#[cfg(all(feature = "core", feature = "treasury"))]
together! {
    stripe_charges: stripe_treasury_outbound_payments;
    stripe_customer_balance_transactions: stripe_treasury_outbound_payments;
    stripe_customer_cash_balance_transactions: stripe_treasury_outbound_payments, stripe_treasury_transactions;
    stripe_customers: stripe_treasury_outbound_payments;
    stripe_mandates: stripe_treasury_inbound_transfers;
    stripe_payment_intents: stripe_treasury_outbound_payments;
    stripe_payment_methods: stripe_treasury_inbound_transfers, stripe_treasury_outbound_payments,
        stripe_treasury_outbound_transfers;
    stripe_payouts: stripe_treasury_received_debits;
    stripe_refunds: stripe_treasury_outbound_payments;
    stripe_setup_attempts: stripe_treasury_outbound_payments;
    stripe_setup_intents: stripe_treasury_outbound_payments;
}
#[cfg(feature = "fraud")]
together! {
    stripe_radar_value_list_items: stripe_radar_value_lists;
}
#[cfg(feature = "issuing")]
together! {
    stripe_issuing_authorizations: stripe_issuing_cardholders, stripe_issuing_cards, stripe_issuing_tokens,
        stripe_issuing_transactions;
    stripe_issuing_cardholders: stripe_issuing_cards, stripe_issuing_transactions;
    stripe_issuing_cards: stripe_issuing_personalization_designs, stripe_issuing_tokens, stripe_issuing_transactions;
    stripe_issuing_disputes: stripe_issuing_transactions;
    stripe_issuing_personalization_designs: stripe_issuing_physical_bundles;
    stripe_issuing_tokens: stripe_issuing_transactions;
}
#[cfg(all(feature = "issuing", feature = "treasury"))]
together! {
    stripe_issuing_authorizations: stripe_treasury_received_credits, stripe_treasury_received_debits,
        stripe_treasury_transactions;
    stripe_issuing_cards: stripe_treasury_financial_accounts, stripe_treasury_received_credits,
        stripe_treasury_received_debits;
    stripe_issuing_disputes: stripe_treasury_debit_reversals, stripe_treasury_received_debits;
    stripe_issuing_transactions: stripe_treasury_received_credits, stripe_treasury_received_debits;
}
#[cfg(all(feature = "misc", feature = "billing"))]
together! {
    stripe_entitlements_active_entitlements: stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_financial_connections_accounts: stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_financial_connections_sessions: stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_tax_calculations: stripe_tax_ids;
}
#[cfg(all(feature = "misc", feature = "connect"))]
together! {
    stripe_identity_verification_sessions: stripe_persons;
}
#[cfg(all(feature = "misc", feature = "core"))]
together! {
    stripe_entitlements_active_entitlements: stripe_payment_intents, stripe_payment_methods, stripe_refunds,
        stripe_setup_attempts, stripe_setup_intents;
    stripe_financial_connections_accounts: stripe_payment_intents, stripe_payment_methods, stripe_refunds,
        stripe_setup_attempts, stripe_setup_intents;
    stripe_financial_connections_sessions: stripe_payment_intents, stripe_payment_methods, stripe_refunds,
        stripe_setup_attempts, stripe_setup_intents, stripe_tokens;
    stripe_forwarding_requests: stripe_payment_methods;
}
#[cfg(feature = "misc")]
together! {
    stripe_climate_orders: stripe_climate_products;
    stripe_entitlements_active_entitlements: stripe_entitlements_features, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_financial_connections_accounts: stripe_financial_connections_sessions,
        stripe_financial_connections_transactions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_financial_connections_sessions: stripe_tax_calculations, stripe_tax_transactions;
    stripe_identity_verification_reports: stripe_identity_verification_sessions;
    stripe_reporting_report_runs: stripe_reporting_report_types;
    stripe_tax_calculation_line_items: stripe_tax_calculations;
    stripe_tax_calculations: stripe_tax_transactions;
    stripe_tax_transaction_line_items: stripe_tax_transactions;
}
#[cfg(all(feature = "misc", feature = "payment"))]
together! {
    stripe_entitlements_active_entitlements: stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
    stripe_financial_connections_accounts: stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
    stripe_financial_connections_sessions: stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
}
#[cfg(all(feature = "misc", feature = "product"))]
together! {
    stripe_entitlements_active_entitlements: stripe_promotion_codes;
    stripe_entitlements_features: stripe_product_features;
    stripe_financial_connections_accounts: stripe_promotion_codes;
    stripe_financial_connections_sessions: stripe_promotion_codes;
    stripe_tax_calculation_line_items: stripe_tax_codes;
}
#[cfg(all(feature = "misc", feature = "treasury"))]
together! {
    stripe_entitlements_active_entitlements: stripe_treasury_outbound_payments;
    stripe_financial_connections_accounts: stripe_treasury_outbound_payments;
    stripe_financial_connections_sessions: stripe_treasury_outbound_payments;
    stripe_tax_calculations: stripe_treasury_outbound_payments;
    stripe_tax_transactions: stripe_treasury_outbound_payments;
}
#[cfg(all(feature = "payment", feature = "billing"))]
together! {
    stripe_bank_accounts: stripe_billing_alerts, stripe_billing_credit_grants, stripe_billing_portal_sessions,
        stripe_credit_notes, stripe_invoice_items, stripe_invoices, stripe_quotes, stripe_subscription_schedules,
        stripe_subscriptions, stripe_tax_ids;
    stripe_cards: stripe_credit_notes, stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_confirmation_tokens: stripe_credit_notes, stripe_invoice_items, stripe_invoices, stripe_quotes,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_payment_attempt_records: stripe_quotes, stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_payment_records: stripe_quotes, stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_source_mandate_notifications: stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_sources: stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
}
#[cfg(all(feature = "payment", feature = "checkout"))]
together! {
    stripe_bank_accounts: stripe_checkout_sessions;
    stripe_cards: stripe_checkout_sessions;
}
#[cfg(all(feature = "payment", feature = "connect"))]
together! {
    stripe_source_transactions: stripe_transfers;
    stripe_sources: stripe_topups;
}
#[cfg(all(feature = "payment", feature = "core"))]
together! {
    stripe_bank_accounts: stripe_charges, stripe_customer_balance_transactions,
        stripe_customer_cash_balance_transactions, stripe_customers, stripe_payment_intents, stripe_payment_methods,
        stripe_refunds, stripe_setup_attempts, stripe_setup_intents, stripe_tokens;
    stripe_cards: stripe_charges, stripe_customer_balance_transactions, stripe_customer_cash_balance_transactions,
        stripe_customers, stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents, stripe_tokens;
    stripe_confirmation_tokens: stripe_customer_balance_transactions, stripe_customer_cash_balance_transactions,
        stripe_customers, stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents;
    stripe_payment_attempt_records: stripe_payment_intents, stripe_payment_methods, stripe_refunds,
        stripe_setup_attempts, stripe_setup_intents;
    stripe_payment_records: stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
}
#[cfg(all(feature = "payment", feature = "misc"))]
together! {
    stripe_bank_accounts: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_cards: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_confirmation_tokens: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_payment_attempt_records: stripe_tax_calculations, stripe_tax_transactions;
    stripe_payment_records: stripe_tax_calculations, stripe_tax_transactions;
    stripe_source_mandate_notifications: stripe_tax_calculations, stripe_tax_transactions;
    stripe_sources: stripe_tax_calculations, stripe_tax_transactions;
}
#[cfg(feature = "payment")]
together! {
    stripe_bank_accounts: stripe_cards, stripe_confirmation_tokens, stripe_payment_attempt_records,
        stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
    stripe_cards: stripe_confirmation_tokens, stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
    stripe_confirmation_tokens: stripe_payment_attempt_records, stripe_payment_records,
        stripe_source_mandate_notifications, stripe_sources;
    stripe_payment_attempt_records: stripe_payment_records, stripe_source_mandate_notifications, stripe_sources;
    stripe_payment_records: stripe_source_mandate_notifications, stripe_sources;
    stripe_source_mandate_notifications: stripe_sources;
    stripe_source_transactions: stripe_sources;
}
#[cfg(all(feature = "payment", feature = "product"))]
together! {
    stripe_bank_accounts: stripe_discounts, stripe_promotion_codes;
    stripe_cards: stripe_discounts, stripe_promotion_codes;
    stripe_confirmation_tokens: stripe_discounts, stripe_promotion_codes;
    stripe_payment_attempt_records: stripe_promotion_codes;
    stripe_payment_records: stripe_promotion_codes;
}
#[cfg(all(feature = "payment", feature = "treasury"))]
together! {
    stripe_bank_accounts: stripe_treasury_outbound_payments;
    stripe_cards: stripe_treasury_outbound_payments;
    stripe_confirmation_tokens: stripe_treasury_outbound_payments;
    stripe_payment_attempt_records: stripe_treasury_outbound_payments;
    stripe_payment_records: stripe_treasury_outbound_payments;
    stripe_source_mandate_notifications: stripe_treasury_outbound_payments;
    stripe_sources: stripe_treasury_outbound_payments;
}
#[cfg(all(feature = "product", feature = "billing"))]
together! {
    stripe_discounts: stripe_invoice_items, stripe_invoices, stripe_quotes, stripe_subscription_items,
        stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
    stripe_line_items: stripe_quotes;
    stripe_promotion_codes: stripe_quotes, stripe_subscription_schedules, stripe_subscriptions, stripe_tax_ids;
}
#[cfg(all(feature = "product", feature = "core"))]
together! {
    stripe_discounts: stripe_payment_intents, stripe_payment_methods, stripe_refunds, stripe_setup_attempts,
        stripe_setup_intents;
    stripe_line_items: stripe_prices, stripe_products;
    stripe_promotion_codes: stripe_refunds, stripe_setup_attempts, stripe_setup_intents;
}
#[cfg(all(feature = "product", feature = "misc"))]
together! {
    stripe_discounts: stripe_entitlements_active_entitlements, stripe_financial_connections_accounts,
        stripe_financial_connections_sessions, stripe_tax_calculations, stripe_tax_transactions;
    stripe_promotion_codes: stripe_tax_calculations, stripe_tax_transactions;
    stripe_shipping_rates: stripe_tax_calculations, stripe_tax_transactions;
    stripe_tax_codes: stripe_tax_transaction_line_items;
}
#[cfg(all(feature = "product", feature = "payment"))]
together! {
    stripe_discounts: stripe_payment_attempt_records, stripe_payment_records, stripe_source_mandate_notifications,
        stripe_sources;
    stripe_line_items: stripe_payment_links;
    stripe_promotion_codes: stripe_source_mandate_notifications, stripe_sources;
}
#[cfg(feature = "product")]
together! {
    stripe_coupons: stripe_discounts, stripe_promotion_codes;
    stripe_discounts: stripe_line_items, stripe_promotion_codes;
    stripe_shipping_rates: stripe_tax_codes;
}
#[cfg(all(feature = "product", feature = "treasury"))]
together! {
    stripe_discounts: stripe_treasury_outbound_payments;
    stripe_promotion_codes: stripe_treasury_outbound_payments;
}
#[cfg(feature = "terminal")]
together! {
    stripe_terminal_locations: stripe_terminal_readers;
}
#[cfg(feature = "treasury")]
together! {
    stripe_treasury_credit_reversals: stripe_treasury_financial_accounts, stripe_treasury_received_credits,
        stripe_treasury_transactions;
    stripe_treasury_debit_reversals: stripe_treasury_financial_accounts, stripe_treasury_received_debits,
        stripe_treasury_transactions;
    stripe_treasury_financial_accounts: stripe_treasury_inbound_transfers, stripe_treasury_outbound_payments,
        stripe_treasury_outbound_transfers, stripe_treasury_received_credits, stripe_treasury_received_debits,
        stripe_treasury_transaction_entries, stripe_treasury_transactions;
    stripe_treasury_inbound_transfers: stripe_treasury_received_debits, stripe_treasury_transactions;
    stripe_treasury_outbound_payments: stripe_treasury_transactions;
    stripe_treasury_outbound_transfers: stripe_treasury_transactions;
    stripe_treasury_received_credits: stripe_treasury_transactions;
    stripe_treasury_received_debits: stripe_treasury_transactions;
    stripe_treasury_transaction_entries: stripe_treasury_transactions;
}
