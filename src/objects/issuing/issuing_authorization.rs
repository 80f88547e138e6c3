//! IssuingAuthorization: <https://docs.stripe.com/api/issuing/authorizations/object>.

kind! {
    /// A merchant's request to charge an issued card, approved or declined. What was then charged is in its
    /// transactions.
    pub struct IssuingAuthorization {
        object: "issuing.authorization",
        table: stripe_issuing_authorizations,
        feature: "issuing",
        columns: {
            /// Authorized or declined, in the currency's minor unit.
            amount: BigInt,
            /// Whether it was approved.
            approved: Bool,
            /// How the merchant got the card's details: `chip`, `contactless`, `swipe`, `keyed_in` or `online`.
            authorization_method: Text,
            /// The issued card that was used.
            card: Reference,
            /// Whether the card was at the point of sale: `present` or `not_present`.
            card_presence: Text,
            /// The person or company whose card it is.
            cardholder: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// The amount in the merchant's currency, in its minor unit.
            merchant_amount: BigInt,
            /// The merchant's line of business: `taxicabs_limousines`, `eating_places_restaurants`, …
            merchant_category: Text = ["/merchant_data/category"],
            /// The merchant's country.
            merchant_country: Text = ["/merchant_data/country"],
            /// The three letters of the merchant's currency, in lower case.
            merchant_currency: Text,
            /// The merchant's name, as the card network has it.
            merchant_name: Text = ["/merchant_data/name"],
            /// The merchant in the card network's books; another network may know the same one otherwise.
            merchant_network_id: Text = ["/merchant_data/network_id"],
            /// `pending`, `closed` (captured or declined), `reversed` or `expired`.
            status: Text,
            /// The network token that stood in for the card's number, if one did.
            token: Reference,
            /// What it did to the financial account's balance.
            treasury_transaction: Reference = ["/treasury/transaction"],
            /// Whether fraud checks were skipped because the cardholder had confirmed a similar purchase before.
            verified_by_fraud_challenge: Bool,
            /// The digital wallet that it was paid from: `apple_pay`, `google_pay` or `samsung_pay`; unset if there was
            /// none.
            wallet: Text,
        },
        ids: ["iauth_"],
        served: ["/issuing/authorizations"],
        listed: "/issuing/authorizations" { created: true },
        references: ["/transactions/*"],
        // As with a dispute's.
        history: ["/balance_transactions"],
        volatile: ["/fraud_challenges"],
        personal: ["/verification_data/postal_code"],
        events: ["issuing_authorization.created", "issuing_authorization.request", "issuing_authorization.updated"],
        api: stripe_issuing::issuing_authorization as stripe_shared::IssuingAuthorization {
            retrieve: RetrieveIssuingAuthorization,
            update: UpdateIssuingAuthorization,
            list: ListIssuingAuthorization,
            /// Approves a pending one while its webhook is open; Stripe deprecates this for the answer to that webhook:
            /// <https://docs.stripe.com/api/issuing/authorizations/approve>.
            api_approve: ApproveIssuingAuthorization,
            /// Declines a pending one while its webhook is open; Stripe deprecates this for the answer to that webhook:
            /// <https://docs.stripe.com/api/issuing/authorizations/decline>.
            api_decline: DeclineIssuingAuthorization,
            /// In test mode: makes one, as a purchase with the card would:
            /// <https://docs.stripe.com/api/issuing/authorizations/test_mode_create>.
            api_test_create: CreateIssuingAuthorization,
            /// In test mode: charges what was authorized, or a part of it:
            /// <https://docs.stripe.com/api/issuing/authorizations/test_mode_capture>.
            api_capture: CaptureIssuingAuthorization,
            /// In test mode: lets it expire: <https://docs.stripe.com/api/issuing/authorizations/test_mode_expire>.
            api_expire: ExpireIssuingAuthorization,
            /// In test mode: says the final amount of one that was an estimate, such as at a fuel pump:
            /// <https://docs.stripe.com/api/issuing/authorizations/test_mode_finalize_amount>.
            api_finalize_amount: FinalizeAmountIssuingAuthorization,
            /// In test mode: answers the question to the cardholder whether the purchase is theirs:
            /// <https://docs.stripe.com/api/issuing/authorizations/respond_to_fraud_challenges>.
            api_respond_to_fraud_challenges: RespondIssuingAuthorization,
            /// In test mode: raises the amount:
            /// <https://docs.stripe.com/api/issuing/authorizations/test_mode_increment>.
            api_increment: IncrementIssuingAuthorization,
            /// In test mode: gives up the amount, or a part of it:
            /// <https://docs.stripe.com/api/issuing/authorizations/test_mode_reverse>.
            api_reverse: ReverseIssuingAuthorization,
        },
    }
}
