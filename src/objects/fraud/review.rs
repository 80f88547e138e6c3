//! Review.

kind! {
    object: "review",
    feature: "fraud",
    served: ["/reviews"],
    listed: "/reviews" { created: true },
    references: ["/charge", "/payment_intent"],
    personal: ["/billing_zip", "/session"],
    events: ["review.closed", "review.opened"],
}
