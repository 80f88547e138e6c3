//! TreasuryReceivedDebit: <https://docs.stripe.com/api/treasury/received_debits/object>.

kind! {
    /// Money that someone else took from a financial account.
    pub struct TreasuryReceivedDebit {
        object: "treasury.received_debit",
        table: stripe_treasury_received_debits,
        feature: "treasury",
        columns: {
            /// Moved, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// The debit reversal that took it back, if it was reversed.
            debit_reversal: Reference = ["/linked_flows/debit_reversal"],
            /// Free text.
            description: Text,
            /// Why it failed: `account_closed`, `account_frozen`, `insufficient_funds`, `international_transaction` or
            /// `other`.
            failure_code: Text,
            /// The financial account whose balance it changes.
            financial_account: Reference,
            /// The inbound transfer whose money it takes back.
            inbound_transfer: Reference = ["/linked_flows/inbound_transfer"],
            /// The kind of the other side: `us_bank_account`, `financial_account`, `balance`, `issuing_card` or
            /// `stripe`.
            initiating_payment_method_type: Text = ["/initiating_payment_method_details/type"],
            /// The issued card's authorization that it came from.
            issuing_authorization: Reference = ["/linked_flows/issuing_authorization"],
            /// The issued card that moved the money.
            issuing_card: Reference = ["/initiating_payment_method_details/issuing_card"],
            /// The issued card's transaction that is the same movement.
            issuing_transaction: Reference = ["/linked_flows/issuing_transaction"],
            /// The rails that the money takes: `ach`, `card` or `stripe`.
            network: Text,
            /// The payout that it came from.
            payout: Reference = ["/linked_flows/payout"],
            /// When it can no longer be reversed.
            reversal_deadline: UtcTimestamp = ["/reversal_details/deadline"],
            /// Why it cannot be reversed: `already_reversed`, `deadline_passed`, `network_restricted`,
            /// `source_flow_restricted` or `other`; unset if it can.
            reversal_restricted_reason: Text = ["/reversal_details/restricted_reason"],
            /// `succeeded` or `failed`.
            status: Text,
            /// The top-up that it came from.
            topup: Reference = ["/linked_flows/topup"],
            /// What it did to the financial account's balance.
            treasury_transaction: Reference = ["/transaction"],
        },
        ids: ["rd_"],
        served: ["/treasury/received_debits"],
        listed: "/treasury/received_debits" { required: &["financial_account"] },
        volatile: ["/hosted_regulatory_receipt_url"],
        events: ["treasury.received_debit.created"],
        api: stripe_treasury::treasury_received_debit as stripe_treasury::TreasuryReceivedDebit {
            retrieve: RetrieveTreasuryReceivedDebit,
            list: ListTreasuryReceivedDebit,
            /// In test mode: makes one, as if another had taken money:
            /// <https://docs.stripe.com/api/treasury/received_debits/test_mode_create>.
            api_test_create: CreateTreasuryReceivedDebit,
        },
    }
}
