//! The calls of the area `checkout`.

use super::*;

answered! {
    checkout_sessions: CheckoutSession {
        list: stripe_checkout::checkout_session::ListCheckoutSession::new().limit(3),
        api_create: stripe_checkout::checkout_session::CreateCheckoutSession::new()
            .mode(stripe_shared::CheckoutSessionMode::Payment)
            .success_url("https://example.com/success")
            .line_items(vec![stripe_checkout::checkout_session::CreateCheckoutSessionLineItems {
                price: Some("price_1".to_owned()),
                quantity: Some(1),
                ..stripe_checkout::checkout_session::CreateCheckoutSessionLineItems::new()
            }]),
        api_retrieve: stripe_checkout::checkout_session::RetrieveCheckoutSession::new("cs_1"),
        api_update: stripe_checkout::checkout_session::UpdateCheckoutSession::new("cs_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_expire: stripe_checkout::checkout_session::ExpireCheckoutSession::new("cs_1"),
    }
}
