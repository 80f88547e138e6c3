//! TreasuryOutboundTransfer: <https://docs.stripe.com/api/treasury/outbound_transfers/object>.

kind! {
    /// Money sent from a financial account to another account of the same owner: at a bank or a financial account.
    pub struct TreasuryOutboundTransfer {
        object: "treasury.outbound_transfer",
        table: stripe_treasury_outbound_transfers,
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
            /// The payment method that it goes to, if there is one.
            destination_payment_method: Reference,
            /// When the money should arrive.
            expected_arrival_date: UtcTimestamp,
            /// When it failed.
            failed_at: UtcTimestamp = ["/status_transitions/failed_at"],
            /// The financial account whose balance it changes.
            financial_account: Reference,
            /// The rails that the money takes: `ach`, `us_domestic_wire` or `stripe`.
            network: Text = [
                "/destination_payment_method_details/us_bank_account/network",
                "/destination_payment_method_details/financial_account/network",
            ],
            /// When it was posted.
            posted_at: UtcTimestamp = ["/status_transitions/posted_at"],
            /// Why it was returned: `account_closed`, `declined`, `no_account`, …
            return_code: Text = ["/returned_details/code"],
            /// What its return did to the financial account's balance.
            return_transaction: Reference = ["/returned_details/transaction"],
            /// When it was returned.
            returned_at: UtcTimestamp = ["/status_transitions/returned_at"],
            /// `processing`, `posted`, `failed`, `returned` or `canceled`.
            status: Text,
            /// The financial account that it goes to, if it goes to one.
            to_financial_account: Reference = ["/destination_payment_method_details/financial_account/id"],
            /// What it did to the financial account's balance.
            treasury_transaction: Reference = ["/transaction"],
        },
        ids: ["obt_"],
        served: ["/treasury/outbound_transfers"],
        listed: "/treasury/outbound_transfers" { required: &["financial_account"] },
        references: ["/destination_payment_method_details/us_bank_account/mandate"],
        volatile: ["/hosted_regulatory_receipt_url"],
        events: [
            "treasury.outbound_transfer.canceled",
            "treasury.outbound_transfer.created",
            "treasury.outbound_transfer.expected_arrival_date_updated",
            "treasury.outbound_transfer.failed",
            "treasury.outbound_transfer.posted",
            "treasury.outbound_transfer.returned",
            "treasury.outbound_transfer.tracking_details_updated",
        ],
        api: stripe_treasury::treasury_outbound_transfer as stripe_treasury::TreasuryOutboundTransfer {
            create: CreateTreasuryOutboundTransfer,
            retrieve: RetrieveTreasuryOutboundTransfer,
            list: ListTreasuryOutboundTransfer,
            /// In test mode: lets it fail while it is `processing`:
            /// <https://docs.stripe.com/api/treasury/outbound_transfers/test_mode_fail>.
            api_fail: FailTreasuryOutboundTransfer,
            /// In test mode: posts it while it is `processing`:
            /// <https://docs.stripe.com/api/treasury/outbound_transfers/test_mode_post>.
            api_post: PostTreasuryOutboundTransfer,
            /// In test mode: sends the money back:
            /// <https://docs.stripe.com/api/treasury/outbound_transfers/test_mode_return>.
            api_return: ReturnOutboundTransferTreasuryOutboundTransfer,
            /// In test mode: sets the numbers by which banks track it:
            /// <https://docs.stripe.com/api/treasury/outbound_transfers/test_mode_update>.
            api_test_update: UpdateTreasuryOutboundTransfer,
            /// Cancels it, as long as it is `cancelable`:
            /// <https://docs.stripe.com/api/treasury/outbound_transfers/cancel>.
            api_cancel: CancelTreasuryOutboundTransfer,
        },
    }
}
