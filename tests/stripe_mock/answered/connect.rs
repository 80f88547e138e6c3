//! The calls of the area `connect`.

use super::*;

answered! {
    accounts: Account {
        list: stripe_connect::account::ListAccount::new().limit(3),
        api_create: stripe_connect::account::CreateAccount::new().country("US").email("jenny@example.com"),
        api_retrieve: stripe_connect::account::RetrieveAccount::new("acct_1"),
        api_update: stripe_connect::account::UpdateAccount::new("acct_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_delete: stripe_connect::account::DeleteAccount::new("acct_1"),
        api_retrieve_own: stripe_connect::account::RetrieveForMyAccountAccount::new(),
        api_reject: stripe_connect::account::RejectAccount::new(
            "acct_1",
            stripe_connect::account::RejectAccountReason::FraudOther,
        ),
        api_unreject: stripe_connect::account::UnrejectAccount::new("acct_1"),
    }
    application_fees: ApplicationFee {
        list: stripe_connect::application_fee::ListApplicationFee::new().limit(3),
        api_retrieve: stripe_connect::application_fee::RetrieveApplicationFee::new("fee_1"),
    }
    application_fee_refunds: ApplicationFeeRefund {
        list: stripe_connect::application_fee_refund::ListIdApplicationFeeRefund::new("fee_1").limit(3),
        api_create: stripe_connect::application_fee_refund::CreateIdApplicationFeeRefund::new("fee_1").amount(50),
        api_retrieve: stripe_connect::application_fee_refund::RetrieveApplicationFeeRefund::new("fee_1", "fr_1"),
        api_update: stripe_connect::application_fee_refund::UpdateApplicationFeeRefund::new("fee_1", "fr_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
    }
    apps_secrets: AppsSecret {
        list: stripe_connect::apps_secret::ListAppsSecret::new(
            stripe_connect::apps_secret::ListAppsSecretScope::new(
                stripe_connect::apps_secret::ListAppsSecretScopeType::Account,
            ),
        )
        .limit(3),
        api_create: stripe_connect::apps_secret::CreateAppsSecret::new(
            "api_key",
            "secret",
            stripe_connect::apps_secret::CreateAppsSecretScope::new(
                stripe_connect::apps_secret::CreateAppsSecretScopeType::Account,
            ),
        ),
        api_find: stripe_connect::apps_secret::FindAppsSecret::new(
            "api_key",
            stripe_connect::apps_secret::FindAppsSecretScope::new(
                stripe_connect::apps_secret::FindAppsSecretScopeType::Account,
            ),
        ),
        api_delete_where: stripe_connect::apps_secret::DeleteWhereAppsSecret::new(
            "api_key",
            stripe_connect::apps_secret::DeleteWhereAppsSecretScope::new(
                stripe_connect::apps_secret::DeleteWhereAppsSecretScopeType::Account,
            ),
        ),
    }
    capabilities: Capability {
        list: stripe_connect::capability::ListAccountCapability::new("acct_1"),
        api_retrieve: stripe_connect::capability::RetrieveCapability::new("acct_1", "card_payments"),
        api_update: stripe_connect::capability::UpdateCapability::new("acct_1", "card_payments").requested(true),
    }
    country_specs: CountrySpec {
        list: stripe_connect::country_spec::ListCountrySpec::new().limit(3),
        api_retrieve: stripe_connect::country_spec::RetrieveCountrySpec::new("US"),
    }
    persons: Person {
        list: stripe_connect::person::ListAccountPerson::new("acct_1").limit(3),
        api_create: stripe_connect::person::CreateAccountPerson::new("acct_1").first_name("Jenny").last_name("Rosen"),
        api_retrieve: stripe_connect::person::RetrievePerson::new("acct_1", "person_1"),
        api_update: stripe_connect::person::UpdatePerson::new("acct_1", "person_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_delete: stripe_connect::person::DeletePerson::new("acct_1", "person_1"),
    }
    topups: Topup {
        list: stripe_connect::topup::ListTopup::new().limit(3),
        api_create: stripe_connect::topup::CreateTopup::new(100, Currency::USD),
        api_retrieve: stripe_connect::topup::RetrieveTopup::new("tu_1"),
        api_update: stripe_connect::topup::UpdateTopup::new("tu_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_cancel: stripe_connect::topup::CancelTopup::new("tu_1"),
    }
    transfers: Transfer {
        list: stripe_connect::transfer::ListTransfer::new().limit(3),
        api_create: stripe_connect::transfer::CreateTransfer::new(Currency::USD, "acct_1").amount(100),
        api_retrieve: stripe_connect::transfer::RetrieveTransfer::new("tr_1"),
        api_update: stripe_connect::transfer::UpdateTransfer::new("tr_1").metadata([("a".to_owned(), "b".to_owned())]),
    }
    transfer_reversals: TransferReversal {
        list: stripe_connect::transfer_reversal::ListIdTransferReversal::new("tr_1").limit(3),
        api_create: stripe_connect::transfer_reversal::CreateIdTransferReversal::new("tr_1").amount(50),
        api_retrieve: stripe_connect::transfer_reversal::RetrieveTransferReversal::new("trr_1", "tr_1"),
        api_update: stripe_connect::transfer_reversal::UpdateTransferReversal::new("trr_1", "tr_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
    }
}
