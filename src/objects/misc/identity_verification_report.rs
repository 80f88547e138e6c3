//! IdentityVerificationReport.

kind! {
    object: "identity.verification_report",
    feature: "misc",
    served: ["/identity/verification_reports"],
    listed: "/identity/verification_reports" { created: true },
    volatile: [
        "/document/dob",
        "/document/expiration_date",
        "/document/number",
        "/id_number/dob",
        "/id_number/id_number",
    ],
    personal: ["/document", "/selfie"],
}
