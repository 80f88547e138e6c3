//! ReportingReportType.

kind! {
    object: "reporting.report_type",
    feature: "misc",
    ids: chosen,
    served: ["/reporting/report_types"],
    listed: "/reporting/report_types",
    events: ["reporting.report_type.updated"],
}
