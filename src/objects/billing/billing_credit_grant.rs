//! BillingCreditGrant: <https://docs.stripe.com/api/billing/credit-grant/object>.

kind! {
    /// Billing credits that a customer was given or has bought, for metered prices on later invoices to use up.
    pub struct BillingCreditGrant {
        object: "billing.credit_grant",
        table: stripe_billing_credit_grants,
        feature: "billing",
        columns: {
            /// Granted, in the currency's minor unit. What is left of it is for its transactions to say.
            amount: BigInt = ["/amount/monetary/value"],
            /// The kind of prices that it can be used for: `metered`; unset if single prices are named.
            applicable_price_type: Text = ["/applicability_config/scope/price_type"],
            /// `paid` or `promotional`; the customer is not told.
            category: Text,
            /// The three letters, in lower case.
            currency: Text = ["/amount/monetary/currency"],
            /// Who can use it.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// From when on it can be used.
            effective_at: UtcTimestamp,
            /// When what is left of it expires; unset if it never does.
            expires_at: UtcTimestamp,
            /// Its name, in the Dashboard.
            name: Text,
            /// Which of several is used first: from 0, the first, to 100, the last.
            priority: BigInt,
            /// The test clock that it lives by.
            test_clock: Reference,
            /// When it was last changed.
            updated: UtcTimestamp,
            /// When it was voided, if it was.
            voided_at: UtcTimestamp,
        },
        ids: ["credgr_"],
        served: ["/billing/credit_grants"],
        listed: "/billing/credit_grants",
        events: ["billing.credit_grant.created", "billing.credit_grant.updated"],
        api: stripe_billing::billing_credit_grant as stripe_shared::BillingCreditGrant {
            create: CreateBillingCreditGrant,
            retrieve: RetrieveBillingCreditGrant,
            update: UpdateBillingCreditGrant,
            list: ListBillingCreditGrant,
            /// Lets what is left of it expire now: <https://docs.stripe.com/api/billing/credit-grant/expire>.
            api_expire: ExpireBillingCreditGrant,
            /// Declares it void, for good; it stays on record: <https://docs.stripe.com/api/billing/credit-grant/void>.
            api_void: VoidGrantBillingCreditGrant,
        },
    }
}
