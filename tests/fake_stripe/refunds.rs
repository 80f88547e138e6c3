use std::time::Duration;

use serde_json::{Value, json};

use crate::caller::{Caller, event, listed, stripe, told};

/// A charge of 10.99 by this card, and its intent.
async fn pay(caller: &Caller, card: &str) -> (String, String) {
    let form = format!("amount=1099&currency=usd&confirm=true&capture_method=automatic&payment_method={card}");
    let paid = caller.post("/v1/payment_intents", &form).await;
    (paid.json["latest_charge"].as_str().unwrap().to_owned(), paid.id())
}

async fn charge(caller: &Caller, id: &str) -> Value {
    caller.get(&format!("/v1/charges/{id}")).await.json
}

#[tokio::test]
async fn a_charge_is_refunded_in_parts_and_no_more_than_it_was() {
    let (_stripe, caller) = stripe().await;
    let (id, intent) = pay(&caller, "pm_card_visa").await;
    let first = caller.post("/v1/refunds", &format!("charge={id}&amount=400&reason=duplicate&metadata[a]=1")).await;
    first.typed::<stripe_shared::Refund>();
    assert_eq!((&first.json["status"], &first.json["amount"]), (&json!("succeeded"), &json!(400)));
    assert_eq!((&first.json["payment_intent"], &first.json["reason"]), (&json!(intent), &json!("duplicate")));
    let after = charge(&caller, &id).await;
    assert_eq!((&after["amount_refunded"], &after["refunded"]), (&json!(400), &json!(false)));

    let too_much = caller.post("/v1/refunds", &format!("charge={id}&amount=700")).await;
    assert_eq!((too_much.status, too_much.param()), (400, "amount"));
    assert!(too_much.message().contains("($7.00) is greater than unrefunded amount on charge ($6.99)"));

    let rest = caller.post("/v1/refunds", &format!("payment_intent={intent}")).await;
    assert_eq!(rest.json["amount"], 699);
    let after = charge(&caller, &id).await;
    assert_eq!((&after["amount_refunded"], &after["refunded"]), (&json!(1099), &json!(true)));
    assert_eq!(after["refunds"]["data"][1], first.json);
    let again = caller.post("/v1/refunds", &format!("charge={id}")).await;
    assert_eq!(again.error(), (400, "invalid_request_error", "charge_already_refunded"));

    let (first, rest) = (first.id(), rest.id());
    for list in ["/v1/refunds".to_owned(), format!("/v1/refunds?charge={id}"), format!("/v1/charges/{id}/refunds")] {
        assert_eq!(listed(&caller, &list).await, [rest.clone(), first.clone()], "{list}");
    }
    assert_eq!(
        listed(&caller, &format!("/v1/refunds?payment_intent={intent}&limit=1")).await,
        std::slice::from_ref(&rest)
    );
    assert_eq!(caller.get(&format!("/v1/charges/{id}/refunds/{first}")).await.id(), first);
    let expected = ["charge.succeeded", "refund.created", "charge.refunded", "refund.created", "charge.refunded"];
    assert_eq!(told(&caller, &[&id, &first, &rest]).await, expected);
    let told = event(&caller, "charge.refunded").await;
    assert_eq!(told["data"]["previous_attributes"], json!({ "amount_refunded": 400, "refunded": false }));

    let transactions = caller.get(&format!("/v1/balance_transactions?source={first}&type=refund")).await.json;
    assert_eq!(transactions["data"][0]["net"], -400);
    assert_eq!(transactions["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_not_paid_cannot_be_refunded() {
    let (_stripe, caller) = stripe().await;
    let unpaid = caller.post("/v1/payment_intents", "amount=1099&currency=usd").await.id();
    let held = "amount=1099&currency=usd&confirm=true&capture_method=manual&payment_method=pm_card_visa";
    let held = caller.post("/v1/payment_intents", held).await.id();
    for intent in [unpaid, held] {
        let refused = caller.post("/v1/refunds", &format!("payment_intent={intent}")).await;
        assert!(refused.message().contains("does not have a successful charge to refund"), "{}", refused.text);
        assert_eq!(refused.status, 400);
    }
    assert_eq!(caller.post("/v1/refunds", "").await.error(), (400, "invalid_request_error", "parameter_missing"));
    assert_eq!(caller.post("/v1/refunds", "charge=ch_none").await.param(), "charge");
    let (id, _) = pay(&caller, "pm_card_visa").await;
    let form = |more: &str| format!("charge={id}&{more}");
    assert_eq!(caller.post("/v1/refunds", &form("reason=whim")).await.param(), "reason");
    assert_eq!(caller.post("/v1/refunds", &form("amount=0")).await.param(), "amount");
    assert_eq!(caller.post("/v1/refunds", &form("payment_intent=pi_other")).await.param(), "payment_intent");
    assert_eq!(charge(&caller, &id).await["amount_refunded"], 0);
}

#[tokio::test]
async fn a_refund_is_described_and_cannot_be_canceled() {
    let (_stripe, caller) = stripe().await;
    let (id, _) = pay(&caller, "pm_card_visa").await;
    let refund = caller.post(&format!("/v1/charges/{id}/refunds"), "amount=100").await.id();
    let updated = caller.post(&format!("/v1/refunds/{refund}"), "metadata[order]=7").await;
    assert_eq!(updated.json["metadata"], json!({ "order": "7" }));
    let updated = caller.post(&format!("/v1/charges/{id}/refunds/{refund}"), "metadata[order]=").await;
    assert_eq!(updated.json["metadata"], json!({}));
    let expected = ["refund.created", "refund.updated", "charge.refund.updated"];
    assert_eq!(told(&caller, &[&refund]).await[..3], expected);
    assert_eq!(caller.post(&format!("/v1/refunds/{refund}/cancel"), "").await.status, 400);
    assert_eq!(caller.get("/v1/refunds/re_none").await.error(), (404, "invalid_request_error", "resource_missing"));
}

#[tokio::test]
async fn a_refund_can_be_pending_at_first() {
    let (stripe, caller) = stripe().await;
    let (id, _) = pay(&caller, "pm_card_pendingRefund").await;
    let refund = caller.post("/v1/refunds", &format!("charge={id}")).await;
    assert_eq!((&refund.json["status"], &refund.json["balance_transaction"]), (&json!("pending"), &json!(null)));
    assert_eq!(charge(&caller, &id).await["refunded"], true);
    stripe.clock().advance(Duration::from_secs(10));
    let refund = refund.id();
    let later = caller.get(&format!("/v1/refunds/{refund}")).await;
    later.typed::<stripe_shared::Refund>();
    assert_eq!(later.json["status"], "succeeded");
    assert!(later.json["balance_transaction"].is_string());
    let (created, updated) = (event(&caller, "refund.created").await, event(&caller, "refund.updated").await);
    assert_eq!(created["request"], updated["request"]);
    assert_eq!(updated["data"]["previous_attributes"]["status"], "pending");
}

#[tokio::test]
async fn a_refund_can_fail_after_it_succeeded() {
    let (stripe, caller) = stripe().await;
    let (id, _) = pay(&caller, "pm_card_refundFail").await;
    let refund = caller.post("/v1/refunds", &format!("charge={id}")).await;
    assert_eq!(refund.json["status"], "succeeded");
    stripe.clock().advance(Duration::from_secs(10));
    let refund = refund.id();
    let failed = caller.get(&format!("/v1/refunds/{refund}?expand[]=failure_balance_transaction")).await;
    failed.typed::<stripe_shared::Refund>();
    assert_eq!((&failed.json["status"], &failed.json["failure_reason"]), (&json!("failed"), &json!("unknown")));
    assert_eq!(failed.json["failure_balance_transaction"]["net"], 1099);
    let expected = ["refund.created", "refund.updated", "charge.refund.updated", "refund.failed"];
    assert_eq!(told(&caller, &[&refund]).await, expected);
    assert_eq!(told(&caller, &[&id]).await, ["charge.succeeded", "charge.refunded", "charge.updated"]);
    let after = charge(&caller, &id).await;
    assert_eq!((&after["amount_refunded"], &after["refunded"]), (&json!(0), &json!(false)));
}
