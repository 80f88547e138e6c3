//! Discount.

kind! {
    object: "discount",
    feature: "product",
    references: ["/coupon", "/customer", "/promotion_code", "/source/coupon", "/subscription"],
    events: ["customer.discount.created", "customer.discount.deleted", "customer.discount.updated"],
}
