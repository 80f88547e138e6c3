//! What is sold: ids that users choose, delete and create again.

use serde_json::json;

use super::History;

impl History {
    pub(super) fn catalog(&mut self) {
        let product = ("product", "gold".to_owned());
        match self.random.u8(..8) {
            0 | 6 | 7 => {
                self.live_on(&("coupon", "spring".to_owned()), "name", json!({ "percent_off": 10, "valid": true }))
            }
            1 => {
                let price = self.any("price").map(|(_, id)| id);
                self.live_on(&product, "name", json!({ "active": true, "default_price": price }));
            }
            2 => self.live_on(
                &("plan", "basic".to_owned()),
                "nickname",
                json!({ "product": product.1, "amount": 500, "currency": "usd" }),
            ),
            3 | 4 => self.price("basic"),
            _ => self.promotion_code(),
        }
    }

    pub(super) fn price(&mut self, id: &str) {
        let fields =
            json!({ "active": true, "unit_amount": 500, "currency": "usd", "product": "gold", "type": "one_time" });
        if self.stripe.get(&("product", "gold".to_owned())).is_none() {
            self.live_on(&("product", "gold".to_owned()), "name", json!({ "active": true, "default_price": null }));
        }
        self.live_on(&("price", id.to_owned()), "nickname", fields);
    }

    pub(super) fn promotion_code(&mut self) {
        let Some(coupon) = self.any("coupon") else { return };
        match self.any("promotion_code") {
            None => {
                let key = ("promotion_code", self.id("promo"));
                self.stripe.create(&key, None, json!({ "code": "SPRING", "active": true, "coupon": coupon.1 }));
                self.event(&key, "promotion_code.created");
            }
            Some(key) => {
                let active = self.random.bool();
                self.stripe.set(&key, "active", active);
                self.event(&key, "promotion_code.updated");
            }
        }
    }
}
