//! Mandate: <https://docs.stripe.com/api/mandates/object>.

kind! {
    /// A payer's permission to debit a payment method, once or again and again. Stripe sends it without `created`.
    pub struct Mandate {
        object: "mandate",
        table: stripe_mandates,
        feature: "core",
        columns: {
            /// How the payer gave it: `online` or `offline`.
            acceptance_type: Text = ["/customer_acceptance/type"],
            /// When the payer gave it.
            accepted_at: UtcTimestamp = ["/customer_acceptance/accepted_at"],
            /// What each payment by it comes to, where it names an amount, in the currency's minor unit.
            amount: BigInt = ["/single_use/amount", "/multi_use/amount"],
            /// Where the mandate stands with Bacs: `pending`, `accepted`, `refused` or `revoked`.
            bacs_network_status: Text = ["/payment_method_details/bacs_debit/network_status"],
            /// Why Bacs has it as revoked: `account_closed`, `bank_account_restricted`, `bank_ownership_changed`,
            /// `could_not_process` or `debit_not_authorized`.
            bacs_revocation_reason: Text = ["/payment_method_details/bacs_debit/revocation_reason"],
            /// The currency of `amount`: three letters, in lower case.
            currency: Text = ["/single_use/currency", "/multi_use/currency"],
            /// The connected account that it is given to.
            on_behalf_of: Reference,
            /// What may be debited.
            payment_method: Reference,
            /// The kind of what may be debited: `sepa_debit`, `us_bank_account`, `card`, …
            payment_method_type: Text = ["/payment_method_details/type"],
            /// What the payer's bank knows it by, for SEPA and Bacs.
            reference: Text = [
                "/payment_method_details/sepa_debit/reference",
                "/payment_method_details/bacs_debit/reference",
            ],
            /// `active`, `inactive` (no payment can be made by it) or `pending` (not yet).
            status: Text,
            /// `single_use` or `multi_use`.
            type_ as "type": Text,
        },
        ids: ["mandate_"],
        served: ["/mandates"],
        personal: [
            "/payment_method_details/au_becs_debit/url",
            "/payment_method_details/bacs_debit/display_name",
            "/payment_method_details/bacs_debit/url",
            "/payment_method_details/sepa_debit/url",
        ],
        events: ["mandate.updated"],
        api: stripe_core::mandate as stripe_shared::Mandate {
            retrieve: RetrieveMandate,
        },
    }
}
