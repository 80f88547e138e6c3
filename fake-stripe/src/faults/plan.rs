//! Which request, delivery or event meets which fault.

use std::time::Duration;

use hyper::Method;

use super::{Fault, Kind};
use crate::FakeStripe;

/// Which share of requests, deliveries and events meets a [`Fault`]. What is drawn depends on the
/// [seed](crate::FakeStripeBuilder::seed), and on the order in which requests and events come.
///
/// ```
/// use fake_stripe::{FakeStripe, Fault, Faults};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let faults = Faults::none().with(0.1, Fault::server_error().after_work()).with(0.2, Fault::duplicated());
/// let stripe = FakeStripe::builder().seed(42).faults(faults).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Faults(Vec<(f64, Fault)>);

impl Faults {
    /// Nothing goes wrong by chance.
    pub fn none() -> Self {
        Faults::default()
    }

    /// Adds a fault with the probability (0.0 to 1.0) that a request, delivery or event which it fits meets it. None meets
    /// more than one.
    pub fn with(mut self, probability: f64, fault: Fault) -> Self {
        self.0.push((probability, fault));
        self
    }

    /// Every fault but those that take real time, so that a request, a delivery, and an event meets some fault with this
    /// probability.
    pub fn of_every_kind(probability: f64) -> Self {
        let refusals = [
            Fault::bad_request(),
            Fault::key_in_use(),
            Fault::conflict(),
            Fault::lock_timeout(),
            Fault::rate_limit(),
            Fault::server_error(),
            Fault::cut(),
        ];
        let requests: Vec<Fault> = refusals.iter().cloned().map(Fault::after_work).chain(refusals.clone()).collect();
        let delays = [1, 5, 60, 3600].map(|seconds| Fault::delayed(Duration::from_secs(seconds)));
        let deliveries: Vec<Fault> =
            delays.into_iter().chain([Fault::duplicated(), Fault::reordered(), Fault::dropped()]).collect();
        let events = vec![Fault::late(Duration::from_secs(5)), Fault::late_by_lists(1), Fault::late_by_lists(3)];
        [requests, deliveries, events].into_iter().fold(Faults::none(), |faults, class| {
            let each = probability / class.len() as f64;
            class.into_iter().fold(faults, |faults, fault| faults.with(each, fault))
        })
    }
}

/// What may meet a fault.
pub(super) enum Target<'a> {
    Request {
        method: &'a Method,
        path: &'a str,
        publishable: bool,
    },
    /// An event of this type, on its way to an endpoint.
    Delivery(&'a str),
    /// An event of this type, on its way into `/v1/events`.
    Listing(&'a str),
}

impl Target<'_> {
    pub fn class(&self) -> usize {
        match self {
            Target::Request { .. } => 0,
            Target::Delivery(_) => 1,
            Target::Listing(_) => 2,
        }
    }
}

/// The faults to come.
#[derive(Debug)]
pub(crate) struct Plan {
    by_hand: Vec<Fault>,
    by_chance: Faults,
    /// One each for requests, deliveries and events, so that the number of one has no influence on another.
    random: [fastrand::Rng; 3],
}

impl Plan {
    pub fn new(by_chance: Faults, random: &mut fastrand::Rng) -> Self {
        Plan { by_hand: Vec::new(), by_chance, random: [random.fork(), random.fork(), random.fork()] }
    }

    pub fn inject(&mut self, fault: Fault) {
        self.by_hand.push(fault);
    }

    pub fn clear(&mut self) {
        self.by_hand.clear();
        self.by_chance = Faults::none();
    }

    pub fn of_request(&mut self, method: &Method, path: &str, publishable: bool) -> Option<Fault> {
        self.draw(&Target::Request { method, path, publishable })
    }

    pub fn of_delivery(&mut self, event: &str) -> Option<Kind> {
        self.draw(&Target::Delivery(event)).map(|fault| fault.kind)
    }

    /// How long an event is late: by time, and by lists.
    pub fn of_listing(&mut self, event: &str) -> Option<(Duration, u32)> {
        match self.draw(&Target::Listing(event))?.kind {
            Kind::Late { by, lists } => Some((by, lists)),
            _ => None,
        }
    }

    fn draw(&mut self, target: &Target<'_>) -> Option<Fault> {
        if let Some(at) = self.by_hand.iter().position(|fault| fault.hits(target)) {
            self.by_hand[at].times -= 1;
            return if self.by_hand[at].times == 0 {
                Some(self.by_hand.remove(at))
            } else {
                Some(self.by_hand[at].clone())
            };
        }
        if self.by_chance.0.is_empty() {
            return None;
        }
        let mut left = self.random[target.class()].f64();
        self.by_chance.0.iter().filter(|(_, fault)| fault.hits(target)).find_map(|(probability, fault)| {
            left -= probability;
            (left < 0.0).then(|| fault.clone())
        })
    }
}

impl FakeStripe {
    /// Lets something go wrong: once, or as many [times](Fault::times) as the fault says.
    pub fn inject(&self, fault: Fault) {
        self.handler.state().faults.inject(fault);
    }

    /// Nothing goes wrong from now on: forgets faults that were [injected](FakeStripe::inject), and those by chance.
    pub fn clear_faults(&self) {
        self.handler.state().faults.clear();
    }
}
