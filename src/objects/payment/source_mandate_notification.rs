//! SourceMandateNotification.

kind! {
    object: "source_mandate_notification",
    feature: "payment",
    served: ["/sources/{source}/mandate_notifications"],
    listed: "/sources/{source}/mandate_notifications",
    // The source as it was when the mandate was notified.
    history: ["/source"],
}
