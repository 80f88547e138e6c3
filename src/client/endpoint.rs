//! Which endpoint a call goes to, as far as Stripe's rate limits are concerned: the path with its ids left out.

use std::fmt::Write;

/// Collections whose ids users choose, so that an id can look like a word of the API: `/plans/gold`.
const CHOSEN_IDS: [&str; 6] = ["coupons", "customers", "exchange_rates", "plans", "products", "skus"];

/// `POST` and `/payment_intents/pi_123/confirm` give `POST /payment_intents/{}/confirm`.
///
/// Stripe's words are lower-case letters and underscores; its ids hold digits or capitals. A guess that is wrong costs
/// little: two calls share a limit, or don't.
pub(super) fn endpoint(method: &str, path: &str) -> String {
    let mut endpoint = String::with_capacity(method.len() + path.len() + 1);
    endpoint.push_str(method);
    endpoint.push(' ');
    let mut previous = "";
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let is_word = segment.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            && (segment == "search" || !CHOSEN_IDS.contains(&previous));
        let _ = write!(endpoint, "/{}", if is_word { segment } else { "{}" });
        previous = segment;
    }
    endpoint
}

#[cfg(test)]
mod tests {
    use super::endpoint;

    #[test]
    fn ids_are_left_out() {
        for (method, path, expected) in [
            ("GET", "/payment_intents", "GET /payment_intents"),
            ("POST", "/payment_intents", "POST /payment_intents"),
            ("POST", "/payment_intents/pi_3MtwBwLkdIwHu7ix28a3tqPa/confirm", "POST /payment_intents/{}/confirm"),
            ("GET", "/payment_intents/search", "GET /payment_intents/search"),
            ("GET", "/account", "GET /account"),
            ("GET", "/customers/search", "GET /customers/search"),
            ("DELETE", "/customers/cus_9s6XKzkNRiz8i3/sources/card_1MvoiE", "DELETE /customers/{}/sources/{}"),
            ("GET", "/plans/gold", "GET /plans/{}"),
            ("GET", "/coupons/SUMMER-20%25", "GET /coupons/{}"),
            ("POST", "/coupons/summer", "POST /coupons/{}"),
            ("GET", "/exchange_rates/usd", "GET /exchange_rates/{}"),
            ("GET", "/products/basic_plan/features/prodft_1", "GET /products/{}/features/{}"),
            ("GET", "/checkout/sessions/cs_test_a1b2/line_items", "GET /checkout/sessions/{}/line_items"),
            (
                "POST",
                "/terminal/readers/tmr_1/process_payment_intent",
                "POST /terminal/readers/{}/process_payment_intent",
            ),
            ("POST", "/test_helpers/test_clocks/clock_1/advance", "POST /test_helpers/test_clocks/{}/advance"),
            ("GET", "/country_specs/US", "GET /country_specs/{}"),
            ("GET", "events//evt_1/", "GET /events/{}"),
            ("GET", "", "GET "),
        ] {
            assert_eq!(endpoint(method, path), expected);
        }
    }
}
