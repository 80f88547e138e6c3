//! What a test does with events and their deliveries.

use serde_json::{Value, json};

use super::auth::Scope;
use super::outbox::Delivery;
use super::postman::SignedEvent;
use super::state::letters;
use super::{FakeStripe, versions};

impl FakeStripe {
    /// Waits until every event that is due by now has been delivered to its endpoints, and they have answered: what they did
    /// in time can be looked at. An event that was not accepted is due again [later](FakeStripe::deliveries).
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use chrono::DateTime;
    /// use diesel_stripe::testing::{Clock, FakeStripe};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let clock = Clock::at(DateTime::from_timestamp(1_700_000_000, 0).unwrap());
    /// let stripe = FakeStripe::builder().clock(clock.clone()).start().await?;
    /// // … create a webhook endpoint, and something to tell it of.
    /// stripe.settled().await;
    /// clock.advance(Duration::from_secs(300)); // Stripe's next attempt
    /// stripe.settled().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn settled(&self) {
        let mut changes = self.handler.state().outbox.changes();
        loop {
            changes.mark_unchanged();
            {
                let now = self.clock().now().timestamp();
                let mut state = self.handler.state();
                state.catch_up(now);
                if state.outbox.is_settled(now) {
                    return;
                }
            }
            // An error means that there are no more changes; but the sender lives as long as this.
            let _ = changes.changed().await;
        }
    }

    /// The attempts so far to deliver an event to a webhook endpoint, in the order of their ends.
    ///
    /// One that is not answered with a 2xx is repeated after 5 and 30 minutes, 2, 5 and 10 hours, and then every 12 hours, for
    /// nearly three days. `pending_webhooks` of an event counts the endpoints that have not accepted it.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.handler.state().outbox.deliveries.clone()
    }

    /// The events of the platform in test mode so far, in the order in which they happened, whether `/v1/events` has them
    /// already or not. A test can take them from here instead of from a webhook endpoint.
    pub fn events(&self) -> Vec<Value> {
        self.events_of(&self.handler.platform)
    }

    /// The events of a connected account: as `Connect` endpoints get them, with their `account`.
    pub fn events_of(&self, account: &str) -> Vec<Value> {
        let now = self.clock().now().timestamp();
        let mut state = self.handler.state();
        state.catch_up(now);
        let shelf = state.shelves.get(&Scope { account: account.to_owned(), livemode: false });
        let mut events: Vec<Value> = shelf.into_iter().flat_map(|shelf| shelf.range("event", ..)).cloned().collect();
        if account != self.handler.platform {
            events.iter_mut().for_each(|event| event["account"] = account.into());
        }
        events
    }

    /// An event of this moment, made by hand: `("charge.refunded", a charge)`. Nothing happens in the fake, and `/v1/events`
    /// doesn't have it.
    pub fn event(&self, kind: &str, object: Value) -> Value {
        let now = self.clock().now().timestamp();
        let mut state = self.handler.state();
        let mut event = json!({
            "api_version": state.api_version,
            "created": now,
            "data": { "object": object },
            "id": format!("evt_{}", letters(&mut state.random, 24)),
            "livemode": false,
            "object": "event",
            "pending_webhooks": 1,
            "request": { "id": null, "idempotency_key": null },
            "type": kind,
        });
        versions::render_event(&mut event);
        event
    }

    /// The delivery of an event as Stripe would send it now to an endpoint with this secret (`whsec_…`).
    ///
    /// ```
    /// use diesel_stripe::testing::FakeStripe;
    /// use diesel_stripe::webhook::signature::{HEADER, TOLERANCE, verify};
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let stripe = FakeStripe::start().await?;
    /// let event = stripe.event("customer.created", json!({ "id": "cus_1", "object": "customer" }));
    /// let signed = stripe.signed(&event, "whsec_1");
    /// // POST `signed.body` with `signed.signature` as the header `HEADER`; the code under test does:
    /// verify(signed.body.as_bytes(), &signed.signature, &["whsec_1".into()], TOLERANCE)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn signed(&self, event: &Value, secret: &str) -> SignedEvent {
        SignedEvent::new(event, secret, self.clock().now())
    }
}
