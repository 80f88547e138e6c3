//! ApplicationFee.

kind! {
    object: "application_fee",
    feature: "connect",
    served: ["/application_fees"],
    listed: "/application_fees" { created: true },
    references: ["/account", "/application", "/balance_transaction"],
    // Both are the connected account's, where the fee was taken.
    of_another_account: ["/charge", "/originating_transaction"],
    events: ["application_fee.created", "application_fee.refunded"],
}
