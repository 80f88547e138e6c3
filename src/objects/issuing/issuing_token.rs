//! IssuingToken: <https://docs.stripe.com/api/issuing/tokens/object>.

kind! {
    /// What stands in for the number of an issued card in a digital wallet or with a merchant. Stripe lists them card
    /// by card.
    pub struct IssuingToken {
        object: "issuing.token",
        table: stripe_issuing_tokens,
        feature: "issuing",
        columns: {
            /// The issued card that it stands for.
            card: Reference,
            /// A hash of the id of the device that it is on.
            device_fingerprint: Text,
            /// The last four digits of its number.
            last4: Text,
            /// The card network: `visa` or `mastercard`.
            network: Text,
            /// When the card network last changed it.
            network_updated_at: UtcTimestamp,
            /// `requested`, `active`, `suspended` or `deleted`.
            status: Text,
            /// The digital wallet that it is in: `apple_pay`, `google_pay` or `samsung_pay`; unset if in none.
            wallet_provider: Text,
        },
        ids: ["intok_"],
        served: ["/issuing/tokens"],
        listed: "/issuing/tokens" { created: true, required: &["card"] },
        volatile: ["/network_data"],
        personal: ["/network_data/device"],
        events: ["issuing_token.created", "issuing_token.updated"],
        api: stripe_issuing::issuing_token as stripe_shared::IssuingToken {
            retrieve: RetrieveIssuingToken,
            update: UpdateIssuingToken,
            list: ListIssuingToken,
        },
    }
}
