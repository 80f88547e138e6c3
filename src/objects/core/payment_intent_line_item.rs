//! PaymentIntentLineItem.

kind! {
    object: "payment_intent_amount_details_line_item",
    feature: "core",
    listed: "/payment_intents/{intent}/amount_details_line_items",
}
