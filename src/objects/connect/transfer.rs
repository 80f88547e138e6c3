//! Transfer.

kind! {
    object: "transfer",
    feature: "connect",
    served: ["/transfers"],
    listed: "/transfers" { created: true },
    references: ["/balance_transaction", "/destination", "/source_transaction"],
    // The payment is the destination's, in its own account.
    of_another_account: ["/destination_payment"],
    events: ["transfer.created", "transfer.reversed", "transfer.updated"],
}
