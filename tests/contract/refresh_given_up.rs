//! What Stripe refuses for good is visible, and not asked for ever; what a worker reads is left to it.

use diesel_stripe::Error;
use diesel_stripe::error::Subject;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::refresh::{Drained, Refreshed};
use serde_json::{Value, json};

use crate::database::Database;
use crate::refresh::{created, drained, fake, reads, tie};
use crate::refusal::{allow_intents, refuse_intents};
use crate::scripted::Scripted;
use crate::sent::{data, event, intent};

fn refused() -> (u16, Value) {
    (403, json!({"error": {"type": "invalid_request_error", "message": "The key may not read payment intents."}}))
}

fn of_the_intent() -> Subject {
    Subject::new("payment_intent", "pi_1", "")
}

/// Drains until nothing is tried any more; how often Stripe was asked, or would have been.
async fn tried_to_the_end(db: &mut impl Database, stripe: &Scripted) -> usize {
    for tries in 0..100 {
        if db.drain(&stripe.client(), &Mirror::default()).await.unwrap() == Drained::default() {
            return tries;
        }
        db.time_passes().await;
    }
    panic!("tried for ever");
}

async fn what_is_refused_for_good_is_given_up(db: &mut impl Database) {
    let scripted = Scripted::start(vec![refused(); 50]).await;
    tie(db, "pi_1", "").await;

    let tries = tried_to_the_end(db, &scripted).await;

    assert!((5..20).contains(&tries), "some tries: {tries}");
    assert_eq!(scripted.requests().len(), tries);
    let given_up = db.given_up().await;
    assert_eq!(given_up, db.queued().await, "it is seen in both");
    assert_eq!((given_up.len(), given_up[0].subject()), (1, of_the_intent()));
    assert!(given_up[0].given_up_at.is_some());
    assert!(given_up[0].last_error.as_deref().unwrap().contains("The key may not read"), "{given_up:?}");
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(1), "the row is as it was");
}

async fn an_outage_before_the_refusal_does_not_count(db: &mut impl Database) {
    let outage = (500, json!({"error": {"type": "api_error", "message": "Not now."}}));
    let answers = [vec![outage.clone(); 12], vec![refused(); 9], vec![outage], vec![refused(); 50]].concat();
    let scripted = Scripted::start(answers).await;
    tie(db, "pi_1", "").await;
    assert_eq!(tried_to_the_end(db, &scripted).await, 12 + 9 + 1 + 10);
    assert_eq!(db.given_up().await[0].refusals, 10);
}

async fn what_the_database_refuses_holds_up_nobody<D: Database>(db: &mut D) {
    let [first, second] = ["pi_1", "pi_2"];
    for id in [first, second] {
        tie(db, id, "").await;
    }
    let answers = [first, second].map(|id| (200, intent(id, 700)));
    let scripted = Scripted::start(answers).await;
    refuse_intents(db, "UPDATE", &format!("NEW.id = '{first}'")).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 1));
    assert_eq!(db.row::<PaymentIntent>(second).await.amount, Some(700));
    allow_intents(db).await;
    let queued = db.queued().await;
    assert_eq!((queued.len(), &*queued[0].id), (1, first));
    assert!(queued[0].last_error.as_deref().is_some_and(|error| error.contains("refused here")), "{queued:?}");
}

async fn a_new_tie_wakes_it(db: &mut impl Database) {
    let scripted = Scripted::start(vec![refused(); 50]).await;
    tie(db, "pi_1", "").await;
    tried_to_the_end(db, &scripted).await;

    db.sync(data::<PaymentIntent>(&intent("pi_1", 9), event(5, "payment_intent.succeeded"))).await.unwrap();

    assert_eq!(db.given_up().await, []);
    assert_eq!(db.queued().await[0].attempts, 0);
    let scripted = Scripted::start([(200, intent("pi_1", 700))]).await;
    assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(1, 0));
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(700));
}

async fn it_can_be_asked_for_again(db: &mut impl Database) {
    let scripted = Scripted::start(vec![refused(); 50]).await;
    tie(db, "pi_1", "").await;
    tried_to_the_end(db, &scripted).await;

    db.refresh_again(&of_the_intent()).await.unwrap();

    assert_eq!((db.given_up().await.len(), db.queued().await[0].reason.as_str()), (0, "asked"));
    // What waits for nothing can be asked for too.
    db.refresh_again(&Subject::new("payment_intent", "pi_2", "")).await.unwrap();
    let scripted = Scripted::start([(200, intent("pi_1", 700)), (200, intent("pi_2", 800))]).await;
    let stripe = scripted.client();
    for id in ["pi_1", "pi_2"] {
        let refreshed = db.refresh_one(&stripe, &Mirror::default(), &Subject::new("payment_intent", id, "")).await;
        assert_eq!(refreshed.unwrap(), Refreshed::Done);
    }
    assert_eq!(db.row::<PaymentIntent>("pi_2").await.amount, Some(800));
    let nothing = db.refresh_again(&Subject::default()).await;
    assert!(matches!(nothing, Err(Error::Malformed { .. })), "{nothing:?}");
}

async fn what_no_path_serves_is_given_up_too(db: &mut impl Database) {
    let scripted = Scripted::start([]).await;
    db.refresh_again(&Subject::new("mystery", "my_1", "")).await.unwrap();
    tried_to_the_end(db, &scripted).await;
    assert_eq!(db.given_up().await.len(), 1);
    assert_eq!(db.count("stripe_objects").await, 0);
}

async fn what_may_pass_is_tried_for_ever(db: &mut impl Database) {
    let later = |status| (status, json!({"error": {"type": "api_error", "message": "Not now."}}));
    for status in [401, 429, 500] {
        let scripted = Scripted::start(vec![later(status); 30]).await;
        tie(db, "pi_1", "").await;
        for _ in 0..30 {
            assert_eq!(db.drain(&scripted.client(), &Mirror::default()).await.unwrap(), drained(0, 1), "{status}");
            db.time_passes().await;
        }
        assert_eq!(db.given_up().await, [], "{status}");
        db.execute("DELETE FROM stripe_refreshes").await.unwrap();
    }
}

async fn of_what_is_not_queued_it_says_so(db: &mut impl Database) {
    let scripted = Scripted::start([]).await;
    let refreshed = db.refresh_one(&scripted.client(), &Mirror::default(), &of_the_intent()).await.unwrap();
    assert_eq!(refreshed, Refreshed::NotQueued);
}

async fn what_failed_need_not_be_waited_for(db: &mut impl Database) {
    let scripted = Scripted::start([(500, json!({})), (200, intent("pi_1", 700))]).await;
    tie(db, "pi_1", "").await;
    let stripe = scripted.client();
    for expected in [Refreshed::Postponed, Refreshed::Done, Refreshed::NotQueued] {
        assert_eq!(db.refresh_one(&stripe, &Mirror::default(), &of_the_intent()).await.unwrap(), expected);
    }
}

async fn what_another_worker_reads_is_left_to_it(db: &mut impl Database) {
    let (stripe, client) = fake().await;
    let (id, _) = created(&client).await;
    tie(db, &id, "").await;
    stripe.clear_requests();
    let mut other = db.another().await;
    let hold = stripe.hold();
    let subject = Subject::new("payment_intent", &id, "");

    let meanwhile = async {
        hold.requests(1).await;
        let refreshed = other.refresh_one(&client, &Mirror::default(), &subject).await.unwrap();
        assert_eq!(refreshed, Refreshed::Claimed);
        drop(hold);
    };
    let (ended, ()) = tokio::join!(async { db.drain(&client, &Mirror::default()).await.unwrap() }, meanwhile);

    assert_eq!((ended, reads(&stripe)), (drained(1, 0), 1));
    assert_eq!(db.queued().await, []);
}

contract! {
    what_is_refused_for_good_is_given_up,
    an_outage_before_the_refusal_does_not_count,
    what_the_database_refuses_holds_up_nobody,
    a_new_tie_wakes_it,
    it_can_be_asked_for_again,
    what_no_path_serves_is_given_up_too,
    what_may_pass_is_tried_for_ever,
    of_what_is_not_queued_it_says_so,
    what_failed_need_not_be_waited_for,
    what_another_worker_reads_is_left_to_it,
}
