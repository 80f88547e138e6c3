//! The calls of the area `billing`.

use super::*;

answered! {
    billing_alerts: BillingAlert {
        list: stripe_billing::billing_alert::ListBillingAlert::new().limit(3),
        api_create: stripe_billing::billing_alert::CreateBillingAlert::new(stripe_billing::BillingAlertAlertType::UsageThreshold, "Many calls"),
        api_retrieve: stripe_billing::billing_alert::RetrieveBillingAlert::new("alrt_1"),
        api_activate: stripe_billing::billing_alert::ActivateBillingAlert::new("alrt_1"),
        api_archive: stripe_billing::billing_alert::ArchiveBillingAlert::new("alrt_1"),
        api_deactivate: stripe_billing::billing_alert::DeactivateBillingAlert::new("alrt_1"),
    }
    billing_credit_balance_transactions: BillingCreditBalanceTransaction {
        list: stripe_billing::billing_credit_balance_transaction::ListBillingCreditBalanceTransaction::new().limit(3),
        api_retrieve: stripe_billing::billing_credit_balance_transaction::RetrieveBillingCreditBalanceTransaction::new("cbtxn_1"),
    }
    billing_credit_grants: BillingCreditGrant {
        list: stripe_billing::billing_credit_grant::ListBillingCreditGrant::new().limit(3),
        api_create: stripe_billing::billing_credit_grant::CreateBillingCreditGrant::new(
            stripe_billing::billing_credit_grant::CreateBillingCreditGrantAmount::new(
                stripe_billing::billing_credit_grant::CreateBillingCreditGrantAmountType::Monetary,
            ),
            stripe_billing::billing_credit_grant::CreateBillingCreditGrantApplicabilityConfig::new(
                stripe_billing::billing_credit_grant::CreateBillingCreditGrantApplicabilityConfigScope {
                    price_type: Some(stripe_billing::billing_credit_grant::CreateBillingCreditGrantApplicabilityConfigScopePriceType::Metered),
                    prices: None,
                },
            ),
        ),
        api_retrieve: stripe_billing::billing_credit_grant::RetrieveBillingCreditGrant::new("credgr_1"),
        api_update: stripe_billing::billing_credit_grant::UpdateBillingCreditGrant::new("credgr_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_expire: stripe_billing::billing_credit_grant::ExpireBillingCreditGrant::new("credgr_1"),
        api_void: stripe_billing::billing_credit_grant::VoidGrantBillingCreditGrant::new("credgr_1"),
    }
    billing_feedback_options: BillingFeedbackOption {
        list: stripe_billing::billing_feedback_option::ListBillingFeedbackOption::new().limit(3),
        api_create: stripe_billing::billing_feedback_option::CreateBillingFeedbackOption::new("Too dear"),
        api_retrieve: stripe_billing::billing_feedback_option::RetrieveBillingFeedbackOption::new("bfo_1"),
        api_update: stripe_billing::billing_feedback_option::UpdateBillingFeedbackOption::new("bfo_1").description("Too dear"),
        api_deactivate: stripe_billing::billing_feedback_option::DeactivateBillingFeedbackOption::new("bfo_1"),
    }
    billing_meters: BillingMeter {
        list: stripe_billing::billing_meter::ListBillingMeter::new().limit(3),
        api_create: stripe_billing::billing_meter::CreateBillingMeter::new(
            stripe_billing::billing_meter::CreateBillingMeterDefaultAggregation::new(
                stripe_billing::billing_meter::CreateBillingMeterDefaultAggregationFormula::Sum,
            ),
            "Calls",
            "call",
        ),
        api_retrieve: stripe_billing::billing_meter::RetrieveBillingMeter::new("mtr_1"),
        api_update: stripe_billing::billing_meter::UpdateBillingMeter::new("mtr_1").display_name("Calls"),
        api_deactivate: stripe_billing::billing_meter::DeactivateBillingMeter::new("mtr_1"),
        api_reactivate: stripe_billing::billing_meter::ReactivateBillingMeter::new("mtr_1"),
    }
    billing_meter_event_summaries: BillingMeterEventSummary {
        list: stripe_billing::billing_meter_event_summary::ListIdBillingMeterEventSummary::new("mtr_1", "cus_1", 1_700_003_640, 1_700_000_040).limit(3),
    }
    billing_portal_configurations: BillingPortalConfiguration {
        list: stripe_billing::billing_portal_configuration::ListBillingPortalConfiguration::new().limit(3),
        api_create: stripe_billing::billing_portal_configuration::CreateBillingPortalConfiguration::new(
            stripe_billing::billing_portal_configuration::CreateBillingPortalConfigurationFeatures {
                invoice_history: Some(stripe_billing::billing_portal_configuration::InvoiceListParam::new(true)),
                ..stripe_billing::billing_portal_configuration::CreateBillingPortalConfigurationFeatures::new()
            },
        ),
        api_retrieve: stripe_billing::billing_portal_configuration::RetrieveBillingPortalConfiguration::new("bpc_1"),
        api_update: stripe_billing::billing_portal_configuration::UpdateBillingPortalConfiguration::new("bpc_1").active(true),
    }
    billing_portal_sessions: BillingPortalSession {
        api_create: stripe_billing::billing_portal_session::CreateBillingPortalSession::new().customer("cus_1"),
    }
    credit_notes: CreditNote {
        list: stripe_billing::credit_note::ListCreditNote::new().limit(3),
        api_create: stripe_billing::credit_note::CreateCreditNote::new("in_1"),
        api_retrieve: stripe_billing::credit_note::RetrieveCreditNote::new("cn_1"),
        api_update: stripe_billing::credit_note::UpdateCreditNote::new("cn_1").memo("a book came back"),
        api_preview: stripe_billing::credit_note::PreviewCreditNote::new("in_1"),
        api_void: stripe_billing::credit_note::VoidCreditNoteCreditNote::new("cn_1"),
    }
    credit_note_line_items: CreditNoteLineItem {
        list: stripe_billing::credit_note_line_item::ListCreditNoteCreditNoteLineItem::new("cn_1").limit(3),
    }
    invoice_items: InvoiceItem {
        list: stripe_billing::invoice_item::ListInvoiceItem::new().limit(3),
        api_create: stripe_billing::invoice_item::CreateInvoiceItem::new().customer("cus_1"),
        api_retrieve: stripe_billing::invoice_item::RetrieveInvoiceItem::new("ii_1"),
        api_update: stripe_billing::invoice_item::UpdateInvoiceItem::new("ii_1").description("a book"),
        api_delete: stripe_billing::invoice_item::DeleteInvoiceItem::new("ii_1"),
    }
    invoice_payments: InvoicePayment {
        list: stripe_billing::invoice_payment::ListInvoicePayment::new().limit(3),
        api_retrieve: stripe_billing::invoice_payment::RetrieveInvoicePayment::new("inpay_1"),
    }
    invoice_rendering_templates: InvoiceRenderingTemplate {
        list: stripe_billing::invoice_rendering_template::ListInvoiceRenderingTemplate::new().limit(3),
        api_retrieve: stripe_billing::invoice_rendering_template::RetrieveInvoiceRenderingTemplate::new("inrtem_1"),
        api_archive: stripe_billing::invoice_rendering_template::ArchiveInvoiceRenderingTemplate::new("inrtem_1"),
        api_unarchive: stripe_billing::invoice_rendering_template::UnarchiveInvoiceRenderingTemplate::new("inrtem_1"),
    }
    plans: Plan {
        list: stripe_billing::plan::ListPlan::new().limit(3),
        api_create: stripe_billing::plan::CreatePlan::new(Currency::USD, stripe_shared::PlanInterval::Month),
        api_retrieve: stripe_billing::plan::RetrievePlan::new("plan_1"),
        api_update: stripe_billing::plan::UpdatePlan::new("plan_1").nickname("Gold"),
        api_delete: stripe_billing::plan::DeletePlan::new("plan_1"),
    }
    quotes: Quote {
        list: stripe_billing::quote::ListQuote::new().limit(3),
        api_create: stripe_billing::quote::CreateQuote::new().customer("cus_1"),
        api_retrieve: stripe_billing::quote::RetrieveQuote::new("qt_1"),
        api_update: stripe_billing::quote::UpdateQuote::new("qt_1").description("a book"),
        api_accept: stripe_billing::quote::AcceptQuote::new("qt_1"),
        api_cancel: stripe_billing::quote::CancelQuote::new("qt_1"),
        api_finalize: stripe_billing::quote::FinalizeQuoteQuote::new("qt_1"),
    }
    subscription_schedules: SubscriptionSchedule {
        list: stripe_billing::subscription_schedule::ListSubscriptionSchedule::new().limit(3),
        api_create: stripe_billing::subscription_schedule::CreateSubscriptionSchedule::new().from_subscription("sub_1"),
        api_retrieve: stripe_billing::subscription_schedule::RetrieveSubscriptionSchedule::new("sub_sched_1"),
        api_update: stripe_billing::subscription_schedule::UpdateSubscriptionSchedule::new("sub_sched_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_cancel: stripe_billing::subscription_schedule::CancelSubscriptionSchedule::new("sub_sched_1"),
        api_release: stripe_billing::subscription_schedule::ReleaseSubscriptionSchedule::new("sub_sched_1"),
    }
    tax_ids: TaxId {
        list: stripe_billing::tax_id::ListTaxId::new().limit(3),
        api_create: stripe_billing::tax_id::CreateTaxId::new(stripe_billing::tax_id::CreateTaxIdType::EuVat, "DE123456789"),
        api_retrieve: stripe_billing::tax_id::RetrieveIdTaxId::new("txi_1"),
        api_delete: stripe_billing::tax_id::DeleteIdTaxId::new("txi_1"),
        api_create_for_customer: stripe_billing::tax_id::CreateCustomerTaxId::new("cus_1", stripe_billing::tax_id::CreateCustomerTaxIdType::EuVat, "DE123456789"),
    }
    test_clocks: TestClock {
        list: stripe_billing::test_helpers_test_clock::ListTestHelpersTestClock::new().limit(3),
        api_create: stripe_billing::test_helpers_test_clock::CreateTestHelpersTestClock::new(1_700_000_000),
        api_retrieve: stripe_billing::test_helpers_test_clock::RetrieveTestHelpersTestClock::new("clock_1"),
        api_delete: stripe_billing::test_helpers_test_clock::DeleteTestHelpersTestClock::new("clock_1"),
        api_advance: stripe_billing::test_helpers_test_clock::AdvanceTestHelpersTestClock::new("clock_1", 1_700_086_400),
    }
}
