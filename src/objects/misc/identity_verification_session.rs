//! IdentityVerificationSession: <https://docs.stripe.com/api/identity/verification_sessions/object>.

kind! {
    /// The verification of who someone is, over as many attempts as it takes.
    pub struct IdentityVerificationSession {
        object: "identity.verification_session",
        table: stripe_identity_verification_sessions,
        feature: "misc",
        columns: {
            /// Who the person is in the caller's own system.
            client_reference_id: Text,
            /// Why the last attempt failed: `abandoned`, `document_expired`, `selfie_face_mismatch`, …
            last_error_code: Text = ["/last_error/code"],
            /// What came of the last attempt.
            last_verification_report: Reference,
            /// How far the removal of the personal data is: `validated`, `processing` or `redacted`; unset if it was
            /// not asked for.
            redaction_status: Text = ["/redaction/status"],
            /// The customer who is verified.
            related_customer: Reference,
            /// The same, where that is an Account (v2).
            related_customer_account: Reference,
            /// The person of a connected account who is verified.
            related_person: Reference = ["/related_person/person"],
            /// The connected account of that person.
            related_person_account: Reference = ["/related_person/account"],
            /// `requires_input`, `processing`, `verified` or `canceled`.
            status: Text,
            /// What says which checks to make: `document`, `id_number` or `verification_flow`.
            type_ as "type": Text,
            /// The flow, as set up in the dashboard, that says which checks to make.
            verification_flow: Text,
        },
        ids: ["vs_"],
        served: ["/identity/verification_sessions"],
        listed: "/identity/verification_sessions" { created: true },
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
        api: stripe_misc::identity_verification_session as stripe_misc::IdentityVerificationSession {
            create: CreateIdentityVerificationSession,
            retrieve: RetrieveIdentityVerificationSession,
            update: UpdateIdentityVerificationSession,
            list: ListIdentityVerificationSession,
            /// Ends one that `requires_input`, for good:
            /// <https://docs.stripe.com/api/identity/verification_sessions/cancel>.
            api_cancel: CancelIdentityVerificationSession,
            /// Has Stripe remove all personal data of it, for good and within days:
            /// <https://docs.stripe.com/api/identity/verification_sessions/redact>.
            api_redact: RedactIdentityVerificationSession,
        },
    }
}
