//! The switches of the server's own `FakeStripe`, which the page's tests use.

use serde_json::json;

use crate::database::Database;
use crate::process::Server;
use crate::visitor::Visitor;

async fn the_cardholders_bank_authenticates(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    let intent = visitor.create("A").await;
    let path = format!("/fake-stripe/authentication/{}", intent.id());
    assert_eq!(visitor.post(&path, json!({ "pass": true })).await.error(), (404, "not_found"));
    for (pass, status) in [(false, "requires_payment_method"), (true, "succeeded")] {
        let confirmed = visitor.pay(&intent, "pm_card_authenticationRequired").await;
        assert_eq!(confirmed.json["status"], "requires_action");
        let authenticated = visitor.post(&path, json!({ "pass": pass })).await;
        assert_eq!((authenticated.status, &authenticated.json["status"]), (200, &json!(status)));
        visitor.look_until(&intent.id(), |seen| seen["status"] == status).await;
    }
    visitor.look_until(&intent.id(), |seen| seen["fulfilled"] == true).await;
    assert_eq!(visitor.post(&path, json!({})).await.error(), (422, "invalid"));
    server.stop().await;
}

async fn stripe_is_down_for_the_server_and_up_again(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    let intent = visitor.create("A").await;
    assert_eq!(visitor.post("/fake-stripe/faults", json!({ "down": true })).await.status, 200);
    for _ in 0..3 {
        assert_eq!(visitor.create("A").await.error(), (502, "stripe_unavailable"));
        assert_eq!(visitor.choose(&intent.id(), "B").await.error(), (502, "stripe_unavailable"));
    }
    // What the mirror knows is answered, and a browser's own requests arrive.
    assert_eq!(visitor.look(&intent.id()).await.json["amount"], 500);
    assert_eq!(visitor.pay(&intent, "pm_card_chargeDeclined").await.status, 402);
    assert_eq!(visitor.post("/fake-stripe/faults", json!({ "down": false })).await.status, 200);
    assert_eq!(visitor.choose(&intent.id(), "B").await.json["amount"], 1_000);
    server.stop().await;
}

async fn a_webhook_is_ahead_of_the_answer(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    let intent = visitor.create("A").await;
    assert_eq!(visitor.post("/fake-stripe/faults", json!({ "hold_answers": true })).await.status, 200);
    let paying = async { visitor.pay(&intent, "pm_card_visa").await };
    let fulfilled = async {
        visitor.look_until(&intent.id(), |seen| seen["fulfilled"] == true).await;
        // Stripe has not answered the browser yet.
        visitor.post("/fake-stripe/faults", json!({ "hold_answers": false })).await
    };
    let (paid, released) = tokio::join!(paying, fulfilled);
    assert_eq!((paid.json["status"].clone(), released.status), (json!("succeeded"), 200));
    server.stop().await;
}

crate::each_database! {
    sqlite:
    the_cardholders_bank_authenticates,
    stripe_is_down_for_the_server_and_up_again,
    a_webhook_is_ahead_of_the_answer,
}
