//! Handlers are given no row that is older than their event.

use std::time::Duration;

use diesel_stripe::Outcome::{self, Applied, Tied};
use diesel_stripe::api::ApiCreate;
use diesel_stripe::client::Client;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::{Mirror, Ties};
use diesel_stripe::objects::{Customer, Invoice, PaymentIntent};
use diesel_stripe::stripe_billing::invoice::{
    CreateInvoice, CreateInvoicePendingInvoiceItemsBehavior, FinalizeInvoiceInvoice, PayInvoice,
};
use diesel_stripe::stripe_billing::invoice_item::CreateInvoiceItem;
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::{Clock, FakeStripe};
use diesel_stripe::webhook::Processor;
use diesel_stripe::webhook::RowFrom::{self, Event, Mirror as Row};
use diesel_stripe::webhook::inbox::{Replay, WAITS};
use serde_json::{Value, json};

use crate::database::Database;
use crate::scripted::Scripted;
use crate::sent::{answer, at, data, event, intent};
use crate::webhook::*;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

fn processor<D: Database>(script: &Script) -> Processor<D::Connection> {
    D::processor(script, None).delays(MINUTE, MINUTE).tie_wait(HOUR)
}

/// `evt_1` is the row, `evt_2` of the same second ties with it, and `evt_9` is of something else.
async fn tie(db: &mut impl Database) {
    let bodies = [paid("evt_1", 5, "pi_1", 1), paid("evt_2", 5, "pi_1", 2), paid("evt_9", 9, "pi_9", 9)];
    db.store(&deliveries(&bodies)).await.unwrap();
}

/// As if the wait had begun so many seconds before any event.
async fn began_long_ago<D: Database>(db: &mut D) {
    let zone = if D::DIALECT == SqlDialect::Mysql { "" } else { "+00:00" };
    db.execute(&format!(
        "UPDATE stripe_events SET tied_at = '2020-01-01 00:00:00.000000{zone}' WHERE tied_at IS NOT NULL"
    ))
    .await
    .unwrap();
}

type Rows = Vec<(String, Option<Outcome>, Option<i64>, Option<RowFrom>)>;

fn rows(script: &Script) -> Rows {
    script.seen().into_iter().map(|seen| (seen.id, seen.outcome, seen.amount, seen.row_from)).collect()
}

fn row(
    id: &str,
    outcome: Outcome,
    amount: i64,
    from: RowFrom,
) -> (String, Option<Outcome>, Option<i64>, Option<RowFrom>) {
    (id.to_owned(), Some(outcome), Some(amount), Some(from))
}

/// An invoice that is made, made final and paid within one second, and its three events.
async fn paid_invoice() -> (FakeStripe, Client, [Value; 3]) {
    let stripe = FakeStripe::builder().clock(Clock::at(at(0))).start().await.unwrap();
    let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).no_rate_limit();
    let client = client.max_retries(0).build().unwrap();
    let request = CreateCustomer::new().payment_method("pm_card_visa");
    let customer = Customer::api_create(&client, &request).await.unwrap().id().to_owned();
    let item = CreateInvoiceItem::new().customer(&*customer).amount(700).currency(Currency::USD);
    item.send(&client).await.unwrap();
    let request = CreateInvoice::new()
        .customer(&*customer)
        .pending_invoice_items_behavior(CreateInvoicePendingInvoiceItemsBehavior::Include);
    let id = Invoice::api_create(&client, &request).await.unwrap().id().to_owned();
    Invoice::api_finalize(&client, &FinalizeInvoiceInvoice::new(&*id)).await.unwrap();
    let card = stripe.events().into_iter().find(|event| event["type"] == "payment_method.attached").unwrap();
    let card = card["data"]["object"]["id"].as_str().unwrap();
    Invoice::api_pay(&client, &PayInvoice::new(&*id).payment_method(card)).await.unwrap();
    let events = stripe.events();
    let of = |kind: &str| events.iter().find(|event| event["type"] == kind).unwrap().clone();
    let events = ["invoice.created", "invoice.finalized", "invoice.paid"].map(of);
    let statuses = events.each_ref().map(|event| event["data"]["object"]["status"].as_str().unwrap());
    assert_eq!(statuses, ["draft", "open", "paid"]);
    assert!(events.iter().all(|event| event["created"] == at(0).timestamp()), "all in one second");
    (stripe, client, events)
}

async fn the_handler_of_a_paid_invoice_sees_it_paid<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (_stripe, client, events) = paid_invoice().await;
    let script = Script::succeeding();
    let processor = D::processor_of_others(&script).tie_wait(HOUR);
    db.store(&deliveries(&events)).await.unwrap();

    db.process(&processor).await.unwrap();
    db.drain(&client, &Mirror::default()).await.unwrap();
    db.process(&processor).await.unwrap();

    let id = events[2]["id"].as_str().unwrap();
    let seen: Vec<_> = script.seen().into_iter().filter(|seen| seen.id == id).collect();
    assert_eq!(seen.len(), 1, "once");
    assert_eq!((seen[0].status.as_deref(), seen[0].amount, seen[0].row_from), (Some("paid"), Some(700), Some(Row)));
    assert_eq!(seen[0].then, Some((Some(700), Some("paid".to_owned()))));
    assert!(db.inbox().await.iter().all(|event| event.state == "done"));
}

async fn in_any_order_no_row_is_older_than_its_event<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (_stripe, client, events) = paid_invoice().await;
    let rank = |status: &str| ["draft", "open", "paid"].iter().position(|known| *known == status).unwrap();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let script = Script::succeeding();
        let processor = D::processor_of_others(&script).tie_wait(HOUR);
        for place in order {
            db.store(&[delivery(&events[place])]).await.unwrap();
            db.process(&processor).await.unwrap();
        }
        db.drain(&client, &Mirror::default()).await.unwrap();
        db.process(&processor).await.unwrap();

        let seen = script.seen();
        assert_eq!(seen.len(), 3, "{order:?}: {seen:?}");
        for seen in &seen {
            let (status, (_, then)) = (seen.status.as_deref().unwrap(), seen.then.clone().unwrap());
            assert!(rank(status) >= rank(&then.unwrap()), "{order:?}: {seen:?}");
            assert_eq!(seen.row_from, Some(Row));
        }
        assert_eq!(db.queued().await, []);
        for table in ["stripe_invoices", "stripe_invoice_line_items", "stripe_events"] {
            db.execute(&format!("DELETE FROM {table}")).await.unwrap();
        }
    }
}

async fn an_event_waits_for_its_row_and_holds_up_no_other<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    tie(db).await;

    let processed = db.process(&processor).await.unwrap();

    assert_eq!((processed.done, processed.waiting, processed.failed, processed.tied), (2, 1, 0, 1));
    assert_eq!(rows(&script), [row("evt_1", Applied, 1, Row), row("evt_9", Applied, 9, Row)]);
    let waiting = stored(db, "evt_2").await;
    assert_eq!((&*waiting.state, waiting.attempts, &waiting.lease), ("pending", 0, &None));
    assert_eq!(waiting.last_error.as_deref(), Some(WAITS));
    assert!(waiting.tied_at.is_some() && Some(waiting.due_at) > waiting.tied_at, "{waiting:?}");
    assert_eq!(db.process(&processor).await.unwrap(), Default::default(), "it is not due");

    // Stripe says what nobody knew.
    let scripted = Scripted::start([(200, intent("pi_1", 7))]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap().refreshed, 1);
    let processed = db.process(&processor).await.unwrap();

    assert_eq!((processed.done, processed.waiting, processed.tied, processed.queued), (1, 0, 0, 0));
    assert_eq!(rows(&script)[2..], [row("evt_2", Tied, 7, Row)]);
    let seen = script.seen().pop().unwrap();
    assert_eq!((seen.attempt, seen.then.unwrap().0), (1, Some(2)), "the event's own object is there too");
    assert_eq!(effects(db).await, ["evt_1", "evt_2", "evt_9"]);
    let event = stored(db, "evt_2").await;
    assert_eq!((&*event.state, event.attempts, event.last_error), ("done", 1, None));
    assert_eq!(db.queued().await, [], "it is not read again");
}

async fn waiting_is_no_attempt_and_asks_nothing<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script).attempts(3);
    tie(db).await;
    db.process(&processor).await.unwrap();
    let queued = db.queued().await;
    for _ in 0..10 {
        due(db).await;
        let processed = db.process(&processor).await.unwrap();
        assert_eq!((processed.waiting, processed.done, processed.tied, processed.queued), (1, 0, 0, 0));
    }
    let event = stored(db, "evt_2").await;
    assert_eq!((&*event.state, event.attempts), ("pending", 0));
    assert_eq!(db.queued().await, queued, "Stripe is left alone while it does not answer");
}

async fn an_event_does_not_wait_for_ever<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    tie(db).await;
    db.process(&processor).await.unwrap();
    let silent = Scripted::start([(500, json!({"error": {"type": "api_error", "message": "Not today."}}))]).await;
    assert_eq!(db.drain(&silent.client(), &Mirror::default()).await.unwrap().failed, 1);
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().waiting, 1);

    began_long_ago(db).await;
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().done, 1);

    assert_eq!(rows(&script)[2..], [row("evt_2", Tied, 2, Event)]);
    assert_eq!(effects(db).await, ["evt_1", "evt_2", "evt_9"]);
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(1), "nobody decided");
    assert_eq!(db.queued().await.len(), 1);
}

async fn what_was_given_up_is_not_waited_for<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    tie(db).await;
    assert_eq!(db.process(&processor).await.unwrap().waiting, 1);
    // As if Stripe had refused it for good.
    db.execute("UPDATE stripe_refreshes SET given_up_at = due_at").await.unwrap();
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(rows(&script)[2..], [row("evt_2", Tied, 2, Event)]);
}

async fn with_no_time_to_wait_the_row_is_the_events<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    tie(db).await;
    let processed = db.process(&processor::<D>(&script).tie_wait(Duration::ZERO)).await.unwrap();
    assert_eq!((processed.done, processed.waiting), (3, 0));
    assert_eq!(rows(&script)[1], row("evt_2", Tied, 2, Event));
}

async fn with_no_client_the_row_is_the_events<D: Database>(db: &mut D) {
    with_effects(db).await;
    let (script, after) = (Script::succeeding(), Script::succeeding());
    let mirror = Mirror::default().ties(Ties::PreviousAttributes);
    tie(db).await;
    let processed = db.process(&D::processor_of(mirror, &script, &after)).await.unwrap();
    assert_eq!((processed.done, processed.waiting, processed.after_commit), (3, 0, 3));
    assert_eq!(rows(&script)[1], row("evt_2", Tied, 2, Event));
    let mut after = after.seen();
    after.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!((after[1].amount, after[1].row_from), (Some(2), Some(Event)), "after the commit too");
    assert_eq!((after[0].amount, after[0].row_from), (Some(1), Some(Row)));
}

async fn what_stripe_does_not_serve_is_not_waited_for<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let thing = |id: &str, amount: i64| {
        body(id, 5, "thing.updated", json!({"id": "thing_1", "object": "thing", "livemode": false, "amount": amount}))
    };
    db.store(&deliveries([&thing("evt_1", 1), &thing("evt_2", 2)])).await.unwrap();
    assert_eq!(db.process(&D::processor_of_others(&script)).await.unwrap().done, 2);
    assert_eq!(rows(&script), [row("evt_1", Applied, 1, Row), row("evt_2", Tied, 2, Event)]);
    assert_eq!(db.queued().await, []);
}

async fn a_newer_row_ends_the_wait<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    tie(db).await;
    db.process(&processor).await.unwrap();
    db.sync(data::<PaymentIntent>(&intent("pi_1", 8), answer(8))).await.unwrap();
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().done, 1);
    assert_eq!(rows(&script)[2..], [row("evt_2", Tied, 8, Row)]);
    assert_eq!(db.queued().await.len(), 1, "it was not read");
}

async fn a_later_tie_of_the_object_is_not_this_ones<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    tie(db).await;
    db.process(&processor).await.unwrap();
    let scripted = Scripted::start([(200, intent("pi_1", 7))]).await;
    db.drain(&scripted.client(), &Mirror::default()).await.unwrap();
    // The row is of now, as Stripe answered; another snapshot of now ties with it.
    db.store(&[delivery(&{
        let mut later = paid("evt_3", 5, "pi_1", 3);
        later["created"] = json!(chrono::Utc::now().timestamp());
        later
    })])
    .await
    .unwrap();
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.waiting), (1, 1));
    assert_eq!(rows(&script)[2..], [row("evt_2", Tied, 7, Row)]);
}

async fn a_worker_that_dies_meanwhile_loses_nothing<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    tie(db).await;
    // One dies before it applies anything, one when it has claimed the event that waits.
    assert_eq!(db.claim(10, MINUTE).await.unwrap().events.len(), 3);
    due(db).await;
    db.process(&processor).await.unwrap();
    due(db).await;
    let mine = db.claim(10, MINUTE).await.unwrap();
    assert_eq!((mine.events.len(), mine.events[0].tied_at.is_some()), (1, true));
    let scripted = Scripted::start([(200, intent("pi_1", 7))]).await;
    db.drain(&scripted.client(), &Mirror::default()).await.unwrap();
    due(db).await;
    let theirs = db.claim(10, MINUTE).await.unwrap();

    // It is back, but its lease is lost.
    assert_eq!(db.apply(&processor, mine).await.unwrap().left, 1);
    assert_eq!(db.apply(&processor, theirs).await.unwrap().done, 1);
    assert_eq!(effects(db).await, ["evt_1", "evt_2", "evt_9"]);
    assert_eq!(states(db).await, "evt_1 done, evt_2 done, evt_9 done");
}

async fn a_handler_that_fails_after_the_wait_is_called_again<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::new(|seen| if seen.id == "evt_2" && seen.attempt < 3 { Act::Fail } else { Act::Succeed });
    let processor = processor::<D>(&script);
    tie(db).await;
    db.process(&processor).await.unwrap();
    let scripted = Scripted::start([(200, intent("pi_1", 7))]).await;
    db.drain(&scripted.client(), &Mirror::default()).await.unwrap();

    assert_eq!(db.process(&processor).await.unwrap().failed, 1);
    let failed = stored(db, "evt_2").await;
    assert!(failed.last_error.as_deref().unwrap().contains("the script says so") && failed.attempts == 1);
    assert_eq!(db.process(&processor).await.unwrap(), Default::default(), "it is not woken before its time");
    for _ in 0..2 {
        due(db).await;
        db.process(&processor).await.unwrap();
    }
    assert_eq!(states(db).await, "evt_1 done, evt_2 done, evt_9 done");
    let seen: Vec<_> = script.seen().into_iter().filter(|seen| seen.id == "evt_2").collect();
    assert_eq!(
        seen.iter().map(|seen| (seen.attempt, seen.amount)).collect::<Vec<_>>(),
        [1, 2, 3].map(|n| (n, Some(7)))
    );
}

async fn after_the_commit_no_row_is_older_either<D: Database>(db: &mut D) {
    with_effects(db).await;
    let after = Script::new(|seen| if seen.row_from == Some(Event) { Act::Fail } else { Act::Succeed });
    let processor = D::processor_of(Mirror::default(), &Script::succeeding(), &after);
    let processor = processor.delays(MINUTE, MINUTE).tie_wait(HOUR);
    tie(db).await;
    assert_eq!(db.process(&processor).await.unwrap().waiting, 1);
    began_long_ago(db).await;
    due(db).await;
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.failed), (1, 1));
    let seen = after.seen().pop().unwrap();
    assert_eq!((&*seen.id, seen.amount, seen.row_from), ("evt_2", Some(2), Some(Event)));
    assert_eq!(stored(db, "evt_2").await.state, "applied");

    let scripted = Scripted::start([(200, intent("pi_1", 7))]).await;
    db.drain(&scripted.client(), &Mirror::default()).await.unwrap();
    due(db).await;
    assert_eq!(db.process(&processor).await.unwrap().after_commit, 1);
    let seen = after.seen().pop().unwrap();
    assert_eq!((&*seen.id, seen.amount, seen.row_from), ("evt_2", Some(7), Some(Row)));
}

async fn a_handler_without_a_row_waits_for_none<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let charge = |id: &str, amount: i64| {
        body(id, 5, "charge.updated", json!({"id": "ch_1", "object": "charge", "livemode": false, "amount": amount}))
    };
    db.store(&deliveries([&charge("evt_1", 1), &charge("evt_2", 2)])).await.unwrap();
    let processed = db.process(&processor::<D>(&script)).await.unwrap();
    assert_eq!((processed.done, processed.waiting, processed.tied), (2, 0, 1));
    assert_eq!(script.seen()[1].outcome, Some(Tied));
}

async fn what_is_not_mirrored_is_compared_with_its_row<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = D::processor(&script, Some("payment_intent.*"));
    for (id, second) in [("pi_older", 1), ("pi_equal", 5), ("pi_newer", 9)] {
        db.sync(data::<PaymentIntent>(&intent(id, 5), event(second, "payment_intent.processing"))).await.unwrap();
    }
    let bodies =
        [("evt_1", "pi_older", 6), ("evt_2", "pi_equal", 5), ("evt_3", "pi_newer", 6), ("evt_4", "pi_none", 6)];
    db.store(&deliveries(&bodies.map(|(id, intent, amount)| paid(id, 5, intent, amount)))).await.unwrap();
    assert_eq!(db.process(&processor).await.unwrap().done, 4);
    let mut seen: Vec<_> = script.seen().into_iter().filter(|seen| seen.row_from.is_some()).collect();
    seen.sort_by(|a, b| a.id.cmp(&b.id));
    let seen: Vec<_> = seen.into_iter().map(|seen| (seen.amount.unwrap(), seen.row_from.unwrap())).collect();
    assert_eq!(seen, [(6, Event), (5, Row), (5, Row), (6, Event)]);
    assert_eq!(db.count("stripe_payment_intents").await, 3);
}

async fn a_handler_is_called_once_per_event<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script);
    // Twice the same event, and another of the same change.
    for id in ["evt_1", "evt_1", "evt_2"] {
        db.store(&[delivery(&paid(id, 5, "pi_1", 1))]).await.unwrap();
        db.process(&processor).await.unwrap();
    }
    assert_eq!(effects(db).await, ["evt_1", "evt_2"]);
}

async fn a_replayed_event_is_applied_anew<D: Database>(db: &mut D) {
    with_effects(db).await;
    let script = Script::succeeding();
    let processor = processor::<D>(&script).tie_wait(Duration::ZERO);
    tie(db).await;
    let after = D::processor_of(Mirror::default(), &script, &Script::succeeding()).tie_wait(Duration::ZERO);
    db.process(&after).await.unwrap();
    assert!(stored(db, "evt_2").await.tied_at.is_some());
    db.execute("DELETE FROM stripe_refreshes").await.unwrap();

    assert_eq!(db.replay(&Replay::all().id("evt_2")).await.unwrap().events, 1);
    assert_eq!(stored(db, "evt_2").await.tied_at, None);
    let processed = db.process(&processor).await.unwrap();
    assert_eq!((processed.done, processed.tied, processed.queued), (1, 1, 1));
}

contract! {
    the_handler_of_a_paid_invoice_sees_it_paid,
    in_any_order_no_row_is_older_than_its_event,
    an_event_waits_for_its_row_and_holds_up_no_other,
    waiting_is_no_attempt_and_asks_nothing,
    an_event_does_not_wait_for_ever,
    what_was_given_up_is_not_waited_for,
    with_no_time_to_wait_the_row_is_the_events,
    with_no_client_the_row_is_the_events,
    what_stripe_does_not_serve_is_not_waited_for,
    a_newer_row_ends_the_wait,
    a_later_tie_of_the_object_is_not_this_ones,
    a_worker_that_dies_meanwhile_loses_nothing,
    a_handler_that_fails_after_the_wait_is_called_again,
    after_the_commit_no_row_is_older_either,
    a_handler_without_a_row_waits_for_none,
    what_is_not_mirrored_is_compared_with_its_row,
    a_handler_is_called_once_per_event,
    a_replayed_event_is_applied_anew,
}
