//! CustomerCashBalanceTransaction: <https://docs.stripe.com/api/cash_balance_transactions/object>.

kind! {
    /// A change of a customer's cash balance: of the money that the customer has sent, by bank transfer as a rule, and
    /// that no payment has used yet.
    pub struct CustomerCashBalanceTransaction {
        object: "customer_cash_balance_transaction",
        table: stripe_customer_cash_balance_transactions,
        feature: "core",
        columns: {
            /// What it did to the account's own balance, if it moved money between the two.
            balance_transaction: Reference = [
                "/adjusted_for_overdraft/balance_transaction",
                "/transferred_to_balance/balance_transaction",
            ],
            /// What the customer wrote into the bank transfer that brought the money.
            bank_transfer_reference: Text = ["/funded/bank_transfer/reference"],
            /// The kind of that bank transfer: `eu_bank_transfer`, `gb_bank_transfer`, `jp_bank_transfer`,
            /// `mx_bank_transfer` or `us_bank_transfer`.
            bank_transfer_type: Text = ["/funded/bank_transfer/type"],
            /// The three letters, in lower case.
            currency: Text,
            /// Whose cash balance changed.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// The cash balance in this currency afterwards, in the currency's minor unit.
            ending_balance: BigInt,
            /// The transaction that brought the cash balance below zero, which this one makes good.
            linked_transaction: Reference = ["/adjusted_for_overdraft/linked_transaction"],
            /// Added if positive, taken out if negative, in the currency's minor unit.
            net_amount: BigInt,
            /// The payment that the money went into, or came back from.
            payment_intent: Reference = [
                "/applied_to_payment/payment_intent",
                "/unapplied_from_payment/payment_intent",
            ],
            /// The refund that put the money into the cash balance.
            refund: Reference = ["/refunded_from_payment/refund"],
            /// Why it changed: `funded`, `applied_to_payment`, `unapplied_from_payment`, `refunded_from_payment`, …
            type_ as "type": Text,
        },
        ids: ["ccsbtxn_"],
        served: ["/customers/{customer}/cash_balance_transactions"],
        listed: "/customers/{customer}/cash_balance_transactions",
        events: ["customer_cash_balance_transaction.created"],
        api: stripe_core::customer_cash_balance_transaction as stripe_shared::CustomerCashBalanceTransaction {
            retrieve: RetrieveCustomerCashBalanceTransaction,
            list: ListCustomerCustomerCashBalanceTransaction,
        },
    }
}
