//! Every model reads its rows by plain Diesel: what Stripe's example of its kind became.
#![cfg(all(feature = "all", feature = "sqlite"))]

use diesel::prelude::*;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeModel;
use diesel_stripe::objects::*;
use diesel_stripe::{Origin, StripeData, blocking};
use serde_json::Value;

/// The database with Stripe's example of each kind, as if all were of test mode.
fn examples() -> SqliteConnection {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    blocking::migrations::run(&mut conn).unwrap();
    let fixtures: Value = serde_json::from_str(include_str!("fixtures/fixtures3.json")).unwrap();
    let read = |example: &Value| {
        let text = example.to_string().replace("\"livemode\":true", "\"livemode\":false");
        StripeData::<StripeObject>::from_json(text, Origin::read_at(chrono::Utc::now())).ok()
    };
    let examples = fixtures["resources"].as_object().unwrap().values().filter_map(read);
    blocking::sync_many(&Mirror::test(), &mut conn, examples).unwrap();
    conn
}

macro_rules! every_model_reads_its_rows {
    ($($Model:ident from $table:ident),+ $(,)?) => {
        #[test]
        fn every_model_reads_its_rows() {
            let mut conn = examples();
            let mut tables = Vec::new();
            $(
                let rows: Vec<$Model> = $table::table.select($Model::as_select()).load(&mut conn).unwrap();
                assert!(!rows.is_empty(), "{}", stringify!($Model));
                for row in rows {
                    assert_eq!(row.stripe_data["id"], *row.id);
                    assert_eq!(row.state().id, row.id);
                }
                tables.push($Model::TABLE.name);
            )+
            let mut all: Vec<_> = KINDS.tables().map(|table| table.name).collect();
            all.sort_unstable();
            tables.sort_unstable();
            assert_eq!(tables, all, "a new model belongs here");
        }
    };
}

every_model_reads_its_rows! {
    Account from stripe_accounts,
    ApplePayDomain from stripe_apple_pay_domains,
    Application from stripe_applications,
    ApplicationFee from stripe_application_fees,
    ApplicationFeeRefund from stripe_application_fee_refunds,
    AppsSecret from stripe_apps_secrets,
    BalanceTransaction from stripe_balance_transactions,
    BankAccount from stripe_bank_accounts,
    BillingAlert from stripe_billing_alerts,
    BillingCreditBalanceTransaction from stripe_billing_credit_balance_transactions,
    BillingCreditGrant from stripe_billing_credit_grants,
    BillingFeedbackOption from stripe_billing_feedback_options,
    BillingMeter from stripe_billing_meters,
    BillingMeterEventSummary from stripe_billing_meter_event_summaries,
    BillingPortalConfiguration from stripe_billing_portal_configurations,
    BillingPortalSession from stripe_billing_portal_sessions,
    Capability from stripe_capabilities,
    Card from stripe_cards,
    Charge from stripe_charges,
    CheckoutSession from stripe_checkout_sessions,
    ClimateOrder from stripe_climate_orders,
    ClimateProduct from stripe_climate_products,
    ClimateSupplier from stripe_climate_suppliers,
    ConfirmationToken from stripe_confirmation_tokens,
    CountrySpec from stripe_country_specs,
    Coupon from stripe_coupons,
    CreditNote from stripe_credit_notes,
    CreditNoteLineItem from stripe_credit_note_line_items,
    Customer from stripe_customers,
    CustomerBalanceTransaction from stripe_customer_balance_transactions,
    CustomerCashBalanceTransaction from stripe_customer_cash_balance_transactions,
    Discount from stripe_discounts,
    Dispute from stripe_disputes,
    EntitlementsActiveEntitlement from stripe_entitlements_active_entitlements,
    EntitlementsFeature from stripe_entitlements_features,
    ExchangeRate from stripe_exchange_rates,
    File from stripe_files,
    FileLink from stripe_file_links,
    FinancialConnectionsAccount from stripe_financial_connections_accounts,
    FinancialConnectionsAccountOwner from stripe_financial_connections_account_owners,
    FinancialConnectionsSession from stripe_financial_connections_sessions,
    FinancialConnectionsTransaction from stripe_financial_connections_transactions,
    ForwardingRequest from stripe_forwarding_requests,
    IdentityVerificationReport from stripe_identity_verification_reports,
    IdentityVerificationSession from stripe_identity_verification_sessions,
    Invoice from stripe_invoices,
    InvoiceItem from stripe_invoice_items,
    InvoiceLineItem from stripe_invoice_line_items,
    InvoicePayment from stripe_invoice_payments,
    InvoiceRenderingTemplate from stripe_invoice_rendering_templates,
    IssuingAuthorization from stripe_issuing_authorizations,
    IssuingCard from stripe_issuing_cards,
    IssuingCardholder from stripe_issuing_cardholders,
    IssuingDispute from stripe_issuing_disputes,
    IssuingPersonalizationDesign from stripe_issuing_personalization_designs,
    IssuingPhysicalBundle from stripe_issuing_physical_bundles,
    IssuingSettlement from stripe_issuing_settlements,
    IssuingToken from stripe_issuing_tokens,
    IssuingTransaction from stripe_issuing_transactions,
    LineItem from stripe_line_items,
    Mandate from stripe_mandates,
    PaymentAttemptRecord from stripe_payment_attempt_records,
    PaymentIntent from stripe_payment_intents,
    PaymentIntentLineItem from stripe_payment_intent_line_items,
    PaymentLink from stripe_payment_links,
    PaymentMethod from stripe_payment_methods,
    PaymentMethodConfiguration from stripe_payment_method_configurations,
    PaymentMethodDomain from stripe_payment_method_domains,
    PaymentRecord from stripe_payment_records,
    Payout from stripe_payouts,
    Person from stripe_persons,
    Plan from stripe_plans,
    Price from stripe_prices,
    Product from stripe_products,
    ProductFeature from stripe_product_features,
    PromotionCode from stripe_promotion_codes,
    Quote from stripe_quotes,
    RadarEarlyFraudWarning from stripe_radar_early_fraud_warnings,
    RadarValueList from stripe_radar_value_lists,
    RadarValueListItem from stripe_radar_value_list_items,
    Refund from stripe_refunds,
    ReportingReportRun from stripe_reporting_report_runs,
    ReportingReportType from stripe_reporting_report_types,
    Review from stripe_reviews,
    ScheduledQueryRun from stripe_scheduled_query_runs,
    SetupAttempt from stripe_setup_attempts,
    SetupIntent from stripe_setup_intents,
    ShippingRate from stripe_shipping_rates,
    Source from stripe_sources,
    SourceMandateNotification from stripe_source_mandate_notifications,
    SourceTransaction from stripe_source_transactions,
    Subscription from stripe_subscriptions,
    SubscriptionItem from stripe_subscription_items,
    SubscriptionSchedule from stripe_subscription_schedules,
    TaxCalculation from stripe_tax_calculations,
    TaxCalculationLineItem from stripe_tax_calculation_line_items,
    TaxCode from stripe_tax_codes,
    TaxId from stripe_tax_ids,
    TaxRate from stripe_tax_rates,
    TaxRegistration from stripe_tax_registrations,
    TaxTransaction from stripe_tax_transactions,
    TaxTransactionLineItem from stripe_tax_transaction_line_items,
    TerminalConfiguration from stripe_terminal_configurations,
    TerminalLocation from stripe_terminal_locations,
    TerminalReader from stripe_terminal_readers,
    TestClock from stripe_test_clocks,
    Token from stripe_tokens,
    Topup from stripe_topups,
    Transfer from stripe_transfers,
    TransferReversal from stripe_transfer_reversals,
    TreasuryCreditReversal from stripe_treasury_credit_reversals,
    TreasuryDebitReversal from stripe_treasury_debit_reversals,
    TreasuryFinancialAccount from stripe_treasury_financial_accounts,
    TreasuryInboundTransfer from stripe_treasury_inbound_transfers,
    TreasuryOutboundPayment from stripe_treasury_outbound_payments,
    TreasuryOutboundTransfer from stripe_treasury_outbound_transfers,
    TreasuryReceivedCredit from stripe_treasury_received_credits,
    TreasuryReceivedDebit from stripe_treasury_received_debits,
    TreasuryTransaction from stripe_treasury_transactions,
    TreasuryTransactionEntry from stripe_treasury_transaction_entries,
    WebhookEndpoint from stripe_webhook_endpoints,
}
