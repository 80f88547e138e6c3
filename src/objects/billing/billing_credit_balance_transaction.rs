//! BillingCreditBalanceTransaction.

kind! {
    object: "billing.credit_balance_transaction",
    feature: "billing",
    served: ["/billing/credit_balance_transactions"],
    listed: "/billing/credit_balance_transactions",
    references: [
        "/credit/credits_application_invoice_voided/invoice",
        "/credit_grant",
        "/debit/credits_applied/invoice",
        "/test_clock",
    ],
    events: ["billing.credit_balance_transaction.created"],
}
