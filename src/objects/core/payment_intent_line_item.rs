//! PaymentIntentLineItem: <https://docs.stripe.com/api/payment_intents/line_item>.

kind! {
    /// One line of what a payment is for, as the card network or the wallet is told. Stripe sends it without `created`.
    pub struct PaymentIntentLineItem {
        object: "payment_intent_amount_details_line_item",
        table: stripe_payment_intent_line_items,
        feature: "core",
        columns: {
            /// The class of goods that it belongs to, for card networks.
            commodity_code: Text = [
                "/payment_method_options/card/commodity_code",
                "/payment_method_options/card_present/commodity_code",
            ],
            /// Taken off the line, in the minor unit of the payment's currency.
            discount_amount: BigInt,
            /// The payment that it is a line of; Stripe does not send it: the list that it is in says it.
            payment_intent: Reference,
            /// The seller's own number for the product.
            product_code: Text,
            /// What the product is called.
            product_name: Text,
            /// How many.
            quantity: BigInt,
            /// The connected account that sells it, where PayPal is told one.
            sold_by: Reference = ["/payment_method_options/paypal/sold_by"],
            /// The tax on the line, in the minor unit of the payment's currency.
            tax_amount: BigInt = ["/tax/total_tax_amount"],
            /// For one, in the minor unit of the payment's currency.
            unit_cost: BigInt,
            /// What the quantity counts, in the seller's own words: gallons, feet, …
            unit_of_measure: Text,
        },
        ids: ["uli_"],
        listed: "/payment_intents/{intent}/amount_details_line_items",
        api: stripe_core::payment_intent_amount_details_line_item as stripe_shared::PaymentIntentAmountDetailsLineItem {
            list: ListIntentPaymentIntentAmountDetailsLineItem,
        },
    }
}
