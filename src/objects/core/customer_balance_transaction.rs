//! CustomerBalanceTransaction: <https://docs.stripe.com/api/customer_balance_transactions/object>.

kind! {
    /// A change of a customer's balance, which the next invoices take into account. No money moves.
    pub struct CustomerBalanceTransaction {
        object: "customer_balance_transaction",
        table: stripe_customer_balance_transactions,
        feature: "core",
        columns: {
            /// Owed by the customer if positive, credited if negative, in the currency's minor unit.
            amount: BigInt,
            /// The checkout session that made it.
            checkout_session: Reference,
            /// The credit note that it belongs to.
            credit_note: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// Whose balance changed.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// Free text.
            description: Text,
            /// The customer's balance afterwards, in the currency's minor unit; as with `amount`, a credit is negative.
            ending_balance: BigInt,
            /// The invoice that it belongs to.
            invoice: Reference,
            /// Why the balance changed: `adjustment`, `applied_to_invoice`, `credit_note`, `initial`, …
            type_ as "type": Text,
        },
        ids: ["cbtxn_"],
        served: ["/customers/{customer}/balance_transactions"],
        listed: "/customers/{customer}/balance_transactions" { created: true },
        api: stripe_core::customer_balance_transaction as stripe_shared::CustomerBalanceTransaction {
            create: CreateCustomerCustomerBalanceTransaction,
            retrieve: RetrieveCustomerBalanceTransaction,
            update: UpdateCustomerBalanceTransaction,
            list: ListCustomerCustomerBalanceTransaction,
        },
    }
}
