//! TestClock.

kind! {
    object: "test_helpers.test_clock",
    feature: "billing",
    served: ["/test_helpers/test_clocks"],
    listed: "/test_helpers/test_clocks",
    events: [
        "test_helpers.test_clock.advancing",
        "test_helpers.test_clock.created",
        "test_helpers.test_clock.deleted",
        "test_helpers.test_clock.internal_failure",
        "test_helpers.test_clock.ready",
    ],
}
