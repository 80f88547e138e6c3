//! Review: <https://docs.stripe.com/api/radar/reviews/object>.

kind! {
    /// A payment put before a person, who is to judge whether it is fraud.
    pub struct Review {
        object: "review",
        table: stripe_reviews,
        feature: "fraud",
        columns: {
            /// The postal code that was given for the card.
            billing_zip: Text,
            /// The charge in question.
            charge: Reference,
            /// What closed it: `approved`, `refunded`, `refunded_as_fraud`, `disputed`, `redacted`, `canceled`,
            /// `payment_never_settled` or `acknowledged`; unset while it is open.
            closed_reason: Text,
            /// The address that the payment was made from.
            ip_address: Text,
            /// The city that this address is near.
            ip_address_city: Text = ["/ip_address_location/city"],
            /// The country that this address is in: two letters, in upper case.
            ip_address_country: Text = ["/ip_address_location/country"],
            /// Whether it waits for someone to decide.
            open: Bool,
            /// What opened it: `rule` or `manual`.
            opened_reason: Text,
            /// The payment in question.
            payment_intent: Reference,
            /// Why it is in its state: `rule` or `manual` while it is open, then what closed it.
            reason: Text,
            /// The browser that the payment was made in, without its version: `Chrome`, …
            session_browser: Text = ["/session/browser"],
            /// The device that the payment was made on.
            session_device: Text = ["/session/device"],
            /// The system that this device runs.
            session_platform: Text = ["/session/platform"],
        },
        ids: ["prv_"],
        served: ["/reviews"],
        // Open ones only: to be missing from the list is to be closed.
        listed: "/reviews" { created: true },
        personal: ["/billing_zip", "/session"],
        events: ["review.closed", "review.opened"],
        api: stripe_fraud::review as stripe_shared::Review {
            retrieve: RetrieveReview,
            list: ListReview,
            /// Closes it as no fraud: <https://docs.stripe.com/api/radar/reviews/approve>.
            api_approve: ApproveReview,
        },
    }
}
