//! Sessions of the customer portal: <https://docs.stripe.com/api/customer_portal/sessions>. Stripe tells of one when it is made, and
//! serves it no more.

use serde_json::{Value, json};

use super::addresses::set_text;
use super::error::ApiError;
use super::params::TEXT;
use super::routes::Route;
use super::state::{Call, letters, text};

const KIND: &str = "billing_portal.session";

const SESSION: &[&str] =
    &["configuration", "customer", "customer_account", "expand", "flow_data", "locale", "on_behalf_of", "return_url"];

pub(super) static ROUTES: &[Route] =
    &[Route::post("/v1/billing_portal/sessions", KIND, &[SESSION], &["customer_account", "flow_data"], create)];

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let customer = params.required("customer", TEXT)?;
    call.check_reference("customer", "customer", customer, "customer")?;
    let configuration = match params.filled("configuration", TEXT)? {
        Some(id) => {
            call.check_reference("billing_portal.configuration", "configuration", id, "configuration")?;
            id.to_owned()
        }
        None => default_configuration(call),
    };
    let mut session = json!({
        "configuration": configuration,
        "created": call.now,
        "customer": customer,
        "customer_account": null,
        "flow": null,
        "id": call.new_id("bps"),
        "livemode": call.scope.livemode,
        "locale": null,
        "object": KIND,
        "on_behalf_of": null,
        "return_url": null,
        "url": format!("https://billing.stripe.com/p/session/test_{}", letters(call.random, 58)),
    });
    for name in ["locale", "on_behalf_of", "return_url"] {
        set_text(&mut session, &params, name, TEXT)?;
    }
    call.create(&session);
    Ok(session)
}

/// The one that a dashboard would have made.
fn default_configuration(call: &mut Call<'_>) -> String {
    let found = call.shelf.range("billing_portal.configuration", ..).find(|one| one["is_default"] == true);
    if let Some(id) = found.map(|one| text(one, "id").to_owned()) {
        return id;
    }
    let configuration = json!({
        "active": true,
        "application": null,
        "business_profile": { "headline": null, "privacy_policy_url": null, "terms_of_service_url": null },
        "created": call.now,
        "default_return_url": null,
        "features": {
            "customer_update": { "allowed_updates": [], "enabled": false },
            "invoice_history": { "enabled": true },
            "payment_method_update": { "enabled": true, "payment_method_configuration": null },
            "subscription_cancel": {
                "cancellation_reason": { "enabled": false, "options": [] }, "enabled": true, "mode": "at_period_end",
                "proration_behavior": "none",
            },
            "subscription_update": {
                "billing_cycle_anchor": null, "default_allowed_updates": [], "enabled": false, "proration_behavior": "none",
                "schedule_at_period_end": { "conditions": [] }, "trial_update_behavior": "end_trial",
            },
        },
        "id": call.new_id("bpc"),
        "is_default": true,
        "livemode": call.scope.livemode,
        "login_page": { "enabled": false, "url": null },
        "metadata": {},
        "name": null,
        "object": "billing_portal.configuration",
        "updated": call.now,
    });
    call.save(&configuration);
    text(&configuration, "id").to_owned()
}
