//! SetupAttempt: <https://docs.stripe.com/api/setup_attempts/object>.

kind! {
    /// One attempt to complete a setup intent, successful or not. What the setup intent said then, it says too.
    pub struct SetupAttempt {
        object: "setup_attempt",
        table: stripe_setup_attempts,
        feature: "core",
        columns: {
            /// The Connect application that created the setup intent.
            application: Reference,
            /// Whether the payment method was to be attached to the account itself.
            attach_to_self: Bool,
            /// Whose payment method it was to become.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// The payer's permission to debit `generated_payment_method`.
            generated_mandate: Reference = [
                "/payment_method_details/bancontact/generated_sepa_debit_mandate",
                "/payment_method_details/ideal/generated_sepa_debit_mandate",
                "/payment_method_details/sofort/generated_sepa_debit_mandate",
            ],
            /// The payment method that came of it for payments to come, where the one that was tried serves only once:
            /// a SEPA debit after iDEAL, a card after a reader, …
            generated_payment_method: Reference = [
                "/payment_method_details/bancontact/generated_sepa_debit",
                "/payment_method_details/card_present/generated_card",
                "/payment_method_details/ideal/generated_sepa_debit",
                "/payment_method_details/sofort/generated_sepa_debit",
            ],
            /// `on_session` or `off_session`: whether the payer is to be there when the payment method is used.
            intended_usage: Text = ["/usage"],
            /// The connected account that the payments to come are for.
            on_behalf_of: Reference,
            /// The payment method that was tried.
            payment_method: Reference,
            /// The kind of that payment method: `card`, `sepa_debit`, …
            payment_method_type: Text = ["/payment_method_details/type"],
            /// Why it failed: `card_declined`, …
            setup_error_code: Text = ["/setup_error/code"],
            /// Why the card's issuer declined: `insufficient_funds`, …
            setup_error_decline_code: Text = ["/setup_error/decline_code"],
            /// The setup intent that it is an attempt of.
            setup_intent: Reference,
            /// `requires_confirmation`, `requires_action`, `processing`, `succeeded`, `failed` or `abandoned`.
            status: Text,
            /// How 3D Secure ended, if the card went through it: `authenticated`, `attempt_acknowledged`, `exempted`,
            /// `data_share_only`, `failed`, `not_supported` or `processing_error`.
            three_d_secure_result: Text = ["/payment_method_details/card/three_d_secure/result"],
        },
        ids: ["setatt_"],
        listed: "/setup_attempts" { created: true, required: &["setup_intent"] },
        // The error's objects are those of the failed attempt.
        history: ["/setup_error"],
        api: stripe_core::setup_attempt as stripe_shared::SetupAttempt {
            list: ListSetupAttempt,
        },
    }
}
