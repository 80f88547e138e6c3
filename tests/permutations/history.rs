//! From a seed: what an account's users do in a few seconds, and what is delivered of it.

use serde_json::{Value, json};

use super::delivery::{Delivery, Set, Source};
use super::stripe::{Key, Object, Rendering, Stripe, Version};

/// Few, so that a name comes back: A→B→A.
const NAMES: [&str; 3] = ["A", "B", "C"];

/// So many deliveries make a set at most, but for those that it needs to be whole.
const DELIVERIES: usize = 14;

struct History {
    stripe: Stripe,
    random: fastrand::Rng,
    deliveries: Vec<Delivery>,
    events_in: Version,
    numbers: usize,
}

/// What a set is about.
type Theme = fn(&mut History);
const THEMES: [Theme; 6] = [
    History::catalog,
    History::catalog,
    History::customers,
    History::subscriptions,
    History::invoices,
    History::others,
];

/// The set of a seed.
pub fn set(seed: u64) -> Set {
    let mut random = fastrand::Rng::with_seed(seed);
    let events_in = if random.u8(..4) == 0 { Version::Old } else { Version::New };
    let version = if random.u8(..4) == 0 { Version::Old } else { Version::New };
    let mut history =
        History { stripe: Stripe::default(), random: random.fork(), deliveries: Vec::new(), events_in, numbers: 0 };
    let themes: Vec<Theme> = (0..random.usize(1..=2)).map(|_| THEMES[random.usize(..THEMES.len())]).collect();
    for _ in 0..random.usize(2..10) {
        history.pass_time();
        themes[random.usize(..themes.len())](&mut history);
        while random.u8(..100) < 35 {
            history.answer();
        }
    }
    let mut set = Set { seed, deliveries: Vec::new(), stripe: history.stripe, version };
    choose(&mut set, history.deliveries, &mut random);
    set
}

/// Some of what could be delivered, so that the set is whole; some of it twice.
fn choose(set: &mut Set, mut all: Vec<Delivery>, random: &mut fastrand::Rng) {
    random.shuffle(&mut all);
    let keep = random.usize(1..=DELIVERIES).min(all.len());
    let mut left = all.split_off(keep);
    set.deliveries = all;
    // Each adds what some object lacks; what it names may lack something itself.
    loop {
        let lacking = set
            .deliveries
            .iter()
            .flat_map(Delivery::names)
            .find(|key| !set.deliveries.iter().any(|delivery| set.settles(delivery, key)));
        let Some(key) = lacking else { break };
        match left.iter().position(|delivery| set.settles(delivery, &key)) {
            Some(found) => set.deliveries.push(left.swap_remove(found)),
            None => set.deliveries.push(as_it_is(&set.stripe, &key)),
        }
    }
    if random.u8(..4) == 0
        && let Some(again) = random.choice(&set.deliveries).cloned()
    {
        set.deliveries.push(again);
    }
}

/// An answer with an object as it is in the end.
fn as_it_is(stripe: &Stripe, key: &Key) -> Delivery {
    let json = match stripe.live(key) {
        Some(_) => stripe.render(key, &mut Rendering::plain(Version::New)),
        None => Stripe::stub(key),
    };
    let source = Source::Answer { date: stripe.now + 100, elapsed: 200 };
    Delivery { key: key.clone(), step: stripe.step, json, source, version: Version::New }
}

impl History {
    fn pass_time(&mut self) {
        self.stripe.now += match self.random.u8(..20) {
            0..=9 => 0,
            10..=13 => self.random.i64(1..700),
            14..=17 => self.random.i64(700..2_500),
            _ => self.random.i64(2_500..8_000),
        };
    }

    fn chance(&mut self, of_a_hundred: u8) -> bool {
        self.random.u8(..100) < of_a_hundred
    }

    fn name(&mut self) -> &'static str {
        NAMES[self.random.usize(..NAMES.len())]
    }

    /// An id of Stripe's choice.
    fn id(&mut self, prefix: &str) -> String {
        self.numbers += 1;
        format!("{prefix}_{}", self.numbers)
    }

    fn any(&mut self, of: &'static str) -> Option<Key> {
        let all = self.stripe.all(of);
        (!all.is_empty()).then(|| all[self.random.usize(..all.len())].clone())
    }

    /// Of an object as it is now.
    fn event(&mut self, key: &Key, kind: &str) {
        let (json, version) = self.body(key);
        let source = Source::Event { second: self.stripe.second(), kind: kind.to_owned() };
        self.deliver(key, json, source, version);
    }

    fn body(&mut self, key: &Key) -> (Value, Version) {
        let version = if self.chance(10) {
            if self.events_in == Version::New { Version::Old } else { Version::New }
        } else {
            self.events_in
        };
        let (limit, honest) = (if self.chance(15) { self.random.usize(..3) } else { 10 }, !self.chance(10));
        let random = self.random.fork();
        let mut how = Rendering { limit, honest, random, ..Rendering::plain(version) };
        (self.stripe.render(key, &mut how), version)
    }

    fn deliver(&mut self, key: &Key, json: Value, source: Source, version: Version) {
        self.deliveries.push(Delivery { key: key.clone(), step: self.stripe.step, json, source, version });
    }

    /// What a call is answered now.
    fn answer(&mut self) {
        let keys: Vec<Key> = self.stripe.keys().cloned().collect();
        if keys.is_empty() {
            return;
        }
        let key = keys[self.random.usize(..keys.len())].clone();
        if self.stripe.live(&key).is_none() && !matches!(key.0, "customer" | "product") {
            return;
        }
        self.answer_with(&key);
    }

    fn answer_with(&mut self, key: &Key) {
        // The older version's lines do not say whose they are: alone, nobody can say what became of them.
        let version = if self.chance(20) && key.0 != "line_item" { Version::Old } else { Version::New };
        let (limit, honest) = (if self.chance(25) { self.random.usize(..3) } else { 10 }, !self.chance(15));
        let expand = if self.chance(50) { 0 } else { 60 };
        let random = self.random.fork();
        let mut how = Rendering { version, expand, depth: 3, limit, honest, random };
        let json = match self.stripe.live(key) {
            Some(_) => self.stripe.render(key, &mut how),
            None => Stripe::stub(key),
        };
        let (began, took) = (self.random.i64(1..400), self.random.i64(0..300));
        let now = self.stripe.now;
        let source = match self.random.u8(..20) {
            0..=12 => Source::Answer { date: now + took, elapsed: began + took },
            13..=15 => Source::Answer { date: now + took, elapsed: began + took + self.random.i64(1_000..5_000) },
            16 | 17 => {
                let skew = self.random.i64(-20_000..20_000);
                Source::Local { start: now + skew - began, end: now + skew + took }
            }
            _ => Source::Replayed { date: now + took + self.random.i64(0..3_000) },
        };
        self.deliver(key, json, source, version);
    }

    fn delete(&mut self, key: &Key, kind: &str) {
        // The event shows it as it was last, with what it owned.
        let (json, version) = self.body(key);
        self.stripe.delete(key);
        let by = self.random.u8(..4);
        if by < 2 {
            self.answer_with_stub(key);
        }
        if by > 0 {
            let source = Source::Event { second: self.stripe.second(), kind: kind.to_owned() };
            self.deliver(key, json, source, version);
        }
    }

    fn answer_with_stub(&mut self, key: &Key) {
        let (now, took) = (self.stripe.now, self.random.i64(0..300));
        let source = Source::Answer { date: now + took, elapsed: took + self.random.i64(1..400) };
        self.deliver(key, Stripe::stub(key), source, Version::New);
    }

    /// Creates a chosen id, changes it, or deletes it.
    fn live_on(&mut self, key: &Key, field: &str, fields: Value) {
        let (name, kind) = (self.name(), key.0);
        match self.stripe.live(key).is_some() {
            false => {
                let mut fields = fields;
                fields[field] = name.into();
                self.stripe.create(key, None, fields);
                self.event(key, &format!("{kind}.created"));
            }
            true if self.chance(40) => self.delete(key, &format!("{kind}.deleted")),
            true => {
                self.stripe.set(key, field, name);
                self.event(key, &format!("{kind}.updated"));
            }
        }
    }

    fn catalog(&mut self) {
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

    fn price(&mut self, id: &str) {
        let fields =
            json!({ "active": true, "unit_amount": 500, "currency": "usd", "product": "gold", "type": "one_time" });
        if self.stripe.get(&("product", "gold".to_owned())).is_none() {
            self.live_on(&("product", "gold".to_owned()), "name", json!({ "active": true, "default_price": null }));
        }
        self.live_on(&("price", id.to_owned()), "nickname", fields);
    }

    fn promotion_code(&mut self) {
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

    fn customer(&mut self) -> Key {
        if let Some(key) = self.any("customer") {
            return key;
        }
        let (key, email) = (("customer", self.id("cus")), self.name());
        self.stripe.create(&key, None, json!({ "email": email, "default_source": null }));
        self.event(&key, "customer.created");
        key
    }

    fn customers(&mut self) {
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

    fn delete_card(&mut self, card: &Key, customer: &Key) {
        let is_default = self.stripe.live(customer).is_some_and(|object| object.fields["default_source"] == *card.1);
        if is_default {
            self.stripe.set(customer, "default_source", Value::Null);
        }
        self.delete(card, "customer.source.deleted");
        if is_default {
            self.event(customer, "customer.updated");
        }
    }

    fn charge(&mut self, customer: &Key) {
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

    fn refund(&mut self) {
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

    fn subscriptions(&mut self) {
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

    fn add_item(&mut self, subscription: &Key, price: &Key) -> Key {
        let key = ("subscription_item", self.id("si"));
        let fields = json!({ "quantity": 1, "price": price.1, "subscription": subscription.1 });
        self.stripe.create(&key, Some(subscription), fields);
        key
    }

    fn invoices(&mut self) {
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

    fn add_line(&mut self, invoice: &Key) {
        let (key, description) = (("line_item", self.id("il")), self.name());
        let price = self.any("price").map(|(_, id)| id);
        let fields = json!({ "amount": 100, "description": description, "price": price, "invoice": invoice.1 });
        self.stripe.create(&key, Some(invoice), fields);
    }

    /// Kinds that have no table of their own.
    fn others(&mut self) {
        let of = if self.random.bool() { "payout" } else { "tax_rate" };
        let name = self.name();
        match (self.any(of), of) {
            (None, "payout") => {
                let key = ("payout", self.id("po"));
                self.stripe.create(&key, None, json!({ "amount": 100, "status": "pending" }));
                self.event(&key, "payout.created");
            }
            (None, _) => {
                let key = ("tax_rate", self.id("txr"));
                self.stripe.create(&key, None, json!({ "display_name": name, "active": true, "percentage": 19.0 }));
                self.event(&key, "tax_rate.created");
            }
            (Some(key), "payout") => {
                let status = if self.random.bool() { "in_transit" } else { "paid" };
                self.stripe.set(&key, "status", status);
                self.event(&key, "payout.updated");
            }
            (Some(key), _) => {
                self.stripe.set(&key, "display_name", name);
                self.event(&key, "tax_rate.updated");
            }
        }
    }
}
