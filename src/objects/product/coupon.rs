//! Coupon: <https://docs.stripe.com/api/coupons/object>.

kind! {
    /// A discount that can be given: a part of the price, or an amount.
    pub struct Coupon {
        object: "coupon",
        table: stripe_coupons,
        feature: "product",
        columns: {
            /// Taken off, in the currency's minor unit.
            amount_off: BigInt,
            /// The currency of `amount_off`: three letters, in lower case.
            currency: Text,
            /// How long a subscription gets it: `once`, `repeating` or `forever`.
            duration: Text,
            /// For how many months, if `repeating`.
            duration_in_months: BigInt,
            /// How often it can be redeemed, by all customers together.
            max_redemptions: BigInt,
            /// What customers read.
            name: Text,
            /// Taken off, in percent: 25.5 is 25.5 %.
            // Where both are sent, in API versions before 2018-07-27, `percent_off` is rounded.
            percent_off: Double = ["/percent_off_precise", "/percent_off"],
            /// Until when it can be redeemed.
            redeem_by: UtcTimestamp,
            /// How often it was redeemed.
            times_redeemed: BigInt,
            /// Whether it can be redeemed still.
            valid: Bool,
        },
        ids: chosen,
        served: ["/coupons"],
        listed: "/coupons" { created: true },
        volatile: ["/applies_to", "/currency_options"],
        events: ["coupon.created", "coupon.deleted", "coupon.updated"],
        api: stripe_product::coupon as stripe_shared::Coupon {
            create: CreateCoupon,
            retrieve: RetrieveCoupon,
            update: UpdateCoupon,
            delete: DeleteCoupon,
            list: ListCoupon,
        },
    }
}
