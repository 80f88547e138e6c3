//! BillingCreditBalanceTransaction: <https://docs.stripe.com/api/billing/credit-balance-transaction/object>.

// No `ids`: they begin with `cbtxn_`, as those of a customer's balance transactions do.
kind! {
    /// A movement on a credit grant: a credit adds to what is left of it, a debit takes away from that.
    pub struct BillingCreditBalanceTransaction {
        object: "billing.credit_balance_transaction",
        table: stripe_billing_credit_balance_transactions,
        feature: "billing",
        columns: {
            /// How much, in the currency's minor unit; `type` says in which direction.
            amount: BigInt = ["/credit/amount/monetary/value", "/debit/amount/monetary/value"],
            /// The grant that it adds to or takes from.
            credit_grant: Reference,
            /// The three letters, in lower case.
            currency: Text = ["/credit/amount/monetary/currency", "/debit/amount/monetary/currency"],
            /// When it counts.
            effective_at: UtcTimestamp,
            /// The invoice that the credits were used for; of a credit, the one that was voided since.
            invoice: Reference = [
                "/debit/credits_applied/invoice",
                "/credit/credits_application_invoice_voided/invoice",
            ],
            /// The line of that invoice.
            invoice_line_item: Reference = [
                "/debit/credits_applied/invoice_line_item",
                "/credit/credits_application_invoice_voided/invoice_line_item",
            ],
            /// Why: of a credit `credits_granted` or `credits_application_invoice_voided`, of a debit
            /// `credits_applied`, `credits_expired` or `credits_voided`.
            reason: Text = ["/credit/type", "/debit/type"],
            /// The test clock that it lives by.
            test_clock: Reference,
            /// `credit` or `debit`.
            type_ as "type": Text,
        },
        served: ["/billing/credit_balance_transactions"],
        listed: "/billing/credit_balance_transactions" { required: &["customer"] },
        events: ["billing.credit_balance_transaction.created"],
        api: stripe_billing::billing_credit_balance_transaction as stripe_shared::BillingCreditBalanceTransaction {
            retrieve: RetrieveBillingCreditBalanceTransaction,
            list: ListBillingCreditBalanceTransaction,
        },
    }
}
