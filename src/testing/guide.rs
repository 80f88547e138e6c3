//! Testing your own application.
//!
//! Your tests want a Stripe that they can see into, whose time they move, and that goes wrong when they say so.
//! [`FakeStripe`](super::FakeStripe) is one, in the test's own process: each test starts its own, in a millisecond, and nothing of
//! another test's is in it. Enable the feature `testing` for tests only:
//!
//! ```toml
//! [dev-dependencies]
//! diesel-stripe = { version = "0.1", features = ["testing"] }
//! ```
//!
//! # 1. Point the application at it
//!
//! The application needs two things to be settings: Stripe's URL and the API key. With this crate's client:
//!
//! ```
//! use chrono::DateTime;
//! use diesel_stripe::testing::{Clock, FakeStripe};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
//! let stripe = FakeStripe::builder().clock(Clock::at(now)).seed(1).start().await?;
//! # #[cfg(feature = "client")]
//! let client = diesel_stripe::client::Client::builder(stripe.secret_key()).base_url(stripe.base_url()).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! Any other client of Stripe's will do, in any language. A clock that stands makes each test the same every time; with a seed the
//! ids are the same too. A page in a browser uses [`publishable_key`](super::FakeStripe::publishable_key) and a client secret.
//!
//! # 2. Pay with test cards
//!
//! `pm_card_visa` pays, `pm_card_chargeDeclinedInsufficientFunds` declines, `pm_card_authenticationRequired` waits for the customer,
//! who then [passes](super::FakeStripe::pass_authentication) or [fails](super::FakeStripe::fail_authentication).
//! `pm_card_createDispute` is disputed and `pm_card_refundFail` takes no refund, both some seconds later:
//! [`clock().advance(…)`](super::Clock::advance) brings what comes later, a month's subscription invoice too.
//!
//! # 3. Deliver the webhooks, badly
//!
//! Register the application's own URL at `/v1/webhook_endpoints`, and events are delivered to it, signed; wait for them with
//! [`settled`](super::FakeStripe::settled). Or take them by hand, and call the handler in any order, as often as you like:
//!
//! ```
//! # use diesel_stripe::testing::FakeStripe;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! # let stripe = FakeStripe::start().await?;
//! # fn webhook(body: &str, signature: &str) {}
//! let deliveries: Vec<_> = stripe.events().iter().map(|event| stripe.signed(event, "whsec_test")).collect();
//! for delivery in deliveries.iter().rev().chain(&deliveries) {
//!     webhook(&delivery.body, &delivery.signature);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # 4. Let things go wrong
//!
//! [`inject`](super::FakeStripe::inject) takes a [`Fault`](super::Fault): a connection cut after the work was done, a 429, an event that
//! is late. [`hold`](super::FakeStripe::hold) keeps a request under way for as long as the test wants.
//!
//! ```
//! # use diesel_stripe::testing::FakeStripe;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! # let stripe = FakeStripe::start().await?;
//! use diesel_stripe::testing::Fault;
//!
//! stripe.inject(Fault::cut().after_work().on("POST /v1/payment_intents"));
//! # Ok(())
//! # }
//! ```
//!
//! # 5. See what was asked
//!
//! [`requests`](super::FakeStripe::requests) has every request with its parameters and its idempotency key: "one POST, with this key"
//! is one line.
//!
//! ```
//! # use diesel_stripe::testing::FakeStripe;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! # let stripe = FakeStripe::start().await?;
//! let keys: Vec<_> = stripe.requests().iter().filter_map(|request| request.idempotency_key.clone()).collect();
//! assert!(keys.iter().all(|key| key == "order:7"));
//! # Ok(())
//! # }
//! ```
//!
//! A whole shop that is tested so is in `tests/host_application.rs` of the crate's repository: it charges a card, refunds it, and
//! its webhooks come twice and in the wrong order.
