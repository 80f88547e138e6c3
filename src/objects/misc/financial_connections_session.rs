//! FinancialConnectionsSession: <https://docs.stripe.com/api/financial_connections/sessions/object>.

// No `lists` for `/accounts`: an account does not say its session, and may be linked again in another, so that to be
// missing from one session's list is not to be deleted. Each is served by its id, and so is a snapshot all the same.
kind! {
    /// One visit of Stripe's dialog in which someone links accounts held elsewhere. Stripe sends it without `created`.
    pub struct FinancialConnectionsSession {
        object: "financial_connections.session",
        table: stripe_financial_connections_sessions,
        feature: "misc",
        columns: {
            /// The Stripe account for which accounts are linked, if their holder is an `account`.
            account_holder_account: Reference = ["/account_holder/account"],
            /// What their holder is in Stripe: `account` or `customer`.
            account_holder_type: Text = ["/account_holder/type"],
            /// How many accounts may be linked.
            account_limit: BigInt = ["/limits/accounts"],
            /// The token made of the bank account, where Stripe.js was asked for one.
            bank_account_token: Reference,
            /// The customer for whom accounts are linked, if their holder is a `customer`.
            customer: Reference = ["/account_holder/customer"],
            /// The same, where that is an Account (v2).
            customer_account: Reference = ["/account_holder/customer_account"],
            /// Whether account numbers may be typed in by hand: `automatic` or `disabled`.
            manual_entry_mode: Text = ["/manual_entry/mode"],
            /// How many of the linked accounts must be able to pay: `all`, `at_least_one` or `none`.
            require_payment_method_support: Text = ["/filters/require_payment_method_support"],
        },
        ids: ["fcsess_"],
        served: ["/financial_connections/sessions"],
        api: stripe_misc::financial_connections_session as stripe_misc::FinancialConnectionsSession {
            create: CreateFinancialConnectionsSession,
            retrieve: RetrieveFinancialConnectionsSession,
        },
    }
}
