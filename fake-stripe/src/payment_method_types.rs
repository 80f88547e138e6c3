//! `payment_method_types` and `automatic_payment_methods` of intents.

use serde_json::{Value, json};

use super::error::ApiError;
use super::params::Params;

/// Which kinds of payment method the intent takes: those of the dashboard, of which the fake has only cards, or a list.
pub(super) fn set(intent: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    let automatic = params.nested("automatic_payment_methods")?;
    let enabled = match &automatic {
        Some(automatic) => {
            automatic.only(&["allow_redirects", "enabled"])?;
            automatic.boolean("enabled")?.ok_or_else(|| automatic.missing("enabled"))?
        }
        None => false,
    };
    let types = params.texts("payment_method_types")?.filter(|types| !types.is_empty());
    match types {
        Some(_) if enabled => {
            let message =
                "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.";
            return Err(ApiError::invalid(message));
        }
        Some(types) => {
            if !types.contains(&"card") {
                let message = "FakeStripe has only cards: the payment method types must contain `card`.";
                return Err(ApiError::parameter("payment_method_types", message));
            }
            intent["payment_method_types"] = types.into();
            intent["automatic_payment_methods"] = Value::Null;
        }
        None => {}
    }
    if let Some(automatic) = automatic {
        let redirects = automatic.choice("allow_redirects", &["always", "never"])?.unwrap_or("always");
        intent["automatic_payment_methods"] =
            if enabled { json!({ "allow_redirects": redirects, "enabled": true }) } else { Value::Null };
    }
    Ok(())
}
