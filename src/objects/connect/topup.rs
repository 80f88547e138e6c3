//! Topup.

kind! {
    object: "topup",
    feature: "connect",
    served: ["/topups"],
    listed: "/topups" { created: true },
    references: ["/balance_transaction", "/payment_method"],
    // The source as it was charged.
    history: ["/source"],
    events: ["topup.canceled", "topup.created", "topup.failed", "topup.reversed", "topup.succeeded"],
}
