//! ClimateOrder: <https://docs.stripe.com/api/climate/order/object>.

kind! {
    /// A purchase of carbon removal, paid from the account's Stripe balance.
    pub struct ClimateOrder {
        object: "climate.order",
        table: stripe_climate_orders,
        feature: "misc",
        columns: {
            /// What Frontier charges for its service, in the currency's minor unit.
            amount_fees: BigInt,
            /// The price of the removal itself, in the currency's minor unit.
            amount_subtotal: BigInt,
            /// Both together, in the currency's minor unit.
            amount_total: BigInt,
            /// When it was canceled.
            canceled_at: UtcTimestamp,
            /// Why it was canceled: `expired`, `product_unavailable` or `requested`.
            cancellation_reason: Text,
            /// When it was confirmed.
            confirmed_at: UtcTimestamp,
            /// The three letters, in lower case.
            currency: Text,
            /// When its delivery was put off to a later year.
            delayed_at: UtcTimestamp,
            /// When it was delivered.
            delivered_at: UtcTimestamp,
            /// The year in which it is to be delivered; a past one means that the removal was in stock.
            expected_delivery_year: BigInt,
            /// How many metric tons are removed, as a decimal number.
            metric_tons: Text,
            /// What was bought.
            product: Reference,
            /// When another product took the place of the one that was ordered.
            product_substituted_at: UtcTimestamp,
            /// `awaiting_funds`, `open`, `confirmed`, `delivered` or `canceled`.
            status: Text,
        },
        ids: ["climorder_"],
        served: ["/climate/orders"],
        listed: "/climate/orders",
        references: ["/delivery_details/*/supplier"],
        personal: ["/beneficiary"],
        events: [
            "climate.order.canceled",
            "climate.order.created",
            "climate.order.delayed",
            "climate.order.delivered",
            "climate.order.product_substituted",
        ],
        api: stripe_misc::climate_order as stripe_misc::ClimateOrder {
            create: CreateClimateOrder,
            retrieve: RetrieveClimateOrder,
            update: UpdateClimateOrder,
            list: ListClimateOrder,
            /// Cancels it within a day of its creation; the fees are not given back:
            /// <https://docs.stripe.com/api/climate/order/cancel>.
            api_cancel: CancelClimateOrder,
        },
    }
}
