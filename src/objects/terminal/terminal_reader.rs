//! TerminalReader: <https://docs.stripe.com/api/terminal/readers/object>.

kind! {
    /// A device that reads cards, and what it was last told to do. Stripe sends it without `created`.
    pub struct TerminalReader {
        object: "terminal.reader",
        table: stripe_terminal_readers,
        feature: "terminal",
        columns: {
            /// Why the last action failed, as a code.
            action_failure_code: Text = ["/action/failure_code"],
            /// The payment that the last action is about, whether it is taken, confirmed or given back.
            action_payment_intent: Reference = [
                "/action/process_payment_intent/payment_intent",
                "/action/collect_payment_method/payment_intent",
                "/action/confirm_payment_intent/payment_intent",
                "/action/refund_payment/payment_intent",
            ],
            /// The refund that the last action made.
            action_refund: Reference = ["/action/refund_payment/refund"],
            /// The setup intent that the last action is about.
            action_setup_intent: Reference = ["/action/process_setup_intent/setup_intent"],
            /// How far the last action is: `in_progress`, `succeeded` or `failed`.
            action_status: Text = ["/action/status"],
            /// What the last action is: `collect_inputs`, `collect_payment_method`, `confirm_payment_intent`,
            /// `print_content`, `process_payment_intent`, `process_setup_intent`, `refund_payment` or
            /// `set_reader_display`.
            action_type: Text = ["/action/type"],
            /// The version of its software.
            device_sw_version: Text,
            /// Its model: `bbpos_wisepos_e`, `stripe_s700`, `verifone_P400`, `mobile_phone_reader`, …
            device_type: Text,
            /// Its address in the local network.
            ip_address: Text,
            /// What people call it.
            label: Text,
            /// When Stripe last heard from it, in milliseconds since 1970, as Stripe sends this time.
            last_seen_at: BigInt,
            /// The location where it stands.
            location: Reference,
            /// The number that its maker gave it.
            serial_number: Text,
            /// `online` or `offline`, as far as Stripe knows.
            status: Text,
        },
        ids: ["tmr_"],
        served: ["/terminal/readers"],
        listed: "/terminal/readers",
        references: ["/action/refund_payment/charge"],
        // What was read at the terminal, and the error's objects.
        history: ["/action/api_error", "/action/collect_payment_method/payment_method"],
        personal: ["/action/collect_inputs"],
        events: ["terminal.reader.action_failed", "terminal.reader.action_succeeded", "terminal.reader.action_updated"],
        api: stripe_terminal::terminal_reader as stripe_terminal::TerminalReader {
            create: CreateTerminalReader,
            retrieve: RetrieveTerminalReader,
            update: UpdateTerminalReader,
            delete: DeleteTerminalReader,
            list: ListTerminalReader,
            /// Breaks off what the reader is doing: <https://docs.stripe.com/api/terminal/readers/cancel_action>.
            api_cancel_action: CancelActionTerminalReader,
            /// Shows forms on the reader for the customer to fill in:
            /// <https://docs.stripe.com/api/terminal/readers/collect_inputs>.
            api_collect_inputs: CollectInputsTerminalReader,
            /// Has the reader read a card for a payment, which is to be confirmed later:
            /// <https://docs.stripe.com/api/terminal/readers/collect_payment_method>.
            api_collect_payment_method: CollectPaymentMethodTerminalReader,
            /// Confirms the payment that the reader has read a card for:
            /// <https://docs.stripe.com/api/terminal/readers/confirm_payment_intent>.
            api_confirm_payment_intent: ConfirmPaymentIntentTerminalReader,
            /// Has the reader take a payment, from the card to the confirmation:
            /// <https://docs.stripe.com/api/terminal/readers/process_payment_intent>.
            api_process_payment_intent: ProcessPaymentIntentTerminalReader,
            /// Has the reader read a card that is to be charged later:
            /// <https://docs.stripe.com/api/terminal/readers/process_setup_intent>.
            api_process_setup_intent: ProcessSetupIntentTerminalReader,
            /// Gives a payment back to the card that is held to the reader, as Interac asks for:
            /// <https://docs.stripe.com/api/terminal/readers/refund_payment>.
            api_refund_payment: RefundPaymentTerminalReader,
            /// Shows a cart on the reader: <https://docs.stripe.com/api/terminal/readers/set_reader_display>.
            api_set_reader_display: SetReaderDisplayTerminalReader,
            /// In test mode: holds a card to a simulated reader:
            /// <https://docs.stripe.com/api/terminal/readers/present_payment_method>.
            api_present_payment_method: PresentPaymentMethodTerminalReader,
            /// In test mode: fills in the forms that a simulated reader shows:
            /// <https://docs.stripe.com/api/terminal/readers/succeed_input_collection>.
            api_succeed_input_collection: SucceedInputCollectionTerminalReader,
            /// In test mode: has nobody fill in the forms that a simulated reader shows, until it gives up:
            /// <https://docs.stripe.com/api/terminal/readers/timeout_input_collection>.
            api_timeout_input_collection: TimeoutInputCollectionTerminalReader,
        },
    }
}
