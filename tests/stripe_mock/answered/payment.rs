//! The calls of the area `payment`.

use super::*;

answered! {
    bank_accounts: BankAccount {
        api_delete: stripe_payment::bank_account::DeleteAccountBankAccount::new("acct_1", "ba_1"),
        api_verify: stripe_payment::bank_account::VerifyBankAccount::new("cus_1", "ba_1").amounts(vec![32_i64, 45]),
    }
    confirmation_tokens: ConfirmationToken {
        api_retrieve: stripe_payment::confirmation_token::RetrieveConfirmationToken::new("ctoken_1"),
        api_test_create: stripe_payment::confirmation_token::CreateConfirmationToken::new().payment_method("pm_card_visa"),
    }
    payment_attempt_records: PaymentAttemptRecord {
        list: stripe_payment::payment_attempt_record::ListPaymentAttemptRecord::new("pr_1").limit(3),
        api_retrieve: stripe_payment::payment_attempt_record::RetrievePaymentAttemptRecord::new("par_1"),
    }
    payment_links: PaymentLink {
        list: stripe_payment::payment_link::ListPaymentLink::new().limit(3),
        api_create: stripe_payment::payment_link::CreatePaymentLink::new(vec![
            stripe_payment::payment_link::CreatePaymentLinkLineItems {
                price: Some("price_1".to_owned()),
                ..stripe_payment::payment_link::CreatePaymentLinkLineItems::new(1_u64)
            },
        ]),
        api_retrieve: stripe_payment::payment_link::RetrievePaymentLink::new("plink_1"),
        api_update: stripe_payment::payment_link::UpdatePaymentLink::new("plink_1").active(false),
    }
    payment_method_configurations: PaymentMethodConfiguration {
        list: stripe_payment::payment_method_configuration::ListPaymentMethodConfiguration::new().limit(3),
        api_create: stripe_payment::payment_method_configuration::CreatePaymentMethodConfiguration::new().name("Cards"),
        api_retrieve: stripe_payment::payment_method_configuration::RetrievePaymentMethodConfiguration::new("pmc_1"),
        api_update: stripe_payment::payment_method_configuration::UpdatePaymentMethodConfiguration::new("pmc_1").active(false),
    }
    payment_method_domains: PaymentMethodDomain {
        list: stripe_payment::payment_method_domain::ListPaymentMethodDomain::new().limit(3),
        api_create: stripe_payment::payment_method_domain::CreatePaymentMethodDomain::new("example.com"),
        api_retrieve: stripe_payment::payment_method_domain::RetrievePaymentMethodDomain::new("pmd_1"),
        api_update: stripe_payment::payment_method_domain::UpdatePaymentMethodDomain::new("pmd_1").enabled(false),
        api_validate: stripe_payment::payment_method_domain::ValidatePaymentMethodDomain::new("pmd_1"),
    }
    payment_records: PaymentRecord {
        list: stripe_payment::payment_record::ListPaymentRecord::new().limit(3),
        api_retrieve: stripe_payment::payment_record::RetrievePaymentRecord::new("pr_1"),
        api_report_payment: stripe_payment::payment_record::ReportPaymentPaymentRecord::new(
            stripe_payment::payment_record::Amount::new(Currency::USD, 100),
            1_700_000_000,
            stripe_payment::payment_record::ReportPaymentPaymentRecordPaymentMethodDetails {
                type_: Some(stripe_payment::payment_record::ReportPaymentPaymentRecordPaymentMethodDetailsType::Custom),
                ..stripe_payment::payment_record::ReportPaymentPaymentRecordPaymentMethodDetails::new()
            },
        ),
        api_report_payment_attempt: stripe_payment::payment_record::ReportPaymentAttemptPaymentRecord::new("pr_1", 1_700_000_000),
        api_report_payment_attempt_canceled: stripe_payment::payment_record::ReportPaymentAttemptCanceledPaymentRecord::new("pr_1", 1_700_000_000),
        api_report_payment_attempt_failed: stripe_payment::payment_record::ReportPaymentAttemptFailedPaymentRecord::new("pr_1", 1_700_000_000),
        api_report_payment_attempt_guaranteed: stripe_payment::payment_record::ReportPaymentAttemptGuaranteedPaymentRecord::new("pr_1", 1_700_000_000),
        api_report_payment_attempt_informational: stripe_payment::payment_record::ReportPaymentAttemptInformationalPaymentRecord::new("pr_1").description("a book"),
        api_report_refund: stripe_payment::payment_record::ReportRefundPaymentRecord::new(
            "pr_1",
            stripe_payment::payment_record::ReportRefundPaymentRecordOutcome::Refunded,
            stripe_payment::payment_record::ReportRefundPaymentRecordProcessorDetails::new(
                stripe_payment::payment_record::ReportRefundPaymentRecordProcessorDetailsType::Custom,
            ),
        ),
    }
    sources: Source {
        api_create: stripe_payment::source::CreateSource::new().type_("ach_credit_transfer"),
        api_retrieve: stripe_payment::source::RetrieveSource::new("src_1"),
        api_update: stripe_payment::source::UpdateSource::new("src_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_verify: stripe_payment::source::VerifySource::new("src_1", vec!["32".to_owned(), "45".to_owned()]),
    }
}
