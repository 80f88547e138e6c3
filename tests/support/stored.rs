//! What the mirror stores of an object, by default: all but secrets.

use serde_json::Value;

/// URLs that let in who has them.
const LINKS: [&str; 4] = ["account_link", "billing_portal.session", "identity.verification_session", "login_link"];

pub fn stored(json: &Value) -> Value {
    let mut json = json.clone();
    without_secrets(&mut json);
    json
}

fn without_secrets(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            let object = fields.get("object").and_then(Value::as_str).unwrap_or_default().to_owned();
            fields.retain(|field, _| match field.as_str() {
                "client_secret" | "confirmation_secret" | "secret" => false,
                "payload" => object != "apps.secret",
                "url" => !LINKS.contains(&&*object),
                _ => true,
            });
            if object == "forwarding.request" {
                for details in ["request_details", "response_details"] {
                    let Some(details) = fields.get_mut(details).and_then(Value::as_object_mut) else { continue };
                    details.retain(|field, _| field != "body" && field != "headers");
                }
            }
            fields.values_mut().for_each(without_secrets);
        }
        Value::Array(elements) => elements.iter_mut().for_each(without_secrets),
        _ => {}
    }
}
