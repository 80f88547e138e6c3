//! ForwardingRequest: <https://docs.stripe.com/api/forwarding/request/object>.

kind! {
    /// A call that Stripe makes to another payment service for the account, with card data from its vault put in.
    ///
    /// Stripe keeps it for 30 days.
    pub struct ForwardingRequest {
        object: "forwarding.request",
        table: stripe_forwarding_requests,
        feature: "misc",
        columns: {
            /// How long the other service took to answer, in milliseconds.
            destination_duration: BigInt = ["/request_context/destination_duration"],
            /// Where the card data comes from.
            payment_method: Reference,
            /// The HTTP status that the other service answered with.
            response_status: BigInt = ["/response_details/status"],
            /// Where the call goes.
            url: Text,
        },
        served: ["/forwarding/requests"],
        listed: "/forwarding/requests" { created: true },
        secret: [
            "/request_details/body",
            "/request_details/headers",
            "/response_details/body",
            "/response_details/headers",
        ],
        api: stripe_misc::forwarding_request as stripe_misc::ForwardingRequest {
            create: CreateForwardingRequest,
            retrieve: RetrieveForwardingRequest,
            list: ListForwardingRequest,
        },
    }
}
