use serde_json::{Value, json};

use super::*;

fn redacted(redact: &Redact, json: &Value) -> Value {
    let text = json.to_string();
    redact.text(&text).unwrap().map_or_else(|| json.clone(), |text| serde_json::from_str(&text).unwrap())
}

fn examples() -> Vec<(String, Value)> {
    let fixtures: Value = serde_json::from_str(include_str!("../../../tests/fixtures/fixtures3.json")).unwrap();
    let examples = fixtures["resources"].as_object().unwrap();
    examples.iter().map(|(name, example)| (name.clone(), example.clone())).collect()
}

#[test]
fn client_secrets_are_left_out_wherever_they_are() {
    let intent = json!({"id": "pi_1", "object": "payment_intent", "client_secret": "hush"});
    let subscription = json!({
        "object": "subscription",
        "latest_invoice": {"object": "invoice", "payment_intent": intent, "confirmation_secret": {"client_secret": "hush"}},
        "pending_setup_intent": {"object": "setup_intent", "client_secret": "hush"},
    });
    let action = json!({
        "object": "payment_intent",
        "next_action": {
            "type": "use_stripe_sdk",
            "use_stripe_sdk": {"stripe_js": "hush"},
            "redirect_to_url": {"return_url": "https://shop.test", "url": "https://hooks.stripe.com/x?client_secret=hush"},
        },
        "urls": ["https://hooks.stripe.com/x?client_secret=hush", "https://shop.test"],
    });
    let list = json!({"object": "list", "data": [{"object": "of_tomorrow", "client_secret": "hush"}]});
    for object in [subscription, action, list] {
        let without = redacted(&Redact::default(), &object).to_string();
        assert!(!without.contains("hush"), "{without}");
        assert_eq!(redacted(&Redact::default().keep_client_secrets(), &object), object);
    }
}

#[test]
fn secrets_are_left_out_even_if_client_secrets_are_kept() {
    let redact = Redact::default().keep_client_secrets();
    let objects = [
        json!({"object": "webhook_endpoint", "secret": "hush"}),
        json!({"object": "issuing.authorization", "card": {"object": "issuing.card", "number": "hush", "cvc": "hush"}}),
        json!({"object": "ephemeral_key", "secret": "hush"}),
        json!({"object": "apps.secret", "payload": "hush"}),
        json!({"object": "terminal.connection_token", "secret": "hush"}),
        json!({"object": "terminal.configuration", "wifi": {"personal_psk": {"password": "hush", "ssid": "shop"}}}),
        json!({"object": "treasury.financial_account", "financial_addresses": [{"aba": {"account_number": "hush"}}]}),
        json!({"object": "forwarding.request", "request_details": {"headers": [{"value": "hush"}], "body": "hush"}}),
        json!({"object": "event", "data": {"object": {"object": "issuing.card"}, "previous_attributes": {"number": "hush"}}}),
        json!({"object": "v2.core.event", "related_object": {"type": "apps.secret"}, "data": {"payload": "hush"}}),
    ];
    for object in objects {
        let without = redacted(&redact, &object).to_string();
        assert!(!without.contains("hush"), "{without}");
    }
    // What is called as these are stays.
    let invoice = json!({"object": "invoice", "number": "ABC-1", "payload": 1});
    assert_eq!(redacted(&redact, &invoice), invoice);
}

/// Fields that say who somebody is, unless they are of these.
const NOT_PERSONAL: &[&str] = &[
    "account_holder_type",
    "application_preferred_name",
    "bank_name",
    "billing_address_collection",
    "dedicated_file_name",
    "display_name",
    "domain_name",
    "event_name",
    "filename",
    "institution_name",
    "merchant_data",
    "phone_number_collection",
    "public_name",
    "shipping_address_collection",
    "shipping_cost",
    "shipping_options",
    "shipping_rate",
    "tax_id_collection",
    "update_shipping_details",
];

/// Kinds that are named for the public.
const NAMED: &[&str] = &[
    "application",
    "apps.secret",
    "billing.credit_grant",
    "billing_portal.configuration",
    "climate.product",
    "climate.supplier",
    "coupon",
    "entitlements.feature",
    "issuing.personalization_design",
    "issuing.physical_bundle",
    "payment_method_configuration",
    "product",
    "radar.value_list",
    "reporting.report_type",
    "sigma.sigma_api_query",
    "tax_code",
    "terminal.configuration",
    "test_helpers.test_clock",
];

fn is_personal(field: &str) -> bool {
    let parts = ["email", "phone", "first_name", "last_name", "shipping", "dob", "id_number", "ssn", "ip_address"];
    let whole = [
        "iban",
        "name",
        "address",
        "ip",
        "user_agent",
        "billing_details",
        "owner",
        "verified_name",
        "tax_ids",
        "gender",
    ];
    let flags = field.ends_with("_check") || field.ends_with("_provided") || field.ends_with("_last4");
    (parts.iter().any(|part| field.contains(part)) || whole.contains(&field))
        && !NOT_PERSONAL.contains(&field)
        && !flags
}

fn personal_left(value: &Value, kind: &str, place: &str, left: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let kind = fields.get("object").and_then(Value::as_str).unwrap_or(kind);
            for (field, value) in fields {
                let is_named = field == "name" && NAMED.contains(&kind);
                let says_something = matches!(value, Value::String(_)) && value != "" || value.is_object();
                if is_personal(field) && !is_named && says_something {
                    left.push(format!("{kind} {place}/{field}: {value}"));
                }
                personal_left(value, kind, &format!("{place}/{field}"), left);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| personal_left(element, kind, place, left)),
        _ => {}
    }
}

/// Places of the examples in which nothing personal is, whatever they are called.
const HARMLESS: &[&str] = &[
    // What is to be asked for, and which verification it was.
    "/options/",
    "/verification_fields/individual",
    // Of a business, to the public.
    "tax.settings /head_office/address",
    "terminal.location /address",
    "/ship_from_details/address",
    // What a custom field is called.
    "custom_fields/name",
    "/marketing_features/name",
    // Whose: a customer's id.
    "tax_id /owner",
    "/name_collection",
    "/capabilities/",
    "issuing.authorization /merchant_data/name",
    "issuing.transaction /merchant_data/name",
    "/display_preference",
];

#[test]
fn personal_data_is_left_out_of_every_example() {
    let redact = Redact::default().personal_data();
    let (mut left, mut removed) = (Vec::new(), 0);
    for (name, example) in examples() {
        let without = redacted(&redact, &example);
        removed += usize::from(without != example);
        personal_left(&without, &name, "", &mut left);
    }
    left.retain(|place| !HARMLESS.iter().any(|harmless| place.contains(harmless)));
    assert!(left.is_empty(), "{} left:\n{}", left.len(), left.join("\n"));
    assert!(removed > 40, "{removed} examples had something");
}

#[test]
fn what_a_customer_was_before_is_personal_too() {
    let event = json!({
        "object": "event",
        "data": {
            "object": {"object": "customer", "id": "cus_1", "name": "Ann", "email": "ann@shop.test", "balance": 1},
            "previous_attributes": {"name": "Bea", "email": "bea@shop.test", "balance": 0},
        },
    });
    let without = redacted(&Redact::default().personal_data(), &event);
    let expected =
        json!({"object": {"object": "customer", "id": "cus_1", "balance": 1}, "previous_attributes": {"balance": 0}});
    assert_eq!(without["data"], expected);
}

#[test]
fn paths_are_json_pointers() {
    let object = json!({
        "object": "charge",
        "metadata": {"a/b": 1, "c~d": 2, "~1": 3, "kept": 4},
        "lines": {"data": [{"description": "x", "id": 1}, {"description": "y", "id": 2}]},
        "tags": ["x", "y"],
    });
    for (path, expected) in [("/metadata/a~1b", "a/b"), ("/metadata/c~0d", "c~d"), ("/metadata/~01", "~1")] {
        let mut without = object.clone();
        without["metadata"].as_object_mut().unwrap().remove(expected);
        assert_eq!(redacted(&Redact::default().path("charge", path), &object), without, "{path}");
    }
    let lines = |path: &str| redacted(&Redact::default().path("charge", path), &object)["lines"]["data"].clone();
    assert_eq!(lines("/lines/data/description"), json!([{"id": 1}, {"id": 2}]), "of every element");
    assert_eq!(lines("/lines/data/1/description"), json!([{"description": "x", "id": 1}, {"id": 2}]), "of one");
    assert_eq!(lines("/lines/data/0"), json!([{"description": "y", "id": 2}]));
    assert_eq!(redacted(&Redact::default().path("charge", "/tags/1"), &object)["tags"], json!(["x"]));
    for path in ["", "/", "/nothing/here", "/tags/7", "/tags/x", "lines"] {
        assert_eq!(redacted(&Redact::default().path("charge", path), &object), object, "{path}");
    }
}

#[test]
fn what_a_look_at_the_text_rules_out_is_not_there() {
    let mut objects: Vec<Value> = examples().into_iter().map(|(_, example)| example).collect();
    objects.push(json!({"object": "issuing.card", "number": "1"}));
    objects.push(json!({"object": "charge", "note": "an \"escaped\" text \\", "client_secret": "1"}));
    let redacts = [
        Redact::default(),
        Redact::default().keep_client_secrets(),
        Redact::default().personal_data(),
        Redact::default().path("charge", "/refunds/data/0").path("customer", "/metadata/a~1b"),
    ];
    let mut ruled_out = 0;
    for (redact, object) in redacts.iter().flat_map(|redact| objects.iter().map(move |object| (redact, object))) {
        for text in [object.to_string(), serde_json::to_string_pretty(object).unwrap()] {
            let mut node: Node<'_> = serde_json::from_str(&text).unwrap();
            let is_there = redact.apply(&mut node);
            assert!(redact.may_be_in(&text) || !is_there, "{text}");
            ruled_out += usize::from(!redact.may_be_in(&text));
        }
    }
    assert!(ruled_out > 400, "{ruled_out}");
    // However it is written.
    for text in [
        r#"{"client\u005fsecret": 1}"#,
        r#"{"object": "issuing\u002ecard", "number": 1}"#,
        r#"{"a": ["https://x.test?client\u005fsecret=1"]}"#,
        r#"{"to": "https:\/\/x.test\/?client_secret=1"}"#,
        "{\"client_secret\"\n\t : 1}",
    ] {
        assert!(Redact::default().may_be_in(text), "{text}");
    }
}

#[test]
fn parameters_of_forms() {
    let redact = Redact::default().personal_data().path("charge", "/metadata/note");
    for (parameter, expected) in [
        (&["shipping", "name"][..], true),
        (&["source_data", "0", "owner", "email"], true),
        (&["metadata", "note"], true),
        (&["metadata", "note", "deeper"], true),
        (&["metadata"], false),
        (&["amount"], false),
    ] {
        assert_eq!(redact.has_parameter(Some("charge"), parameter), expected, "{parameter:?}");
    }
    assert!(!redact.has_parameter(None, &["metadata", "note"]));
}
