//! InvoicePayment.

kind! {
    object: "invoice_payment",
    feature: "billing",
    served: ["/invoice_payments"],
    listed: "/invoice_payments" { created: true },
    references: ["/invoice", "/payment/charge", "/payment/payment_intent", "/payment/payment_record"],
    events: ["invoice_payment.paid"],
}
