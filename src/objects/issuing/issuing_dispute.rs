//! IssuingDispute: <https://docs.stripe.com/api/issuing/disputes/object>.

kind! {
    /// An objection to what an issued card was charged, made to the merchant through the card network.
    pub struct IssuingDispute {
        object: "issuing.dispute",
        table: stripe_issuing_disputes,
        feature: "issuing",
        columns: {
            /// In dispute, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// The debit reversal that gives the money back to the financial account.
            debit_reversal: Reference = ["/treasury/debit_reversal"],
            /// The issued card's transaction that is in dispute.
            issuing_transaction: Reference = ["/transaction"],
            /// Why it was lost: `invalid_duplicate_dispute`, `merchandise_delivered_or_shipped`, `refund_issued`, …
            loss_reason: Text,
            /// What is wrong: `fraudulent`, `duplicate`, `canceled`, `not_received`, `merchandise_not_as_described`,
            /// `service_not_as_described`, `no_valid_authorization` or `other`.
            reason: Text = ["/evidence/reason"],
            /// The received debit that is in dispute.
            received_debit: Reference = ["/treasury/received_debit"],
            /// `unsubmitted`, `submitted`, `won`, `lost` or `expired`.
            status: Text,
        },
        ids: ["idp_"],
        served: ["/issuing/disputes"],
        listed: "/issuing/disputes" { created: true },
        references: [
            "/evidence/canceled/additional_documentation",
            "/evidence/duplicate/additional_documentation",
            "/evidence/duplicate/card_statement",
            "/evidence/duplicate/cash_receipt",
            "/evidence/duplicate/check_image",
            "/evidence/fraudulent/additional_documentation",
            "/evidence/merchandise_not_as_described/additional_documentation",
            "/evidence/no_valid_authorization/additional_documentation",
            "/evidence/not_received/additional_documentation",
            "/evidence/other/additional_documentation",
            "/evidence/service_not_as_described/additional_documentation",
        ],
        // As with a dispute's.
        history: ["/balance_transactions"],
        personal: ["/evidence"],
        events: [
            "issuing_dispute.closed",
            "issuing_dispute.created",
            "issuing_dispute.funds_reinstated",
            "issuing_dispute.funds_rescinded",
            "issuing_dispute.submitted",
            "issuing_dispute.updated",
        ],
        api: stripe_issuing::issuing_dispute as stripe_shared::IssuingDispute {
            create: CreateIssuingDispute,
            retrieve: RetrieveIssuingDispute,
            update: UpdateIssuingDispute,
            list: ListIssuingDispute,
            /// Sends it, with its evidence, to the card network: <https://docs.stripe.com/api/issuing/dispute/submit>.
            api_submit: SubmitIssuingDispute,
        },
    }
}
