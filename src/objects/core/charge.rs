//! Charge: <https://docs.stripe.com/api/charges/object>.

kind! {
    /// One attempt to move money, successful or not.
    pub struct Charge {
        object: "charge",
        table: stripe_charges,
        feature: "core",
        lists: {
            "/refunds": "refund" by charge (owned: false),
        },
        columns: {
            /// To collect, in the currency's minor unit.
            amount: BigInt,
            /// Collected, in the currency's minor unit.
            amount_captured: BigInt = ["/amount_captured", "=/amount if /captured"],
            /// Given back, in the currency's minor unit.
            amount_refunded: BigInt,
            /// The platform's share, in the currency's minor unit.
            application_fee_amount: BigInt,
            /// What it did to the account's balance, once captured.
            balance_transaction: Reference,
            /// Whether the money was collected, and not only authorized.
            captured: Bool,
            /// The three letters, in lower case.
            currency: Text,
            /// Who was charged.
            customer: Reference,
            /// Whether the payer disputes it, or did.
            disputed: Bool = ["/disputed", "=/dispute is there"],
            /// Why it failed: `card_declined`, …
            failure_code: Text,
            /// The invoice that this pays; Stripe sends it in API versions before 2025-03-31.basil.
            invoice: Reference,
            /// The connected account in whose name, and with whose fees, it was settled.
            on_behalf_of: Reference,
            /// The payment that it is an attempt of.
            payment_intent: Reference,
            /// What was charged.
            payment_method: Reference = ["/payment_method", "/source", "/card"],
            /// The kind of what was charged: `card`, `sepa_debit`, …
            payment_method_type: Text = ["/payment_method_details/type", "/source/object", "/card/object"],
            /// Whether all of it was given back.
            refunded: Bool,
            /// `succeeded`, `pending` or `failed`.
            status: Text,
            /// Ties the charge to the transfers made of it.
            transfer_group: Text,
        },
        ids: ["ch_", "py_"],
        served: ["/charges"],
        listed: "/charges" { created: true },
        references: [
            "/application",
            "/destination",
            "/dispute",
            "/failure_balance_transaction",
            "/order",
            "/outcome/rule",
            "/payment_method_details/bancontact/generated_sepa_debit",
            "/payment_method_details/bancontact/generated_sepa_debit_mandate",
            "/payment_method_details/ideal/generated_sepa_debit",
            "/payment_method_details/ideal/generated_sepa_debit_mandate",
            "/payment_method_details/sofort/generated_sepa_debit",
            "/payment_method_details/sofort/generated_sepa_debit_mandate",
            "/payment_method_details/us_bank_account/mandate",
            "/review",
            "/transfer",
            "/transfer_data/destination",
        ],
        // `source`, formerly `card`, is the card as it was charged. The fee is its platform's, and so is the transfer that paid it.
        of_another_account: ["/application_fee", "/source_transfer"],
        history: ["/card", "/source"],
        volatile: ["/receipt_url", "/refunds"],
        events: [
            "charge.captured",
            "charge.expired",
            "charge.failed",
            "charge.pending",
            "charge.refunded",
            "charge.succeeded",
            "charge.updated",
        ],
        api: stripe_core::charge as stripe_shared::Charge {
            create: CreateCharge,
            retrieve: RetrieveCharge,
            update: UpdateCharge,
            list: ListCharge,
            /// Collects what was authorized, or a part of it: <https://docs.stripe.com/api/charges/capture>.
            ///
            /// For a charge that has no payment intent; otherwise [`PaymentIntent::api_capture`] does it.
            ///
            /// [`PaymentIntent::api_capture`]: crate::objects::PaymentIntent::api_capture
            api_capture: CaptureCharge,
        },
    }
}
