//! Entitlements: which features a customer's subscriptions give: <https://docs.stripe.com/billing/entitlements>.
//!
//! They follow the events of subscriptions: a feature that comes onto a product later is had with the next of them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::error::ApiError;
use super::params::TEXT;
use super::routes::{CURSOR, EXPAND, Route};
use super::state::{Call, text};
use super::{events, lists, metadata};

const FEATURE: &str = "entitlements.feature";
const ENTITLEMENT: &str = "entitlements.active_entitlement";
const OF_PRODUCT: &str = "product_feature";
const UPDATED: &str = "entitlements.active_entitlement_summary.updated";

/// As many as a summary shows.
const SHOWN: usize = 10;
/// The states of a subscription that gives what its products have.
const GIVING: [&str; 3] = ["active", "past_due", "trialing"];

pub(super) static ROUTES: &[Route] = &[
    Route::post("/v1/entitlements/features", FEATURE, &[EXPAND, &["lookup_key", "metadata", "name"]], &[], create),
    Route::post("/v1/products/{}/features", OF_PRODUCT, &[EXPAND, &["entitlement_feature"]], &[], attach),
    Route::list("/v1/entitlements/active_entitlements", ENTITLEMENT, &[CURSOR, &["customer"]], &[], list),
];

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (name, key) = (params.required("name", 80)?, params.required("lookup_key", 80)?);
    if call.shelf.range(FEATURE, ..).any(|feature| feature["lookup_key"] == key && feature["active"] == true) {
        let message = format!("A feature with the lookup key `{key}` already exists.");
        return Err(ApiError::parameter("lookup_key", message));
    }
    let mut feature = json!({
        "active": true, "id": call.new_id("feat"), "livemode": call.scope.livemode, "lookup_key": key, "metadata": {},
        "name": name, "object": FEATURE,
    });
    metadata::merge(&mut feature, &params)?;
    call.save(&feature);
    Ok(feature)
}

fn attach(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let product = call.living("product", "product", "product")?;
    let feature = params.required("entitlement_feature", TEXT)?;
    call.check_reference(FEATURE, "feature", feature, "entitlement_feature")?;
    let of_product = json!({
        "entitlement_feature": call.shelf.of_kind(FEATURE, feature).cloned().unwrap_or_default(),
        "id": call.new_id("prodft"), "livemode": call.scope.livemode, "object": OF_PRODUCT,
    });
    let under = format!("/v1/products/{}/features", text(&product, "id"));
    call.shelf.parents.insert(text(&of_product, "id").to_owned(), under);
    call.save(&of_product);
    Ok(of_product)
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let customer = call.params.required("customer", TEXT)?;
    lists::page(call, ENTITLEMENT, "active entitlement", |entitlement| is_of(call, entitlement, customer))
}

/// An entitlement does not say whose it is; one that a test has put in may.
fn is_of(call: &Call<'_>, entitlement: &Value, customer: &str) -> bool {
    let noted = call.shelf.notes.get(text(entitlement, "id"));
    entitlement["customer"] == customer || noted.is_some_and(|noted| noted == customer)
}

/// What an event of a subscription means for what its customer has.
pub(super) fn follow(call: &mut Call<'_>, subscription: &Value) {
    if call.shelf.range(OF_PRODUCT, ..).next().is_none() {
        return;
    }
    let customer = text(subscription, "customer").to_owned();
    let given = given(call, &customer);
    let had: Vec<Value> =
        call.shelf.range(ENTITLEMENT, ..).filter(|one| is_of(call, one, &customer)).cloned().collect();
    let lost: Vec<&Value> = had.iter().filter(|one| !given.contains(text(one, "feature"))).collect();
    let new: Vec<&String> = given.iter().filter(|feature| !had.iter().any(|one| one["feature"] == **feature)).collect();
    if lost.is_empty() && new.is_empty() {
        return;
    }
    for entitlement in lost {
        let gone = json!({ "id": entitlement["id"], "object": ENTITLEMENT, "deleted": true });
        call.save(&gone);
    }
    for feature in new {
        let lookup_key =
            call.shelf.of_kind(FEATURE, feature).map_or(Value::Null, |feature| feature["lookup_key"].clone());
        let entitlement = json!({
            "feature": feature, "id": call.new_id("ent"), "livemode": call.scope.livemode, "lookup_key": lookup_key,
            "object": ENTITLEMENT,
        });
        call.shelf.notes.insert(text(&entitlement, "id").to_owned(), customer.as_str().into());
        call.save(&entitlement);
    }
    let all = call.shelf.range(ENTITLEMENT, ..).rev().filter(|one| is_of(call, one, &customer));
    let mut data: Vec<Value> = all.take(SHOWN + 1).cloned().collect();
    let has_more = data.len() > SHOWN;
    data.truncate(SHOWN);
    let summary = json!({
        "customer": customer,
        "entitlements": {
            "data": data, "has_more": has_more, "object": "list", "url": format!("/v1/customer/{customer}/entitlements"),
        },
        "livemode": call.scope.livemode,
        "object": "entitlements.active_entitlement_summary",
    });
    events::emit(call, UPDATED, &summary, None);
}

/// The features that a customer's subscriptions give.
fn given(call: &Call<'_>, customer: &str) -> BTreeSet<String> {
    let is_giving = |one: &&Value| one["customer"] == customer && GIVING.contains(&text(one, "status"));
    let subscriptions: BTreeSet<&str> =
        call.shelf.range("subscription", ..).filter(is_giving).map(|one| text(one, "id")).collect();
    let items =
        call.shelf.range("subscription_item", ..).filter(|item| subscriptions.contains(text(item, "subscription")));
    let price = |item: &Value| {
        item["price"].as_str().map(str::to_owned).or_else(|| Some(item["price"]["id"].as_str()?.to_owned()))
    };
    let products: BTreeSet<String> = items
        .filter_map(price)
        .filter_map(|price| Some(text(call.shelf.of_kind("price", &price)?, "product").to_owned()))
        .map(|product| format!("/v1/products/{product}/features"))
        .collect();
    let of_products = call
        .shelf
        .range(OF_PRODUCT, ..)
        .filter(|one| call.shelf.parents.get(text(one, "id")).is_some_and(|under| products.contains(under)));
    of_products.map(|one| text(&one["entitlement_feature"], "id").to_owned()).collect()
}
