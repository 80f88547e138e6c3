//! IssuingCard: <https://docs.stripe.com/api/issuing/cards/object>.

kind! {
    /// A card, physical or virtual, that was issued to a cardholder. Its number and its CVC are never stored.
    pub struct IssuingCard {
        object: "issuing.card",
        table: stripe_issuing_cards,
        feature: "issuing",
        columns: {
            /// The card network: `Visa`, `Mastercard`, …
            brand: Text,
            /// Why it was canceled: `lost`, `stolen`, `design_rejected` or `fulfillment_error`.
            cancellation_reason: Text,
            /// The person or company whose card it is.
            cardholder: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// The month of its expiry, from 1 to 12.
            exp_month: BigInt,
            /// The year of its expiry, with four digits.
            exp_year: BigInt,
            /// The financial account that it spends from, if not from the Issuing balance.
            financial_account: Reference,
            /// The last four digits of its number.
            last4: Text,
            /// When Stripe last warned that its details may be in wrong hands.
            latest_fraud_warning_at: UtcTimestamp = ["/latest_fraud_warning/started_at"],
            /// What that warning was about: `card_testing_exposure`, `fraud_dispute_filed`, `third_party_reported` or
            /// `user_indicated_fraud`.
            latest_fraud_warning_type: Text = ["/latest_fraud_warning/type"],
            /// What it looks like.
            personalization_design: Reference,
            /// The card that took its place.
            replaced_by: Reference,
            /// The card whose place it took.
            replacement_for: Reference,
            /// Why that card was replaced: `lost`, `stolen`, `damaged`, `expired` or `fulfillment_error`.
            replacement_reason: Text,
            /// When it should arrive.
            shipping_eta: UtcTimestamp = ["/shipping/eta"],
            /// Where it is on its way: `pending`, `submitted`, `shipped`, `delivered`, `returned`, `failure` or
            /// `canceled`.
            shipping_status: Text = ["/shipping/status"],
            /// `active`, `inactive` or `canceled`.
            status: Text,
            /// `physical` or `virtual`.
            type_ as "type": Text,
        },
        ids: ["ic_"],
        served: ["/issuing/cards"],
        listed: "/issuing/cards" { created: true },
        volatile: ["/cvc", "/number"],
        secret: ["/number"],
        events: ["issuing_card.created", "issuing_card.updated"],
        api: stripe_issuing::issuing_card as stripe_shared::IssuingCard {
            create: CreateIssuingCard,
            retrieve: RetrieveIssuingCard,
            update: UpdateIssuingCard,
            list: ListIssuingCard,
            /// In test mode: says that the card was delivered:
            /// <https://docs.stripe.com/api/issuing/cards/test_mode_deliver>.
            api_deliver: DeliverCardIssuingCard,
            /// In test mode: says that the delivery of the card failed:
            /// <https://docs.stripe.com/api/issuing/cards/test_mode_fail>.
            api_fail: FailCardIssuingCard,
            /// In test mode: says that the card came back to its sender:
            /// <https://docs.stripe.com/api/issuing/cards/test_mode_return>.
            api_return: ReturnCardIssuingCard,
            /// In test mode: says that the card was shipped:
            /// <https://docs.stripe.com/api/issuing/cards/test_mode_ship>.
            api_ship: ShipCardIssuingCard,
            /// In test mode: says that the card was ordered from its maker:
            /// <https://docs.stripe.com/api/issuing/cards/test_mode_submit>.
            api_submit: SubmitCardIssuingCard,
        },
    }
}
