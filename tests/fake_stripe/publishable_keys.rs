use diesel_stripe::testing::FakeStripe;
use hyper::Method;

use crate::caller::{Caller, Reply, customer, stripe};

const INTENTS: &str = "/v1/payment_intents";

/// A caller with the publishable key. What it gets is less than the whole objects that others are checked to get.
struct Browser(Caller);

impl Browser {
    fn of(stripe: &FakeStripe, caller: &Caller) -> Self {
        Browser(caller.with("authorization", &format!("Bearer {}", stripe.publishable_key())))
    }

    async fn get(&self, path: &str) -> Reply {
        self.0.raw(&Method::GET, path, "").await.unwrap()
    }

    async fn post(&self, path: &str, form: &str) -> Reply {
        self.0.raw(&Method::POST, path, form).await.unwrap()
    }
}

#[tokio::test]
async fn with_the_client_secret_an_intent_is_seen_and_confirmed() {
    let (stripe, caller) = stripe().await;
    let browser = Browser::of(&stripe, &caller);
    let owner = customer(&caller).await;
    let intent = caller.post(INTENTS, &format!("amount=100&currency=usd&customer={owner}&metadata[a]=b")).await;
    let path = format!("{INTENTS}/{}", intent.id());
    let secret = intent.json["client_secret"].as_str().unwrap();

    let seen = browser.get(&format!("{path}?client_secret={secret}")).await.json;
    assert_eq!(
        (&seen["id"], &seen["amount"], &seen["status"]),
        (&intent.json["id"], &100.into(), &intent.json["status"])
    );
    for hidden in ["customer", "metadata", "latest_charge", "application_fee_amount", "transfer_data"] {
        assert!(seen.get(hidden).is_none(), "{hidden}");
    }
    let confirm = format!("{path}/confirm");
    let declined =
        browser.post(&confirm, &format!("client_secret={secret}&payment_method=pm_card_chargeDeclined")).await;
    assert_eq!(declined.error(), (402, "card_error", "card_declined"));
    assert!(declined.json["error"]["payment_intent"].get("customer").is_none());
    let confirmed = browser.post(&confirm, &format!("client_secret={secret}&payment_method=pm_card_visa")).await;
    assert_eq!((&confirmed.json["status"], confirmed.json.get("metadata")), (&"succeeded".into(), None));
    assert_eq!(caller.get(&path).await.json["status"], "succeeded");
}

#[tokio::test]
async fn a_setup_intent_too() {
    let (stripe, caller) = stripe().await;
    let browser = Browser::of(&stripe, &caller);
    let owner = customer(&caller).await;
    let intent = caller.post("/v1/setup_intents", &format!("customer={owner}&metadata[a]=b")).await;
    let path = format!("/v1/setup_intents/{}", intent.id());
    let secret = intent.json["client_secret"].as_str().unwrap();
    assert_eq!(browser.get(&path).await.param(), "client_secret");
    let seen = browser.get(&format!("{path}?client_secret={secret}")).await.json;
    assert_eq!((&seen["id"], seen.get("customer"), seen.get("metadata")), (&intent.json["id"], None, None));
    let form = format!("client_secret={secret}&payment_method=pm_card_visa");
    assert_eq!(browser.post(&format!("{path}/confirm"), &form).await.json["status"], "succeeded");
    assert_eq!(browser.post(&format!("{path}/cancel"), "").await.status, 401);
}

#[tokio::test]
async fn without_the_client_secret_nothing_is() {
    let (stripe, caller) = stripe().await;
    let browser = Browser::of(&stripe, &caller);
    let intent = caller.post(INTENTS, "amount=100&currency=usd").await;
    let path = format!("{INTENTS}/{}", intent.id());
    assert_eq!(browser.get(&path).await.param(), "client_secret");
    let wrong = browser.get(&format!("{path}?client_secret=wrong")).await;
    assert_eq!(wrong.error(), (400, "invalid_request_error", "payment_intent_invalid_parameter"));
    let wrong = browser.post(&format!("{path}/confirm"), "client_secret=wrong&payment_method=pm_card_visa").await;
    assert_eq!(wrong.param(), "client_secret");
    assert_eq!(caller.get(&path).await.json["status"], "requires_payment_method");
}

#[tokio::test]
async fn a_publishable_key_does_nothing_else() {
    let (stripe, caller) = stripe().await;
    let browser = Browser::of(&stripe, &caller);
    let intent = caller.post(INTENTS, "amount=100&currency=usd").await;
    let secret = intent.json["client_secret"].as_str().unwrap();
    let path = format!("{INTENTS}/{}", intent.id());
    for (path, form) in [
        (INTENTS.to_owned(), "amount=100&currency=usd".to_owned()),
        (path.clone(), format!("client_secret={secret}")),
        (format!("{path}/cancel"), format!("client_secret={secret}")),
        ("/v1/customers".to_owned(), String::new()),
        ("/v1/webhook_endpoints".to_owned(), String::new()),
    ] {
        let refused = browser.post(&path, &form).await;
        assert_eq!(refused.error(), (401, "invalid_request_error", "secret_key_required"), "{path}");
    }
    for path in [INTENTS, "/v1/events", "/v1/customers"] {
        assert_eq!(browser.get(path).await.error().2, "secret_key_required");
    }
    // In live mode there is another one.
    let live = caller.with("authorization", "Bearer pk_live_1").get(&format!("{path}?client_secret={secret}")).await;
    assert_eq!(live.status, 404);
}

#[tokio::test]
async fn pages_of_any_origin_may_ask_with_it() {
    let (stripe, caller) = stripe().await;
    let page = caller.with("origin", "https://shop.example");
    let browser = Browser::of(&stripe, &page);
    let intent = caller.post(INTENTS, "amount=100&currency=usd").await;
    let secret = intent.json["client_secret"].as_str().unwrap();
    let (confirm, asked_before) = (format!("{INTENTS}/{}/confirm", intent.id()), stripe.requests().len());

    // A browser asks first, without a key, whether it may.
    let asks = page
        .with("authorization", "")
        .with("access-control-request-method", "POST")
        .with("access-control-request-headers", "authorization,content-type");
    let may = asks.raw(&Method::OPTIONS, &confirm, "").await.unwrap();
    assert_eq!((may.status, may.header("access-control-allow-origin")), (204, "*"));
    let named = |header: &str| may.header(header).to_lowercase().split(", ").map(str::to_owned).collect::<Vec<_>>();
    assert!(named("access-control-allow-methods").contains(&"post".to_owned()));
    for header in ["authorization", "content-type", "idempotency-key", "stripe-version"] {
        assert!(named("access-control-allow-headers").contains(&header.to_owned()), "{header}");
    }
    assert_eq!(stripe.requests().len(), asked_before, "that was no request of Stripe's API");

    // Then it shows the page what was answered: refusals too.
    let declined =
        browser.post(&confirm, &format!("client_secret={secret}&payment_method=pm_card_chargeDeclined")).await;
    let confirmed = browser.post(&confirm, &format!("client_secret={secret}&payment_method=pm_card_visa")).await;
    for (answer, status) in [(declined, 402), (confirmed, 200), (browser.get("/v1/customers").await, 401)] {
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (status, "*"));
    }
    // With a secret key, no page should.
    let answer = page.get(&format!("{INTENTS}/{}", intent.id())).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, ""));
}
