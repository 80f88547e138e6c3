//! The yardsticks: what a careful engineer would write by hand for these events and this one table, given the bodies. Nothing is
//! verified, leased or handled, and the fingerprints are given.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use serde::Deserialize;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Statement};

use crate::database;
use crate::events::Events;
use crate::mirror_by_hand::{ByHand, COLUMNS, Intent, ON_CONFLICT, TYPES, interval};

const EVENT: &str = "INSERT INTO stripe_events (id, stripe_account, livemode, created, type, api_version, object_kind, object_id, \
    request_id, idempotency_key, body, state, attempts, due_at, received_at, finished_at)";

/// Stands for the fingerprint, which the mirror computes.
const FINGERPRINT: &str = "00112233445566778899aabbccddeeff";

/// What an event says of itself.
#[derive(Deserialize)]
struct Event<'a> {
    id: &'a str,
    livemode: bool,
    created: i64,
    #[serde(rename = "type")]
    kind: &'a str,
    api_version: &'a str,
    #[serde(borrow)]
    request: Request<'a>,
    #[serde(borrow)]
    data: Data<'a>,
}

#[derive(Deserialize)]
struct Request<'a> {
    id: &'a str,
    idempotency_key: &'a str,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow)]
    object: Object<'a>,
}

#[derive(Deserialize)]
struct Object<'a> {
    object: &'a str,
    id: &'a str,
}

impl<'a> Event<'a> {
    fn read(body: &'a Bytes) -> Self {
        serde_json::from_slice(body).expect("an event")
    }

    fn created(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.created, 0).expect("a time")
    }
}

/// One connection that commits one event at a time.
pub struct Inserter {
    client: Client,
    insert: Statement,
}

impl Inserter {
    pub async fn prepare() -> Self {
        let client = database::connect().await;
        let sql = format!("{EVENT} {} ON CONFLICT DO NOTHING", values(1));
        Inserter { insert: client.prepare(&sql).await.expect("SQL"), client }
    }

    /// How long each commit took.
    pub async fn run(&self, events: &Events) -> Vec<Duration> {
        let mut times = Vec::new();
        for body in &events.bodies {
            let start = Instant::now();
            let event = Event::read(body);
            self.client.execute(&self.insert, &cells(&event, &event.created(), &text(body))).await.expect("an event");
            times.push(start.elapsed());
        }
        times
    }
}

/// Connections, of which each commits one event and its row at a time, in one statement.
pub struct OneByOne(Vec<(Client, Statement)>);

impl OneByOne {
    pub async fn prepare(connections: usize) -> Self {
        let placeholders: Vec<String> = (1..=TYPES.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "WITH event AS ({EVENT} {} ON CONFLICT DO NOTHING) \
             INSERT INTO stripe_payment_intents AS t ({COLUMNS}) VALUES ({}) {ON_CONFLICT}",
            values(TYPES.len() + 1),
            placeholders.join(", "),
        );
        let mut all = Vec::with_capacity(connections);
        for _ in 0..connections {
            let client = database::connect().await;
            let statement = client.prepare(&sql).await.expect("SQL");
            all.push((client, statement));
        }
        OneByOne(all)
    }

    pub async fn run(&self, events: &Events) {
        let next = AtomicUsize::new(0);
        let all = self.0.iter().map(async |(client, statement)| {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= events.bodies.len() {
                    return;
                }
                one(client, statement, events, n).await.expect("an event and its row");
            }
        });
        join_all(all).await;
    }
}

async fn one(client: &Client, statement: &Statement, events: &Events, n: usize) -> Result<u64, Error> {
    let (body, intent) = (&events.bodies[n], &events.intents.bodies[n]);
    let event = Event::read(body);
    let (from, to) = interval(&events.intents);
    let (created, text) = (event.created(), text(body));
    let execute = async |row: &[&(dyn ToSql + Sync)]| {
        let all: Vec<_> = row.iter().copied().chain(cells(&event, &created, &text)).collect();
        client.execute(statement, &all).await
    };
    Intent::read(intent).cells(intent, from, to, FINGERPRINT, Utc::now(), execute).await
}

/// One connection: a transaction for 500 events and their rows, of two statements with an array for each column.
pub struct Batches {
    rows: ByHand,
    insert: Statement,
}

impl Batches {
    pub async fn prepare() -> Self {
        let rows = ByHand::prepare(database::connect().await).await.expect("hand-written SQL");
        let sql = format!(
            "{EVENT} SELECT id, '', livemode, created, type, api_version, object_kind, object_id, request_id, \
             idempotency_key, body, 'done', 1, now(), now(), now() FROM unnest($1::text[], $2::bool[], $3::timestamptz[], \
             $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]) AS event (id, livemode, \
             created, type, api_version, object_kind, object_id, request_id, idempotency_key, body) ON CONFLICT DO NOTHING"
        );
        Batches { insert: rows.client.prepare(&sql).await.expect("SQL"), rows }
    }

    pub async fn run(&self, batches: &[Events]) {
        for batch in batches {
            self.batch(batch).await.expect("a batch");
        }
    }

    async fn batch(&self, batch: &Events) -> Result<(), Error> {
        let events: Vec<Event<'_>> = batch.bodies.iter().map(Event::read).collect();
        let columns: [&(dyn ToSql + Sync); 10] = [
            &events.iter().map(|event| event.id).collect::<Vec<_>>(),
            &events.iter().map(|event| event.livemode).collect::<Vec<_>>(),
            &events.iter().map(Event::created).collect::<Vec<_>>(),
            &events.iter().map(|event| event.kind).collect::<Vec<_>>(),
            &events.iter().map(|event| event.api_version).collect::<Vec<_>>(),
            &events.iter().map(|event| event.data.object.object).collect::<Vec<_>>(),
            &events.iter().map(|event| event.data.object.id).collect::<Vec<_>>(),
            &events.iter().map(|event| event.request.id).collect::<Vec<_>>(),
            &events.iter().map(|event| event.request.idempotency_key).collect::<Vec<_>>(),
            &batch.bodies.iter().map(text).collect::<Vec<_>>(),
        ];
        self.rows.client.batch_execute("BEGIN").await?;
        self.rows.client.execute(&self.insert, &columns).await?;
        self.rows.unnest(&batch.intents, &vec![FINGERPRINT.to_owned(); batch.bodies.len()]).await?;
        self.rows.client.batch_execute("COMMIT").await
    }
}

fn text(body: &Bytes) -> &str {
    std::str::from_utf8(body).expect("text")
}

/// The values of an event that is done, the first of which is this parameter.
fn values(first: usize) -> String {
    let [id, livemode, created, kind, version, object_kind, object_id, request, key, body] =
        std::array::from_fn(|n| format!("${}", first + n));
    format!(
        "VALUES ({id}, '', {livemode}, {created}, {kind}, {version}, {object_kind}, {object_id}, {request}, {key}, {body}, \
         'done', 1, now(), now(), now())"
    )
}

fn cells<'a>(event: &'a Event<'a>, created: &'a DateTime<Utc>, body: &'a &str) -> [&'a (dyn ToSql + Sync); 10] {
    [
        &event.id,
        &event.livemode,
        created,
        &event.kind,
        &event.api_version,
        &event.data.object.object,
        &event.data.object.id,
        &event.request.id,
        &event.request.idempotency_key,
        body,
    ]
}
