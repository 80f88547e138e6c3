//! BankAccount.

kind! {
    object: "bank_account",
    feature: "payment",
    served: ["/customers/{customer}/sources", "/accounts/{account}/external_accounts"],
    listed: "/customers/{customer}/sources",
    references: ["/account", "/customer"],
    events: [
        "account.external_account.created",
        "account.external_account.deleted",
        "account.external_account.updated",
        "customer.source.created",
        "customer.source.deleted",
        "customer.source.expiring",
        "customer.source.updated",
    ],
}
