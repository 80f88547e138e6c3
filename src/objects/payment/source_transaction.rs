//! SourceTransaction.

kind! {
    object: "source_transaction",
    feature: "payment",
    served: ["/sources/{source}/source_transactions"],
    listed: "/sources/{source}/source_transactions",
    events: ["source.transaction.created", "source.transaction.updated"],
}
