//! ReportingReportType: <https://docs.stripe.com/api/reporting/report_type/object>.

kind! {
    /// A report that Stripe can make, and the time for which it has the data. The id is a name: `balance.summary.1`.
    ///
    /// Stripe sends it without `created`.
    pub struct ReportingReportType {
        object: "reporting.report_type",
        table: stripe_reporting_report_types,
        feature: "misc",
        columns: {
            /// When the data ends that there is at present.
            data_available_end: UtcTimestamp,
            /// When the data begins.
            data_available_start: UtcTimestamp,
            /// Its name, for people.
            name: Text,
            /// When it last changed: its data as a rule, daily.
            updated: UtcTimestamp,
            /// Its version, as in the id; each may have its own parameters and columns.
            version: BigInt,
        },
        ids: chosen,
        served: ["/reporting/report_types"],
        listed: "/reporting/report_types",
        events: ["reporting.report_type.updated"],
        api: stripe_misc::reporting_report_type as stripe_misc::ReportingReportType {
            retrieve: RetrieveReportingReportType,
            list: ListReportingReportType,
        },
    }
}
