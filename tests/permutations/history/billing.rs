//! Subscriptions with items, and invoices with lines.

use serde_json::json;

use super::super::stripe::{Key, Object};
use super::History;

impl History {
    pub(super) fn subscriptions(&mut self) {
        // A subscription goes on showing a price that was deleted.
        let price = self.any("price");
        let Some(key) = self.any("subscription") else {
            let Some(price) = price else { return self.price("basic") };
            let (customer, key) = (self.customer(), ("subscription", self.id("sub")));
            let fields = json!({
                "status": "active", "description": null, "customer": customer.1, "latest_invoice": null,
                "collection_method": "charge_automatically",
            });
            self.stripe.create(&key, None, fields);
            for _ in 0..self.random.usize(1..4) {
                self.add_item(&key, &price);
            }
            return self.event(&key, "customer.subscription.created");
        };
        let item = self.stripe.children(&key).pop();
        match (self.random.u8(..8), item) {
            (0 | 1, _) if price.is_some() => {
                let item = price.map(|price| self.add_item(&key, &price)).expect("a price");
                if self.random.bool() {
                    self.answer_with(&item);
                }
            }
            (2 | 3, Some(item)) => {
                self.stripe.delete(&item);
                if self.random.bool() {
                    self.answer_with_stub(&item);
                }
            }
            (4 | 5, Some(item)) => {
                let quantity = self.random.i64(1..4);
                self.stripe.set(&item, "quantity", quantity);
                if self.random.bool() {
                    self.answer_with(&item);
                }
            }
            (6, _) => {
                self.stripe.set(&key, "status", "canceled");
                return self.event(&key, "customer.subscription.deleted");
            }
            _ => {
                let name = self.name();
                self.stripe.set(&key, "description", name);
            }
        }
        self.event(&key, "customer.subscription.updated");
        if self.chance(40) {
            self.price("basic");
        }
    }

    pub(super) fn add_item(&mut self, subscription: &Key, price: &Key) -> Key {
        let key = ("subscription_item", self.id("si"));
        let fields = json!({ "quantity": 1, "price": price.1, "subscription": subscription.1 });
        self.stripe.create(&key, Some(subscription), fields);
        key
    }

    pub(super) fn invoices(&mut self) {
        let draft = |object: &&Object| object.fields["status"] == "draft";
        let found = self.any("invoice").filter(|_| self.random.u8(..8) > 0);
        let Some(key) = found else {
            let (customer, key) = (self.customer(), ("invoice", self.id("in")));
            let subscription = self.any("subscription").map(|(_, id)| id);
            let fields = json!({ "status": "draft", "total": 0, "customer": customer.1, "subscription": subscription });
            self.stripe.create(&key, None, fields);
            for _ in 0..self.random.usize(1..4) {
                self.add_line(&key);
            }
            return self.event(&key, "invoice.created");
        };
        if self.stripe.live(&key).filter(draft).is_none() {
            self.stripe.set(&key, "status", "paid");
            return self.event(&key, "invoice.paid");
        }
        let line = self.stripe.children(&key).pop();
        match (self.random.u8(..8), line) {
            (0, _) => self.add_line(&key),
            (1, Some(line)) => self.stripe.delete(&line),
            (2, Some(line)) => {
                let name = self.name();
                self.stripe.set(&line, "description", name);
            }
            (3 | 4, _) => return self.delete(&key, "invoice.deleted"),
            (5, _) => {
                self.stripe.set(&key, "status", "open");
                return self.event(&key, "invoice.finalized");
            }
            _ => {
                let total = self.random.i64(0..3) * 100;
                self.stripe.set(&key, "total", total);
            }
        }
        self.event(&key, "invoice.updated");
    }

    pub(super) fn add_line(&mut self, invoice: &Key) {
        let (key, description) = (("line_item", self.id("il")), self.name());
        let price = self.any("price").map(|(_, id)| id);
        let fields = json!({ "amount": 100, "description": description, "price": price, "invoice": invoice.1 });
        self.stripe.create(&key, Some(invoice), fields);
    }
}
