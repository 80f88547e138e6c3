//! The calls of the area `product`.

use super::*;

answered! {
    product_features: ProductFeature {
        api_create: stripe_product::product_feature::CreateProductProductFeature::new("prod_1", "feat_1"),
        api_retrieve: stripe_product::product_feature::RetrieveProductFeature::new("prodft_1", "prod_1"),
        api_delete: stripe_product::product_feature::DeleteProductFeature::new("prodft_1", "prod_1"),
    }
    promotion_codes: PromotionCode {
        list: stripe_product::promotion_code::ListPromotionCode::new().limit(3),
        api_create: stripe_product::promotion_code::CreatePromotionCode::new(stripe_product::promotion_code::CreatePromotionCodePromotion {
            coupon: Some("25OFF".to_owned()),
            ..stripe_product::promotion_code::CreatePromotionCodePromotion::new(
                stripe_product::promotion_code::CreatePromotionCodePromotionType::Coupon,
            )
        }),
        api_retrieve: stripe_product::promotion_code::RetrievePromotionCode::new("promo_1"),
        api_update: stripe_product::promotion_code::UpdatePromotionCode::new("promo_1").active(false),
    }
    shipping_rates: ShippingRate {
        list: stripe_product::shipping_rate::ListShippingRate::new().limit(3),
        api_create: stripe_product::shipping_rate::CreateShippingRate::new("Ground shipping")
            .type_(stripe_shared::ShippingRateType::FixedAmount)
            .fixed_amount(stripe_product::shipping_rate::CreateShippingRateFixedAmount::new(500, Currency::USD)),
        api_retrieve: stripe_product::shipping_rate::RetrieveShippingRate::new("shr_1"),
        api_update: stripe_product::shipping_rate::UpdateShippingRate::new("shr_1").active(false),
    }
    tax_codes: TaxCode {
        list: stripe_product::tax_code::ListTaxCode::new().limit(3),
        api_retrieve: stripe_product::tax_code::RetrieveTaxCode::new("txcd_10000000"),
    }
    tax_rates: TaxRate {
        list: stripe_product::tax_rate::ListTaxRate::new().limit(3),
        api_create: stripe_product::tax_rate::CreateTaxRate::new("VAT", false, 20.5),
        api_retrieve: stripe_product::tax_rate::RetrieveTaxRate::new("txr_1"),
        api_update: stripe_product::tax_rate::UpdateTaxRate::new("txr_1").active(false),
    }
}
