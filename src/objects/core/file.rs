//! File: <https://docs.stripe.com/api/files/object>.

// No column for the URL: Stripe makes it anew for each answer.
kind! {
    /// A file that Stripe keeps: one that was uploaded, as evidence of a dispute, or one that Stripe made, as a report.
    pub struct File {
        object: "file",
        table: stripe_files,
        feature: "core",
        lists: {
            "/links": "file_link" by file (owned: false),
        },
        columns: {
            /// When Stripe stops keeping it; unset if it is kept for good.
            expires_at: UtcTimestamp,
            /// The name to save it under.
            filename: Text,
            /// What it is for: `dispute_evidence`, `identity_document`, `finance_report_run`, …
            purpose: Text,
            /// Its length in bytes.
            size: BigInt,
            /// What the document is called, for people.
            title: Text,
            /// Its format: `csv`, `pdf`, `jpg`, `png`, …
            type_ as "type": Text,
        },
        ids: ["file_"],
        served: ["/files"],
        listed: "/files" { created: true },
        volatile: ["/links", "/url"],
        events: ["file.created"],
        api: stripe_core::file as stripe_shared::File {
            retrieve: RetrieveFile,
            list: ListFile,
        },
    }
}
