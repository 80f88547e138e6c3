use std::time::Duration;

use diesel_stripe::testing::FakeStripe;
use serde_json::{Value, json};

use crate::caller::{Caller, event, listed, stripe, told};

/// A charge by this card, and its dispute.
async fn disputed(stripe: &FakeStripe, caller: &Caller, card: &str) -> (String, Value) {
    let form = format!("amount=1099&currency=usd&confirm=true&capture_method=automatic&payment_method={card}");
    let charge = caller.post("/v1/payment_intents", &form).await.json["latest_charge"].as_str().unwrap().to_owned();
    assert_eq!(listed(caller, &format!("/v1/disputes?charge={charge}")).await, [""; 0]);
    stripe.clock().advance(Duration::from_secs(5));
    let disputes = caller.get(&format!("/v1/disputes?charge={charge}")).await.json;
    let dispute = caller.get(&format!("/v1/disputes/{}", disputes["data"][0]["id"].as_str().unwrap())).await;
    dispute.typed::<stripe_shared::Dispute>();
    (charge, dispute.json)
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

#[tokio::test]
async fn a_card_disputes_its_charge_some_seconds_later() {
    let (stripe, caller) = stripe().await;
    for (card, reason) in
        [("pm_card_createDispute", "fraudulent"), ("pm_card_createDisputeProductNotReceived", "product_not_received")]
    {
        let (charge, dispute) = disputed(&stripe, &caller, card).await;
        assert_eq!((&dispute["reason"], &dispute["status"]), (&json!(reason), &json!("needs_response")));
        assert_eq!((&dispute["amount"], &dispute["is_charge_refundable"]), (&json!(1099), &json!(false)));
        assert_eq!(dispute["balance_transactions"][0]["net"], -1099 - 1500);
        assert_eq!(caller.get(&format!("/v1/charges/{charge}")).await.json["disputed"], true);
        let refused = caller.post("/v1/refunds", &format!("charge={charge}")).await;
        assert_eq!(refused.error(), (400, "invalid_request_error", "charge_disputed"));
        let expected =
            ["charge.succeeded", "charge.dispute.created", "charge.updated", "charge.dispute.funds_withdrawn"];
        assert_eq!(told(&caller, &[&charge, id(&dispute)]).await, expected);
        let created = event(&caller, "charge.dispute.created").await;
        assert_eq!(created["data"]["object"]["balance_transactions"], json!([]));
        assert_eq!(created["request"], event(&caller, "charge.succeeded").await["request"]);
    }
    assert_eq!(listed(&caller, "/v1/disputes").await.len(), 2);
}

#[tokio::test]
async fn evidence_wins_or_loses_a_dispute() {
    let (stripe, caller) = stripe().await;
    for (evidence, status) in [("winning_evidence", "won"), ("losing_evidence", "lost")] {
        let (charge, dispute) = disputed(&stripe, &caller, "pm_card_createDispute").await;
        let path = format!("/v1/disputes/{}", id(&dispute));
        let staged = caller.post(&path, "evidence[customer_name]=Jenny&submit=false&metadata[a]=1").await.json;
        assert_eq!((&staged["status"], &staged["metadata"]["a"]), (&json!("needs_response"), &json!("1")));
        assert_eq!(staged["evidence_details"]["submission_count"], 0);
        let submitted = caller.post(&path, &format!("evidence[uncategorized_text]={evidence}")).await.json;
        assert_eq!(
            (&submitted["status"], &submitted["evidence"]["customer_name"]),
            (&json!("under_review"), &json!("Jenny"))
        );
        assert_eq!(submitted["evidence_details"]["submission_count"], 1);
        assert_eq!(caller.post(&path, "evidence[uncategorized_text]=more").await.status, 400);
        assert_eq!(caller.post(&format!("{path}/close"), "").await.status, 400);

        stripe.clock().advance(Duration::from_secs(10));
        let decided = caller.get(&path).await;
        decided.typed::<stripe_shared::Dispute>();
        assert_eq!(decided.json["status"], status);
        let mut expected = vec![
            "charge.dispute.created",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.updated",
            "charge.dispute.updated",
            "charge.dispute.closed",
        ];
        let transactions = decided.json["balance_transactions"].as_array().unwrap();
        if status == "won" {
            expected.push("charge.dispute.funds_reinstated");
            assert_eq!(transactions[1]["net"], 1099);
        }
        assert_eq!(told(&caller, &[id(&dispute)]).await, expected);
        let refund = caller.post("/v1/refunds", &format!("charge={charge}")).await;
        assert_eq!(refund.status, if status == "won" { 200 } else { 400 });
    }
}

#[tokio::test]
async fn a_dispute_can_be_accepted() {
    let (stripe, caller) = stripe().await;
    let (_, dispute) = disputed(&stripe, &caller, "pm_card_createDispute").await;
    let path = format!("/v1/disputes/{}/close", id(&dispute));
    assert_eq!(caller.post(&path, "").await.json["status"], "lost");
    assert_eq!(caller.post(&path, "").await.status, 400);
}

#[tokio::test]
async fn an_inquiry_takes_no_money() {
    let (stripe, caller) = stripe().await;
    let (charge, dispute) = disputed(&stripe, &caller, "pm_card_createDisputeInquiry").await;
    assert_eq!((&dispute["status"], &dispute["balance_transactions"]), (&json!("warning_needs_response"), &json!([])));
    let path = format!("/v1/disputes/{}", id(&dispute));
    let answered = caller.post(&path, "evidence[uncategorized_text]=winning_evidence").await.json;
    assert_eq!(answered["status"], "warning_under_review");
    stripe.clock().advance(Duration::from_secs(10));
    assert_eq!(caller.get(&path).await.json["status"], "warning_closed");
    assert_eq!(caller.post("/v1/refunds", &format!("charge={charge}")).await.status, 200);
}
