//! FinancialConnectionsAccount: <https://docs.stripe.com/api/financial_connections/accounts/object>.

kind! {
    /// An account at a bank or the like, which its holder lets be read through Stripe.
    ///
    /// Its balances, by currency, are in the JSON: `/balance/current`.
    pub struct FinancialConnectionsAccount {
        object: "financial_connections.account",
        table: stripe_financial_connections_accounts,
        feature: "misc",
        columns: {
            /// The Stripe account that holds it, if its holder is an `account`.
            account_holder_account: Reference = ["/account_holder/account"],
            /// What its holder is in Stripe: `account` or `customer`.
            account_holder_type: Text = ["/account_holder/type"],
            /// When the institution computed the balance.
            balance_as_of: UtcTimestamp = ["/balance/as_of"],
            /// How the last reading of the balance went: `pending`, `succeeded` or `failed`.
            balance_refresh_status: Text = ["/balance_refresh/status"],
            /// `cash`, `credit`, `investment` or `other`.
            category: Text,
            /// The customer who holds it, if its holder is a `customer`.
            customer: Reference = ["/account_holder/customer"],
            /// The same, where that is an Account (v2).
            customer_account: Reference = ["/account_holder/customer_account"],
            /// What its holder or the institution calls it.
            display_name: Text,
            /// When an account that is still `active` will cease to be, if that is foreseen.
            expected_deactivation_date: UtcTimestamp = ["/status_details/active/expected_deactivation_date"],
            /// What the institution is called.
            institution_name: Text,
            /// The end of its number: four digits.
            last4: Text,
            /// The list of its owners, as last read; unset until then.
            ownership: Reference,
            /// How the last reading of the owners went: `pending`, `succeeded` or `failed`.
            ownership_refresh_status: Text = ["/ownership_refresh/status"],
            /// Whether it can be read: `active`, `inactive` (to be linked again) or `disconnected` (given up).
            status: Text,
            /// Of `cash`: `checking`, `savings` or `other`; of `credit`: `credit_card`, `line_of_credit`, `mortgage` or
            /// `other`; else `other`.
            subcategory: Text,
            /// The last reading of its transactions; each transaction names the one that it came with.
            transaction_refresh: Text = ["/transaction_refresh/id"],
            /// How that reading went: `pending`, `succeeded` or `failed`.
            transaction_refresh_status: Text = ["/transaction_refresh/status"],
        },
        ids: ["fca_"],
        served: ["/financial_connections/accounts"],
        listed: "/financial_connections/accounts",
        events: [
            "financial_connections.account.account_numbers_updated",
            "financial_connections.account.created",
            "financial_connections.account.deactivated",
            "financial_connections.account.disconnected",
            "financial_connections.account.expected_deactivation_date_updated",
            "financial_connections.account.reactivated",
            "financial_connections.account.refreshed_balance",
            "financial_connections.account.refreshed_ownership",
            "financial_connections.account.refreshed_transactions",
            "financial_connections.account.supported_payment_method_types_updated",
            "financial_connections.account.upcoming_account_number_expiry",
            "financial_connections.account.upcoming_deactivation",
        ],
        api: stripe_misc::financial_connections_account as stripe_misc::FinancialConnectionsAccount {
            retrieve: RetrieveFinancialConnectionsAccount,
            list: ListFinancialConnectionsAccount,
            /// Gives up the access to it and to what can be read of it:
            /// <https://docs.stripe.com/api/financial_connections/accounts/disconnect>.
            api_disconnect: DisconnectFinancialConnectionsAccount,
            /// Has its balance, owners or transactions read anew, and does not wait for the outcome:
            /// <https://docs.stripe.com/api/financial_connections/accounts/refresh>.
            api_refresh: RefreshFinancialConnectionsAccount,
            /// Has its transactions read about once a day from now on:
            /// <https://docs.stripe.com/api/financial_connections/accounts/subscribe>.
            api_subscribe: SubscribeFinancialConnectionsAccount,
            /// Ends what `api_subscribe` began:
            /// <https://docs.stripe.com/api/financial_connections/accounts/unsubscribe>.
            api_unsubscribe: UnsubscribeFinancialConnectionsAccount,
        },
    }
}
