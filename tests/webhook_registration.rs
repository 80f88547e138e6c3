//! Webhook endpoints that a host registers in Stripe, from `ensure` to the row: events are delivered, received, verified, stored and
//! processed. The host is what a user would write, on SQLite.
#![cfg(all(feature = "billing", feature = "client", feature = "sqlite", feature = "testing", feature = "webhook"))]

#[path = "webhook_registration/endpoints.rs"]
mod endpoints;
#[path = "webhook_registration/event_types.rs"]
mod event_types;
#[path = "webhook_registration/host.rs"]
mod host;
#[path = "webhook_registration/rotation.rs"]
mod rotation;
