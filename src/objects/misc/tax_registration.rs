//! TaxRegistration.

kind! {
    object: "tax.registration",
    feature: "misc",
    served: ["/tax/registrations"],
    listed: "/tax/registrations" { walks: &["status=all"] },
}
