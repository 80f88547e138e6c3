//! ScheduledQueryRun: <https://docs.stripe.com/api/sigma/scheduled_queries/object>.

kind! {
    /// One run of a query that Sigma runs on a schedule. Its outcome is a file.
    pub struct ScheduledQueryRun {
        object: "scheduled_query_run",
        table: stripe_scheduled_query_runs,
        feature: "misc",
        columns: {
            /// The time as of which Sigma had the account's data.
            data_load_time: UtcTimestamp,
            /// Why it failed, in words.
            error: Text = ["/error/message"],
            /// The file with the rows that were found.
            file: Reference,
            /// The query itself.
            query_sql: Text = ["/sql"],
            /// When the file can be downloaded no more.
            result_available_until: UtcTimestamp,
            /// `completed`, `canceled`, `failed` or `timed_out`.
            status: Text,
            /// What the query is called.
            title: Text,
        },
        ids: ["sqr_"],
        served: ["/sigma/scheduled_query_runs"],
        listed: "/sigma/scheduled_query_runs",
        history: ["/file"],
        events: ["sigma.scheduled_query_run.created"],
        api: stripe_misc::scheduled_query_run as stripe_misc::ScheduledQueryRun {
            retrieve: RetrieveScheduledQueryRun,
            list: ListScheduledQueryRun,
        },
    }
}
