//! The proof: from a seed, a random life at Stripe, its news delivered as badly as can be, and then a comparison.
//!
//! News are applied late, twice, in any order, several batches at once, by workers that are killed in the middle; API reads are
//! mixed in, with clocks that are seconds wrong. In the end all that was lost is read again, the refreshes are drained, and every
//! row must equal Stripe's object.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use chrono::DateTime;
use diesel_stripe::StripeData;
use diesel_stripe::client::Client;
use diesel_stripe::mirror::{Mirror, Outcome};
use diesel_stripe::model::StripeObject;
use diesel_stripe::testing::{API_VERSION, Clock, FakeStripe};

use super::end::{self, Diverged};
use super::faults::{faults, version};
use super::history::{History, News};
use super::moods::Moods;
use super::snapshot::{Mutation, Snapshot};
use super::stripe::Caller;
use crate::database::Database;

const START: i64 = 1_700_000_000;

/// What a history came to.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub rows: usize,
    /// Events and answers, each counted once.
    pub news: usize,
    /// Events alone.
    pub events: usize,
    /// How often Stripe was asked for what ties or is not whole.
    pub calls: usize,
    /// Objects read again because of ties.
    pub reads: usize,
    pub killed: usize,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.rows += other.rows;
        self.news += other.news;
        self.events += other.events;
        self.calls += other.calls;
        self.reads += other.reads;
        self.killed += other.killed;
    }
}

/// A mirror that did not converge.
pub struct Failure {
    pub seed: u64,
    pub diverged: Diverged,
    /// What was done with the object, in order.
    pub history: Vec<String>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "seed {} diverges: {}: {}", self.seed, self.diverged.id, self.diverged.how)?;
        self.history.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// Lives through the history of a seed, of so many steps, on a database that other histories may have used: each has an account of its own.
pub async fn converge<D: Database>(
    db: &mut D,
    seed: u64,
    steps: usize,
    mutation: Option<Mutation>,
) -> Result<Tally, Failure> {
    let mut random = fastrand::Rng::with_seed(seed);
    let start = DateTime::from_timestamp(START, random.u32(..1_000) * 1_000_000).expect("a time");
    // Events come in the account's version, answers in the one that is asked for.
    let stripe = FakeStripe::builder().clock(Clock::at(start)).seed(random.u64(..)).faults(faults());
    let stripe = stripe.api_version(version(&mut random)).start().await.expect("a port");
    let account = format!("acct_{seed}");
    let history = History::new(&stripe, &account, version(&mut random), random.fork());
    let mut receiver = Receiver::new(db, account.clone(), mutation, random);
    let result = receiver.live(&stripe, history, steps).await;
    let (log, tally) = (receiver.log, receiver.tally);
    result.map(|rows| Tally { rows, ..tally }).map_err(|diverged| {
        let history = log.into_iter().filter(|line| line.contains(&diverged.id)).collect();
        Failure { seed, diverged, history }
    })
}

/// The host: it hears news, and applies them when it comes to it.
struct Receiver<'d, D> {
    db: &'d mut D,
    account: String,
    mutation: Option<Mutation>,
    random: fastrand::Rng,
    waiting: Vec<Snapshot>,
    /// Events that have come, be it late. The others are read from `/v1/events` in the end.
    heard: BTreeSet<String>,
    applied: Vec<Snapshot>,
    told: BTreeSet<(String, String)>,
    log: Vec<String>,
    tally: Tally,
    nth: i64,
}

impl<'d, D: Database> Receiver<'d, D> {
    fn new(db: &'d mut D, account: String, mutation: Option<Mutation>, random: fastrand::Rng) -> Self {
        Receiver {
            db,
            account,
            mutation,
            random,
            waiting: Vec::new(),
            heard: BTreeSet::new(),
            applied: Vec::new(),
            told: BTreeSet::new(),
            log: Vec::new(),
            tally: Tally::default(),
            nth: 0,
        }
    }

    async fn live(&mut self, stripe: &FakeStripe, mut history: History<'_>, steps: usize) -> Result<usize, Diverged> {
        let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).no_rate_limit();
        let client = client.max_retries(0).build().expect("a client");
        let mut client = Moods::new(client, self.random.fork());
        let month = self.random.usize(..steps * 4);
        for step in 0..steps {
            let news = if step == month { history.month().await } else { history.step().await };
            self.hear(news);
            let due = self.random.usize(..=self.waiting.len());
            self.apply(due).await;
            if self.random.u8(..8) == 0 {
                self.drain(&client, false).await;
            }
        }
        let lost = history.all_events().await.into_iter().filter(|event| !self.heard.contains(event.event_id()));
        self.hear(lost.map(News::Missed).collect());
        self.random.shuffle(&mut self.waiting);
        while !self.waiting.is_empty() {
            self.apply(self.waiting.len()).await;
        }
        client.calm();
        // What a killed worker had sent may be executed, or wait for a lock, after its connection was closed.
        self.db.is_alone().await;
        self.drain(&client, true).await;
        self.tally.calls += client.calls();
        end::compare(self.db, &Caller::new(stripe, &self.account, API_VERSION), &self.account, &self.told).await
    }

    fn hear(&mut self, news: Vec<News>) {
        self.tally.news += news.len();
        for news in news {
            self.tally.events += usize::from(matches!(news, News::Event(_)));
            let (snapshot, chance_to_be_lost) = match news {
                News::Event(snapshot) => (snapshot, 0.12),
                News::Answer(snapshot) => (snapshot, 0.33),
                News::Silent(snapshot) | News::Missed(snapshot) => (snapshot, 0.0),
            };
            let snapshot = if self.mutation.is_none() && self.random.u8(..20) == 0 {
                snapshot.with_lists_that_lie(&mut self.random)
            } else {
                snapshot
            };
            self.log.push(format!("Stripe says   {snapshot}"));
            if self.random.f64() < chance_to_be_lost {
                continue;
            }
            self.heard.insert(snapshot.event_id().to_owned());
            let object = snapshot.object()["object"].as_str().unwrap_or_default();
            self.told.insert((object.to_owned(), snapshot.id().to_owned()));
            if self.random.u8(..5) == 0 {
                self.waiting.push(snapshot.clone());
            }
            self.waiting.push(snapshot);
        }
        // Some of what was applied comes again.
        if let Some(again) = self.random.choice(&self.applied).filter(|_| self.random.u8(..6) == 0) {
            self.waiting.push(again.clone());
        }
    }

    /// Applies some of what waits: the newest first as often as the oldest, in batches, several at once.
    async fn apply(&mut self, count: usize) {
        if self.random.bool() {
            self.random.shuffle(&mut self.waiting);
        }
        let mut due: Vec<Snapshot> = self.waiting.drain(..count).collect();
        let mut batches = Vec::new();
        while !due.is_empty() {
            batches.push(due.split_off(due.len() - self.random.usize(1..=due.len())));
        }
        // A rule that has no ties would not be refuted by chance alone, so a proof of that needs an order.
        let at_once = if self.mutation.is_none() && self.random.u8(..4) == 0 { 3 } else { 1 };
        for batches in batches.chunks(at_once) {
            match batches {
                [batch] => self.apply_batch(batch).await,
                batches => self.apply_at_once(batches).await,
            }
        }
    }

    async fn apply_batch(&mut self, batch: &[Snapshot]) {
        let data = self.data(batch);
        match if self.mutation.is_none() { self.random.u8(..20) } else { u8::MAX } {
            0 => {
                self.db.begin().await;
                let _ = apply(self.db, data).await;
                self.db.rollback().await;
                self.come_again(batch);
            }
            1 => {
                let mut worker = self.db.another().await;
                let polls = self.random.usize(1..12);
                match killed_after(polls, apply(&mut worker, data)).await {
                    Some(outcomes) => self.note(batch, outcomes),
                    None => self.come_again(batch),
                }
            }
            _ => {
                let outcomes = apply(self.db, data).await;
                self.note(batch, outcomes);
            }
        }
    }

    async fn apply_at_once(&mut self, batches: &[Vec<Snapshot>]) {
        let mut workers = Vec::new();
        for batch in batches {
            let data = self.data(batch);
            let mut worker = self.db.another().await;
            workers.push(tokio::spawn(async move { apply(&mut worker, data).await }));
        }
        for (worker, batch) in workers.into_iter().zip(batches) {
            let outcomes = worker.await.expect("a worker");
            self.note(batch, outcomes);
        }
    }

    fn data(&mut self, batch: &[Snapshot]) -> Vec<StripeData<StripeObject>> {
        let first = self.nth;
        self.nth += batch.len() as i64;
        batch.iter().zip(first..).map(|(snapshot, nth)| snapshot.data(self.mutation, nth)).collect()
    }

    /// Nothing of the batch was committed, or nobody knows.
    fn come_again(&mut self, batch: &[Snapshot]) {
        self.tally.killed += 1;
        self.log.extend(batch.iter().map(|snapshot| format!("killed while  {snapshot}")));
        self.waiting.extend(batch.iter().cloned());
    }

    fn note(&mut self, batch: &[Snapshot], outcomes: Vec<Outcome>) {
        let became = batch.iter().zip(outcomes);
        self.log.extend(became.map(|(snapshot, outcome)| format!("{:<14}{snapshot}", format!("{outcome:?}"))));
        self.applied.extend(batch.iter().cloned());
    }

    /// In between, what fails is left for later; in the end nothing may be left.
    async fn drain(&mut self, client: &Moods, to_the_end: bool) {
        if self.mutation.is_some_and(Mutation::forgets_ties) {
            self.db.execute("DELETE FROM stripe_refreshes").await.expect("the ties are forgotten");
        }
        let queued = self.db.queued().await;
        self.log.extend(queued.iter().map(|tie| format!("reading again {}", tie.id)));
        if to_the_end || self.random.bool() {
            self.db.time_passes().await;
        }
        let drained = if to_the_end {
            self.db.drain_to_the_end(client, &Mirror::default()).await
        } else {
            self.db.drain(client, &Mirror::default()).await.expect("the queue is drained")
        };
        if to_the_end {
            assert_eq!(drained.failed, 0, "{:?}", self.db.queued().await);
            assert_eq!(self.db.queued().await, [], "the queue is not empty");
        }
        self.tally.reads += drained.refreshed + drained.unconfirmed;
    }
}

async fn apply<D: Database>(db: &mut D, data: Vec<StripeData<StripeObject>>) -> Vec<Outcome> {
    let outcomes = db.sync_any(&Mirror::default(), data).await.expect("the batch is applied");
    outcomes.into_iter().map(|outcome| outcome.expect("the object is applied")).collect()
}

/// Runs a future until it is done, or for so many steps: then it is dropped where it stands.
async fn killed_after<T>(polls: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = polls;
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}
