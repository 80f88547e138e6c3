//! `FakeStripe` as its users meet it: over HTTP, through async-stripe's typed requests or as plain JSON.
#![cfg(all(feature = "testing", feature = "api"))]

#[path = "fake_stripe/caller.rs"]
mod caller;
#[path = "fake_stripe/receiver.rs"]
mod receiver;

#[path = "fake_stripe/accounts.rs"]
mod accounts;
#[path = "fake_stripe/customers.rs"]
mod customers;
#[path = "fake_stripe/errors.rs"]
mod errors;
#[path = "fake_stripe/faults.rs"]
mod faults;
#[path = "fake_stripe/fixtures.rs"]
mod fixtures;
#[path = "fake_stripe/idempotency.rs"]
mod idempotency;
#[path = "fake_stripe/lists.rs"]
mod lists;
#[path = "fake_stripe/payment_intents.rs"]
mod payment_intents;
#[path = "fake_stripe/publishable_keys.rs"]
mod publishable_keys;
#[path = "fake_stripe/versions.rs"]
mod versions;
#[path = "fake_stripe/webhooks.rs"]
mod webhooks;
