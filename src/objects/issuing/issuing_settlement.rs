//! IssuingSettlement: <https://docs.stripe.com/api/issuing/settlements/object>.

kind! {
    /// What is settled with a card network for issued cards whose bank identification number (BIN) is not Stripe's.
    /// Stripe lists none: they are read by their id.
    pub struct IssuingSettlement {
        object: "issuing.settlement",
        table: stripe_issuing_settlements,
        feature: "issuing",
        columns: {
            /// What the numbers of these cards begin with: the bank identification number.
            bin: Text,
            /// When the transactions were cleared and posted.
            clearing_date: UtcTimestamp,
            /// The three letters, in lower case.
            currency: Text,
            /// Earned by the issuer as interchange, in the currency's minor unit.
            interchange_fees_amount: BigInt,
            /// Left to settle with the network after interchange and fees, in the currency's minor unit.
            net_total_amount: BigInt,
            /// The card network: `visa`, `mastercard` or `maestro`.
            network: Text,
            /// Owed to the network as fees, in the currency's minor unit.
            network_fees_amount: BigInt,
            /// The network's own number for it.
            network_settlement_identifier: Text,
            /// `international` or `uk_national_net`.
            settlement_service: Text,
            /// `pending` or `complete`.
            status: Text,
            /// Of all its transactions together, in the currency's minor unit.
            transaction_amount: BigInt,
            /// How many transactions it is for.
            transaction_count: BigInt,
        },
        ids: ["ise_"],
        served: ["/issuing/settlements"],
    }
}
