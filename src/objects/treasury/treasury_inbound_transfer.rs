//! TreasuryInboundTransfer: <https://docs.stripe.com/api/treasury/inbound_transfers/object>.

kind! {
    /// Money brought into a financial account from a bank account of the same owner.
    pub struct TreasuryInboundTransfer {
        object: "treasury.inbound_transfer",
        table: stripe_treasury_inbound_transfers,
        feature: "treasury",
        columns: {
            /// Moved, in the currency's minor unit.
            amount: BigInt,
            /// Whether it can still be canceled.
            cancelable: Bool,
            /// When it was canceled.
            canceled_at: UtcTimestamp = ["/status_transitions/canceled_at"],
            /// The three letters, in lower case.
            currency: Text,
            /// Free text.
            description: Text,
            /// When it failed.
            failed_at: UtcTimestamp = ["/status_transitions/failed_at"],
            /// Why it failed: `insufficient_funds`, `debit_not_authorized`, `no_account`, …
            failure_code: Text = ["/failure_details/code"],
            /// The financial account whose balance it changes.
            financial_account: Reference,
            /// The mandate to debit the bank account.
            mandate: Reference = ["/origin_payment_method_details/us_bank_account/mandate"],
            /// The rails that the money takes: `ach`.
            network: Text = ["/origin_payment_method_details/us_bank_account/network"],
            /// The payment method of the bank account that it comes from.
            origin_payment_method: Reference,
            /// The received debit that took the money back, if it was returned.
            received_debit: Reference = ["/linked_flows/received_debit"],
            /// Whether the money was taken back after it had succeeded.
            returned: Bool,
            /// `processing`, `succeeded`, `failed` or `canceled`.
            status: Text,
            /// When it succeeded.
            succeeded_at: UtcTimestamp = ["/status_transitions/succeeded_at"],
            /// What it did to the financial account's balance.
            treasury_transaction: Reference = ["/transaction"],
        },
        ids: ["ibt_"],
        served: ["/treasury/inbound_transfers"],
        listed: "/treasury/inbound_transfers" { required: &["financial_account"] },
        volatile: ["/hosted_regulatory_receipt_url"],
        events: [
            "treasury.inbound_transfer.canceled",
            "treasury.inbound_transfer.created",
            "treasury.inbound_transfer.failed",
            "treasury.inbound_transfer.succeeded",
        ],
        api: stripe_treasury::treasury_inbound_transfer as stripe_treasury::TreasuryInboundTransfer {
            create: CreateTreasuryInboundTransfer,
            retrieve: RetrieveTreasuryInboundTransfer,
            list: ListTreasuryInboundTransfer,
            /// In test mode: lets it fail while it is `processing`:
            /// <https://docs.stripe.com/api/treasury/inbound_transfers/test_mode_fail>.
            api_fail: FailTreasuryInboundTransfer,
            /// In test mode: takes the money back after it has `succeeded`, by a received debit:
            /// <https://docs.stripe.com/api/treasury/inbound_transfers/test_mode_return>.
            api_return: ReturnInboundTransferTreasuryInboundTransfer,
            /// In test mode: lets it succeed while it is `processing`:
            /// <https://docs.stripe.com/api/treasury/inbound_transfers/test_mode_succeed>.
            api_succeed: SucceedTreasuryInboundTransfer,
            /// Cancels it, as long as it is `cancelable`:
            /// <https://docs.stripe.com/api/treasury/inbound_transfers/cancel>.
            api_cancel: CancelTreasuryInboundTransfer,
        },
    }
}
