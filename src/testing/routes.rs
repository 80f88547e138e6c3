//! What can be asked: methods, paths, and the parameters of each in Stripe's specification.

use hyper::Method;
use serde_json::Value;

use super::error::ApiError;
use super::state::Call;
use super::{charges, customers, payment_intents, payment_methods};

/// One operation of Stripe's API.
pub(super) struct Route {
    method: Method,
    /// `{}` stands for an id.
    path: &'static str,
    /// The kind of object that is answered, alone or in a list.
    pub kind: &'static str,
    pub list: bool,
    /// The top-level names in the specification, sorted; names that more than one route has are told in several groups.
    params: &'static [&'static [&'static str]],
    /// Those that would change what happens, and that the fake does not know how.
    unsupported: &'static [&'static str],
    pub run: fn(&mut Call<'_>) -> Result<Value, ApiError>,
}

impl Route {
    /// The route of a path, and the id in it.
    pub fn find(method: &Method, path: &str) -> Option<(&'static Route, String)> {
        ROUTES.iter().filter(|route| route.method == method).find_map(|route| Some((route, route.id_in(path)?)))
    }

    fn id_in(&self, path: &str) -> Option<String> {
        let Some((before, after)) = self.path.split_once("{}") else {
            return (self.path == path).then(String::new);
        };
        let id = path.strip_prefix(before)?.strip_suffix(after)?;
        let id = super::form::decode(id.replace('+', "%2B").as_bytes())?;
        Some(id).filter(|id| !id.is_empty() && !id.contains('/'))
    }

    pub fn check_params(&self, call: &Call<'_>) -> Result<(), ApiError> {
        call.params.only(&self.params.concat())?;
        match self.unsupported.iter().find(|name| call.params.has(name)) {
            None => Ok(()),
            Some(name) => Err(ApiError::parameter(
                *name,
                format!("FakeStripe does not support the parameter `{name}` of this call."),
            )),
        }
    }
}

/// Every route, as `POST /v1/customers/{}`, with its parameters.
pub(super) fn all() -> impl Iterator<Item = (String, Vec<&'static str>)> {
    ROUTES.iter().map(|route| (format!("{} {}", route.method, route.path), route.params.concat()))
}

const EXPAND: &[&str] = &["expand"];
const PAGE: &[&str] = &["created", "ending_before", "expand", "limit", "starting_after"];

const CUSTOMER: &[&str] = &[
    "address",
    "balance",
    "business_name",
    "cash_balance",
    "description",
    "email",
    "expand",
    "individual_name",
    "invoice_prefix",
    "invoice_settings",
    "metadata",
    "name",
    "next_invoice_sequence",
    "phone",
    "preferred_locales",
    "shipping",
    "source",
    "tax",
    "tax_exempt",
];
const CUSTOMER_CREATE: &[&str] = &["payment_method", "tax_id_data", "test_clock"];
const CUSTOMER_UPDATE: &[&str] =
    &["bank_account", "card", "default_alipay_account", "default_bank_account", "default_card", "default_source"];

/// Create, update and confirm.
const INTENT: &[&str] = &[
    "allowed_payment_method_types",
    "amount_details",
    "capture_method",
    "excluded_payment_method_types",
    "expand",
    "hooks",
    "payment_details",
    "payment_method",
    "payment_method_data",
    "payment_method_options",
    "payment_method_types",
    "receipt_email",
    "setup_future_usage",
    "shipping",
];
/// Create and update.
const INTENT_FIELDS: &[&str] = &[
    "amount",
    "application_fee_amount",
    "currency",
    "customer",
    "customer_account",
    "description",
    "metadata",
    "payment_method_configuration",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
];
/// Create and confirm.
const INTENT_CONFIRM: &[&str] = &[
    "confirmation_token",
    "error_on_requires_action",
    "mandate",
    "mandate_data",
    "off_session",
    "radar_options",
    "return_url",
    "use_stripe_sdk",
];
const INTENT_CREATE: &[&str] = &["automatic_payment_methods", "confirm", "confirmation_method", "on_behalf_of"];
const INTENT_CAPTURE: &[&str] = &[
    "amount_details",
    "amount_to_capture",
    "application_fee_amount",
    "expand",
    "final_capture",
    "hooks",
    "metadata",
    "payment_details",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
];
const INTENT_UNSUPPORTED: &[&str] = &["confirmation_token", "customer_account", "mandate"];

const fn route(
    method: Method,
    path: &'static str,
    kind: &'static str,
    params: &'static [&'static [&'static str]],
    unsupported: &'static [&'static str],
    run: fn(&mut Call<'_>) -> Result<Value, ApiError>,
) -> Route {
    Route { method, path, kind, list: false, params, unsupported, run }
}

const fn list(
    path: &'static str,
    kind: &'static str,
    params: &'static [&'static [&'static str]],
    unsupported: &'static [&'static str],
    run: fn(&mut Call<'_>) -> Result<Value, ApiError>,
) -> Route {
    Route { method: Method::GET, path, kind, list: true, params, unsupported, run }
}

/// Of two paths that fit, the first one counts.
static ROUTES: &[Route] = &[
    list("/v1/customers", "customer", &[PAGE, &["email", "test_clock"]], &["test_clock"], customers::list),
    route(
        Method::POST,
        "/v1/customers",
        "customer",
        &[CUSTOMER, CUSTOMER_CREATE],
        &["source", "tax_id_data", "test_clock"],
        customers::create,
    ),
    route(Method::GET, "/v1/customers/{}", "customer", &[EXPAND], &[], customers::retrieve),
    route(
        Method::POST,
        "/v1/customers/{}",
        "customer",
        &[CUSTOMER, CUSTOMER_UPDATE],
        &["source", "bank_account", "card", "default_card", "default_source"],
        customers::update,
    ),
    route(Method::DELETE, "/v1/customers/{}", "customer", &[], &[], customers::delete),
    list(
        "/v1/payment_intents",
        "payment_intent",
        &[PAGE, &["customer", "customer_account"]],
        &["customer_account"],
        payment_intents::list,
    ),
    route(
        Method::POST,
        "/v1/payment_intents",
        "payment_intent",
        &[INTENT, INTENT_FIELDS, INTENT_CONFIRM, INTENT_CREATE],
        INTENT_UNSUPPORTED,
        payment_intents::create,
    ),
    route(
        Method::GET,
        "/v1/payment_intents/{}",
        "payment_intent",
        &[EXPAND, &["client_secret"]],
        &[],
        payment_intents::retrieve,
    ),
    route(
        Method::POST,
        "/v1/payment_intents/{}/confirm",
        "payment_intent",
        &[INTENT, INTENT_CONFIRM, &["amount_to_confirm", "client_secret"]],
        INTENT_UNSUPPORTED,
        payment_intents::confirm,
    ),
    route(
        Method::POST,
        "/v1/payment_intents/{}/capture",
        "payment_intent",
        &[INTENT_CAPTURE],
        &[],
        payment_intents::capture,
    ),
    route(
        Method::POST,
        "/v1/payment_intents/{}/cancel",
        "payment_intent",
        &[EXPAND, &["cancellation_reason"]],
        &[],
        payment_intents::cancel,
    ),
    route(
        Method::POST,
        "/v1/payment_intents/{}",
        "payment_intent",
        &[INTENT, INTENT_FIELDS],
        INTENT_UNSUPPORTED,
        payment_intents::update,
    ),
    route(Method::GET, "/v1/charges/{}", "charge", &[EXPAND], &[], charges::retrieve),
    route(Method::GET, "/v1/payment_methods/{}", "payment_method", &[EXPAND], &[], payment_methods::retrieve),
];
