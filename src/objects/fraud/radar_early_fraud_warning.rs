//! RadarEarlyFraudWarning: <https://docs.stripe.com/api/radar/early_fraud_warnings/object>.

kind! {
    /// A card issuer's word that a charge may be fraud. A dispute often follows.
    pub struct RadarEarlyFraudWarning {
        object: "radar.early_fraud_warning",
        table: stripe_radar_early_fraud_warnings,
        feature: "fraud",
        columns: {
            /// Whether a refund can still avert a dispute: the charge is neither disputed nor given back in full.
            actionable: Bool,
            /// The charge that it warns of.
            charge: Reference,
            /// What the issuer takes it for: `card_never_received`, `fraudulent_card_application`,
            /// `made_with_counterfeit_card`, `made_with_lost_card`, `made_with_stolen_card`, `unauthorized_use_of_card`
            /// or `misc`.
            fraud_type: Text,
            /// The payment that the charge is an attempt of.
            payment_intent: Reference,
        },
        ids: ["issfr_"],
        served: ["/radar/early_fraud_warnings"],
        listed: "/radar/early_fraud_warnings" { created: true },
        events: ["radar.early_fraud_warning.created", "radar.early_fraud_warning.updated"],
        api: stripe_fraud::radar_early_fraud_warning as stripe_fraud::RadarEarlyFraudWarning {
            retrieve: RetrieveRadarEarlyFraudWarning,
            list: ListRadarEarlyFraudWarning,
        },
    }
}
