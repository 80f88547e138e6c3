//! BillingCreditGrant.

kind! {
    object: "billing.credit_grant",
    feature: "billing",
    served: ["/billing/credit_grants"],
    listed: "/billing/credit_grants",
    references: ["/customer", "/test_clock"],
    events: ["billing.credit_grant.created", "billing.credit_grant.updated"],
}
