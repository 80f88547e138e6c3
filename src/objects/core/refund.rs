//! Refund: <https://docs.stripe.com/api/refunds/object>.

kind! {
    /// Money given back to a payer.
    pub struct Refund {
        object: "refund",
        table: stripe_refunds,
        feature: "core",
        columns: {
            /// Given back, in the currency's minor unit.
            amount: BigInt,
            /// What it did to the account's balance.
            balance_transaction: Reference,
            /// The charge that it gives back, or a part of.
            charge: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// Who gets the money back.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// What its failure did to the account's balance.
            failure_balance_transaction: Reference,
            /// Why it failed: `expired_or_canceled_card`, `declined`, …
            failure_reason: Text,
            /// The payment that it gives back, or a part of.
            payment_intent: Reference,
            /// Where the money goes, if that is known.
            payment_method: Reference,
            /// What it waits for: `processing`, `insufficient_funds`, `charge_pending`.
            pending_reason: Text,
            /// Why it was made: `duplicate`, `fraudulent`, `requested_by_customer`, …
            reason: Text,
            /// The number on the receipt sent for it.
            receipt_number: Text,
            /// `pending`, `requires_action`, `succeeded`, `failed` or `canceled`.
            status: Text,
        },
        ids: ["re_"],
        older_than_creation: true,
        served: ["/refunds"],
        listed: "/refunds" { created: true },
        references: ["/source_transfer_reversal", "/transfer_reversal"],
        events: ["charge.refund.updated", "refund.created", "refund.failed", "refund.updated"],
        api: stripe_core::refund as stripe_shared::Refund {
            create: CreateRefund,
            retrieve: RetrieveRefund,
            update: UpdateRefund,
            list: ListRefund,
            /// Cancels a refund that waits for its payee (`requires_action`): <https://docs.stripe.com/api/refunds/cancel>.
            api_cancel: CancelRefund,
            /// In test mode: lets a refund expire that waits for the customer's action:
            /// <https://docs.stripe.com/api/refunds/expire>.
            api_expire: ExpireRefund,
        },
    }
}
