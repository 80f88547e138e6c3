//! The server with keys, at a Stripe that is the test's: it goes on when the server ends, and delivers what the test delivers.

use diesel_stripe::testing::FakeStripe;
use serde_json::Value;

use crate::database::Database;
use crate::process::Server;
use crate::visitor::{Answer, Visitor};

const WEBHOOK_SECRET: &str = "whsec_of_the_test";

pub struct AtStripe {
    pub stripe: FakeStripe,
    pub server: Server,
    pub visitor: Visitor,
}

impl AtStripe {
    pub async fn start(db: &impl Database) -> Self {
        let stripe = FakeStripe::start().await.unwrap();
        let server = start(db, &stripe).await;
        let visitor = Visitor::of(&server).await;
        AtStripe { stripe, server, visitor }
    }

    /// Kills the server, and starts another one in its place.
    pub async fn kill_and_start(self, db: &impl Database) -> Self {
        self.server.kill().await;
        let server = start(db, &self.stripe).await;
        AtStripe { visitor: self.visitor.at(&server), server, ..self }
    }

    pub async fn pay(&self, intent: &Answer) {
        let paid = self.visitor.pay_at(&self.stripe.base_url(), intent, "pm_card_visa").await;
        assert_eq!(paid.json["status"], "succeeded", "{paid:?}");
    }

    /// Delivers events of this type, those that Stripe has so far.
    pub async fn deliver(&self, kind: &str) {
        for event in self.stripe.events().iter().filter(|event| event["type"] == kind) {
            self.deliver_event(event).await;
        }
    }

    pub async fn deliver_event(&self, event: &Value) {
        let signed = self.stripe.signed(event, WEBHOOK_SECRET);
        assert_eq!(self.visitor.deliver(&signed.signature, &signed.body).await.status, 200);
    }

    /// The idempotency keys under which intents were asked for.
    pub fn keys(&self) -> Vec<String> {
        let asked = self.stripe.requests_to("POST /v1/payment_intents");
        let mut keys: Vec<String> = asked.into_iter().map(|request| request.idempotency_key.unwrap()).collect();
        keys.dedup();
        keys
    }

    /// How many intents there are.
    pub fn intents(&self) -> usize {
        self.stripe.events().iter().filter(|event| event["type"] == "payment_intent.created").count()
    }
}

async fn start(db: &impl Database, stripe: &FakeStripe) -> Server {
    let variables = [
        ("STRIPE_SECRET_KEY", stripe.secret_key().to_owned()),
        ("STRIPE_PUBLISHABLE_KEY", stripe.publishable_key().to_owned()),
        ("STRIPE_WEBHOOK_SECRET", format!("whsec_old, {WEBHOOK_SECRET}")),
        ("STRIPE_API_BASE", stripe.base_url()),
        ("SESSION_SECRET", "0123456789abcdef0123456789abcdef".to_owned()),
    ];
    Server::start(db.url(), &variables).await
}
