//! PromotionCode.

kind! {
    object: "promotion_code",
    feature: "product",
    served: ["/promotion_codes"],
    listed: "/promotion_codes" { created: true },
    references: ["/coupon", "/customer", "/promotion/coupon"],
    volatile: ["/restrictions/currency_options"],
    events: ["promotion_code.created", "promotion_code.updated"],
}
