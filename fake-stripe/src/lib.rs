//! [`FakeStripe`]: a small Stripe in the process, for tests.
//!
//! It keeps state as Stripe does: what is created can be read, listed, changed and paid, by whichever Stripe client is given
//! its [`base_url`](FakeStripe::base_url). Tests need neither the network nor a Stripe account, move its [`Clock`], and see
//! the [requests](FakeStripe::requests) that it received.
//!
//! ```
//! use fake_stripe::{Clock, FakeStripe};
//! use chrono::DateTime;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
//! let stripe = FakeStripe::builder().clock(Clock::at(start)).seed(7).start().await?;
//!
//! // Give these two to the Stripe client of the code under test, and run that code.
//! let (url, key) = (stripe.base_url(), stripe.secret_key());
//! # assert!(url.starts_with("http://127.0.0.1:") && key.starts_with("sk_test_"));
//!
//! // Then see what it asked for.
//! assert_eq!(stripe.requests_to("POST /v1/payment_intents").len(), 0);
//! # Ok(())
//! # }
//! ```
//!
//! # What it knows
//!
//! | objects | calls |
//! |---|---|
//! | customers | create, retrieve, update, delete, list |
//! | payment methods (cards) | create, retrieve, update, list (also a customer's), attach, detach |
//! | payment intents | create (with `confirm`), retrieve, update, list, confirm, capture (whole or in part), cancel |
//! | setup intents | create (with `confirm`), retrieve, update, list, confirm, cancel; setup attempts: list |
//! | charges | retrieve, update, list, capture; they come into being when an intent is confirmed |
//! | refunds | create, retrieve, update, list (also a charge's); cancel is refused, as Stripe does for cards |
//! | disputes | retrieve, update (with evidence), list, close; test cards open them |
//! | balance transactions | retrieve, list |
//! | products, prices | create, retrieve, update, list; delete (products) |
//! | coupons | create, retrieve, update, delete, list |
//! | subscriptions | create, retrieve, update, cancel (`DELETE`), list; items: create, retrieve, update, delete, list |
//! | invoices | create, retrieve, update, delete, list, finalize, pay, void, mark uncollectible; their lines: list |
//! | invoice items | create, retrieve, delete, list; invoice payments: retrieve, list |
//! | accounts | create, retrieve, update, delete, list |
//! | checkout sessions | create, expire; [`complete_checkout`](FakeStripe::complete_checkout) is what the customer does; the rest as below |
//! | customer portal sessions | create |
//! | entitlements | features: create, and onto products; active entitlements: list; they follow subscriptions, with the summary's events |
//! | events | retrieve, list; what happens to an object is told by Stripe's events of it |
//! | webhook endpoints | create, retrieve, update, delete, list |
//! | any other kind that has an id | [`put`](FakeStripe::put) by the test; retrieve, update, delete, list, with Stripe's events |
//!
//! - **Test cards**: `pm_card_visa`, `pm_card_mastercard`, `pm_card_amex`, `pm_card_discover`; the declining
//!   `pm_card_chargeDeclined` and `pm_card_visa_chargeDeclined…` (`InsufficientFunds`, `LostCard`, `StolenCard`, `ExpiredCard`,
//!   `IncorrectCvc`, `ProcessingError`); `pm_card_authenticationRequired…` (`OnSetup`, `SetupForOffSession`,
//!   `ChargeDeclinedInsufficientFunds`), and `pm_card_chargeCustomerFail`; the same by their numbers
//!   (`4242424242424242`, …) in `payment_method_data`. An intent that waits for the customer goes on with
//!   [`pass_authentication`](FakeStripe::pass_authentication) or [`fail_authentication`](FakeStripe::fail_authentication).
//! - **What comes later**, when the clock has advanced by a few seconds, with the first request in its events: the
//!   `balance_transaction` of a charge that is captured asynchronously (the default); the dispute of a
//!   `pm_card_createDispute`, `…ProductNotReceived` or `…Inquiry`, and its decision after `winning_evidence` or
//!   `losing_evidence`; the success of a `pm_card_pendingRefund`'s refund, the failure of a `pm_card_refundFail`'s.
//! - **Idempotency keys**: the first answer again for 24 hours, errors of the work itself (a declined card) included; 400 for
//!   other parameters, 409 while the first request is under way (see [`hold`](FakeStripe::hold)).
//! - **Errors** in Stripe's shape, with its codes and its words where they are known. A parameter that Stripe doesn't know is
//!   refused. So is one that the fake does not know how to act on, where that would change what happens; a few without such
//!   consequences (`tax`, `cash_balance`, `radar_options`, `payment_method_options`, `mandate_data`, …) are accepted and have
//!   no effect.
//! - **What it cannot do** (a quote's `accept`, say, or the creation of a kind that is only put in) it answers with a 501 that names it.
//! - **Lists** with `limit`, cursors and `created`; `expand` to a depth of four.
//! - **Versions**: objects have the fields of the request's `Stripe-Version`, events those of the endpoint's or the
//!   [fake's](FakeStripeBuilder::api_version), as far as a mirror reads them: `charges` of a payment intent, `subscription` of an
//!   invoice, and the like. Parameters are those of [`API_VERSION`].
//! - **Accounts**: every key that begins with `sk_test_` or `rk_test_` is the platform's in test mode (`sk_live_` sees live
//!   objects, apart from these). With a `Stripe-Account` header a request sees that account's objects and no others.
//!   A publishable key (`pk_test_`) retrieves and confirms an intent that it has the client secret of, and does nothing else;
//!   browsers are told that pages of any origin may ask so.
//! - **Webhooks**: each event is delivered to the endpoints that want it, signed, in the background, and again on Stripe's terms
//!   until it is accepted, all by the [`Clock`]. [`settled`](FakeStripe::settled) waits for what is due,
//!   [`deliveries`](FakeStripe::deliveries) tells what was sent. Or take the [`events`](FakeStripe::events) and
//!   [sign](FakeStripe::signed) them yourself.
//! - **Billing**: subscriptions are renewed when the clock has come to their period's end. The invoice is a draft for an hour,
//!   then it is final and is paid by a payment intent with the default payment method; a failure makes the subscription
//!   `past_due`. Changes within a period are prorated as `proration_behavior` says. Coupons come as `discounts`.
//! - **Faults** by hand ([`inject`](FakeStripe::inject)) or by chance ([`FakeStripeBuilder::faults`]): see [`Fault`].
//!   [`hold`](FakeStripe::hold) and [`hold_answers`](FakeStripe::hold_answers) make Stripe slow.
//!
//! It differs from Stripe where a dashboard would decide: the account takes cards only, so that a confirmation needs no
//! `return_url`; nothing is refused for risk; every charge is settled in its own currency, for 2.9 % and 30 of its cents; an
//! invoice whose payment has failed is not tried again by itself, and its subscription stays `past_due`; and an account needs
//! no more than its `tos_acceptance` to be enabled.

#![recursion_limit = "256"] // a checkout session has many fields
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod accounts;
mod addresses;
mod answers;
mod any;
mod auth;
mod balance_transactions;
mod billing;
mod builder;
mod cards;
mod charges;
mod checkout;
mod clock;
mod cors;
mod currency;
mod customers;
mod disputes;
mod entitlements;
mod error;
mod events;
mod expand;
mod faults;
mod form;
mod handle;
mod hold;
mod idempotency;
mod intents;
mod limit;
mod lists;
mod metadata;
mod nested;
mod outbox;
mod params;
mod payment_intents;
mod payment_method_types;
mod payment_methods;
mod portal;
mod postman;
mod publishable;
mod refunds;
mod request;
mod routes;
mod schedule;
mod server;
mod setup_intents;
mod state;
mod versions;
mod webhook_endpoints;
mod webhooks;

use std::io;
use std::sync::Arc;

use serde_json::Value;

use handle::Handler;
use hold::Gates;
use postman::Postman;
use server::Server;
use state::{Call, Cause, Shelf};

pub use any::{NotAnObject, Put};
pub use builder::FakeStripeBuilder;
/// Signatures of deliveries.
pub use stripe_webhook_signature as signature;

pub use clock::Clock;
pub use faults::{Fault, Faults};
pub use hold::Hold;
pub use outbox::Delivery;
pub use postman::SignedEvent;
pub use request::RecordedRequest;

/// The version of Stripe's API that requests without a `Stripe-Version` header are answered in: async-stripe's.
pub const API_VERSION: &str = "2026-09-30.endive";

const SECRET_KEY: &str = "sk_test_fakestripe00000000000000";
const PUBLISHABLE_KEY: &str = "pk_test_fakestripe00000000000000";

/// A small Stripe on a loopback port; see the [module](self) for what it knows.
///
/// Each has its own objects, so each test can have its own. Dropping it stops it: the port is closed, and so are its
/// connections.
#[derive(Debug)]
pub struct FakeStripe {
    handler: Arc<Handler>,
    gates: Gates,
    server: Server,
    _postman: Postman,
}

impl FakeStripe {
    /// Starts one with the machine's clock, on a port that the system chooses.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with I/O enabled: the server runs on the runtime that starts it.
    pub async fn start() -> io::Result<Self> {
        FakeStripe::builder().start().await
    }

    /// One with a clock, a version, a seed, faults or limits of your choice.
    pub fn builder() -> FakeStripeBuilder {
        FakeStripeBuilder::default()
    }

    /// What can be asked of it, as `POST /v1/customers/{}`, and the names of the parameters that Stripe knows there.
    #[doc(hidden)]
    pub fn routes() -> impl Iterator<Item = (String, Vec<&'static str>)> {
        routes::all()
    }

    /// An object as an account that has these objects has it in a version of the API.
    #[doc(hidden)]
    pub fn rendered(objects: &[Value], object: &Value, version: &str) -> Value {
        let mut shelf = Shelf::default();
        for object in objects {
            shelf.put(object.clone());
        }
        versions::rendered(object, version, &shelf)
    }

    /// The fields that versions of the API move: the first version in which each is where it is now, and the kind of object.
    #[doc(hidden)]
    pub fn moved_fields() -> impl Iterator<Item = (&'static str, &'static str)> {
        versions::moved()
    }

    /// Where it is: `http://127.0.0.1:40123`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// An API key that it accepts.
    pub fn secret_key(&self) -> &str {
        SECRET_KEY
    }

    /// The key of a browser or an app. With the client secret of a payment intent it may retrieve and confirm it, sees less of
    /// it, and may do nothing else.
    pub fn publishable_key(&self) -> &str {
        PUBLISHABLE_KEY
    }

    /// Its clock.
    pub fn clock(&self) -> &Clock {
        &self.handler.clock
    }

    /// The requests so far, in the order in which they came, whatever was answered.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.handler.state().requests.clone()
    }

    /// Those of the [requests](FakeStripe::requests) that were for a path: `/v1/customers`, or with their method,
    /// `POST /v1/customers`. With a `*` at its end it stands for whatever begins so.
    ///
    /// ```
    /// # use fake_stripe::FakeStripe;
    /// # async fn pay(url: &str) {}
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let stripe = FakeStripe::start().await?;
    /// pay(&stripe.base_url()).await;
    /// # if false {
    /// // One POST, with this key.
    /// let [post] = &stripe.requests_to("POST /v1/payment_intents")[..] else { panic!("one POST") };
    /// assert_eq!(post.idempotency_key.as_deref(), Some("order-6735"));
    /// # }
    /// # Ok(())
    /// # }
    /// ```
    pub fn requests_to(&self, pattern: &str) -> Vec<RecordedRequest> {
        let state = self.handler.state();
        let wanted = state.requests.iter().filter(|made| request::fits(pattern, &made.method, &made.path));
        wanted.cloned().collect()
    }

    /// Forgets the [requests](FakeStripe::requests) so far; the objects stay.
    pub fn clear_requests(&self) {
        self.handler.state().requests.clear();
    }

    /// Receives requests from now on without doing their work, until the [`Hold`] is dropped.
    ///
    /// ```
    /// # use fake_stripe::FakeStripe;
    /// # async fn pay(url: &str) {}
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let stripe = FakeStripe::start().await?;
    /// let hold = stripe.hold();
    /// let url = stripe.base_url();
    /// let paying = tokio::spawn(async move { pay(&url).await });
    /// # if false {
    /// hold.requests(1).await; // the request has arrived; what the code under test does meanwhile can be tested here
    /// # }
    /// drop(hold);
    /// paying.await.unwrap();
    /// # Ok(())
    /// # }
    /// ```
    pub fn hold(&self) -> Hold {
        self.gates.before.hold()
    }

    /// Does the work of requests from now on, but sends no answer until the [`Hold`] is dropped: what was asked for is there,
    /// and its caller doesn't know.
    pub fn hold_answers(&self) -> Hold {
        self.gates.after.hold()
    }

    /// The customer authenticates a payment intent or setup intent that waits for it (`requires_action`): it goes on.
    /// Returns the intent as it is then; `None` if there is no such intent, or it waits for nothing.
    pub fn pass_authentication(&self, intent: &str) -> Option<Value> {
        self.authenticated(intent, payment_intents::pass_authentication, setup_intents::pass_authentication)
    }

    /// The customer fails to authenticate a payment intent or setup intent that waits for it: it requires a payment method
    /// again. Returns the intent as it is then; `None` if there is no such intent, or it waits for nothing.
    pub fn fail_authentication(&self, intent: &str) -> Option<Value> {
        self.authenticated(intent, payment_intents::fail_authentication, setup_intents::fail_authentication)
    }

    fn authenticated(&self, id: &str, pay: Authenticated, set_up: Authenticated) -> Option<Value> {
        let now = self.clock().now().timestamp();
        let mut state = self.handler.state();
        state.catch_up(now);
        let scope = state.shelves.iter().find(|(_, shelf)| shelf.get(id).is_some())?.0.clone();
        let cause = Cause::default();
        let mut call = state.call(&scope, &cause, id, now);
        let intent = call.shelf.get(id).filter(|intent| intent["status"] == "requires_action")?.clone();
        let go_on = if intent["object"] == "setup_intent" { set_up } else { pay };
        Some(go_on(&mut call, intent))
    }
}

/// How an intent goes on.
type Authenticated = fn(&mut Call<'_>, Value) -> Value;
