//! The calls of the area `issuing`.

use super::*;

answered! {
    issuing_authorizations: IssuingAuthorization {
        list: stripe_issuing::issuing_authorization::ListIssuingAuthorization::new().limit(3),
        api_retrieve: stripe_issuing::issuing_authorization::RetrieveIssuingAuthorization::new("iauth_1"),
        api_update: stripe_issuing::issuing_authorization::UpdateIssuingAuthorization::new("iauth_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_approve: stripe_issuing::issuing_authorization::ApproveIssuingAuthorization::new("iauth_1"),
        api_decline: stripe_issuing::issuing_authorization::DeclineIssuingAuthorization::new("iauth_1"),
        api_test_create: stripe_issuing::issuing_authorization::CreateIssuingAuthorization::new("ic_1").amount(100),
        api_capture: stripe_issuing::issuing_authorization::CaptureIssuingAuthorization::new("iauth_1").capture_amount(50),
        api_expire: stripe_issuing::issuing_authorization::ExpireIssuingAuthorization::new("iauth_1"),
        api_finalize_amount: stripe_issuing::issuing_authorization::FinalizeAmountIssuingAuthorization::new(
            "iauth_1",
            100,
        ),
        api_respond_to_fraud_challenges: stripe_issuing::issuing_authorization::RespondIssuingAuthorization::new(
            "iauth_1",
            true,
        ),
        api_increment: stripe_issuing::issuing_authorization::IncrementIssuingAuthorization::new("iauth_1", 50),
        api_reverse: stripe_issuing::issuing_authorization::ReverseIssuingAuthorization::new("iauth_1"),
    }
    issuing_cards: IssuingCard {
        list: stripe_issuing::issuing_card::ListIssuingCard::new().limit(3),
        api_create: stripe_issuing::issuing_card::CreateIssuingCard::new(
            Currency::USD,
            stripe_shared::IssuingCardType::Virtual,
        ),
        api_retrieve: stripe_issuing::issuing_card::RetrieveIssuingCard::new("ic_1"),
        api_update: stripe_issuing::issuing_card::UpdateIssuingCard::new("ic_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_deliver: stripe_issuing::issuing_card::DeliverCardIssuingCard::new("ic_1"),
        api_fail: stripe_issuing::issuing_card::FailCardIssuingCard::new("ic_1"),
        api_return: stripe_issuing::issuing_card::ReturnCardIssuingCard::new("ic_1"),
        api_ship: stripe_issuing::issuing_card::ShipCardIssuingCard::new("ic_1"),
        api_submit: stripe_issuing::issuing_card::SubmitCardIssuingCard::new("ic_1"),
    }
    issuing_cardholders: IssuingCardholder {
        list: stripe_issuing::issuing_cardholder::ListIssuingCardholder::new().limit(3),
        api_create: stripe_issuing::issuing_cardholder::CreateIssuingCardholder::new(
            stripe_issuing::issuing_cardholder::BillingSpecs::new(stripe_issuing::issuing_cardholder::RequiredAddress::new(
                "San Francisco",
                "US",
                "510 Townsend Street",
                "94103",
            )),
            "Jenny Rosen",
        ),
        api_retrieve: stripe_issuing::issuing_cardholder::RetrieveIssuingCardholder::new("ich_1"),
        api_update: stripe_issuing::issuing_cardholder::UpdateIssuingCardholder::new("ich_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
    }
    issuing_disputes: IssuingDispute {
        list: stripe_issuing::issuing_dispute::ListIssuingDispute::new().limit(3),
        api_create: stripe_issuing::issuing_dispute::CreateIssuingDispute::new().transaction("ipi_1"),
        api_retrieve: stripe_issuing::issuing_dispute::RetrieveIssuingDispute::new("idp_1"),
        api_update: stripe_issuing::issuing_dispute::UpdateIssuingDispute::new("idp_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_submit: stripe_issuing::issuing_dispute::SubmitIssuingDispute::new("idp_1"),
    }
    issuing_personalization_designs: IssuingPersonalizationDesign {
        list: stripe_issuing::issuing_personalization_design::ListIssuingPersonalizationDesign::new().limit(3),
        api_create: stripe_issuing::issuing_personalization_design::CreateIssuingPersonalizationDesign::new("ics_1"),
        api_retrieve: stripe_issuing::issuing_personalization_design::RetrieveIssuingPersonalizationDesign::new("pd_1"),
        api_update: stripe_issuing::issuing_personalization_design::UpdateIssuingPersonalizationDesign::new("pd_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_activate: stripe_issuing::issuing_personalization_design::ActivateIssuingPersonalizationDesign::new("pd_1"),
        api_deactivate: stripe_issuing::issuing_personalization_design::DeactivateIssuingPersonalizationDesign::new(
            "pd_1",
        ),
        api_reject: stripe_issuing::issuing_personalization_design::RejectIssuingPersonalizationDesign::new(
            "pd_1",
            stripe_issuing::issuing_personalization_design::RejectIssuingPersonalizationDesignRejectionReasons {
                card_logo: Some(vec![
                    stripe_issuing::issuing_personalization_design::RejectIssuingPersonalizationDesignRejectionReasonsCardLogo::Inappropriate,
                ]),
                carrier_text: None,
            },
        ),
    }
    issuing_physical_bundles: IssuingPhysicalBundle {
        list: stripe_issuing::issuing_physical_bundle::ListIssuingPhysicalBundle::new().limit(3),
        api_retrieve: stripe_issuing::issuing_physical_bundle::RetrieveIssuingPhysicalBundle::new("ics_1"),
    }
    issuing_tokens: IssuingToken {
        list: stripe_issuing::issuing_token::ListIssuingToken::new("ic_1").limit(3),
        api_retrieve: stripe_issuing::issuing_token::RetrieveIssuingToken::new("intok_1"),
        api_update: stripe_issuing::issuing_token::UpdateIssuingToken::new(
            "intok_1",
            stripe_issuing::issuing_token::UpdateIssuingTokenStatus::Suspended,
        ),
    }
    issuing_transactions: IssuingTransaction {
        list: stripe_issuing::issuing_transaction::ListIssuingTransaction::new().limit(3),
        api_retrieve: stripe_issuing::issuing_transaction::RetrieveIssuingTransaction::new("ipi_1"),
        api_update: stripe_issuing::issuing_transaction::UpdateIssuingTransaction::new("ipi_1")
            .metadata([("a".to_owned(), "b".to_owned())]),
        api_refund: stripe_issuing::issuing_transaction::RefundIssuingTransaction::new("ipi_1").refund_amount(50),
        api_create_force_capture: stripe_issuing::issuing_transaction::CreateForceCaptureIssuingTransaction::new(
            100,
            "ic_1",
        ),
        api_create_unlinked_refund: stripe_issuing::issuing_transaction::CreateUnlinkedRefundIssuingTransaction::new(
            100,
            "ic_1",
        ),
    }
}
