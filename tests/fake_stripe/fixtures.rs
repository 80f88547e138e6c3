//! Each object has the fields that Stripe's own examples have, with the same types.

use serde_json::Value;

use crate::caller::{customer, stripe};

#[tokio::test]
async fn objects_have_the_fields_of_stripes_fixtures() {
    let fixtures: Value = serde_json::from_str(include_str!("../fixtures/fixtures3.json")).unwrap();
    let (_stripe, caller) = stripe().await;
    let id = customer(&caller).await;
    let mut objects = vec![caller.get(&format!("/v1/customers/{id}")).await];
    for (card, more) in
        [("pm_card_visa", "confirm=true"), ("pm_card_visa", ""), ("pm_card_authenticationRequired", "confirm=true")]
    {
        let form = format!(
            "amount=1099&currency=usd&customer={id}&payment_method={card}&{more}&shipping[name]=Jenny&shipping[address][line1]=x"
        );
        let intent = caller.post("/v1/payment_intents", &form).await;
        intent.typed::<stripe_shared::PaymentIntent>();
        for (field, path) in [("latest_charge", "charges"), ("payment_method", "payment_methods")] {
            if let Some(id) = intent.json[field].as_str() {
                objects.push(caller.get(&format!("/v1/{path}/{id}")).await);
            }
        }
        objects.push(intent);
    }
    objects[1].typed::<stripe_shared::Charge>();
    objects[2].typed::<stripe_shared::PaymentMethod>();
    let mut kinds = std::collections::BTreeSet::new();
    for object in &objects {
        let kind = object.json["object"].as_str().unwrap_or_else(|| panic!("{}", object.text));
        kinds.insert(kind.to_owned());
        compare(&fixtures["resources"][kind], &object.json, kind);
    }
    assert_eq!(Vec::from_iter(kinds), ["charge", "customer", "payment_intent", "payment_method"]);
}

/// A value that one of them doesn't have (null, or Stripe's `{}` for an unknown object) says nothing of the type. Below the
/// top the fixtures leave out optional fields.
pub fn compare(fixture: &Value, ours: &Value, at: &str) {
    match (fixture, ours) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(_), Value::Object(_)) if at.ends_with("/metadata") => {}
        (Value::Object(fixture), Value::Object(ours)) => {
            for (field, value) in fixture {
                let at = format!("{at}/{field}");
                compare(value, ours.get(field).unwrap_or_else(|| panic!("{at} is missing")), &at);
            }
            let more = ours.keys().find(|field| !at.contains('/') && !fixture.contains_key(*field));
            assert_eq!(more, None, "{at}");
        }
        _ => assert_eq!(std::mem::discriminant(fixture), std::mem::discriminant(ours), "{at}: {fixture} and {ours}"),
    }
}
