//! TreasuryReceivedCredit: <https://docs.stripe.com/api/treasury/received_credits/object>.

kind! {
    /// Money that someone else sent to a financial account.
    pub struct TreasuryReceivedCredit {
        object: "treasury.received_credit",
        table: stripe_treasury_received_credits,
        feature: "treasury",
        columns: {
            /// Moved, in the currency's minor unit.
            amount: BigInt,
            /// The credit reversal that sent it back, if it was reversed.
            credit_reversal: Reference = ["/linked_flows/credit_reversal"],
            /// The three letters, in lower case.
            currency: Text,
            /// Free text.
            description: Text,
            /// Why it failed: `account_closed`, `account_frozen`, `international_transaction` or `other`.
            failure_code: Text,
            /// The financial account whose balance it changes.
            financial_account: Reference,
            /// The financial account that it comes from, if it comes from one.
            from_financial_account: Reference = ["/initiating_payment_method_details/financial_account/id"],
            /// The kind of the other side: `us_bank_account`, `financial_account`, `balance`, `issuing_card` or
            /// `stripe`.
            initiating_payment_method_type: Text = ["/initiating_payment_method_details/type"],
            /// The issued card's authorization that it came from.
            issuing_authorization: Reference = ["/linked_flows/issuing_authorization"],
            /// The issued card that moved the money.
            issuing_card: Reference = ["/initiating_payment_method_details/issuing_card"],
            /// The issued card's transaction that is the same movement.
            issuing_transaction: Reference = ["/linked_flows/issuing_transaction"],
            /// The rails that the money takes: `ach`, `us_domestic_wire`, `card` or `stripe`.
            network: Text,
            /// When it can no longer be reversed.
            reversal_deadline: UtcTimestamp = ["/reversal_details/deadline"],
            /// Why it cannot be reversed: `already_reversed`, `deadline_passed`, `network_restricted`,
            /// `source_flow_restricted` or `other`; unset if it can.
            reversal_restricted_reason: Text = ["/reversal_details/restricted_reason"],
            /// What sent it within Stripe, as far as it is the reader's to see: an outbound payment, a payout, …
            source_flow: Reference = ["/linked_flows/source_flow"],
            /// The kind of that flow: `outbound_payment`, `outbound_transfer`, `payout`, `credit_reversal` or `other`.
            source_flow_type: Text = ["/linked_flows/source_flow_type"],
            /// `succeeded` or `failed`.
            status: Text,
            /// What it did to the financial account's balance.
            treasury_transaction: Reference = ["/transaction"],
        },
        ids: ["rc_"],
        served: ["/treasury/received_credits"],
        listed: "/treasury/received_credits" { required: &["financial_account"] },
        references: [
            "/linked_flows/source_flow_details/credit_reversal",
            "/linked_flows/source_flow_details/outbound_payment",
            "/linked_flows/source_flow_details/outbound_transfer",
            "/linked_flows/source_flow_details/payout",
        ],
        volatile: ["/hosted_regulatory_receipt_url", "/linked_flows/source_flow_details"],
        events: [
            "treasury.received_credit.created",
            "treasury.received_credit.failed",
            "treasury.received_credit.succeeded",
        ],
        api: stripe_treasury::treasury_received_credit as stripe_treasury::TreasuryReceivedCredit {
            retrieve: RetrieveTreasuryReceivedCredit,
            list: ListTreasuryReceivedCredit,
            /// In test mode: makes one, as if another had sent money:
            /// <https://docs.stripe.com/api/treasury/received_credits/test_mode_create>.
            api_test_create: CreateTreasuryReceivedCredit,
        },
    }
}
