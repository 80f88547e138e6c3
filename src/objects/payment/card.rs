//! Card.

kind! {
    object: "card",
    feature: "payment",
    served: ["/customers/{customer}/sources", "/accounts/{account}/external_accounts"],
    listed: "/customers/{customer}/sources",
    references: ["/account", "/customer"],
    personal: [
        "/address_city",
        "/address_country",
        "/address_line1",
        "/address_line2",
        "/address_state",
        "/address_zip",
        "/name",
    ],
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
