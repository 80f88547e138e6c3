//! What is left when Stripe, the server or the network fails: nothing that is half done.

use diesel_stripe::testing::Fault;
use serde_json::json;
use tokio::net::TcpStream;

use crate::at_stripe::AtStripe;
use crate::database::Database;
use crate::payments::orders;
use crate::visitor::INTENTS;
use crate::{Postgres, fresh};

const CREATE: &str = "POST /v1/payment_intents";

/// For as long as the test wants.
fn down(fault: Fault, on: &str) -> Fault {
    fault.on(on).times(u32::MAX)
}

async fn a_call_without_an_answer_is_made_again_under_its_key(db: &mut impl Database) {
    // The last one is done, and never answered under its key.
    let faults = [(Fault::cut(), 2), (Fault::server_error(), 2), (Fault::server_error().after_work(), 1)];
    for (n, (fault, times)) in faults.into_iter().enumerate() {
        let shop = AtStripe::start(db).await;
        shop.stripe.inject(down(fault, CREATE));
        for _ in 0..times {
            let answer = shop.visitor.create("A").await;
            assert_eq!(answer.error(), (502, "stripe_unavailable"));
            assert!(answer.json["error"]["message"].as_str().unwrap().contains("try again"));
        }
        shop.stripe.clear_faults();
        // They have changed their mind meanwhile.
        let intent = shop.visitor.create("B").await;
        assert_eq!((intent.status, &intent.json["amount"]), (201, &json!(1_000)));
        assert_eq!((shop.keys().len(), shop.intents()), (1, 1));
        assert_eq!(orders(db).await, vec!["B 1000 false"; n + 1]);
        shop.server.stop().await;
    }
}

async fn a_server_that_is_killed_has_made_one_intent(db: &mut impl Database) {
    for after_work in [false, true] {
        let shop = AtStripe::start(db).await;
        assert_eq!(shop.visitor.get("/api/finances/stripe/config/").await.json["api_base"], json!(null));
        // The customer is there already: the next request that is held is the intent's.
        let before = shop.intents();
        shop.stripe.inject(Fault::bad_request().on(CREATE));
        assert_eq!(shop.visitor.create("C").await.error(), (500, "internal"));
        let hold = if after_work { shop.stripe.hold_answers() } else { shop.stripe.hold() };
        let asking = tokio::spawn({
            let visitor = shop.visitor.clone();
            async move { visitor.create("C").await }
        });
        hold.requests(1).await;
        asking.abort();
        let keys = shop.keys().len();
        // It starts while Stripe does not answer: no transaction and no start waits for it.
        drop(hold);
        let shop = shop.kill_and_start(db).await;
        let intent = shop.visitor.create("C").await;
        assert_eq!((intent.status, &intent.json["amount"]), (201, &json!(1_500)));
        assert_eq!((shop.intents() - before, shop.keys().len()), (1, keys));
        shop.server.stop().await;
    }
}

async fn a_stripe_that_does_not_answer_is_not_waited_for(db: &mut impl Database) {
    let shop = AtStripe::start(db).await;
    let hold = shop.stripe.hold();
    assert_eq!(shop.visitor.create("A").await.error(), (502, "stripe_unavailable"));
    drop(hold);
    assert_eq!(shop.visitor.create("A").await.status, 201);
    assert_eq!(shop.intents(), 1);
    shop.server.stop().await;
}

async fn a_browser_that_hangs_up_ends_nothing(db: &mut impl Database) {
    let shop = AtStripe::start(db).await;
    let hold = shop.stripe.hold();
    let asking = tokio::spawn({
        let visitor = shop.visitor.clone();
        async move { visitor.create("A").await }
    });
    hold.requests(1).await;
    asking.abort();
    drop(hold);
    assert_eq!(shop.visitor.create("A").await.status, 201);
    assert_eq!(shop.intents(), 1);
    shop.server.stop().await;
}

/// The answer to a choice is lost, and then the visitor pays what Stripe says.
async fn what_was_paid_for_is_what_was_ordered(db: &mut impl Database) {
    let shop = AtStripe::start(db).await;
    let intent = shop.visitor.create("A").await;
    let update = format!("POST /v1/payment_intents/{}", intent.id());
    shop.stripe.inject(down(Fault::cut(), &update));
    assert_eq!(shop.visitor.choose(&intent.id(), "C").await.error(), (502, "stripe_unavailable"));
    assert_eq!(orders(db).await, ["A 500 false"]);
    shop.stripe.clear_faults();
    shop.stripe.inject(down(Fault::server_error().after_work(), &update));
    assert_eq!(shop.visitor.choose(&intent.id(), "B").await.error(), (502, "stripe_unavailable"));
    shop.stripe.clear_faults();
    shop.pay(&intent).await;
    shop.deliver("payment_intent.succeeded").await;
    shop.visitor.look_until(&intent.id(), |seen| seen["fulfilled"] == true).await;
    assert_eq!(orders(db).await, ["B 1000 true"]);
    shop.server.stop().await;
}

async fn a_choice_without_an_answer_is_brought_to_its_end_by_the_next(db: &mut impl Database) {
    for (product, order) in [("B", "B 1000 false"), ("A", "A 500 false")] {
        let shop = AtStripe::start(db).await;
        let intent = shop.visitor.create("A").await;
        shop.stripe
            .inject(down(Fault::server_error().after_work(), &format!("POST /v1/payment_intents/{}", intent.id())));
        assert_eq!(shop.visitor.choose(&intent.id(), "B").await.error(), (502, "stripe_unavailable"));
        shop.stripe.clear_faults();
        // The page is loaded again, perhaps with the product of before.
        let again = shop.visitor.create(product).await;
        assert_eq!((again.status, again.id()), (201, intent.id()));
        assert!(orders(db).await.contains(&order.to_owned()));
        let paid = shop.visitor.pay_at(&shop.stripe.base_url(), &intent, "pm_card_visa").await;
        assert_eq!(paid.json["amount"], again.json["amount"]);
        shop.server.stop().await;
    }
}

/// Its webhook has not come.
async fn what_has_been_paid_or_canceled_meanwhile_is_not_changed(db: &mut impl Database) {
    let shop = AtStripe::start(db).await;
    let intent = shop.visitor.create("A").await;
    shop.pay(&intent).await;
    assert_eq!(shop.visitor.choose(&intent.id(), "B").await.error(), (409, "already_paid"));
    assert_eq!(shop.visitor.look(&intent.id()).await.json["status"], "succeeded");
    let next = shop.visitor.create("B").await;
    assert_eq!((next.status, &next.json["amount"]), (201, &json!(1_000)));
    assert_ne!(next.id(), intent.id());

    // Somebody cancels it in the dashboard.
    cancel(&shop, &next.id()).await;
    assert_eq!(shop.visitor.choose(&next.id(), "C").await.error(), (409, "canceled"));
    let last = shop.visitor.create("C").await;
    assert_eq!((last.status, shop.intents()), (201, 3));

    // The webhook comes late, for an order that is not open any more.
    shop.deliver("payment_intent.succeeded").await;
    shop.visitor.look_until(&intent.id(), |seen| seen["fulfilled"] == true).await;
    assert_eq!(orders(db).await, ["A 500 true", "B 1000 false", "C 1500 false"]);
    shop.server.stop().await;
}

async fn cancel(shop: &AtStripe, intent: &str) {
    use diesel_stripe::client::Client;
    use diesel_stripe::objects::PaymentIntent;
    use diesel_stripe::stripe_core::payment_intent::CancelPaymentIntent;

    let dashboard = Client::builder(shop.stripe.secret_key()).base_url(shop.stripe.base_url()).build().unwrap();
    PaymentIntent::api_cancel(&dashboard, &CancelPaymentIntent::new(intent)).await.unwrap();
}

async fn an_order_is_fulfilled_once(db: &mut impl Database) {
    let shop = AtStripe::start(db).await;
    let intent = shop.visitor.create("A").await;
    shop.pay(&intent).await;
    let forged = shop.stripe.signed(&json!({ "id": "evt_1", "object": "event" }), "whsec_of_another");
    assert_eq!(shop.visitor.deliver(&forged.signature, &forged.body).await.status, 400);
    for _ in 0..2 {
        shop.deliver("payment_intent.succeeded").await;
    }
    shop.visitor.look_until(&intent.id(), |seen| seen["fulfilled"] == true).await;
    // The same in another event; and what is of no order.
    let events = shop.stripe.events();
    let object = &events.iter().find(|event| event["type"] == "payment_intent.succeeded").unwrap()["data"]["object"];
    shop.deliver_event(&shop.stripe.event("payment_intent.succeeded", object.clone())).await;
    let mut of_no_order = object.clone();
    (of_no_order["id"], of_no_order["metadata"]) = (json!("pi_of_an_invoice"), json!({}));
    shop.deliver_event(&shop.stripe.event("payment_intent.succeeded", of_no_order)).await;
    let done = "SELECT id AS value FROM stripe_events WHERE state = 'done'";
    while db.values(done).await.len() < 3 {}
    assert_eq!(orders(db).await, ["A 500 true"]);
    let log = shop.server.stop().await;
    assert_eq!(log.matches("the order is fulfilled").count(), 1, "{log}");
}

async fn told_to_stop_it_finishes_what_has_begun(db: &mut impl Database) {
    let AtStripe { stripe, server, visitor } = AtStripe::start(db).await;
    // A browser that has connected, and asks nothing.
    let idle = TcpStream::connect(server.url.trim_start_matches("http://")).await.unwrap();
    let hold = stripe.hold();
    let asking = tokio::spawn(async move { visitor.post(INTENTS, json!({ "product": "A" })).await });
    hold.requests(1).await;
    server.tell_to_stop();
    // It takes no more connections.
    while TcpStream::connect(server.url.trim_start_matches("http://")).await.is_ok() {}
    drop(hold);
    let answer = asking.await.unwrap();
    assert_eq!((answer.status, &answer.json["amount"]), (201, &json!(500)));
    let (status, log) = server.ended().await;
    assert!(status.success(), "{status}: {log}");
    drop(idle);
}

#[tokio::test]
async fn without_its_database_it_says_so_and_ends_when_told() {
    let db = fresh::empty::<Postgres>().await;
    let shop = AtStripe::start(&db).await;
    assert_eq!(shop.visitor.get("/healthz").await.status, 200);
    fresh::discard(db).await;
    assert_eq!(shop.visitor.get("/healthz").await.error(), (503, "unavailable"));
    assert_eq!(shop.visitor.create("A").await.error(), (503, "unavailable"));
    shop.server.stop().await;
}

crate::each_database! {
    sqlite:
    a_call_without_an_answer_is_made_again_under_its_key,
    a_server_that_is_killed_has_made_one_intent,
    a_stripe_that_does_not_answer_is_not_waited_for,
    a_browser_that_hangs_up_ends_nothing,
    what_was_paid_for_is_what_was_ordered,
    a_choice_without_an_answer_is_brought_to_its_end_by_the_next,
    what_has_been_paid_or_canceled_meanwhile_is_not_changed,
    an_order_is_fulfilled_once,
    told_to_stop_it_finishes_what_has_begun,
}
