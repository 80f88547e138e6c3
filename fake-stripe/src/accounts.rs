//! Accounts: the platform's own, and those connected to it. <https://docs.stripe.com/api/accounts>
//!
//! The platform keeps its connected accounts among its objects; each has itself among its own, where its events are.

mod template;

use serde_json::{Map, Value, json};

use super::addresses::{set_address, set_email, set_text};
use super::error::ApiError;
use super::params::{Params, TEXT};
use super::routes::{EXPAND, PAGE, Route};
use super::state::{Call, letters};
use super::{currency, lists, metadata};
use template::template;

/// Create and update.
const ACCOUNT: &[&str] = &[
    "account_token",
    "business_profile",
    "business_type",
    "capabilities",
    "company",
    "default_currency",
    "documents",
    "email",
    "expand",
    "external_account",
    "groups",
    "individual",
    "metadata",
    "settings",
    "tos_acceptance",
];
const UNSUPPORTED: &[&str] =
    &["account_token", "bank_account", "company", "documents", "external_account", "groups", "individual", "settings"];

pub(super) static ROUTES: &[Route] = &[
    Route::get("/v1/account", "account", &[EXPAND], retrieve_own),
    Route::list("/v1/accounts", "account", &[PAGE], &[], list),
    Route::post(
        "/v1/accounts",
        "account",
        &[ACCOUNT, &["bank_account", "controller", "country", "type"]],
        UNSUPPORTED,
        create,
    ),
    Route::get("/v1/accounts/{}", "account", &[EXPAND], retrieve),
    Route::post("/v1/accounts/{}", "account", &[ACCOUNT], UNSUPPORTED, update),
    Route::delete("/v1/accounts/{}", "account", &[], delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let country = params.filled("country", 2)?.unwrap_or("US");
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let message =
            format!("Country '{country}' is unknown. Try using a 2-character alphanumeric country code instead.");
        return Err(ApiError::parameter("country", message).code("country_code_invalid"));
    }
    let (kind, controller) = controller(&params)?;
    let id = format!("acct_{}", letters(call.random, 16));
    let mut account = template(call, &id, &country.to_uppercase());
    account["type"] = kind.into();
    account["controller"] = controller;
    edit(&mut account, &params)?;
    call.save(&account);
    call.elsewhere(&id, &account, |call| {
        let account = call.handed_over.clone();
        call.save(&account);
    });
    Ok(account)
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    if call.id == call.scope.account {
        return retrieve_own(call);
    }
    let found = call.shelf.of_kind("account", call.id).filter(|account| account["deleted"] != true);
    found.cloned().ok_or_else(|| no_access(call.id))
}

/// The account that the request is made for. One that was not made by a request comes into being when it is looked for.
fn retrieve_own(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let id = call.scope.account.clone();
    if let Some(account) = call.shelf.of_kind("account", &id) {
        return if account["deleted"] == true { Err(no_access(&id)) } else { Ok(account.clone()) };
    }
    let mut account = template(call, &id, "US");
    account["controller"] = json!({ "type": "account" });
    account["type"] = "standard".into();
    account["capabilities"] = json!({ "card_payments": "inactive", "transfers": "inactive" });
    account["tos_acceptance"]["date"] = call.now.into();
    account["tos_acceptance"]["ip"] = "127.0.0.1".into();
    verify(&mut account);
    call.save(&account);
    Ok(account)
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut account = retrieve(call)?;
    edit(&mut account, &params)?;
    if call.id == call.scope.account {
        call.change(&account, "account.updated");
        return Ok(account);
    }
    call.save(&account);
    call.elsewhere(call.id, &account, |call| {
        let account = call.handed_over.clone();
        call.change(&account, "account.updated");
    });
    Ok(account)
}

fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let account = retrieve(call)?;
    if call.id == call.scope.account {
        return Err(ApiError::invalid("You cannot delete your own account.").during_work());
    }
    let stub = json!({ "id": account["id"], "object": "account", "deleted": true });
    call.save(&stub);
    call.elsewhere(call.id, &stub, |call| {
        let stub = call.handed_over.clone();
        call.save(&stub);
    });
    Ok(stub)
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let own = &call.scope.account;
    lists::page(call, "account", "account", |account| account["id"] != own.as_str())
}

fn no_access(id: &str) -> ApiError {
    let message = format!(
        "The provided key does not have access to account '{id}' (or that account does not exist). Application access may \
         have been revoked."
    );
    ApiError::new(403, "invalid_request_error", message).code("account_invalid")
}

/// `type`, and who controls what; each follows from the other.
fn controller(params: &Params<'_>) -> Result<(&'static str, Value), ApiError> {
    let kind = params.choice("type", &["custom", "express", "standard"])?;
    let Some(given) = params.nested("controller")? else {
        let (kind, payer, losses, collects, dashboard) = match kind {
            Some("custom") => ("custom", "application", "application", "application", "none"),
            Some("express") => ("express", "application", "application", "stripe", "express"),
            _ => ("standard", "account", "stripe", "stripe", "full"),
        };
        return Ok((kind, controls(payer, losses, collects, dashboard)));
    };
    if kind.is_some() {
        return Err(ApiError::invalid("You may only specify one of these parameters: type, controller."));
    }
    given.only(&["fees", "losses", "requirement_collection", "stripe_dashboard"])?;
    let inner = |name: &str, field: &str, words: &[&str], default| {
        let Some(given) = given.nested(name)? else { return Ok::<_, ApiError>(default) };
        given.only(&[field])?;
        Ok(given.choice(field, words)?.unwrap_or(default))
    };
    let payer = inner("fees", "payer", &["account", "application"], "account")?;
    let losses = inner("losses", "payments", &["application", "stripe"], "stripe")?;
    let dashboard = inner("stripe_dashboard", "type", &["express", "full", "none"], "full")?;
    let collects = given.choice("requirement_collection", &["application", "stripe"])?.unwrap_or("stripe");
    Ok(("none", controls(payer, losses, collects, dashboard)))
}

fn controls(payer: &str, losses: &str, collects: &str, dashboard: &str) -> Value {
    json!({
        "fees": { "payer": payer },
        "is_controller": true,
        "losses": { "payments": losses },
        "requirement_collection": collects,
        "stripe_dashboard": { "type": dashboard },
        "type": "application",
    })
}

fn edit(account: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    set_email(account, params, "email")?;
    if let Some(kind) = params.choice("business_type", &["company", "government_entity", "individual", "non_profit"])? {
        account["business_type"] = kind.into();
    }
    if let Some(given) = params.filled("default_currency", TEXT)? {
        let known = currency::is_known(given);
        let refused = || ApiError::parameter("default_currency", format!("Invalid currency: {given}"));
        account["default_currency"] = known.then(|| given.to_lowercase()).ok_or_else(refused)?.into();
    }
    if let Some(profile) = params.nested("business_profile")? {
        let texts = ["mcc", "name", "product_description", "support_email", "support_phone", "support_url", "url"];
        let known: Vec<&str> = texts.iter().copied().chain(["support_address"]).collect();
        profile.only(&known)?;
        for field in texts {
            set_text(&mut account["business_profile"], &profile, field, TEXT)?;
        }
        set_address(&mut account["business_profile"], &profile, "support_address")?;
    }
    if let Some(capabilities) = params.nested("capabilities")? {
        let known: Vec<&str> = capabilities.iter().map(|(name, _)| name).filter(|name| is_capability(name)).collect();
        capabilities.only(&known)?;
        for name in known {
            let given = capabilities.nested(name)?.ok_or_else(|| capabilities.missing(name))?;
            given.only(&["requested"])?;
            match given.boolean("requested")? {
                Some(true) if account["capabilities"][name].is_null() => {
                    account["capabilities"][name] = "inactive".into();
                }
                Some(false) => {
                    account["capabilities"].as_object_mut().map(|all| all.remove(name));
                }
                _ => {}
            }
        }
    }
    if let Some(accepted) = params.nested("tos_acceptance")? {
        accepted.only(&["date", "ip", "service_agreement", "user_agent"])?;
        if let Some(date) = accepted.integer("date")? {
            account["tos_acceptance"]["date"] = date.into();
        }
        set_text(&mut account["tos_acceptance"], &accepted, "ip", TEXT)?;
        set_text(&mut account["tos_acceptance"], &accepted, "user_agent", TEXT)?;
    }
    verify(account);
    metadata::merge(account, params)
}

fn is_capability(name: &str) -> bool {
    let others =
        ["app_distribution", "card_issuing", "tax_reporting_us_1099_k", "tax_reporting_us_1099_misc", "treasury"];
    name == "transfers" || name.ends_with("_payments") || others.contains(&name)
}

/// What the account may do, which depends on whether its owner has accepted Stripe's terms.
fn verify(account: &mut Value) {
    let missing: Vec<&str> = [("date", "tos_acceptance.date"), ("ip", "tos_acceptance.ip")]
        .iter()
        .filter(|(field, _)| account["tos_acceptance"][field].is_null())
        .map(|(_, name)| *name)
        .collect();
    let enabled = missing.is_empty();
    for field in ["charges_enabled", "details_submitted", "payouts_enabled"] {
        account[field] = enabled.into();
    }
    let state = if enabled { "active" } else { "inactive" };
    let capabilities = account["capabilities"].as_object().cloned().unwrap_or_default();
    account["capabilities"] =
        capabilities.into_iter().map(|(name, _)| (name, state.into())).collect::<Map<_, _>>().into();
    account["requirements"]["disabled_reason"] = if enabled { Value::Null } else { "requirements.past_due".into() };
    for field in ["currently_due", "eventually_due", "past_due"] {
        account["requirements"][field] = missing.clone().into();
    }
}
