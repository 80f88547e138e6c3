//! Ways to break the rule, at the border or in the database: the property must notice each.

use serde_json::{Value, json};

use super::delivery::{Delivery, Set, Source, date, is_stub};
use super::stripe::{START, Stripe, Version};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutation {
    /// What ties is not queued.
    NothingIsQueued,
    /// The refreshes leave coupons out.
    CouponsAreNotRead,
    /// What a list does not name any more stays.
    ChildrenAreImmortal,
    /// A deleted customer is alive again at once.
    CustomersRevive,
    /// A row that says the same keeps its interval.
    IntervalsDoNotAdvance,
    /// A tombstone keeps what the row said before, whatever its deletion says.
    DeletionsSayNothing,
    /// The deletion's whole body comes as a stub.
    DeletionsAreStubs,
    /// What is within an object is delivered as if it had come by itself.
    NestedIsOwn,
    /// Every list is said to be whole.
    ListsAreWhole,
    /// An event is an instant: two of one second are ordered by their arrival (`>=`).
    SameSecondWins,
    /// An event is not of a later second than any other of its second (`>`).
    LaterSecondWins,
    /// What comes last is the latest.
    LastWriteWins,
    /// An answer is known to be younger than it is.
    AnswersAreYounger,
    /// Replayed answers are taken for new ones.
    ReplayedIsNew,
    /// The event of a creation is older than all, also of an id that is created again.
    ChosenIdsAreNew,
}

impl Mutation {
    pub const ALL: [Mutation; 15] = [
        Mutation::NothingIsQueued,
        Mutation::CouponsAreNotRead,
        Mutation::ChildrenAreImmortal,
        Mutation::CustomersRevive,
        Mutation::IntervalsDoNotAdvance,
        Mutation::DeletionsSayNothing,
        Mutation::DeletionsAreStubs,
        Mutation::NestedIsOwn,
        Mutation::ListsAreWhole,
        Mutation::SameSecondWins,
        Mutation::LaterSecondWins,
        Mutation::LastWriteWins,
        Mutation::AnswersAreYounger,
        Mutation::ReplayedIsNew,
        Mutation::ChosenIdsAreNew,
    ];

    /// Whether a set has anything to do with it: others need not be tried.
    pub fn concerns(self, set: &Set) -> bool {
        let any = |of: &dyn Fn(&Delivery) -> bool| set.deliveries.iter().any(of);
        match self {
            Mutation::CouponsAreNotRead
            | Mutation::IntervalsDoNotAdvance
            | Mutation::DeletionsSayNothing
            | Mutation::ChosenIdsAreNew => set.deliveries.iter().filter(|one| one.key.0 == "coupon").count() > 1,
            Mutation::ChildrenAreImmortal => {
                any(&|one| one.names().iter().any(|(kind, _)| *kind == "subscription_item"))
            }
            Mutation::CustomersRevive => any(&|one| one.key.0 == "customer" && one.is_deletion()),
            Mutation::DeletionsAreStubs => any(&|one| one.is_deletion() && !is_stub(&one.json)),
            Mutation::NestedIsOwn => any(&|deletion| {
                let shows = |one: &Delivery| {
                    let mut shown = one.snapshots().into_iter().skip(1);
                    one.step > deletion.step && shown.any(|(key, _, json)| key == deletion.key && !is_stub(json))
                };
                deletion.is_deletion() && any(&shows)
            }),
            Mutation::ReplayedIsNew => any(&|one| matches!(one.source, Source::Replayed { .. })),
            _ => true,
        }
    }

    /// What SQLite is told before anything is delivered.
    pub fn triggers(self) -> &'static str {
        match self {
            Mutation::NothingIsQueued => {
                "CREATE TRIGGER m BEFORE INSERT ON stripe_refreshes BEGIN SELECT RAISE(IGNORE); END"
            }
            Mutation::ChildrenAreImmortal => {
                "CREATE TRIGGER m BEFORE UPDATE ON stripe_subscription_items WHEN NEW.deleted
                 BEGIN SELECT RAISE(IGNORE); END"
            }
            Mutation::CustomersRevive => {
                "CREATE TRIGGER m AFTER UPDATE ON stripe_customers WHEN NEW.deleted
                 BEGIN UPDATE stripe_customers SET deleted = 0 WHERE id = NEW.id; END"
            }
            Mutation::IntervalsDoNotAdvance => {
                "CREATE TRIGGER m BEFORE UPDATE ON stripe_coupons
                 WHEN NEW.fingerprint = OLD.fingerprint AND NEW.deleted = OLD.deleted BEGIN SELECT RAISE(IGNORE); END"
            }
            Mutation::DeletionsSayNothing => {
                "CREATE TRIGGER m AFTER UPDATE ON stripe_coupons WHEN NEW.deleted AND NOT OLD.deleted
                 BEGIN UPDATE stripe_coupons SET stripe_data = OLD.stripe_data WHERE id = NEW.id; END"
            }
            _ => "SELECT 1",
        }
    }

    /// What the database is told before a drain.
    pub fn before_a_drain(self) -> Option<&'static str> {
        (self == Mutation::CouponsAreNotRead).then_some("DELETE FROM stripe_refreshes WHERE object = 'coupon'")
    }

    /// What is delivered instead. `nth` counts.
    pub fn deliver(self, delivery: Delivery, nth: &mut i64) -> Vec<Delivery> {
        *nth += 1;
        let mut one = delivery;
        match (self, one.source.clone()) {
            (Mutation::DeletionsAreStubs, Source::Event { .. }) if one.is_deletion() => {
                one.json = Stripe::stub(&one.key);
            }
            (Mutation::NestedIsOwn, _) => {
                let nested = one.snapshots().into_iter().skip(1).filter(|(_, _, json)| !is_stub(json));
                let own = nested.map(|(key, _, json)| Delivery { key, json: json.clone(), ..one.clone() });
                let own: Vec<Delivery> = own.map(as_an_update).collect();
                return std::iter::once(one).chain(own).collect();
            }
            (Mutation::ListsAreWhole, _) => whole(&mut one.json),
            (Mutation::SameSecondWins, Source::Event { second, .. }) if !one.is_deletion() => {
                one.source = Source::Instant { at: (second - START) * 1_000 };
            }
            (Mutation::LaterSecondWins, Source::Event { second, .. }) if !one.is_deletion() => {
                // A row of this second is not overwritten by another, and nothing ties.
                one.source = Source::Instant { at: (second - START) * 1_000 + 999 - (*nth % 999) };
            }
            (Mutation::LastWriteWins, _) if !one.is_deletion() => {
                one.source = Source::Instant { at: 50_000 + *nth * 1_000 };
            }
            (Mutation::AnswersAreYounger, Source::Answer { date, .. }) => {
                one.source = Source::Instant { at: date + 1_000 };
            }
            (Mutation::ReplayedIsNew, Source::Replayed { date: at }) => {
                one.source = Source::Answer { date: at, elapsed: (date(at) - date(at)).num_milliseconds() + 100 };
            }
            (Mutation::ChosenIdsAreNew, Source::Event { second, kind }) if kind == "coupon.created" => {
                one.source = Source::Instant { at: (second - START) * 1_000 };
            }
            _ => {}
        }
        vec![one]
    }
}

/// An object's own event that it was changed.
fn as_an_update(delivery: Delivery) -> Delivery {
    let source = match delivery.source {
        Source::Event { second, .. } => Source::Event { second, kind: format!("{}.updated", delivery.key.0) },
        other => other,
    };
    Delivery { source, version: Version::New, ..delivery }
}

/// Makes every list say that it is whole.
fn whole(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            if fields.get("object").is_some_and(|object| object == "list") {
                fields.insert("has_more".into(), json!(false));
                fields.remove("total_count");
            }
            fields.values_mut().for_each(whole);
        }
        Value::Array(elements) => elements.iter_mut().for_each(whole),
        _ => {}
    }
}
