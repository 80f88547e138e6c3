//! Dispute: <https://docs.stripe.com/api/disputes/object>.

kind! {
    /// A payer's objection to a charge, made through the bank.
    pub struct Dispute {
        object: "dispute",
        table: stripe_disputes,
        feature: "core",
        columns: {
            /// In dispute, in the currency's minor unit.
            amount: BigInt,
            /// The charge in dispute.
            charge: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// When the evidence must be there.
            evidence_due_by: UtcTimestamp = ["/evidence_details/due_by", "/evidence_due_by"],
            /// How often evidence was submitted.
            evidence_submission_count: BigInt = ["/evidence_details/submission_count"],
            /// Whether a refund can still avoid a chargeback.
            is_charge_refundable: Bool,
            /// The card network's own code for the reason.
            network_reason_code: Text = ["/payment_method_details/card/network_reason_code", "/network_reason_code"],
            /// The payment in dispute.
            payment_intent: Reference,
            /// The kind of what was paid with: `card`, `klarna`, `paypal`, …
            payment_method_type: Text = ["/payment_method_details/type"],
            /// `fraudulent`, `product_not_received`, `duplicate`, …
            reason: Text,
            /// `needs_response`, `under_review`, `won`, `lost`, …; an inquiry's begin with `warning_`.
            status: Text,
        },
        ids: ["dp_", "du_"],
        served: ["/disputes"],
        listed: "/disputes" { created: true },
        references: [
            "/balance_transaction",
            "/balance_transactions/*",
            "/evidence/cancellation_policy",
            "/evidence/customer_communication",
            "/evidence/customer_signature",
            "/evidence/duplicate_charge_documentation",
            "/evidence/receipt",
            "/evidence/refund_policy",
            "/evidence/service_documentation",
            "/evidence/shipping_documentation",
            "/evidence/uncategorized_file",
        ],
        personal: ["/evidence"],
        events: [
            "charge.dispute.closed",
            "charge.dispute.created",
            "charge.dispute.funds_reinstated",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.updated",
        ],
        api: stripe_core::dispute as stripe_shared::Dispute {
            retrieve: RetrieveDispute,
            update: UpdateDispute,
            list: ListDispute,
            /// Accepts the dispute, which is then lost for good: <https://docs.stripe.com/api/disputes/close>.
            api_close: CloseDispute,
        },
    }
}
