//! How a fake is made.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};

use super::faults::{Faults, Plan};
use super::handle::Handler;
use super::hold::Gates;
use super::limit::Limit;
use super::outbox::Outbox;
use super::postman::Postman;
use super::server::Server;
use super::state::{State, letters};
use super::{API_VERSION, Clock, FakeStripe};

/// How a [`FakeStripe`] shall be; from [`FakeStripe::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct FakeStripeBuilder {
    clock: Clock,
    api_version: String,
    seed: Option<u64>,
    faults: Faults,
    requests_per_second: Option<u32>,
    deliveries_at_once: usize,
    port: u16,
}

impl Default for FakeStripeBuilder {
    fn default() -> Self {
        FakeStripeBuilder {
            clock: Clock::system(),
            api_version: API_VERSION.to_owned(),
            seed: None,
            faults: Faults::none(),
            requests_per_second: None,
            deliveries_at_once: 1,
            port: 0,
        }
    }
}

impl FakeStripeBuilder {
    /// The time that it lives in.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The `Stripe-Version` of answers to requests that name none, and of events: [`API_VERSION`] by default. Of an older
    /// version, objects have the fields that moved since where that version has them.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = version.into();
        self
    }

    /// Makes the ids and secrets the same each time, as long as the requests come in the same order.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// What goes wrong by chance: nothing by default. It is drawn from the [seed](FakeStripeBuilder::seed).
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// How many requests an account may make in a second of the fake's clock: more are answered 429 `rate_limit`, with a
    /// `Retry-After`. There is no limit by default.
    pub fn requests_per_second(mut self, limit: u32) -> Self {
        self.requests_per_second = Some(limit);
        self
    }

    /// How many events a webhook endpoint gets at the same time. One by default: each is delivered when the one before was
    /// answered, in the order in which they happened. Stripe keeps to no order, and to no such number.
    pub fn deliveries_at_once(mut self, count: usize) -> Self {
        self.deliveries_at_once = count;
        self
    }

    /// The port on 127.0.0.1; by default one that the system chooses.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Starts it.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with I/O enabled: the server runs on the runtime that starts it.
    pub async fn start(self) -> io::Result<FakeStripe> {
        let mut random = self.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        // Of its own: the ids are the same with faults and without.
        let mut fault_seed = self.seed.map_or_else(fastrand::Rng::new, |seed| fastrand::Rng::with_seed(!seed));
        let platform = format!("acct_{}", letters(&mut random, 16));
        let state = State {
            random,
            keys: Default::default(),
            requests: Vec::new(),
            shelves: HashMap::new(),
            schedule: Default::default(),
            outbox: Outbox::new(&platform, self.deliveries_at_once),
            listing: Default::default(),
            faults: Plan::new(self.faults, &mut fault_seed),
            limit: Limit::new(self.requests_per_second),
            api_version: self.api_version.clone(),
        };
        let handler = Handler { clock: self.clock, api_version: self.api_version, platform, state: Mutex::new(state) };
        let (handler, gates) = (Arc::new(handler), Gates::new());
        let server = Server::start(self.port, handler.clone(), gates.clone()).await?;
        let postman = Postman::start(handler.clone());
        Ok(FakeStripe { handler, gates, server, _postman: postman })
    }
}
