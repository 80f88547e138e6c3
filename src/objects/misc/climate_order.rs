//! ClimateOrder.

kind! {
    object: "climate.order",
    feature: "misc",
    served: ["/climate/orders"],
    listed: "/climate/orders",
    references: ["/delivery_details/*/supplier", "/product"],
    personal: ["/beneficiary"],
    events: [
        "climate.order.canceled",
        "climate.order.created",
        "climate.order.delayed",
        "climate.order.delivered",
        "climate.order.product_substituted",
    ],
}
