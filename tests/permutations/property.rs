//! The property: every order and every batching of a set of deliveries gives the same tables.
//!
//! At once where nothing was queued; otherwise after the queue was drained. In the end every row says what Stripe says.

use std::collections::BTreeSet;
use std::fmt;

use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{
    Card, Charge, Coupon, Customer, Invoice, InvoiceLineItem, Payout, Plan, Price, Product, PromotionCode, Refund,
    Subscription, SubscriptionItem, TaxRate,
};
use diesel_stripe::refresh::Refresh;
use diesel_stripe::{Outcome, Result, StripeData};
use serde_json::Value;

use super::delivery::{Delivery, Place, Set, is_stub};
use super::mutation::Mutation;
use super::server::Server;
use super::stripe::{Key, content};
use super::tables::{Row, Rows, clear, difference, rows};
use crate::database::Database;

/// How often what could not be read is tried again in the end.
const DRAINS: usize = 6;

/// An order of the deliveries, in batches.
#[derive(Debug, Clone)]
pub struct Run {
    pub batches: Vec<Vec<usize>>,
    /// Whether a batch of one goes to its own model's `sync`.
    pub typed: bool,
    /// After how many batches the queue is drained, in between.
    pub drained_after: Option<usize>,
}

impl Run {
    fn of(mut order: Vec<usize>, random: &mut fastrand::Rng) -> Run {
        let most = [1, 3, order.len()][random.usize(..3)].max(1);
        let mut batches = Vec::new();
        while !order.is_empty() {
            let size = random.usize(1..=most).min(order.len());
            batches.push(order.split_off(order.len() - size));
        }
        let drained_after = (random.u8(..5) == 0).then(|| random.usize(1..=batches.len()));
        Run { batches, typed: random.bool(), drained_after }
    }
}

/// What became of a run.
struct Ended {
    /// The rows before the queue was drained.
    at_once: Rows,
    was_queued: bool,
    rows: Rows,
    left: Vec<Refresh>,
}

/// Two runs that do not agree, or one that is not what Stripe says.
#[derive(Clone)]
pub struct Fault {
    pub key: Option<Key>,
    pub how: String,
    pub runs: Vec<Run>,
}

impl Fault {
    /// The kind of fault, whatever the ids and values.
    pub fn class(&self) -> String {
        let words = self.how.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
        let words: Vec<&str> = words.filter(|word| !word.chars().any(char::is_uppercase)).collect();
        format!("{} {}", self.key.as_ref().map_or("", |key| key.0), words.join(" "))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((kind, id)) = &self.key {
            write!(f, "{kind} {id}: ")?;
        }
        writeln!(f, "{}", self.how)?;
        for run in &self.runs {
            writeln!(f, "    in the order {:?}{}", run.batches, if run.typed { "" } else { ", not typed" })?;
            if let Some(batches) = run.drained_after {
                writeln!(f, "    drained after {batches} batches as well")?;
            }
        }
        Ok(())
    }
}

/// The runs of a set: some random ones, or all orders of a small one.
pub fn runs(set: &Set, count: usize, salt: u64) -> Vec<Run> {
    let mut random = fastrand::Rng::with_seed(set.seed ^ salt.rotate_left(32));
    let order: Vec<usize> = (0..set.deliveries.len()).collect();
    let mut all = vec![Run { batches: order.iter().map(|n| vec![*n]).collect(), typed: true, drained_after: None }];
    for _ in 1..if order.is_empty() { 1 } else { count } {
        let mut order = order.clone();
        random.shuffle(&mut order);
        all.push(Run::of(order, &mut random));
    }
    all
}

/// All orders one by one, and each in one batch.
pub fn all_runs(set: &Set) -> Vec<Run> {
    let mut orders = vec![Vec::new()];
    for n in 0..set.deliveries.len() {
        orders = orders
            .iter()
            .flat_map(|order: &Vec<usize>| {
                (0..=order.len()).map(move |at| {
                    let mut order = order.clone();
                    order.insert(at, n);
                    order
                })
            })
            .collect();
    }
    let singly = |order: &Vec<usize>| order.iter().map(|n| vec![*n]).collect();
    let run = |batches| Run { batches, typed: true, drained_after: None };
    orders.iter().map(|order| run(singly(order))).chain(orders.iter().map(|order| run(vec![order.clone()]))).collect()
}

pub async fn check<D: Database>(
    db: &mut D,
    set: &Set,
    runs: &[Run],
    mutation: Option<Mutation>,
) -> std::result::Result<Tally, Fault> {
    let mut tally = Tally { sets: 1, deliveries: set.deliveries.len(), ..Tally::default() };
    let undetermined = undetermined(set);
    let delivered = set.deliveries.iter().flat_map(Delivery::names).collect();
    let mut first: Option<Ended> = None;
    for run in runs {
        let fault = |key: Option<Key>, how: String| Fault { key, how, runs: vec![run.clone()] };
        let ended = live(db, set, run, mutation, &mut tally).await.map_err(|how| fault(None, how))?;
        if let Some(left) = ended.left.first() {
            let how = format!("{} is left in the queue: {:?}", left.subject(), left.last_error);
            return Err(fault(None, how));
        }
        if let Some((key, how)) = wrong(set, &delivered, &ended.rows) {
            return Err(fault(Some(key), how));
        }
        let Some(first) = &first else {
            first = Some(ended);
            continue;
        };
        let at_once = !first.was_queued && !ended.was_queued;
        let found = if at_once {
            difference(&first.at_once, &ended.at_once, true, &delivered, &undetermined)
        } else {
            difference(&first.rows, &ended.rows, false, &delivered, &undetermined)
        };
        if let Some(found) = found {
            let runs = vec![runs[0].clone(), run.clone()];
            return Err(Fault { key: Some(found.key), how: found.how, runs });
        }
    }
    tally.queued += usize::from(first.is_some_and(|first| first.was_queued));
    Ok(tally)
}

/// What was checked.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub sets: usize,
    pub deliveries: usize,
    pub runs: usize,
    pub rows: usize,
    pub tombstones: usize,
    /// The sets whose first run queued something.
    pub queued: usize,
    /// The objects that were read again.
    pub reads: usize,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.sets += other.sets;
        self.deliveries += other.deliveries;
        self.runs += other.runs;
        self.rows += other.rows;
        self.tombstones += other.tombstones;
        self.queued += other.queued;
        self.reads += other.reads;
    }
}

async fn live<D: Database>(
    db: &mut D,
    set: &Set,
    run: &Run,
    mutation: Option<Mutation>,
    tally: &mut Tally,
) -> std::result::Result<Ended, String> {
    clear(db).await;
    let (mirror, server) = (Mirror::test(), Server::of(set));
    let mut was_queued = false;
    let mut nth = 0;
    for (n, batch) in run.batches.iter().enumerate() {
        let mut batch: Vec<Delivery> = batch.iter().map(|n| set.deliveries[*n].clone()).collect();
        if let Some(mutation) = mutation {
            batch = batch.into_iter().flat_map(|delivery| mutation.deliver(delivery, &mut nth)).collect();
        }
        let outcomes = match &batch[..] {
            [one] if run.typed => vec![sync(db, &mirror, one).await],
            batch => {
                let data = batch.iter().map(Delivery::data).collect();
                db.sync_any::<StripeObject>(&mirror, data).await.map_err(|error| error.to_string())?
            }
        };
        for outcome in outcomes {
            outcome.map_err(|error| format!("refused: {error}"))?;
        }
        was_queued |= !db.queued().await.is_empty();
        if run.drained_after == Some(n + 1) {
            tally.reads += drain(db, &mirror, &server, mutation, 1).await?;
        }
    }
    let at_once = rows(db).await;
    if was_queued {
        tally.reads += drain(db, &mirror, &server, mutation, DRAINS).await?;
    }
    let (rows, left) = (if was_queued { rows(db).await } else { at_once.clone() }, db.queued().await);
    tally.runs += 1;
    tally.rows += rows.len();
    tally.tombstones += rows.values().filter(|row| row.deleted).count();
    Ok(Ended { at_once, was_queued, rows, left })
}

async fn drain<D: Database>(
    db: &mut D,
    mirror: &Mirror,
    server: &Server,
    mutation: Option<Mutation>,
    times: usize,
) -> std::result::Result<usize, String> {
    let mut reads = 0;
    for _ in 0..times {
        if let Some(sql) = mutation.and_then(Mutation::before_a_drain) {
            db.execute(sql).await?;
        }
        if db.queued().await.is_empty() {
            break;
        }
        db.time_passes().await;
        let drained = db.drain(server, mirror).await.map_err(|error| format!("the drain: {error}"))?;
        reads += drained.refreshed;
    }
    Ok(reads)
}

/// By the way of a host that knows which kind it has.
async fn sync<D: Database>(db: &mut D, mirror: &Mirror, delivery: &Delivery) -> Result<Outcome> {
    async fn of<D: Database, M: crate::models::Model>(
        db: &mut D,
        mirror: &Mirror,
        data: StripeData<StripeObject>,
    ) -> Result<Outcome> {
        Ok(db.sync_with::<M>(mirror, data.into_model()?).await?.outcome)
    }
    let data = delivery.data();
    match delivery.key.0 {
        "card" => of::<D, Card>(db, mirror, data).await,
        "charge" => of::<D, Charge>(db, mirror, data).await,
        "coupon" => of::<D, Coupon>(db, mirror, data).await,
        "customer" => of::<D, Customer>(db, mirror, data).await,
        "invoice" => of::<D, Invoice>(db, mirror, data).await,
        "line_item" => of::<D, InvoiceLineItem>(db, mirror, data).await,
        "payout" => of::<D, Payout>(db, mirror, data).await,
        "plan" => of::<D, Plan>(db, mirror, data).await,
        "price" => of::<D, Price>(db, mirror, data).await,
        "product" => of::<D, Product>(db, mirror, data).await,
        "promotion_code" => of::<D, PromotionCode>(db, mirror, data).await,
        "refund" => of::<D, Refund>(db, mirror, data).await,
        "subscription" => of::<D, Subscription>(db, mirror, data).await,
        "subscription_item" => of::<D, SubscriptionItem>(db, mirror, data).await,
        "tax_rate" => of::<D, TaxRate>(db, mirror, data).await,
        _ => of::<D, StripeObject>(db, mirror, data).await,
    }
}

/// A row that is not what Stripe says in the end.
fn wrong(set: &Set, delivered: &BTreeSet<Key>, rows: &Rows) -> Option<(Key, String)> {
    for ((_, key), row) in rows {
        let Some(object) = set.stripe.get(key) else {
            return Some((key.clone(), "there is a row of what Stripe never had".into()));
        };
        let said = content(key.0, &as_json(key, &object.fields));
        let how = match (object.gone, row.deleted) {
            // Of what only a refresh showed, within another object, nobody has said that it is deleted.
            (true, false) if !delivered.contains(key) => continue,
            (true, false) => "Stripe has deleted it, and the row lives".into(),
            (false, true) => "the row is a tombstone, and Stripe has it".into(),
            (false, false) if row.content.as_ref() != Some(&said) => {
                format!("the row says {}, and Stripe {said}", shown(row))
            }
            (true, true) if is_known_whole(set, key) && row.content.as_ref() != Some(&said) => {
                format!("the tombstone says {}, and its deletion said {said}", shown(row))
            }
            _ => continue,
        };
        return Some((key.clone(), how));
    }
    // What was delivered whole has a row, be it within another.
    for delivery in &set.deliveries {
        for (key, place, json) in delivery.snapshots() {
            if place != Place::Listed && !is_stub(json) && !rows.keys().any(|(_, held)| *held == key) {
                return Some((key, "it has no row".into()));
            }
        }
    }
    None
}

fn shown(row: &Row) -> String {
    row.content.as_ref().map_or("nothing".into(), Value::to_string)
}

fn as_json(key: &Key, fields: &serde_json::Map<String, Value>) -> Value {
    let mut json = Value::Object(fields.clone());
    json["object"] = key.0.into();
    json
}

/// Whether the last deletion of an object was delivered with its whole body, and no other deletion of that second says otherwise.
fn is_known_whole(set: &Set, key: &Key) -> bool {
    let whole = |delivery: &&Delivery| delivery.key == *key && delivery.is_deletion() && !is_stub(&delivery.json);
    let mut deletions = set.deliveries.iter().filter(whole);
    let Some(last) = deletions.clone().find(|delivery| set.settles(delivery, key)) else { return false };
    deletions.all(|other| content(key.0, &other.json) == content(key.0, &last.json) || other.source != last.source)
}

/// The tombstones whose values are not determined. This is a known limit: where no deletion came with a whole body, a tombstone keeps
/// the values of the last whole snapshot, and nobody can say any more which of two was the last if they tied.
fn undetermined(set: &Set) -> BTreeSet<Key> {
    let mut found = BTreeSet::new();
    for key in set.stripe.keys().filter(|key| set.stripe.live(key).is_none() && !is_known_whole(set, key)) {
        let mut known = Vec::new();
        for delivery in &set.deliveries {
            for (named, place, json) in delivery.snapshots() {
                if named == *key && !is_stub(json) {
                    let observed = delivery.observed(place, json);
                    known.push((observed.from, observed.to, (content(key.0, json), json["created"].clone())));
                }
            }
        }
        let Some(last) = known.iter().max_by_key(|(from, _, _)| *from) else { continue };
        if known.iter().any(|(_, to, said)| *to > last.0 && *said != last.2) {
            found.insert(key.clone());
        }
    }
    found
}
