//! IssuingSettlement.

kind! {
    object: "issuing.settlement",
    feature: "issuing",
    served: ["/issuing/settlements"],
}
