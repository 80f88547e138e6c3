//! What a test does with events and their deliveries.

use std::io;

use serde_json::{Value, json};

use super::auth::Scope;
use super::form::Tree;
use super::outbox::Delivery;
use super::postman::SignedEvent;
use super::state::{letters, text};
use super::{FakeStripe, versions, webhook_endpoints};

impl FakeStripe {
    /// Waits until every event that is due by now has been delivered to its endpoints, and they have answered: what they did
    /// in time can be looked at. An event that was not accepted is due again [later](FakeStripe::deliveries).
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use chrono::DateTime;
    /// use fake_stripe::{Clock, FakeStripe};
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

    /// Delivers every event of the platform to this URL from now on, as the Stripe CLI's `stripe listen --forward-to` does; returns the
    /// signing secret. It is a webhook endpoint like those that are created over HTTP.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidInput`]: it is no URL that begins with `http://` or `https://`.
    pub fn forward_to(&self, url: &str) -> io::Result<String> {
        let all = Tree::Branch(vec![("0".to_owned(), Tree::Text("*".to_owned()))]);
        let params = vec![("url".to_owned(), Tree::Text(url.to_owned())), ("enabled_events".to_owned(), all)];
        match self.as_of_itself(None, "", &params, webhook_endpoints::create) {
            Ok(endpoint) => Ok(text(&endpoint, "secret").to_owned()),
            Err(_) => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("not a URL to send events to: {url}"))),
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
    /// use fake_stripe::FakeStripe;
    /// use fake_stripe::signature::{HEADER, TOLERANCE, verify};
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
