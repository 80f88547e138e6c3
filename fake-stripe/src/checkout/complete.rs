//! What the customer does on the page.

use hyper::Method;
use serde_json::Value;

use super::{KIND, end};
use crate::auth::Scope;
use crate::error::ApiError;
use crate::params::Params;
use crate::routes::Route;
use crate::state::{Call, Cause, text};
use crate::{FakeStripe, form};

/// Fields of a form, and what they are set to.
type Fields = Vec<(String, String)>;

impl FakeStripe {
    /// The customer completes a checkout session with a test card, such as `pm_card_visa`: the session pays by a payment intent, starts
    /// a subscription, or sets up the card, for a customer who is made if the session names none. `checkout.session.completed` tells
    /// of it, after the events of what it made.
    ///
    /// Returns the session as it is then: still `open` if the card was declined. `None` if there is no such session that is open.
    ///
    /// ```
    /// # use fake_stripe::FakeStripe;
    /// # async fn buy(stripe: &FakeStripe) -> String { String::new() }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let stripe = FakeStripe::start().await?;
    /// let session = buy(&stripe).await; // the code under test: POST /v1/checkout/sessions
    /// if let Some(session) = stripe.complete_checkout(&session, "pm_card_visa") {
    ///     assert_eq!(session["payment_status"], "paid");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn complete_checkout(&self, session: &str, card: &str) -> Option<Value> {
        let (scope, session, data) = {
            let mut state = self.handler.state();
            state.catch_up(self.clock().now().timestamp());
            let is_here = |shelf: &crate::state::Shelf| shelf.of_kind(KIND, session).is_some();
            let (scope, shelf) = state.shelves.iter().find(|(_, shelf)| is_here(shelf))?;
            let found = shelf.of_kind(KIND, session).filter(|session| session["status"] == "open")?;
            let data = shelf.notes.get(session).cloned().unwrap_or_default();
            (scope.clone(), found.clone(), data)
        };
        // What was made before the card was declined stays, as it does at Stripe.
        let done = Completion { stripe: self, scope: &scope, card, data: &data }.complete(session.clone());
        Some(done.unwrap_or(session))
    }
}

struct Completion<'c> {
    stripe: &'c FakeStripe,
    scope: &'c Scope,
    card: &'c str,
    data: &'c Value,
}

impl Completion<'_> {
    fn complete(&self, mut session: Value) -> Result<Value, ApiError> {
        let id = text(&session, "id").to_owned();
        if text(&session, "customer").is_empty() && session["mode"] != "payment" {
            let email = text(&session, "customer_email").to_owned();
            let fields = if email.is_empty() { Vec::new() } else { field("email", &email) };
            session["customer"] = self.ask("/v1/customers", fields)?["id"].take();
        }
        match text(&session, "mode") {
            "payment" if session["amount_total"] == 0 => session["payment_status"] = "no_payment_required".into(),
            "payment" => {
                let intent = self.pay(&session)?;
                session["payment_intent"] = intent["id"].clone();
                if !["succeeded", "processing", "requires_capture"].contains(&text(&intent, "status")) {
                    return Err(ApiError::invalid("it waits for the customer"));
                }
                session["payment_status"] = if intent["status"] == "succeeded" { "paid" } else { "unpaid" }.into();
            }
            "subscription" => {
                let subscription = self.subscribe(&session, &id)?;
                session["subscription"] = subscription["id"].clone();
                session["invoice"] = subscription["latest_invoice"].clone();
                let is_free = session["amount_total"] == 0 || subscription["status"] == "trialing";
                session["payment_status"] = if is_free { "no_payment_required" } else { "paid" }.into();
            }
            _ => {
                let mut fields = self.said("setup_intent_data");
                fields.extend(field("customer", text(&session, "customer")));
                fields.extend(field("payment_method", self.card).into_iter().chain(field("confirm", "true")));
                session["setup_intent"] = self.ask("/v1/setup_intents", fields)?["id"].take();
            }
        }
        Ok(self.as_customer(|call| {
            let customer = call.shelf.of_kind("customer", text(&session, "customer"));
            let known = |name: &str| customer.map_or(Value::Null, |customer| customer[name].clone());
            let email =
                if session["customer_email"].is_null() { known("email") } else { session["customer_email"].clone() };
            session["customer_details"] = serde_json::json!({
                "address": known("address"), "business_name": null, "email": email, "individual_name": null,
                "name": known("name"), "phone": known("phone"), "tax_exempt": "none", "tax_ids": [],
            });
            end(call, session, "complete")
        }))
    }

    fn pay(&self, session: &Value) -> Result<Value, ApiError> {
        let mut fields = self.said("payment_intent_data");
        for (name, value) in [("amount", session["amount_total"].to_string()), ("confirm", "true".to_owned())] {
            fields.extend(field(name, &value));
        }
        fields.extend(field("currency", text(session, "currency")));
        fields.extend(field("payment_method", self.card));
        if !text(session, "customer").is_empty() {
            fields.extend(field("customer", text(session, "customer")));
        }
        self.ask("/v1/payment_intents", fields)
    }

    fn subscribe(&self, session: &Value, id: &str) -> Result<Value, ApiError> {
        let customer = text(session, "customer");
        let method = self.ask(&format!("/v1/payment_methods/{}/attach", self.card), field("customer", customer))?;
        let mut fields = self.said("subscription_data");
        fields.extend(field("customer", customer));
        fields.extend(field("default_payment_method", text(&method, "id")));
        fields.extend(field("payment_behavior", "error_if_incomplete"));
        let under = format!("{}/{id}/line_items", super::PATH);
        let items: Vec<(String, i64)> = self.as_customer(|call| {
            let items =
                call.shelf.range("item", ..).filter(|item| call.shelf.parents.get(text(item, "id")) == Some(&under));
            items.map(|item| (text(&item["price"], "id").to_owned(), crate::state::number(item, "quantity"))).collect()
        });
        for (n, (price, quantity)) in items.iter().enumerate() {
            fields.extend(field(&format!("items[{n}][price]"), price));
            fields.extend(field(&format!("items[{n}][quantity]"), &quantity.to_string()));
        }
        self.ask("/v1/subscriptions", fields)
    }

    /// What the session was told of what it makes.
    fn said(&self, name: &str) -> Fields {
        let data = self.data.get(name).and_then(Value::as_object);
        let plain =
            data.into_iter().flatten().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        let metadata = self.data[name]["metadata"].as_object().into_iter().flatten();
        let metadata =
            metadata.map(|(key, value)| (format!("metadata[{key}]"), value.as_str().unwrap_or_default().to_owned()));
        plain.chain(metadata).collect()
    }

    /// Does what a `POST` would do; it is no request of the host's.
    fn ask(&self, path: &str, fields: Fields) -> Result<Value, ApiError> {
        let params = form::tree(&fields)?;
        let (route, ids) = Route::find(&Method::POST, path).ok_or_else(|| ApiError::invalid("no such path"))?;
        let now = self.stripe.clock().now().timestamp();
        let mut state = self.stripe.handler.state();
        let cause = Cause::default();
        let mut call = Call {
            params: Params::new(&params),
            route,
            path,
            second_id: &ids[1],
            ..state.call(self.scope, &cause, &ids[0], now)
        };
        (route.run)(&mut call)
    }

    fn as_customer<T>(&self, run: impl FnOnce(&mut Call<'_>) -> T) -> T {
        let now = self.stripe.clock().now().timestamp();
        let mut state = self.stripe.handler.state();
        let cause = Cause::default();
        run(&mut state.call(self.scope, &cause, "", now))
    }
}

fn field(name: &str, value: &str) -> Fields {
    vec![(name.to_owned(), value.to_owned())]
}
