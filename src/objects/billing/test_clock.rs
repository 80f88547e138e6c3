//! TestClock: <https://docs.stripe.com/api/test_clocks/object>.

kind! {
    /// A time of its own, in test mode, for the customers and quotes that are made with it and for all that is theirs.
    pub struct TestClock {
        object: "test_helpers.test_clock",
        table: stripe_test_clocks,
        feature: "billing",
        columns: {
            /// When Stripe deletes it by itself.
            deletes_after: UtcTimestamp,
            /// The time that it shows.
            frozen_time: UtcTimestamp,
            /// Its name, for people.
            name: Text,
            /// `ready`, `advancing` or `internal_failure`.
            status: Text,
            /// The time that it is on its way to, while it is `advancing`.
            target_frozen_time: UtcTimestamp = ["/status_details/advancing/target_frozen_time"],
        },
        ids: ["clock_"],
        served: ["/test_helpers/test_clocks"],
        listed: "/test_helpers/test_clocks",
        events: [
            "test_helpers.test_clock.advancing",
            "test_helpers.test_clock.created",
            "test_helpers.test_clock.deleted",
            "test_helpers.test_clock.internal_failure",
            "test_helpers.test_clock.ready",
        ],
        api: stripe_billing::test_helpers_test_clock as stripe_shared::TestHelpersTestClock {
            create: CreateTestHelpersTestClock,
            retrieve: RetrieveTestHelpersTestClock,
            delete: DeleteTestHelpersTestClock,
            list: ListTestHelpersTestClock,
            /// In test mode: moves its time forward, until it is `ready`:
            /// <https://docs.stripe.com/api/test_clocks/advance>.
            api_advance: AdvanceTestHelpersTestClock,
        },
    }
}
