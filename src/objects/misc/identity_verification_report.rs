//! IdentityVerificationReport: <https://docs.stripe.com/api/identity/verification_reports/object>.

kind! {
    /// What came of one attempt to verify who someone is, check by check. Checks that were not made have no status.
    ///
    /// What the checks found out of the person is no column: some of it comes only where it is expanded.
    pub struct IdentityVerificationReport {
        object: "identity.verification_report",
        table: stripe_identity_verification_reports,
        feature: "misc",
        columns: {
            /// Who the person is in the caller's own system.
            client_reference_id: Text,
            /// Why the document is `unverified`: `document_expired`, `document_type_not_supported`,
            /// `document_unverified_other`, …
            document_error_code: Text = ["/document/error/code"],
            /// The country that issued the document, in two letters.
            document_issuing_country: Text = ["/document/issuing_country"],
            /// What came of the document's check: `verified` or `unverified`.
            document_status: Text = ["/document/status"],
            /// `driving_license`, `id_card` or `passport`.
            document_type: Text = ["/document/type"],
            /// What came of the e-mail address's check: `verified` or `unverified`.
            email_status: Text = ["/email/status"],
            /// Why the number is `unverified`: `id_number_insufficient_document_data`, `id_number_mismatch` or
            /// `id_number_unverified_other`.
            id_number_error_code: Text = ["/id_number/error/code"],
            /// What came of the check of the person's official number: `verified` or `unverified`.
            id_number_status: Text = ["/id_number/status"],
            /// What number that is: `br_cpf`, `sg_nric` or `us_ssn`.
            id_number_type: Text = ["/id_number/id_number_type"],
            /// What came of the telephone number's check: `verified` or `unverified`.
            phone_status: Text = ["/phone/status"],
            /// Why the selfie is `unverified`: `selfie_document_missing_photo`, `selfie_face_mismatch`,
            /// `selfie_manipulated`, `selfie_unverified_other`, …
            selfie_error_code: Text = ["/selfie/error/code"],
            /// What came of the comparison of the selfie with the document: `verified` or `unverified`.
            selfie_status: Text = ["/selfie/status"],
            /// What said which checks to make: `document`, `id_number` or `verification_flow`.
            type_ as "type": Text,
            /// The flow, as set up in the dashboard, that said which checks to make.
            verification_flow: Text,
            /// The session that the attempt was made in.
            verification_session: Reference,
        },
        ids: ["vr_"],
        served: ["/identity/verification_reports"],
        listed: "/identity/verification_reports" { created: true },
        volatile: [
            "/document/dob",
            "/document/expiration_date",
            "/document/number",
            "/document/sex",
            "/document/unparsed_place_of_birth",
            "/document/unparsed_sex",
            "/id_number/dob",
            "/id_number/id_number",
        ],
        personal: ["/document", "/selfie"],
        api: stripe_misc::identity_verification_report as stripe_misc::IdentityVerificationReport {
            retrieve: RetrieveIdentityVerificationReport,
            list: ListIdentityVerificationReport,
        },
    }
}
