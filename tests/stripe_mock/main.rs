//! Every call of every object with a table, answered by Stripe's own stripe-mock and mirrored into each database.
//!
//! Each call goes through the crate's `Client` and through async-stripe's own. stripe-mock v0.203.0 answers in an API version
//! a month older than the one async-stripe asks for; it objects only if it is told to (`-strict-version-check`).

mod answered;
mod answers;
mod calls;
mod coverage;
mod databases;
mod objects;
mod server;
#[path = "../support/stored.rs"]
mod stored;
mod webhook_endpoints;
