//! ReportingReportRun: <https://docs.stripe.com/api/reporting/report_run/object>.

kind! {
    /// One making of a report, over a span of time. Its outcome is a file.
    pub struct ReportingReportRun {
        object: "reporting.report_run",
        table: stripe_reporting_report_runs,
        feature: "misc",
        columns: {
            /// The connected account that the report is limited to.
            connected_account: Reference = ["/parameters/connected_account"],
            /// The currency that the report is limited to: the three letters, in lower case.
            currency: Text = ["/parameters/currency"],
            /// Why it failed, in words.
            error: Text,
            /// When what it reports ends.
            interval_end: UtcTimestamp = ["/parameters/interval_end"],
            /// When what it reports begins.
            interval_start: UtcTimestamp = ["/parameters/interval_start"],
            /// The payout that the report is limited to.
            payout: Reference = ["/parameters/payout"],
            /// What it reports: `balance.summary.1`, …
            report_type: Reference,
            /// The kind of balance transactions that the report is limited to: `charge`, `refund`, …
            reporting_category: Text = ["/parameters/reporting_category"],
            /// The file with the report; unset until it has succeeded.
            result: Reference,
            /// `pending`, `succeeded` or `failed`.
            status: Text,
            /// When the report was ready.
            succeeded_at: UtcTimestamp,
        },
        ids: ["frr_"],
        served: ["/reporting/report_runs"],
        listed: "/reporting/report_runs" { created: true },
        // Files that Stripe made for the run, and that do not change.
        history: ["/result"],
        events: ["reporting.report_run.failed", "reporting.report_run.succeeded"],
        api: stripe_misc::reporting_report_run as stripe_misc::ReportingReportRun {
            create: CreateReportingReportRun,
            retrieve: RetrieveReportingReportRun,
            list: ListReportingReportRun,
        },
    }
}
