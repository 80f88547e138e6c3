//! The calls of the area `misc`.

use super::*;

answered! {
    apple_pay_domains: ApplePayDomain {
        list: stripe_misc::apple_pay_domain::ListApplePayDomain::new().limit(3),
        api_create: stripe_misc::apple_pay_domain::CreateApplePayDomain::new("example.com"),
        api_retrieve: stripe_misc::apple_pay_domain::RetrieveApplePayDomain::new("apwc_1"),
        api_delete: stripe_misc::apple_pay_domain::DeleteApplePayDomain::new("apwc_1"),
    }
    climate_orders: ClimateOrder {
        list: stripe_misc::climate_order::ListClimateOrder::new().limit(3),
        api_create: stripe_misc::climate_order::CreateClimateOrder::new("climsku_1").metric_tons("1.5"),
        api_retrieve: stripe_misc::climate_order::RetrieveClimateOrder::new("climorder_1"),
        api_update: stripe_misc::climate_order::UpdateClimateOrder::new("climorder_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_cancel: stripe_misc::climate_order::CancelClimateOrder::new("climorder_1"),
    }
    climate_products: ClimateProduct {
        list: stripe_misc::climate_product::ListClimateProduct::new().limit(3),
        api_retrieve: stripe_misc::climate_product::RetrieveClimateProduct::new("climsku_1"),
    }
    climate_suppliers: ClimateSupplier {
        list: stripe_misc::climate_supplier::ListClimateSupplier::new().limit(3),
        api_retrieve: stripe_misc::climate_supplier::RetrieveClimateSupplier::new("climsup_1"),
    }
    entitlements_active_entitlements: EntitlementsActiveEntitlement {
        list: stripe_misc::entitlements_active_entitlement::ListEntitlementsActiveEntitlement::new("cus_1").limit(3),
        api_retrieve: stripe_misc::entitlements_active_entitlement::RetrieveEntitlementsActiveEntitlement::new("ent_1"),
    }
    entitlements_features: EntitlementsFeature {
        list: stripe_misc::entitlements_feature::ListEntitlementsFeature::new().limit(3),
        api_create: stripe_misc::entitlements_feature::CreateEntitlementsFeature::new("books", "Books"),
        api_retrieve: stripe_misc::entitlements_feature::RetrieveEntitlementsFeature::new("feat_1"),
        api_update: stripe_misc::entitlements_feature::UpdateEntitlementsFeature::new("feat_1").name("More books"),
    }
    exchange_rates: ExchangeRate {
        list: stripe_misc::exchange_rate::ListExchangeRate::new().limit(3),
        api_retrieve: stripe_misc::exchange_rate::RetrieveExchangeRate::new("usd"),
    }
    financial_connections_accounts: FinancialConnectionsAccount {
        list: stripe_misc::financial_connections_account::ListFinancialConnectionsAccount::new().limit(3),
        api_retrieve: stripe_misc::financial_connections_account::RetrieveFinancialConnectionsAccount::new("fca_1"),
        api_disconnect: stripe_misc::financial_connections_account::DisconnectFinancialConnectionsAccount::new("fca_1"),
        api_refresh: stripe_misc::financial_connections_account::RefreshFinancialConnectionsAccount::new(
            "fca_1",
            vec![stripe_misc::financial_connections_account::RefreshFinancialConnectionsAccountFeatures::Balance],
        ),
        api_subscribe: stripe_misc::financial_connections_account::SubscribeFinancialConnectionsAccount::new(
            "fca_1",
            vec![stripe_misc::financial_connections_account::SubscribeFinancialConnectionsAccountFeatures::Transactions],
        ),
        api_unsubscribe: stripe_misc::financial_connections_account::UnsubscribeFinancialConnectionsAccount::new(
            "fca_1",
            vec![stripe_misc::financial_connections_account::UnsubscribeFinancialConnectionsAccountFeatures::Transactions],
        ),
    }
    financial_connections_account_owners: FinancialConnectionsAccountOwner {
        list: stripe_misc::financial_connections_account::ListOwnersFinancialConnectionsAccount::new(
            "fca_1",
            "fcaowns_1",
        )
        .limit(3),
    }
    financial_connections_sessions: FinancialConnectionsSession {
        api_create: stripe_misc::financial_connections_session::CreateFinancialConnectionsSession::new(
            stripe_misc::financial_connections_session::CreateFinancialConnectionsSessionAccountHolder::new(
                stripe_misc::financial_connections_session::CreateFinancialConnectionsSessionAccountHolderType::Customer,
            ),
            vec![stripe_misc::FinancialConnectionsSessionPermissions::Balances],
        ),
        api_retrieve: stripe_misc::financial_connections_session::RetrieveFinancialConnectionsSession::new("fcsess_1"),
    }
    financial_connections_transactions: FinancialConnectionsTransaction {
        list: stripe_misc::financial_connections_transaction::ListFinancialConnectionsTransaction::new("fca_1")
            .limit(3),
        api_retrieve: stripe_misc::financial_connections_transaction::RetrieveFinancialConnectionsTransaction::new(
            "fctxn_1",
        ),
    }
    forwarding_requests: ForwardingRequest {
        list: stripe_misc::forwarding_request::ListForwardingRequest::new().limit(3),
        api_create: stripe_misc::forwarding_request::CreateForwardingRequest::new(
            "pm_1",
            vec![stripe_misc::ForwardingRequestReplacements::CardNumber],
            "https://example.com/",
        ),
        api_retrieve: stripe_misc::forwarding_request::RetrieveForwardingRequest::new("fwdreq_1"),
    }
    identity_verification_reports: IdentityVerificationReport {
        list: stripe_misc::identity_verification_report::ListIdentityVerificationReport::new().limit(3),
        api_retrieve: stripe_misc::identity_verification_report::RetrieveIdentityVerificationReport::new("vr_1"),
    }
    identity_verification_sessions: IdentityVerificationSession {
        list: stripe_misc::identity_verification_session::ListIdentityVerificationSession::new().limit(3),
        api_create: stripe_misc::identity_verification_session::CreateIdentityVerificationSession::new()
            .type_(stripe_misc::identity_verification_session::CreateIdentityVerificationSessionType::Document),
        api_retrieve: stripe_misc::identity_verification_session::RetrieveIdentityVerificationSession::new("vs_1"),
        api_update: stripe_misc::identity_verification_session::UpdateIdentityVerificationSession::new("vs_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_cancel: stripe_misc::identity_verification_session::CancelIdentityVerificationSession::new("vs_1"),
        api_redact: stripe_misc::identity_verification_session::RedactIdentityVerificationSession::new("vs_1"),
    }
    reporting_report_runs: ReportingReportRun {
        list: stripe_misc::reporting_report_run::ListReportingReportRun::new().limit(3),
        api_create: stripe_misc::reporting_report_run::CreateReportingReportRun::new("balance.summary.1"),
        api_retrieve: stripe_misc::reporting_report_run::RetrieveReportingReportRun::new("frr_1"),
    }
    reporting_report_types: ReportingReportType {
        list: stripe_misc::reporting_report_type::ListReportingReportType::new(),
        api_retrieve: stripe_misc::reporting_report_type::RetrieveReportingReportType::new("balance.summary.1"),
    }
    scheduled_query_runs: ScheduledQueryRun {
        list: stripe_misc::scheduled_query_run::ListScheduledQueryRun::new().limit(3),
        api_retrieve: stripe_misc::scheduled_query_run::RetrieveScheduledQueryRun::new("sqr_1"),
    }
    tax_calculations: TaxCalculation {
        api_create: stripe_misc::tax_calculation::CreateTaxCalculation::new(
            Currency::USD,
            vec![stripe_misc::tax_calculation::CreateTaxCalculationLineItems::new(100)],
        ),
        api_retrieve: stripe_misc::tax_calculation::RetrieveTaxCalculation::new("taxcalc_1"),
    }
    tax_calculation_line_items: TaxCalculationLineItem {
        list: stripe_misc::tax_calculation::ListLineItemsTaxCalculation::new("taxcalc_1").limit(3),
    }
    tax_registrations: TaxRegistration {
        list: stripe_misc::tax_registration::ListTaxRegistration::new().limit(3),
        api_create: stripe_misc::tax_registration::CreateTaxRegistration::new(
            stripe_misc::tax_registration::CreateTaxRegistrationActiveFrom::Now,
            "US",
            stripe_misc::tax_registration::CreateTaxRegistrationCountryOptions {
                us: Some(stripe_misc::tax_registration::CreateTaxRegistrationCountryOptionsUs::new(
                    "CA",
                    stripe_misc::tax_registration::CreateTaxRegistrationCountryOptionsUsType::StateSalesTax,
                )),
                ..stripe_misc::tax_registration::CreateTaxRegistrationCountryOptions::new()
            },
        ),
        api_retrieve: stripe_misc::tax_registration::RetrieveTaxRegistration::new("taxreg_1"),
        api_update: stripe_misc::tax_registration::UpdateTaxRegistration::new("taxreg_1")
            .expires_at(stripe_misc::tax_registration::UpdateTaxRegistrationExpiresAt::Now),
    }
    tax_transactions: TaxTransaction {
        api_create: stripe_misc::tax_transaction::CreateFromCalculationTaxTransaction::new("taxcalc_1", "order_1"),
        api_retrieve: stripe_misc::tax_transaction::RetrieveTaxTransaction::new("tax_1"),
        api_create_reversal: stripe_misc::tax_transaction::CreateReversalTaxTransaction::new(
            stripe_misc::tax_transaction::CreateReversalTaxTransactionMode::Full,
            "tax_1",
            "order_1-refund_1",
        ),
    }
    tax_transaction_line_items: TaxTransactionLineItem {
        list: stripe_misc::tax_transaction::ListLineItemsTaxTransaction::new("tax_1").limit(3),
    }
    webhook_endpoints: WebhookEndpoint {
        list: stripe_misc::webhook_endpoint::ListWebhookEndpoint::new().limit(3),
        api_create: stripe_misc::webhook_endpoint::CreateWebhookEndpoint::new(
            vec![stripe_misc::webhook_endpoint::CreateWebhookEndpointEnabledEvents::ChargeSucceeded],
            "https://example.com/webhooks",
        ),
        api_retrieve: stripe_misc::webhook_endpoint::RetrieveWebhookEndpoint::new("we_1"),
        api_update: stripe_misc::webhook_endpoint::UpdateWebhookEndpoint::new("we_1").disabled(true),
        api_delete: stripe_misc::webhook_endpoint::DeleteWebhookEndpoint::new("we_1"),
    }
}
