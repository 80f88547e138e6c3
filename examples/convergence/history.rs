//! A random life of an account: what its users do at Stripe, many things in the same second.

use std::time::Duration;

use diesel_stripe::model::Kind;
use diesel_stripe::objects::KINDS;
use diesel_stripe::testing::{Clock, FakeStripe, Put};
use serde_json::{Value, json};

use super::snapshot::Snapshot;
use super::stripe::{Answer, Caller};

/// What an account's users do, and what is learnt of it.
pub struct History<'s> {
    fake: &'s FakeStripe,
    stripe: Caller,
    /// A kind that the fake does not know by heart, and its path: another one in each history.
    other: (&'static Kind, &'static str),
    clock: Clock,
    account: String,
    version: String,
    random: fastrand::Rng,
    known: Vec<Known>,
    last_event: Option<String>,
    keys: u32,
}

struct Known {
    path: &'static str,
    id: String,
}

/// What was learnt at Stripe.
pub enum News {
    /// By an event, which may be lost on the way: it can be read again.
    Event(Snapshot),
    /// By an answer that nobody needs to note, since an event tells of it too.
    Answer(Snapshot),
    /// By the answer to a call that Stripe sends no event of.
    Silent(Snapshot),
    /// By an event that was read from `/v1/events`, since it did not come.
    Missed(Snapshot),
}

/// Few, so that a name comes back: A→B→A.
const NAMES: [&str; 3] = ["A", "B", "C"];
/// Chosen ids: what is deleted is created again under the same id.
const CHOSEN: [&str; 2] = ["spring", "autumn"];
const CARDS: [&str; 6] = [
    "pm_card_visa",
    "pm_card_visa",
    "pm_card_chargeDeclined",
    "pm_card_createDispute",
    "pm_card_pendingRefund",
    "pm_card_refundFail",
];

/// The last one can be attached, but cannot pay.
const CUSTOMERS_CARDS: [&str; 3] = ["pm_card_visa", "pm_card_visa", "pm_card_chargeCustomerFail"];

const CUSTOMERS: &str = "/v1/customers";
const COUPONS: &str = "/v1/coupons";
const PRODUCTS: &str = "/v1/products";
const INTENTS: &str = "/v1/payment_intents";
const REFUNDS: &str = "/v1/refunds";
const CHARGES: &str = "/v1/charges";
const SUBSCRIPTIONS: &str = "/v1/subscriptions";
const PRICES: &str = "/v1/prices";
const INVOICES: &str = "/v1/invoices";
const INVOICE_ITEMS: &str = "/v1/invoiceitems";

/// What is asked to be shown whole where one object is read.
const EXPANDED: [(&str, &[&str]); 5] = [
    (CUSTOMERS, &["invoice_settings.default_payment_method"]),
    (INTENTS, &["customer", "latest_charge", "latest_charge.customer", "payment_method"]),
    // Not the balance transaction: that it becomes available is told by no event.
    (CHARGES, &["customer", "payment_intent", "payment_intent.customer"]),
    (SUBSCRIPTIONS, &["customer", "latest_invoice", "latest_invoice.customer", "default_payment_method"]),
    (INVOICES, &["customer", "default_payment_method"]),
];

/// The kinds that the fake knows only by the specification, and that are served alone under ids that Stripe chooses.
fn others() -> Vec<&'static Kind> {
    let by_heart = |path: &str| FakeStripe::routes().any(|(route, _)| route == format!("GET /v1{path}/{{}}"));
    let is_other = |kind: &&Kind| {
        let served = kind.served.first().is_some_and(|path| !path.contains('{') && !by_heart(path));
        served && kind.table.is_some() && kind.owner.is_none() && !kind.ids.chosen && !kind.known_by_list
    };
    KINDS.iter().filter(is_other).collect()
}

impl<'s> History<'s> {
    /// `version` is the one that the account's own calls ask for.
    pub fn new(stripe: &'s FakeStripe, account: &str, version: &str, mut random: fastrand::Rng) -> Self {
        let others = others();
        let other = others[random.usize(..others.len())];
        History {
            fake: stripe,
            // There are as many as there are histories.
            other: (other, format!("/v1{}", other.served[0]).leak()),
            stripe: Caller::new(stripe, account, version),
            clock: stripe.clock().clone(),
            account: account.to_owned(),
            version: version.to_owned(),
            random,
            known: Vec::new(),
            last_event: None,
            keys: 0,
        }
    }

    /// Time passes, mostly not enough for another second; something is done or read; news come.
    pub async fn step(&mut self) -> Vec<News> {
        let milliseconds = match self.random.u8(..20) {
            0..=10 => 0,
            11..=15 => self.random.u64(1..700),
            16..=18 => self.random.u64(700..3_500),
            _ => self.random.u64(3_500..20_000),
        };
        self.clock.advance(Duration::from_millis(milliseconds));
        let mut news = if self.random.u8(..5) == 0 { self.read().await } else { self.act().await };
        news.extend(self.events().await);
        news
    }

    /// A month passes: subscriptions renew.
    pub async fn month(&mut self) -> Vec<News> {
        self.clock.advance(Duration::from_secs(32 * 86_400));
        self.events().await
    }

    async fn act(&mut self) -> Vec<News> {
        let name = self.name();
        match self.random.u8(..24) {
            0 | 1 => {
                let card = self.choice(&CUSTOMERS_CARDS);
                let form = format!("{name}&payment_method={card}&invoice_settings[default_payment_method]={card}");
                self.post(CUSTOMERS, CUSTOMERS, &form).await
            }
            2 | 3 => self.change(CUSTOMERS, &name).await,
            4 => self.delete(CUSTOMERS).await,
            5 | 6 => self.create_chosen(COUPONS, "percent_off=10&duration=once").await,
            7 => self.change(COUPONS, &name).await,
            8 | 9 => self.delete_and_perhaps_create_again(COUPONS, "percent_off=10&duration=once").await,
            10 => match self.random.u8(..3) {
                0 => self.create_chosen(PRODUCTS, "").await,
                1 => self.change(PRODUCTS, &name).await,
                _ => self.delete_and_perhaps_create_again(PRODUCTS, "").await,
            },
            11 | 12 => self.pay().await,
            13 => self.go_on_with_a_payment().await,
            14 => self.refund().await,
            15..=17 => self.invoice().await,
            18..=20 => self.do_something_else().await,
            _ => self.subscribe().await,
        }
    }

    async fn pay(&mut self) -> Vec<News> {
        let card = self.choice(&CARDS);
        let capture = self.choice(&["automatic_async", "automatic", "manual"]);
        let confirm = self.random.bool();
        let amount = 1_000 + self.random.u16(..3) * 500;
        let form = format!(
            "amount={amount}&currency=usd&payment_method={card}&confirm={confirm}&capture_method={capture}&expand[]=latest_charge"
        );
        self.post(INTENTS, INTENTS, &form).await
    }

    async fn go_on_with_a_payment(&mut self) -> Vec<News> {
        let description = self.description();
        let Some(id) = self.any(INTENTS) else { return Vec::new() };
        match self.random.u8(..4) {
            0 => self.post(INTENTS, &format!("{INTENTS}/{id}/confirm"), "payment_method=pm_card_visa").await,
            1 => self.post(INTENTS, &format!("{INTENTS}/{id}/capture"), "").await,
            2 => self.post(INTENTS, &format!("{INTENTS}/{id}/cancel"), "").await,
            _ => {
                // There is no `payment_intent.updated`: without an answer, only reading it tells whether it was done.
                let mut answer = self.send(&format!("{INTENTS}/{id}"), &description).await;
                if answer.status >= 500 {
                    answer = self.stripe.get(&format!("{INTENTS}/{id}")).await;
                }
                self.learn(INTENTS, &answer).into_iter().map(News::Silent).collect()
            }
        }
    }

    async fn refund(&mut self) -> Vec<News> {
        let description = self.description();
        let Some(id) = self.any(INTENTS) else { return Vec::new() };
        let amount = 200 + self.random.u16(..4) * 300;
        match self.random.u8(..3) {
            0 => match self.any(CHARGES) {
                Some(id) => self.post(CHARGES, &format!("{CHARGES}/{id}"), &description).await,
                None => Vec::new(),
            },
            _ => self.post(REFUNDS, REFUNDS, &format!("payment_intent={id}&amount={amount}")).await,
        }
    }

    async fn subscribe(&mut self) -> Vec<News> {
        let description = self.description();
        let prices: Vec<_> =
            self.known.iter().filter(|known| known.path == PRICES).map(|price| price.id.clone()).collect();
        let [first, .., last] = &prices[..] else {
            let form = "currency=usd&unit_amount=500&recurring[interval]=month&product_data[name]=Plan";
            return self.post(PRICES, PRICES, form).await;
        };
        let customer = self.any(CUSTOMERS);
        let quantity = self.random.u8(1..4);
        match (self.any(SUBSCRIPTIONS), customer) {
            (Some(id), _) if self.random.u8(..4) > 0 => match self.random.u8(..6) {
                0 => self.delete(SUBSCRIPTIONS).await,
                1 => self.change(SUBSCRIPTIONS, &description).await,
                2 => {
                    let form = format!("items[0][price]={last}&items[0][quantity]={quantity}&proration_behavior=none");
                    self.post(SUBSCRIPTIONS, &format!("{SUBSCRIPTIONS}/{id}"), &form).await
                }
                _ => self.change_an_item(&id, quantity).await,
            },
            (_, Some(customer)) => {
                let form = format!(
                    "customer={customer}&items[0][price]={first}&items[0][quantity]={quantity}&items[1][price]={last}\
                     &payment_behavior=allow_incomplete"
                );
                self.post(SUBSCRIPTIONS, SUBSCRIPTIONS, &form).await
            }
            _ => Vec::new(),
        }
    }

    async fn change_an_item(&mut self, subscription: &str, quantity: u8) -> Vec<News> {
        let answer = self.stripe.get(&format!("{SUBSCRIPTIONS}/{subscription}")).await;
        let items = answer.json["items"]["data"].as_array().cloned().unwrap_or_default();
        if items.is_empty() {
            return Vec::new();
        }
        let item = items[self.random.usize(..items.len())]["id"].as_str().unwrap_or_default().to_owned();
        let what = if self.random.bool() { "deleted=true".to_owned() } else { format!("quantity={quantity}") };
        let what = what.replacen('=', "]=", 1);
        let form = format!("items[0][id]={item}&items[0][{what}&proration_behavior=none");
        self.post(SUBSCRIPTIONS, &format!("{SUBSCRIPTIONS}/{subscription}"), &form).await
    }

    /// A draft with lines that are added and taken away, until it is deleted, or final and paid.
    async fn invoice(&mut self) -> Vec<News> {
        let Some(customer) = self.any(CUSTOMERS) else { return Vec::new() };
        let draft = self.any(INVOICES).filter(|_| self.random.u8(..4) > 0);
        let amount = 100 + self.random.u16(..3) * 100;
        let item = format!("customer={customer}&currency=usd&amount={amount}");
        match (draft, self.random.u8(..8)) {
            (None, _) => {
                let mut news = Vec::new();
                for _ in 0..self.random.usize(1..4) {
                    news.extend(self.post(INVOICE_ITEMS, INVOICE_ITEMS, &item).await);
                }
                let form = format!("customer={customer}&pending_invoice_items_behavior=include&auto_advance=false");
                news.extend(self.post(INVOICES, INVOICES, &form).await);
                news
            }
            (Some(_), 0 | 1) => self.delete(INVOICES).await,
            (Some(id), 2 | 3) => self.post(INVOICE_ITEMS, INVOICE_ITEMS, &format!("{item}&invoice={id}")).await,
            (Some(_), 4) => self.delete(INVOICE_ITEMS).await,
            (Some(id), 5) => self.post(INVOICES, &format!("{INVOICES}/{id}/finalize"), "auto_advance=false").await,
            (Some(id), 6) => self.post(INVOICES, &format!("{INVOICES}/{id}/pay"), "paid_out_of_band=true").await,
            (Some(_), _) => {
                let description = self.description();
                self.change(INVOICES, &description).await
            }
        }
    }

    /// An object of another kind is made in the dashboard, changed, or deleted.
    async fn do_something_else(&mut self) -> Vec<News> {
        let (kind, path) = self.other;
        let name = self.choice(&NAMES);
        let id = match self.any(path) {
            Some(id) if self.random.u8(..4) > 0 => id,
            _ => {
                self.keys += 1;
                let id = format!("{}{}", kind.ids.prefixes.first().unwrap_or(&"obj_"), self.keys);
                let now = self.clock.now().timestamp();
                let object = json!({
                    "id": id, "object": kind.object, "created": now, "livemode": false, "metadata": { "name": name },
                });
                self.remember(path, &object);
                self.fake.put(Put::from(object).of_account(&self.account)).expect("an object of Stripe's");
                return Vec::new();
            }
        };
        let at = format!("{path}/{id}");
        let (mut answer, what) = if self.random.u8(..4) > 0 {
            (self.send(&at, &format!("metadata[name]={name}")).await, ".updated")
        } else {
            (self.stripe.delete(&at).await, ".deleted")
        };
        // Many kinds have no such event: without an answer, only reading it tells whether it was done.
        let is_told = kind.events.iter().any(|event| event.ends_with(what));
        if answer.status >= 500 && !is_told {
            answer = self.stripe.get(&at).await;
        }
        let news = if is_told { News::Answer } else { News::Silent };
        self.learn(path, &answer).into_iter().map(news).collect()
    }

    /// A page of a list, or one object, as it is now.
    async fn read(&mut self) -> Vec<News> {
        let path =
            self.choice(&[CUSTOMERS, COUPONS, PRODUCTS, INTENTS, CHARGES, SUBSCRIPTIONS, INVOICES, self.other.1]);
        if self.random.bool() {
            let answer = self.stripe.get(&format!("{path}?limit=5")).await;
            let objects = answer.json["data"].as_array().cloned().unwrap_or_default();
            return objects.iter().map(|object| News::Answer(self.snapshot(object, &answer))).collect();
        }
        let Some(id) = self.any(path) else { return Vec::new() };
        let expandable = EXPANDED.iter().find(|(of, _)| *of == path).map_or(&[][..], |(_, fields)| *fields);
        let expand: Vec<String> =
            expandable.iter().filter(|_| self.random.bool()).map(|field| format!("expand[]={field}")).collect();
        let answer = self.stripe.get(&format!("{path}/{id}?{}", expand.join("&"))).await;
        self.learn(path, &answer).into_iter().map(News::Answer).collect()
    }

    /// The events since the last time, the oldest first. Some are not listed yet when later ones are.
    async fn events(&mut self) -> Vec<News> {
        let after = self.last_event.clone();
        let events = self.events_after(after).await;
        self.last_event =
            events.last().and_then(|event| event["id"].as_str()).map(str::to_owned).or(self.last_event.take());
        for event in &events {
            let object = &event["data"]["object"];
            for (kind, path) in [("price", PRICES), ("charge", CHARGES)] {
                if object["object"] == kind {
                    self.remember(path, object);
                }
            }
        }
        events.iter().map(|event| News::Event(Snapshot::event(event, &self.account))).collect()
    }

    /// All events, after a while: those that were late and those that never came are among them.
    pub async fn all_events(&mut self) -> Vec<Snapshot> {
        self.clock.advance(Duration::from_secs(60));
        // Some are only in a later list.
        let mut events = Vec::new();
        for _ in 0..3 {
            events = self.events_after(None).await;
        }
        events.iter().map(|event| Snapshot::event(event, &self.account)).collect()
    }

    async fn events_after(&self, after: Option<String>) -> Vec<Value> {
        let forwards = after.is_some();
        let (mut all, mut last): (Vec<Value>, _) = (Vec::new(), after);
        loop {
            let direction = if forwards { "ending_before" } else { "starting_after" };
            let cursor = last.map(|id| format!("&{direction}={id}")).unwrap_or_default();
            let page = self.stripe.get(&format!("/v1/events?limit=100{cursor}")).await;
            let mut events = page.json["data"].as_array().cloned().unwrap_or_default();
            if forwards {
                events.reverse();
            }
            all.extend(events);
            last = all.last().and_then(|event| event["id"].as_str()).map(str::to_owned);
            if page.json["has_more"] != true {
                if !forwards {
                    all.reverse();
                }
                return all;
            }
        }
    }

    async fn create_chosen(&mut self, path: &'static str, more: &str) -> Vec<News> {
        let form = format!("id={}&{}&{more}", self.choice(&CHOSEN), self.name());
        self.post(path, path, &form).await
    }

    async fn delete_and_perhaps_create_again(&mut self, path: &'static str, more: &str) -> Vec<News> {
        let mut news = self.delete(path).await;
        if self.random.bool() {
            news.extend(self.create_chosen(path, more).await);
        }
        news
    }

    async fn change(&mut self, path: &'static str, form: &str) -> Vec<News> {
        match self.any(path) {
            Some(id) => self.post(path, &format!("{path}/{id}"), form).await,
            None => Vec::new(),
        }
    }

    async fn delete(&mut self, path: &'static str) -> Vec<News> {
        let Some(id) = self.any(path) else { return Vec::new() };
        let answer = self.stripe.delete(&format!("{path}/{id}")).await;
        self.learn(path, &answer).into_iter().map(News::Answer).collect()
    }

    async fn post(&mut self, path: &'static str, at: &str, form: &str) -> Vec<News> {
        let answer = self.send(at, form).await;
        self.learn(path, &answer).into_iter().map(News::Answer).collect()
    }

    /// Some calls are made again with their key: Stripe says the same again, however old it is by then.
    async fn send(&mut self, path: &str, form: &str) -> Answer {
        self.keys += 1;
        let key = format!("key {}", self.keys);
        let first = self.stripe.post(path, form, &key).await;
        if self.random.u8(..8) > 0 {
            return first;
        }
        self.clock.advance(Duration::from_millis(self.random.u64(..2_000)));
        self.stripe.post(path, form, &key).await
    }

    fn learn(&mut self, path: &'static str, answer: &Answer) -> Option<Snapshot> {
        let object = answer.object()?;
        self.remember(path, object);
        Some(self.snapshot(object, answer))
    }

    fn snapshot(&mut self, object: &Value, answer: &Answer) -> Snapshot {
        if answer.replayed {
            Snapshot::replayed(object, answer.date, &self.account, &self.version)
        } else {
            Snapshot::answer(object, answer.date, &self.account, &self.version, &mut self.random)
        }
    }

    fn remember(&mut self, path: &'static str, object: &Value) {
        let id = object["id"].as_str().unwrap_or_default();
        if !self.known.iter().any(|known| known.path == path && known.id == id) {
            self.known.push(Known { path, id: id.to_owned() });
        }
    }

    /// Mostly one of the last: what is done to one object in a second is what makes its order hard.
    fn any(&mut self, path: &str) -> Option<String> {
        let ids: Vec<_> = self.known.iter().filter(|known| known.path == path).rev().take(2).collect();
        (!ids.is_empty()).then(|| ids[self.random.usize(..ids.len())].id.clone())
    }

    fn name(&mut self) -> String {
        format!("name={}", self.choice(&NAMES))
    }

    fn description(&mut self) -> String {
        format!("description={}", self.choice(&NAMES))
    }

    fn choice(&mut self, of: &[&'static str]) -> &'static str {
        of[self.random.usize(..of.len())]
    }
}
