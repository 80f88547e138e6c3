//! What a visitor does who pays.

use serde_json::json;

use crate::database::Database;
use crate::process::Server;
use crate::visitor::{INTENTS, Visitor};

/// The product and the amount of each order, and whether it is fulfilled: `B 1000 true`.
pub async fn orders(db: &mut impl Database) -> Vec<String> {
    let fulfilled = "CASE WHEN fulfilled THEN 'true' ELSE 'false' END";
    let orders = format!("SELECT CONCAT(product, ' ', amount, ' ', {fulfilled}) AS value FROM orders ORDER BY amount");
    db.values(&orders).await.into_iter().flatten().collect()
}

/// Nothing went wrong that the server could have said.
async fn stop(server: Server) {
    let log = server.stop().await;
    assert!(!log.contains(" ERROR "), "{log}");
}

async fn a_visitor_chooses_pays_and_buys_again(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    let products = visitor.get("/api/finances/stripe/products/").await.json;
    let sold = |n: usize, field: &str| products["products"][n][field].clone();
    for (n, (product, amount)) in [("A", 500), ("B", 1_000), ("C", 1_500)].into_iter().enumerate() {
        assert_eq!(
            (sold(n, "product"), sold(n, "amount"), sold(n, "currency")),
            (product.into(), amount.into(), "usd".into())
        );
        assert!(sold(n, "name").is_string());
    }

    // Exactly these four fields.
    let intent = visitor.create("A").await;
    let secret = intent.json["client_secret"].clone();
    assert!(secret.as_str().unwrap().starts_with(&intent.id()));
    let payable =
        |amount: i64| json!({ "id": intent.id(), "amount": amount, "currency": "usd", "client_secret": secret });
    assert_eq!((intent.status, &intent.json), (201, &payable(500)));
    // The amount is not the browser's to say.
    let again = visitor.post(INTENTS, json!({ "product": "B", "amount": 1, "currency": "jpy" })).await;
    assert_eq!((again.status, again.json), (201, payable(1_000)));
    let changed = visitor.choose(&intent.id(), "C").await;
    assert_eq!((changed.status, changed.json), (200, payable(1_500)));
    assert_eq!(orders(db).await, ["C 1500 false"]);
    // The secret is not in the mirror.
    let mut shown = payable(1_500);
    shown.as_object_mut().unwrap().remove("client_secret");
    let more = [("status", json!("requires_payment_method")), ("last_payment_error_code", json!(null))];
    for (field, value) in more.into_iter().chain([("fulfilled", json!(false))]) {
        shown[field] = value;
    }
    assert_eq!(visitor.look(&intent.id()).await.json, shown);
    assert_eq!(visitor.get("/api/finances/stripe/payment-methods/").await.json, json!({ "payment_methods": [] }));

    // A card is declined, another one is not.
    assert_eq!(visitor.pay(&intent, "pm_card_chargeDeclined").await.status, 402);
    let declined = visitor.look_until(&intent.id(), |seen| !seen["last_payment_error_code"].is_null()).await;
    assert_eq!(
        (&declined["last_payment_error_code"], &declined["fulfilled"]),
        (&json!("card_declined"), &json!(false))
    );
    assert_eq!(visitor.pay(&intent, "pm_card_visa").await.json["status"], "succeeded");
    let paid = |seen: &serde_json::Value| seen["fulfilled"] == true && seen["status"] == "succeeded";
    visitor.look_until(&intent.id(), paid).await;
    assert_eq!(orders(db).await, ["C 1500 true"]);

    // The card is saved. The order is over.
    let cards = loop {
        let answer = visitor.get("/api/finances/stripe/payment-methods/").await.json;
        let cards = answer["payment_methods"].as_array().unwrap().clone();
        if !cards.is_empty() {
            break cards;
        }
    };
    assert_eq!((cards.len(), &cards[0]["brand"], &cards[0]["last4"]), (1, &json!("visa"), &json!("4242")));
    assert!(cards[0]["id"].is_string() && cards[0]["exp_month"].is_i64() && cards[0]["exp_year"].is_i64());
    assert_eq!(visitor.choose(&intent.id(), "A").await.error(), (409, "already_paid"));
    let next = visitor.create("A").await;
    assert_eq!((next.status, &next.json["amount"]), (201, &json!(500)));
    assert_ne!(next.id(), intent.id());
    assert_eq!(orders(db).await, ["A 500 false", "C 1500 true"]);
    let created = visitor.get("/fake-stripe/requests?path=POST%20/v1/payment_intents").await.json;
    assert_eq!(created.as_array().unwrap().len(), 2);
    stop(server).await;
}

async fn sixteen_requests_of_a_visitor_make_one_intent(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    let requests = (0..16).map(|_| visitor.create("B"));
    let answers = futures_util::future::join_all(requests).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.json), (201, &answers[0].json));
    }
    assert_eq!(answers[0].json["amount"], 1_000);
    for path in ["/v1/payment_intents", "/v1/customers"] {
        let asked = visitor.get(&format!("/fake-stripe/requests?path=POST%20{path}")).await.json;
        assert_eq!(asked.as_array().unwrap().len(), 1, "{asked}");
    }
    assert_eq!(orders(db).await, ["B 1000 false"]);
    stop(server).await;
}

/// In two tabs, say. Whichever came last: all are told the same.
async fn the_order_and_the_intent_agree_after_a_race_of_choices(db: &mut impl Database) {
    let server = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&server).await;
    let intent = visitor.create("A").await.id();
    let choices = ["A", "B", "C", "A", "B", "C", "B", "A"];
    let answers = futures_util::future::join_all(choices.map(|product| visitor.choose(&intent, product))).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    let amount = visitor.look(&intent).await.json["amount"].clone();
    let product = if amount == 500 {
        "A"
    } else if amount == 1_000 {
        "B"
    } else {
        "C"
    };
    assert_eq!(orders(db).await, [format!("{product} {amount} false")]);
    // Stripe says so too.
    let pay = visitor.create(product).await;
    assert_eq!(visitor.pay(&pay, "pm_card_visa").await.json["amount"], amount);
    stop(server).await;
}

async fn a_second_start_finds_products_and_does_not_make_them_again(db: &mut impl Database) {
    let first = Server::start(db.url(), &[]).await;
    let products = Visitor::of(&first).await.get("/api/finances/stripe/products/").await.json;
    stop(first).await;
    let second = Server::start(db.url(), &[]).await;
    let visitor = Visitor::of(&second).await;
    assert_eq!(visitor.get("/api/finances/stripe/products/").await.json, products);
    assert_eq!(visitor.get("/fake-stripe/requests?path=/v1/products").await.json, json!([]));
    stop(second).await;
}

crate::each_database! {
    a_visitor_chooses_pays_and_buys_again,
    sixteen_requests_of_a_visitor_make_one_intent,
    the_order_and_the_intent_agree_after_a_race_of_choices,
}

mod once {
    use super::a_second_start_finds_products_and_does_not_make_them_again;

    crate::each_database! { sqlite: a_second_start_finds_products_and_does_not_make_them_again }
}
