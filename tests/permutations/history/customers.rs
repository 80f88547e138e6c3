//! Customers, their cards, charges and refunds.

use serde_json::{Value, json};

use super::super::stripe::{Key, Rendering, Version};
use super::History;

impl History {
    pub(super) fn customer(&mut self) -> Key {
        if let Some(key) = self.any("customer") {
            return key;
        }
        let (key, email) = (("customer", self.id("cus")), self.name());
        self.stripe.create(&key, None, json!({ "email": email, "default_source": null }));
        self.event(&key, "customer.created");
        key
    }

    pub(super) fn customers(&mut self) {
        let customer = self.customer();
        let name = self.name();
        match self.random.u8(..12) {
            0 | 1 => {
                self.stripe.set(&customer, "email", name);
                self.event(&customer, "customer.updated");
            }
            2 | 3 => {
                if self.random.bool() {
                    self.stripe.set(&customer, "email", name);
                }
                // What it owns is deleted first, with events: see `Kind`.
                for card in self.stripe.children(&customer) {
                    self.delete_card(&card, &customer);
                }
                for subscription in self.stripe.all("subscription") {
                    if self.stripe.live(&subscription).is_some_and(|object| object.fields["customer"] == *customer.1) {
                        self.stripe.set(&subscription, "status", "canceled");
                        self.event(&subscription, "customer.subscription.deleted");
                    }
                }
                self.delete(&customer, "customer.deleted");
            }
            4 | 5 => {
                let key = ("card", self.id("card"));
                self.stripe.create(&key, Some(&customer), json!({ "exp_year": 2030, "customer": customer.1 }));
                self.event(&key, "customer.source.created");
                if self.random.bool() {
                    self.stripe.set(&customer, "default_source", key.1);
                    self.event(&customer, "customer.updated");
                }
            }
            6 => {
                if let Some(card) = self.any("card") {
                    let year = 2030 + self.random.i64(0..3);
                    self.stripe.set(&card, "exp_year", year);
                    self.event(&card, "customer.source.updated");
                }
            }
            7 => {
                if let Some(card) = self.any("card") {
                    let customer = self.stripe.live(&card).and_then(|card| card.parent.clone()).expect("a customer");
                    self.delete_card(&card, &customer);
                }
            }
            8 | 9 => self.charge(&customer),
            _ => self.refund(),
        }
    }

    pub(super) fn delete_card(&mut self, card: &Key, customer: &Key) {
        let is_default = self.stripe.live(customer).is_some_and(|object| object.fields["default_source"] == *card.1);
        if is_default {
            self.stripe.set(customer, "default_source", Value::Null);
        }
        self.delete(card, "customer.source.deleted");
        if is_default {
            self.event(customer, "customer.updated");
        }
    }

    pub(super) fn charge(&mut self, customer: &Key) {
        if let Some(charge) = self.any("charge").filter(|_| self.random.bool()) {
            let name = self.name();
            self.stripe.set(&charge, "description", name);
            return self.event(&charge, "charge.updated");
        }
        let card = self.stripe.children(customer).pop();
        let source = card.map(|card| self.stripe.render(&card, &mut Rendering::plain(Version::New)));
        let key = ("charge", self.id("ch"));
        let fields = json!({ "amount": 500, "description": null, "customer": customer.1, "source": source });
        self.stripe.create(&key, None, fields);
        self.event(&key, "charge.succeeded");
    }

    pub(super) fn refund(&mut self) {
        if let Some(refund) = self.any("refund").filter(|_| self.random.bool()) {
            let status = if self.random.bool() { "succeeded" } else { "failed" };
            self.stripe.set(&refund, "status", status);
            return self.event(&refund, "refund.updated");
        }
        let Some(charge) = self.any("charge") else { return };
        let key = ("refund", self.id("re"));
        self.stripe.create(&key, Some(&charge), json!({ "amount": 100, "status": "pending", "charge": charge.1 }));
        self.event(&key, "refund.created");
        self.event(&charge, "charge.refunded");
    }
}
