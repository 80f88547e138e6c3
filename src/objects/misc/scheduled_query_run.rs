//! ScheduledQueryRun.

kind! {
    object: "scheduled_query_run",
    feature: "misc",
    served: ["/sigma/scheduled_query_runs"],
    listed: "/sigma/scheduled_query_runs",
    history: ["/file"],
    events: ["sigma.scheduled_query_run.created"],
}
