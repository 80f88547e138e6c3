//! `FakeStripe` as its users meet it: over HTTP, through async-stripe's typed requests or as plain JSON.
#![cfg(all(feature = "testing", feature = "api"))]

#[path = "fake_stripe/caller.rs"]
mod caller;
#[path = "fake_stripe/receiver.rs"]
mod receiver;

#[path = "fake_stripe/accounts.rs"]
mod accounts;
#[path = "fake_stripe/catalog.rs"]
mod catalog;
#[path = "fake_stripe/charges.rs"]
mod charges;
#[path = "fake_stripe/customers.rs"]
mod customers;
#[path = "fake_stripe/disputes.rs"]
mod disputes;
#[path = "fake_stripe/errors.rs"]
mod errors;
#[path = "fake_stripe/faithful.rs"]
mod faithful;
#[path = "fake_stripe/faults.rs"]
mod faults;
#[path = "fake_stripe/filters.rs"]
mod filters;
#[path = "fake_stripe/idempotency.rs"]
mod idempotency;
#[path = "fake_stripe/invoices.rs"]
mod invoices;
#[path = "fake_stripe/lists.rs"]
mod lists;
#[path = "fake_stripe/payment_events.rs"]
mod payment_events;
#[path = "fake_stripe/payment_intents.rs"]
mod payment_intents;
#[path = "fake_stripe/payment_methods.rs"]
mod payment_methods;
#[path = "fake_stripe/publishable_keys.rs"]
mod publishable_keys;
#[path = "fake_stripe/refunds.rs"]
mod refunds;
#[path = "fake_stripe/renewals.rs"]
mod renewals;
#[path = "fake_stripe/setup_intents.rs"]
mod setup_intents;
#[path = "fake_stripe/stripe_mock.rs"]
mod stripe_mock;
#[path = "stripe_mock/server.rs"]
mod stripe_mock_server;
#[path = "fake_stripe/subscriptions.rs"]
mod subscriptions;
#[path = "fake_stripe/tour.rs"]
mod tour;
#[path = "fake_stripe/versions.rs"]
mod versions;
#[path = "fake_stripe/webhooks.rs"]
mod webhooks;
