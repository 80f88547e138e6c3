//! TerminalReader.

kind! {
    object: "terminal.reader",
    feature: "terminal",
    served: ["/terminal/readers"],
    listed: "/terminal/readers",
    references: [
        "/action/collect_payment_method/payment_intent",
        "/action/confirm_payment_intent/payment_intent",
        "/action/process_payment_intent/payment_intent",
        "/action/process_setup_intent/setup_intent",
        "/action/refund_payment/charge",
        "/action/refund_payment/payment_intent",
        "/action/refund_payment/refund",
        "/location",
    ],
    // What was read at the terminal, and the error's objects.
    history: ["/action/api_error", "/action/collect_payment_method/payment_method"],
    personal: ["/action/collect_inputs"],
    events: ["terminal.reader.action_failed", "terminal.reader.action_succeeded", "terminal.reader.action_updated"],
}
