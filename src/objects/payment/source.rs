//! Source.

kind! {
    object: "source",
    feature: "payment",
    older_than_creation: true,
    served: ["/sources"],
    listed: "/customers/{customer}/sources",
    personal: ["/card/name", "/owner", "/receiver/address", "/source_order", "/three_d_secure/name"],
    events: [
        "customer.source.created",
        "customer.source.deleted",
        "customer.source.expiring",
        "customer.source.updated",
        "source.canceled",
        "source.chargeable",
        "source.failed",
        "source.mandate_notification",
        "source.refund_attributes_required",
    ],
}
