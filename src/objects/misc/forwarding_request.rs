//! ForwardingRequest.

kind! {
    object: "forwarding.request",
    feature: "misc",
    served: ["/forwarding/requests"],
    listed: "/forwarding/requests" { created: true },
    secret: [
        "/request_details/body",
        "/request_details/headers",
        "/response_details/body",
        "/response_details/headers",
    ],
}
