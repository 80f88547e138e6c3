//! BillingPortalSession.

kind! {
    object: "billing_portal.session",
    feature: "billing",
    references: ["/configuration"],
    volatile: ["/url"],
    client_secret: ["/url"],
    events: ["billing_portal.session.created"],
}
