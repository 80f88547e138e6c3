//! IdentityVerificationSession.

kind! {
    object: "identity.verification_session",
    feature: "misc",
    served: ["/identity/verification_sessions"],
    listed: "/identity/verification_sessions" { created: true },
    references: ["/last_verification_report"],
    volatile: ["/url", "/verified_outputs"],
    client_secret: ["/url"],
    events: [
        "identity.verification_session.canceled",
        "identity.verification_session.created",
        "identity.verification_session.processing",
        "identity.verification_session.redacted",
        "identity.verification_session.requires_input",
        "identity.verification_session.verified",
    ],
}
