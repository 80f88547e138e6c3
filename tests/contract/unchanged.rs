//! What says nothing new is no difference, and what is within it is looked at all the same.

use diesel_stripe::StripeData;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::mirror::Outcome::{self, Tied, Unchanged};
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::{Price, Subscription};
use serde_json::{Value, json};

use crate::database::Database;
use crate::sent::{answer, answered, data, event};

fn subscription(price: Value) -> Value {
    let item = json!({"id": "si_1", "object": "subscription_item", "subscription": "sub_1", "price": price});
    let items = json!({"object": "list", "data": [item], "has_more": false, "url": "/v1/subscription_items"});
    json!({"id": "sub_1", "object": "subscription", "status": "active", "items": items})
}

/// An event that says nothing new of the subscription, with its item's price.
fn with_price(second: i64, nickname: &str) -> StripeData<Subscription> {
    let price = json!({"id": "price_1", "object": "price", "nickname": nickname});
    data(&subscription(price), event(second, "customer.subscription.updated"))
}

async fn what_is_within_an_equal_object_may_be_newer(db: &mut impl Database) {
    db.sync(with_price(5, "a")).await.unwrap();
    // The subscription is known to have been so for longer than its price.
    db.sync(data::<Subscription>(&subscription(json!("price_1")), answered((5, 12)))).await.unwrap();

    assert_eq!(db.sync(with_price(9, "b")).await.unwrap().outcome, Unchanged);

    assert_eq!(db.row::<Price>("price_1").await.nickname.as_deref(), Some("b"));
    assert_eq!(db.queued().await, []);
}

async fn what_is_within_an_equal_object_may_tie(db: &mut impl Database) {
    db.sync(with_price(5, "a")).await.unwrap();

    assert_eq!(db.sync(with_price(5, "b")).await.unwrap().outcome, Unchanged);

    assert_eq!(db.row::<Price>("price_1").await.nickname.as_deref(), Some("a"));
    let queued = db.queued().await;
    let queued: Vec<_> = queued.iter().map(|refresh| (&*refresh.object, &*refresh.id, &*refresh.reason)).collect();
    assert_eq!(queued, [("price", "price_1", "tied")]);
}

async fn what_is_within_a_later_equal_object_is_as_late(db: &mut impl Database) {
    db.sync(data::<Subscription>(&subscription(json!("price_1")), answer(5))).await.unwrap();
    db.sync(with_price(9, "b")).await.unwrap();
    db.sync(with_price(7, "a")).await.unwrap();
    assert_eq!(db.row::<Price>("price_1").await.nickname.as_deref(), Some("b"));
}

/// URLs that Stripe signs anew on each read.
const SIGNED: &[(&str, &[&str])] = &[
    ("billing_portal.session", &["/url"]),
    ("charge", &["/receipt_url"]),
    ("checkout.session", &["/url"]),
    ("credit_note", &["/pdf"]),
    ("file", &["/url"]),
    ("file_link", &["/url"]),
    ("identity.verification_session", &["/url"]),
    ("invoice", &["/hosted_invoice_url", "/invoice_pdf"]),
    ("payment_intent", NEXT_ACTION),
    ("setup_intent", NEXT_ACTION),
    ("treasury.credit_reversal", RECEIPT),
    ("treasury.debit_reversal", RECEIPT),
    ("treasury.inbound_transfer", RECEIPT),
    ("treasury.outbound_payment", RECEIPT),
    ("treasury.outbound_transfer", RECEIPT),
    ("treasury.received_credit", RECEIPT),
    ("treasury.received_debit", RECEIPT),
];

const NEXT_ACTION: &[&str] = &[
    "/next_action/alipay_handle_redirect/native_url",
    "/next_action/boleto_display_details/hosted_voucher_url",
    "/next_action/boleto_display_details/pdf",
    "/next_action/cashapp_handle_redirect_or_display_qr_code/mobile_auth_url",
    "/next_action/cashapp_handle_redirect_or_display_qr_code/qr_code/image_url_png",
    "/next_action/cashapp_handle_redirect_or_display_qr_code/qr_code/image_url_svg",
    "/next_action/display_bank_transfer_instructions/hosted_instructions_url",
    "/next_action/paynow_display_qr_code/image_url_png",
    "/next_action/paynow_display_qr_code/image_url_svg",
    "/next_action/redirect_to_url/url",
    "/next_action/verify_with_microdeposits/hosted_verification_url",
    "/next_action/wechat_pay_display_qr_code/image_data_url",
];

const RECEIPT: &[&str] = &["/hosted_regulatory_receipt_url"];

/// Two events of one second that differ only here.
async fn differing(db: &mut impl Database, id: &str, kind: &str, path: &str) -> Outcome {
    let mut last = None;
    for n in [1, 2] {
        let value = json!(format!("https://files.example/{n}"));
        let mut json = path.rsplit('/').filter(|key| !key.is_empty()).fold(value, |value, key| json!({ key: value }));
        json["id"] = json!(id);
        json["object"] = json!(kind);
        let data = data::<StripeObject>(&json, event(5, "x"));
        last = db.sync_any(&Mirror::default(), vec![data]).await.unwrap().pop();
    }
    last.unwrap().unwrap_or_else(|error| panic!("{kind}{path}: {error}"))
}

async fn a_url_that_was_signed_anew_is_no_difference(db: &mut impl Database) {
    let fields = SIGNED.iter().flat_map(|(kind, paths)| paths.iter().map(move |path| (*kind, *path)));
    for (n, (kind, path)) in fields.enumerate() {
        assert_eq!(differing(db, &format!("id_{n}"), kind, path).await, Unchanged, "{kind}{path}");
        assert_eq!(db.queued().await, [], "{kind}{path}");
    }
    assert_eq!(db.count("stripe_credit_notes").await, 1);
    assert_eq!(differing(db, "ch_1", "charge", "/description").await, Tied, "any other is");
}

contract! {
    what_is_within_an_equal_object_may_be_newer,
    what_is_within_an_equal_object_may_tie,
    what_is_within_a_later_equal_object_is_as_late,
    a_url_that_was_signed_anew_is_no_difference,
}
