//! IssuingPhysicalBundle.

kind! {
    object: "issuing.physical_bundle",
    feature: "issuing",
    served: ["/issuing/physical_bundles"],
    listed: "/issuing/physical_bundles",
}
