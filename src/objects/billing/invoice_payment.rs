//! InvoicePayment: <https://docs.stripe.com/api/invoice-payment/object>.

kind! {
    /// What ties a payment to the invoice that it pays; an invoice can have several.
    ///
    /// Stripe sends it from API version 2025-03-31.basil on; before, an invoice names its one payment itself.
    pub struct InvoicePayment {
        object: "invoice_payment",
        table: stripe_invoice_payments,
        feature: "billing",
        columns: {
            /// Paid towards the invoice, in the currency's minor unit; unset until then.
            amount_paid: BigInt,
            /// To be paid towards the invoice, in the currency's minor unit.
            amount_requested: BigInt,
            /// When it was canceled, if it was.
            canceled_at: UtcTimestamp = ["/status_transitions/canceled_at"],
            /// The charge that pays, if there is no payment intent to it.
            charge: Reference = ["/payment/charge"],
            /// The three letters, in lower case.
            currency: Text,
            /// The invoice that is paid.
            invoice: Reference,
            /// Whether Stripe made it with the invoice, and keeps it at what is still to pay.
            is_default: Bool,
            /// When it was paid.
            paid_at: UtcTimestamp = ["/status_transitions/paid_at"],
            /// The payment intent that pays.
            payment_intent: Reference = ["/payment/payment_intent"],
            /// The payment record that pays, for what was paid outside of Stripe.
            payment_record: Reference = ["/payment/payment_record"],
            /// Which of the three pays: `payment_intent`, `charge` or `payment_record`.
            payment_type: Text = ["/payment/type"],
            /// `open`, `paid` or `canceled`.
            status: Text,
        },
        ids: ["inpay_"],
        served: ["/invoice_payments"],
        listed: "/invoice_payments" { created: true },
        events: ["invoice_payment.paid"],
        api: stripe_billing::invoice_payment as stripe_shared::InvoicePayment {
            retrieve: RetrieveInvoicePayment,
            list: ListInvoicePayment,
        },
    }
}
