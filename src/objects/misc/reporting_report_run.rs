//! ReportingReportRun.

kind! {
    object: "reporting.report_run",
    feature: "misc",
    served: ["/reporting/report_runs"],
    listed: "/reporting/report_runs" { created: true },
    // Files that Stripe made for the run, and that do not change.
    history: ["/result"],
    events: ["reporting.report_run.failed", "reporting.report_run.succeeded"],
}
