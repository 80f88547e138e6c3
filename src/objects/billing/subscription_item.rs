//! SubscriptionItem: <https://docs.stripe.com/api/subscription_items/object>.

// Of the price that comes within an item only what never changes is a column (`product`). The rest is a join with
// `stripe_prices` away: an item's content counts as the same while the price's id is.
kind! {
    /// One price, times a quantity, of a subscription.
    pub struct SubscriptionItem {
        object: "subscription_item",
        table: stripe_subscription_items,
        feature: "billing",
        columns: {
            /// Up to when it was billed.
            billed_until: UtcTimestamp,
            /// When its period ends; before 2025-03-31.basil the subscription has it.
            current_period_end: UtcTimestamp = ["/current_period_end", "^/current_period_end"],
            /// When its period began; before 2025-03-31.basil the subscription has it.
            current_period_start: UtcTimestamp = ["/current_period_start", "^/current_period_start"],
            /// What is billed. A plan is a price of the same id.
            price: Reference = ["/price", "/plan"],
            /// What is sold.
            product: Reference = ["/price/product", "/plan/product"],
            /// How many; unset for usage.
            quantity: BigInt,
            /// The subscription that it is an item of.
            subscription: Reference,
        },
        ids: ["si_"],
        known_by_list: true,
        served: ["/subscription_items"],
        listed: "/subscription_items" { required: &["subscription"] },
        references: ["/discounts/*", "/tax_rates/*"],
        api: stripe_billing::subscription_item as stripe_shared::SubscriptionItem {
            create: CreateSubscriptionItem,
            retrieve: RetrieveSubscriptionItem,
            update: UpdateSubscriptionItem,
            delete: DeleteSubscriptionItem,
            list: ListSubscriptionItem,
        },
    }
}
