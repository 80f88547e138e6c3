//! RadarPaymentEvaluation.

kind! {
    object: "radar.payment_evaluation",
    feature: "fraud",
    references: ["/payment_details/payment_method_details/payment_method"],
    personal: ["/client_device_metadata_details"],
}
