//! ClimateSupplier.

kind! {
    object: "climate.supplier",
    feature: "misc",
    served: ["/climate/suppliers"],
    listed: "/climate/suppliers",
}
