//! Webhooks: every event is kept, and has its effects once.
//!
//! What Stripe delivers is verified, committed to the [inbox], and only then answered. A [`Worker`] applies the events'
//! objects to the mirror and calls your handlers, in one transaction for a batch: the mirror's change, what a handler writes, and
//! the event's `done` are committed together, or not at all.
//!
//! ```no_run
//! # #[cfg(all(feature = "core", feature = "axum"))]
//! # mod example {
//! # use diesel_stripe::database::MirrorConnection;
//! # use diesel_stripe::webhook::BoxError;
//! # async fn establish<C: MirrorConnection>(_: &str) -> Result<C, BoxError> { unimplemented!() }
//! # async fn example<AsyncPgConnection: MirrorConnection + 'static>() -> Result<(), BoxError> {
//! use diesel_stripe::mirror::Mirror;
//! use diesel_stripe::objects::PaymentIntent;
//! use diesel_stripe::webhook::{self, Endpoint, Handlers, Processor, Receiver, Worker};
//!
//! // Where connections come from: a pool, or `AsyncPgConnection::establish`.
//! let connections = || establish::<AsyncPgConnection>("postgres://localhost/shop");
//!
//! // Two lines receive, …
//! let receiver = Receiver::new(Endpoint::new([std::env::var("STRIPE_WEBHOOK_SECRET")?])?, connections);
//! let app = axum::Router::new().route("/stripe/webhook", webhook::axum::route(receiver.clone()));
//!
//! // … and a worker processes, here in the same process.
//! let handlers = Handlers::new()
//!     .mirror(Mirror::live()) // or `Mirror::of(&client)`: an event does not choose
//!     .on::<PaymentIntent>("payment_intent.succeeded", async |context| {
//!         // In the transaction: what `context.conn()` writes here is committed together with the mirror's row.
//!         println!("{} was paid", context.row.id);
//!         Ok(())
//!     })
//!     .after_commit::<PaymentIntent>("payment_intent.succeeded", |committed| async move {
//!         // Outside: for what cannot be rolled back. At least once.
//!         println!("a letter to {:?}", committed.row.customer);
//!         Ok(())
//!     });
//! let worker = Worker::new(connections, Processor::new(handlers)).woken_by(&receiver);
//! # let (shutdown, listener): (std::future::Ready<()>, tokio::net::TcpListener) = unimplemented!();
//! tokio::select! {
//!     worked = worker.run(shutdown) => worked?, // what is wrong at the start ends the program
//!     served = axum::serve(listener, app) => served?,
//! }
//! # Ok(())
//! # }
//! # }
//! ```
//!
//! For every other framework there is [`Receiver::receive`]: the value of the `Stripe-Signature` header and the body's bytes in,
//! an [`Answer`] with its status out. On blocking Diesel, see [`blocking::webhook`](crate::blocking).
//!
//! # The steps
//!
//! Each is public, and usable alone:
//!
//! 1. [`Endpoint::verify`]: the signature, over the bytes. [`signature`] is that without an inbox.
//! 2. [`inbox::store`]: committed before the answer. A duplicate changes nothing.
//! 3. [`inbox::claim`]: a lease on what is due.
//! 4. [`Processor::apply`]: the transaction.
//!
//! A receiver and a worker of the same process that keeps up take 2 and 3 together, except on MySQL: see [`Worker::woken_by`].
//!
//! Where Stripe delivers, and which events, is set in its dashboard; or by [`registration`], which knows what the handlers want.
//!
//! # What is promised
//!
//! - **No event is lost.** Stripe is answered 200 when the event is committed, and otherwise comes again. What is signed is stored:
//!   unknown types, thin events, objects without an id; even what is no JSON, as a dead letter.
//! - **Effects in the database happen once per event.** An event is done in the transaction of its effects, by whoever has the lease
//!   on it at that time. A worker that died or lost its lease has committed nothing. What a handler does elsewhere, such as a call
//!   over HTTP, may happen again. Stripe may make two events of one change: their ids differ, and a handler is called for both.
//! - **An event that fails holds up no other.** Everything that was written for it is rolled back, and nobody else's handler is called
//!   again because of it. It is tried again with growing delays, and becomes a dead letter in the end, with its error: see
//!   [`inbox::replay`]. A panic is a failure, and so is a handler that does not end, or a row that another transaction has locked for
//!   [too long](Processor::lock_wait). A handler may [discard](Discard) an event.
//! - **A worker waits for nothing without a bound**: neither for a connection, nor for a statement, nor for a lock. A connection that
//!   is lost in the middle of a batch is replaced, and counts as an attempt only of the event at whose turn it was.
//! - **A handler's row is never older than its event.** Events come in any order, so it may be newer; in the mirror the newest wins.
//!   Where only Stripe knows which is newer, the event waits for its object to be [read again](crate::refresh), which takes a client
//!   and something that drains. If that is not done [in time](Processor::tie_wait), the handler's row is made of the event's own
//!   object, and [says so](Context::row_from).
//! - **A secret speaks for its endpoint only**: the platform, its connected accounts, or one account. An event that names another is
//!   refused: see [`Endpoint`](Endpoint#whose-events).
//! - **An event never chooses whether the mirror is live or test.** [You say it](crate::mirror#live-or-test), and a worker does not
//!   start before it is known. Events of the other mode are stored, logged, [counted](inbox::Stats::ignored), and ignored.

#[cfg(feature = "axum")]
pub mod axum;
mod connect;
mod delivery;
mod endpoint;
mod event;
mod event_types;
pub(crate) mod handlers;
mod handover;
pub mod inbox;
#[cfg_attr(not(feature = "axum"), allow(dead_code, reason = "only the route for axum reads bodies"))]
mod memory;
pub mod metrics;
mod mode;
mod pattern;
mod processor;
mod receiver;
#[cfg(feature = "api")]
pub mod registration;

mod versions;
mod whose;
mod worker;

/// Signatures of deliveries: all that is needed of a host that has an inbox of its own.
pub use stripe_webhook_signature as signature;
pub use {
    connect::{BoxError, Connect},
    delivery::Delivery,
    endpoint::{Answer, Endpoint},
    event::Event,
    handlers::{Committed, Context, Discard, Handler, HandlerFn, HandlerResult, Handlers, RowFrom},
    pattern::Pattern,
    processor::{Processed, Processor},
    receiver::Receiver,
    versions::API_VERSION,
    worker::Worker,
};

pub(crate) use {
    endpoint::store as store_one,
    processor::{apply_claim, process_pending},
};
