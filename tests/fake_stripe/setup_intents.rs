use serde_json::{Value, json};

use crate::caller::{Caller, Reply, customer, event, listed, stripe, told};

const INTENTS: &str = "/v1/setup_intents";

async fn create(caller: &Caller, form: &str) -> Reply {
    caller.post(INTENTS, form).await
}

#[tokio::test]
async fn a_card_is_set_up_for_a_customer() {
    let (_stripe, caller) = stripe().await;
    let jenny = customer(&caller).await;
    let created = create(&caller, &format!("customer={jenny}&metadata[a]=1")).await;
    created.typed::<stripe_shared::SetupIntent>();
    assert_eq!(
        (&created.json["status"], &created.json["usage"]),
        (&json!("requires_payment_method"), &json!("off_session"))
    );
    let path = format!("{INTENTS}/{}", created.id());
    let refused = caller.post(&format!("{path}/confirm"), "").await;
    assert_eq!(refused.error(), (400, "invalid_request_error", "setup_intent_unexpected_state"));
    assert_eq!(refused.json["error"]["setup_intent"], created.json);

    let updated = caller.post(&path, "payment_method=pm_card_visa&description=Later").await.json;
    assert_eq!((&updated["status"], &updated["description"]), (&json!("requires_confirmation"), &json!("Later")));
    let confirm = format!("{path}/confirm?expand[]=payment_method&expand[]=latest_attempt");
    let wrong = caller.post(&confirm, "client_secret=wrong").await;
    assert_eq!(wrong.error(), (400, "invalid_request_error", "setup_intent_invalid_parameter"));
    let secret = created.json["client_secret"].as_str().unwrap();
    let set_up = caller.post(&confirm, &format!("client_secret={secret}")).await;
    set_up.typed::<stripe_shared::SetupIntent>();
    assert_eq!(
        (&set_up.json["status"], &set_up.json["latest_attempt"]["status"]),
        (&json!("succeeded"), &json!("succeeded"))
    );
    assert_eq!(set_up.json["payment_method"]["customer"], json!(jenny));
    assert_eq!(caller.get(&path).await.json["latest_attempt"], set_up.json["latest_attempt"]["id"]);

    let method = set_up.json["payment_method"]["id"].as_str().unwrap();
    let expected = ["setup_intent.created", "payment_method.attached", "setup_intent.succeeded"];
    assert_eq!(told(&caller, &[&created.id(), method]).await, expected);
    for verb in ["confirm", "cancel"] {
        let refused = caller.post(&format!("{path}/{verb}"), "").await;
        assert_eq!(refused.error(), (400, "invalid_request_error", "setup_intent_unexpected_state"), "{verb}");
    }
    assert_eq!(caller.post(&path, "metadata[a]=2").await.json["metadata"]["a"], "2");
    assert_eq!(caller.post(&path, "payment_method=pm_card_visa").await.status, 400);
    assert_eq!(
        caller.get(&format!("{INTENTS}/seti_none")).await.error(),
        (404, "invalid_request_error", "resource_missing")
    );
}

#[tokio::test]
async fn a_setup_waits_for_the_customer_who_passes_or_fails() {
    let (stripe, caller) = stripe().await;
    let jenny = customer(&caller).await;
    let form = format!(
        "customer={jenny}&confirm=true&payment_method=pm_card_authenticationRequiredOnSetup&return_url=https://example.com"
    );
    let waiting = create(&caller, &form).await;
    waiting.typed::<stripe_shared::SetupIntent>();
    assert_eq!(
        (&waiting.json["status"], &waiting.json["next_action"]["type"]),
        (&json!("requires_action"), &json!("redirect_to_url"))
    );
    let id = waiting.id();
    let passed = stripe.pass_authentication(&id).unwrap();
    assert_eq!((&passed["status"], &passed["next_action"]), (&json!("succeeded"), &json!(null)));
    assert_eq!(stripe.pass_authentication(&id), None);
    let expected = ["setup_intent.created", "setup_intent.requires_action", "setup_intent.succeeded"];
    assert_eq!(told(&caller, &[&id]).await, expected);

    // From now on it pays without the customer.
    let method = passed["payment_method"].as_str().unwrap();
    let form =
        format!("amount=1099&currency=usd&customer={jenny}&payment_method={method}&off_session=true&confirm=true");
    assert_eq!(caller.post("/v1/payment_intents", &form).await.json["status"], "succeeded");

    let waiting = create(&caller, "confirm=true&payment_method=pm_card_authenticationRequired").await.id();
    let failed = stripe.fail_authentication(&waiting).unwrap();
    assert_eq!((&failed["status"], &failed["payment_method"]), (&json!("requires_payment_method"), &json!(null)));
    assert_eq!(failed["last_setup_error"]["code"], "setup_intent_authentication_failure");
    let told = told(&caller, &[&waiting]).await;
    assert_eq!(told[1..], ["setup_intent.requires_action", "setup_intent.setup_failed"]);
    let attempts = caller.get(&format!("/v1/setup_attempts?setup_intent={waiting}")).await.json;
    assert_eq!(attempts["data"][0]["status"], "failed");
    assert_eq!(attempts["data"][0]["setup_error"], failed["last_setup_error"]);
    assert_eq!(caller.get("/v1/setup_attempts").await.param(), "setup_intent");
}

#[tokio::test]
async fn a_declined_card_is_not_set_up_and_another_can_be_tried() {
    let (_stripe, caller) = stripe().await;
    let refused = create(&caller, "confirm=true&payment_method=pm_card_chargeDeclined").await;
    assert_eq!(refused.error(), (402, "card_error", "card_declined"));
    let intent: &Value = &refused.json["error"]["setup_intent"];
    assert_eq!(
        (&intent["status"], &intent["last_setup_error"]["code"]),
        (&json!("requires_payment_method"), &json!("card_declined"))
    );
    let id = intent["id"].as_str().unwrap();
    let path = format!("{INTENTS}/{id}");
    assert_eq!(&caller.get(&path).await.json, intent);
    let another = caller.post(&format!("{path}/confirm"), "payment_method=pm_card_visa").await;
    assert_eq!((&another.json["status"], &another.json["last_setup_error"]), (&json!("succeeded"), &json!(null)));
    assert_eq!(event(&caller, "setup_intent.setup_failed").await["data"]["object"], *intent);
    // Without a customer the card is nobody's, and can still become someone's.
    let method = another.json["payment_method"].as_str().unwrap();
    let jenny = customer(&caller).await;
    let attached = caller.post(&format!("/v1/payment_methods/{method}/attach"), &format!("customer={jenny}")).await;
    assert_eq!(attached.json["customer"], json!(jenny));
    assert_eq!(listed(&caller, &format!("/v1/setup_attempts?setup_intent={id}")).await.len(), 2);
}

#[tokio::test]
async fn a_setup_is_canceled_and_listed() {
    let (_stripe, caller) = stripe().await;
    let jenny = customer(&caller).await;
    let first = create(&caller, &format!("customer={jenny}&usage=on_session")).await;
    let waiting = create(&caller, "confirm=true&payment_method=pm_card_authenticationRequired").await;
    let method = waiting.json["payment_method"].as_str().unwrap();
    assert_eq!(listed(&caller, INTENTS).await, [waiting.id(), first.id()]);
    assert_eq!(listed(&caller, &format!("{INTENTS}?customer={jenny}")).await, [first.id()]);
    assert_eq!(listed(&caller, &format!("{INTENTS}?payment_method={method}")).await, [waiting.id()]);
    let canceled = caller.post(&format!("{INTENTS}/{}/cancel", waiting.id()), "cancellation_reason=abandoned").await;
    canceled.typed::<stripe_shared::SetupIntent>();
    assert_eq!(
        (&canceled.json["status"], &canceled.json["cancellation_reason"]),
        (&json!("canceled"), &json!("abandoned"))
    );
    assert_eq!(canceled.json["next_action"], json!(null));
    assert_eq!(told(&caller, &[&waiting.id()]).await[2..], ["setup_intent.canceled"]);
    assert_eq!(create(&caller, "return_url=https://example.com").await.param(), "return_url");
    assert_eq!(create(&caller, "confirm=true").await.status, 400);
    assert_eq!(create(&caller, "usage=never").await.param(), "usage");
    assert_eq!(create(&caller, "amount=1").await.error(), (400, "invalid_request_error", "parameter_unknown"));
    assert_eq!(listed(&caller, INTENTS).await.len(), 2);
}
