//! PromotionCode: <https://docs.stripe.com/api/promotion_codes/object>.

kind! {
    /// A code that customers enter to get a coupon's discount. A coupon can have many.
    pub struct PromotionCode {
        object: "promotion_code",
        table: stripe_promotion_codes,
        feature: "product",
        columns: {
            /// Whether it can be redeemed; never while the coupon cannot.
            active: Bool,
            /// What the customer enters, in upper or lower case.
            code: Text,
            /// The coupon that it gives.
            coupon: Reference = ["/promotion/coupon", "/coupon"],
            /// The only customer who can redeem it; unset if all can.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// Until when it can be redeemed.
            expires_at: UtcTimestamp,
            /// Whether it is only for customers who have not paid anything yet.
            first_time_transaction: Bool = ["/restrictions/first_time_transaction"],
            /// How often it can be redeemed, by all customers together.
            max_redemptions: BigInt,
            /// What a purchase must come to at least, in the minor unit of `minimum_amount_currency`.
            minimum_amount: BigInt = ["/restrictions/minimum_amount"],
            /// The currency of `minimum_amount`: three letters, in lower case.
            minimum_amount_currency: Text = ["/restrictions/minimum_amount_currency"],
            /// How often it was redeemed.
            times_redeemed: BigInt,
        },
        ids: ["promo_"],
        served: ["/promotion_codes"],
        listed: "/promotion_codes" { created: true },
        volatile: ["/restrictions/currency_options"],
        events: ["promotion_code.created", "promotion_code.updated"],
        api: stripe_product::promotion_code as stripe_shared::PromotionCode {
            create: CreatePromotionCode,
            retrieve: RetrievePromotionCode,
            update: UpdatePromotionCode,
            list: ListPromotionCode,
        },
    }
}
