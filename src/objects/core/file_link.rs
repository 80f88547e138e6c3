//! FileLink: <https://docs.stripe.com/api/file_links/object>.

// No column for the URL: whoever has it can read the file.
kind! {
    /// A public link to a file: whoever has its URL can read the file, without a key of the account.
    pub struct FileLink {
        object: "file_link",
        table: stripe_file_links,
        feature: "core",
        columns: {
            /// Whether it had expired when Stripe sent this. No event says when it does: compare `expires_at`.
            expired: Bool,
            /// When it stops working, or did; unset if it works for good.
            expires_at: UtcTimestamp,
            /// The file that it leads to.
            file: Reference,
        },
        ids: ["link_"],
        served: ["/file_links"],
        listed: "/file_links" { created: true },
        volatile: ["/url"],
        api: stripe_core::file_link as stripe_shared::FileLink {
            create: CreateFileLink,
            retrieve: RetrieveFileLink,
            update: UpdateFileLink,
            list: ListFileLink,
        },
    }
}
