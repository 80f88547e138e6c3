//! The mirror's main claim, all the way: random lives at Stripe, whose events come over HTTP, twice, late, in any order or never,
//! into the inbox, from which workers take them that are killed again and again.
//!
//! In the end, what never came is read from `/v1/events`; everything is processed, and every row equals Stripe's object. Each
//! event has had its effect once.

#[path = "../../examples/convergence/end.rs"]
mod end;
#[path = "../../examples/convergence/faults.rs"]
mod faults;
#[path = "../../examples/convergence/history.rs"]
#[allow(dead_code, reason = "the proof of the mirror uses the rest")]
mod history;
#[path = "../../examples/convergence/snapshot.rs"]
#[allow(dead_code, reason = "the proof of the mirror uses the rest")]
mod snapshot;
#[path = "../../examples/convergence/stripe.rs"]
mod stripe;

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::DateTime;
use diesel_stripe::client::Client;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::testing::{API_VERSION, Clock, FakeStripe, Fault};
use diesel_stripe::webhook::{Delivery, Endpoint, Receiver, Worker};
use fastrand::Rng;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::database::Database;
use crate::delivering::{connections, serve_at};
use crate::end::is_done_by_others;
use crate::process::processor;
use crate::webhook::{effects, with_effects};
use faults::{faults, version};
use history::{History, News};
use stripe::Caller;

const HISTORIES: u64 = 30;
const STEPS: usize = 24;
const WORKERS: usize = 2;
const START: i64 = 1_700_000_000;

/// A host with its workers, of which some die.
struct Host {
    receiver: Receiver,
    workers: Vec<JoinHandle<()>>,
    random: Rng,
}

impl Host {
    fn start_worker<D: Database<Connection: MirrorConnection>>(&mut self, db: &D) {
        let processor = processor::<D>(|_| {}).batch(self.random.u32(1..12));
        let worker = Worker::new(connections(db), processor).woken_by(&self.receiver);
        let worker = worker.poll_every(Duration::from_millis(5));
        self.workers.push(tokio::spawn(async move { worker.run(std::future::pending()).await.unwrap() }));
    }

    /// It is dropped where it stands, and its connection with it.
    async fn kill_worker(&mut self) {
        if !self.workers.is_empty() {
            let worker = self.workers.swap_remove(self.random.usize(..self.workers.len()));
            worker.abort();
            let _ = worker.await;
        }
    }
}

/// What is learnt otherwise than by events.
async fn hear<D: Database>(db: &mut D, random: &mut Rng, news: Vec<News>, told: &mut BTreeSet<(String, String)>) {
    let mut learnt = Vec::new();
    for news in news {
        match news {
            News::Silent(snapshot) => {
                told.insert((kind(&snapshot), snapshot.id().to_owned()));
                learnt.push(snapshot);
            }
            News::Answer(snapshot) if random.bool() => learnt.push(snapshot),
            _ => {}
        }
    }
    let data = learnt.iter().map(|snapshot| snapshot.data(None, 0)).collect();
    for outcome in db.sync_any(&Mirror::default(), data).await.unwrap() {
        outcome.unwrap();
    }
}

fn kind(snapshot: &snapshot::Snapshot) -> String {
    snapshot.object()["object"].as_str().unwrap_or_default().to_owned()
}

/// Lives through the history of a seed; how many events had to be read since they never came.
async fn converge<D: Database<Connection: MirrorConnection>>(db: &mut D, host: &mut Host, seed: u64) -> usize {
    let mut random = Rng::with_seed(seed);
    let start = DateTime::from_timestamp(START, random.u32(..1_000) * 1_000_000).unwrap();
    let faults = faults()
        .with(0.1, Fault::duplicated())
        .with(0.1, Fault::reordered())
        .with(0.05, Fault::delayed(Duration::from_secs(30)))
        .with(0.1, Fault::dropped());
    let stripe = FakeStripe::builder().clock(Clock::at(start)).seed(random.u64(..)).faults(faults);
    let stripe = stripe.deliveries_at_once(8).api_version(version(&mut random)).start().await.unwrap();
    let account = format!("acct_{seed}");
    let caller = Caller::new(&stripe, &account, API_VERSION);
    let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).no_rate_limit();
    let client = client.max_retries(0).build().unwrap();

    endpoint(&stripe, &caller, &account, &host.receiver).await;
    let mut history = History::new(&stripe, &account, version(&mut random), random.fork());
    let mut told = BTreeSet::new();
    let month = random.usize(..STEPS * 4);
    for step in 0..STEPS {
        let news = if step == month { history.month().await } else { history.step().await };
        hear(db, &mut random, news, &mut told).await;
        match random.u8(..10) {
            0..=2 => {
                host.kill_worker().await;
                host.start_worker(db);
            }
            3 | 4 => stripe.settled().await,
            5 => drop(db.drain(&client, &Mirror::default()).await.unwrap()),
            _ => {}
        }
    }

    stripe.settled().await;
    let events = history.all_events().await;
    told.extend(events.iter().map(|event| (kind(event), event.id().to_owned())));
    let read: Vec<_> = events.iter().map(|event| Delivery::read(event.json().to_string(), &account)).collect();
    let missed = db.store(&read).await.unwrap().new;
    // One worker may go on as the others are gone.
    host.kill_worker().await;
    while !is_done_by_others(db, &processor::<D>(|_| {})).await {
        db.drain_to_the_end(&client, &Mirror::default()).await;
    }
    let drained = db.drain_to_the_end(&client, &Mirror::default()).await;
    assert_eq!((drained.failed, db.queued().await), (0, Vec::new()), "seed {seed}");
    host.start_worker(db);

    if let Err(diverged) = end::compare(db, &caller, &account, &told).await {
        panic!("seed {seed} diverges: {}: {}", diverged.id, diverged.how);
    }
    let mut all: Vec<String> = events.iter().map(|event| event.event_id().to_owned()).collect();
    all.sort();
    assert_eq!(effects(db).await, all, "seed {seed}: each event has its effect once");
    assert!(db.inbox().await.iter().all(|event| event.state == "done"), "seed {seed}");
    db.execute("DELETE FROM effects").await.unwrap();
    db.execute("DELETE FROM stripe_events").await.unwrap();
    missed
}

/// Makes an endpoint at Stripe that gets everything, and a server for it.
async fn endpoint(stripe: &FakeStripe, caller: &Caller, account: &str, receiver: &Receiver) {
    // Stripe says the secret when it has the URL.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let form = format!("url=http://{}/1&enabled_events[]=*", listener.local_addr().unwrap());
    let mut made = caller.post("/v1/webhook_endpoints", &form, "endpoint").await;
    while made.status != 200 {
        made = caller.post("/v1/webhook_endpoints", &form, "").await;
    }
    let clock = stripe.clock().clone();
    let endpoint = Endpoint::new([made.json["secret"].as_str().unwrap()])
        .unwrap()
        .stripe_account(account)
        .clock(move || clock.now());
    serve_at(listener, [receiver.for_endpoint(endpoint)]);
}

async fn every_row_ends_as_stripe_has_the_object<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    with_effects(db).await;
    let receiver = Receiver::new(Endpoint::new(["whsec_none"]).unwrap(), connections(db));
    let mut host = Host { receiver, workers: Vec::new(), random: Rng::with_seed(0) };
    (0..WORKERS).for_each(|_| host.start_worker(db));
    let mut missed = 0;
    for seed in 0..HISTORIES {
        missed += converge(db, &mut host, seed).await;
    }
    assert!(missed > 0, "some events never came");
    while !host.workers.is_empty() {
        host.kill_worker().await;
    }
}

each_database! { every_row_ends_as_stripe_has_the_object }
