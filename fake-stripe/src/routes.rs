//! What can be asked: methods, paths, and the parameters of each in Stripe's specification.

use hyper::Method;
use serde_json::Value;

use super::error::ApiError;
use super::state::Call;
use super::{
    accounts, any, balance_transactions, billing, charges, checkout, customers, disputes, entitlements, events,
    payment_intents, payment_methods, portal, refunds, setup_intents, webhook_endpoints,
};

/// All, by area. Of two paths that fit, the first one counts.
static AREAS: &[&[Route]] = &[
    customers::ROUTES,
    payment_intents::ROUTES,
    charges::ROUTES,
    refunds::ROUTES,
    disputes::ROUTES,
    balance_transactions::ROUTES,
    payment_methods::ROUTES,
    accounts::ROUTES,
    checkout::ROUTES,
    entitlements::ROUTES,
    portal::ROUTES,
    setup_intents::ROUTES,
    billing::products::ROUTES,
    billing::prices::ROUTES,
    billing::coupons::ROUTES,
    billing::subscriptions::ROUTES,
    billing::subscription_items::ROUTES,
    billing::invoices::ROUTES,
    billing::invoice_items::ROUTES,
    billing::invoice_payments::ROUTES,
    events::ROUTES,
    webhook_endpoints::ROUTES,
];

/// Every route, as `POST /v1/customers/{}`, with its parameters.
pub(super) fn all() -> impl Iterator<Item = (String, Vec<&'static str>)> {
    let routes = AREAS.iter().copied().flatten();
    routes.map(|route| (format!("{} {}", route.method, route.path), route.params.concat()))
}

/// One operation of Stripe's API.
pub(super) struct Route {
    method: Method,
    /// `{}` stands for an id.
    pub path: &'static str,
    /// The kind of object that is answered, alone or in a list.
    pub kind: &'static str,
    pub list: bool,
    /// The kinds of which the objects may be, of a route for [any](super::any) of them.
    pub kinds: Vec<&'static str>,
    /// More names of parameters, of such a route.
    names: Vec<&'static str>,
    /// The top-level names in the specification, sorted; names that more than one route has are told in several groups.
    params: Names,
    /// Those that would change what happens, and that the fake does not know how.
    unsupported: &'static [&'static str],
    /// Whether a publishable key may ask for it, with the object's client secret.
    pub publishable: bool,
    pub run: Run,
}

pub(super) type Names = &'static [&'static [&'static str]];
pub(super) type Run = fn(&mut Call<'_>) -> Result<Value, ApiError>;

impl Route {
    /// Of what nobody asked for.
    pub const NONE: &'static Route = &Route::get("", "", &[], |_| Ok(Value::Null));

    /// An object by its id.
    pub const fn get(path: &'static str, kind: &'static str, params: Names, run: Run) -> Self {
        Route {
            method: Method::GET,
            path,
            kind,
            list: false,
            kinds: Vec::new(),
            names: Vec::new(),
            params,
            unsupported: &[],
            publishable: false,
            run,
        }
    }

    /// A list; `kind` is that of the objects in it.
    pub const fn list(
        path: &'static str,
        kind: &'static str,
        params: Names,
        unsupported: &'static [&'static str],
        run: Run,
    ) -> Self {
        Route {
            method: Method::GET,
            path,
            kind,
            list: true,
            kinds: Vec::new(),
            names: Vec::new(),
            params,
            unsupported,
            publishable: false,
            run,
        }
    }

    /// What creates, changes, or does something.
    pub const fn post(
        path: &'static str,
        kind: &'static str,
        params: Names,
        unsupported: &'static [&'static str],
        run: Run,
    ) -> Self {
        Route {
            method: Method::POST,
            path,
            kind,
            list: false,
            kinds: Vec::new(),
            names: Vec::new(),
            params,
            unsupported,
            publishable: false,
            run,
        }
    }

    /// What deletes.
    pub const fn delete(path: &'static str, kind: &'static str, params: Names, run: Run) -> Self {
        Route {
            method: Method::DELETE,
            path,
            kind,
            list: false,
            kinds: Vec::new(),
            names: Vec::new(),
            params,
            unsupported: &[],
            publishable: false,
            run,
        }
    }

    /// An operation on objects of any kind.
    pub fn any(
        method: Method,
        path: &'static str,
        list: bool,
        kinds: Vec<&'static str>,
        names: Vec<&'static str>,
        run: Run,
    ) -> Self {
        let kind = if kinds.len() == 1 { kinds[0] } else { "" };
        Route { method, path, kind, list, kinds, names, params: &[], unsupported: &[], publishable: false, run }
    }

    /// The same for publishable keys too, with the client secret of the object.
    pub const fn with_client_secret(mut self) -> Self {
        self.publishable = true;
        self
    }

    /// The route of a path, and the ids in it; an id that the path does not have is empty.
    pub fn find(method: &Method, path: &str) -> Option<(&'static Route, [String; 2])> {
        // `/v1/charges/search` is no charge.
        let any = any::routes().iter().filter(|_| !any::is_known(method.as_str(), path));
        let routes = AREAS.iter().copied().flatten().chain(any);
        routes.filter(|route| route.method == method).find_map(|route| Some((route, route.ids_in(path)?)))
    }

    fn ids_in(&self, path: &str) -> Option<[String; 2]> {
        let mut ids = [String::new(), String::new()];
        let (mut found, mut pattern, mut path) = (0, self.path.split('/'), path.split('/'));
        loop {
            match (pattern.next(), path.next()) {
                (None, None) => return Some(ids),
                (Some(word), Some(id)) if word.starts_with('{') && !id.is_empty() => {
                    *ids.get_mut(found)? = super::form::decode(id.replace('+', "%2B").as_bytes())?;
                    found += 1;
                }
                (Some(word), Some(same)) if word == same => {}
                _ => return None,
            }
        }
    }

    pub fn check_params(&self, call: &Call<'_>) -> Result<(), ApiError> {
        call.params.only(&[&*self.params.concat(), &self.names].concat())?;
        match self.unsupported.iter().find(|name| call.params.has(name)) {
            None => Ok(()),
            Some(name) => Err(ApiError::parameter(
                *name,
                format!("FakeStripe does not support the parameter `{name}` of this call."),
            )),
        }
    }
}

pub(super) const EXPAND: &[&str] = &["expand"];
/// Of every list.
pub(super) const PAGE: &[&str] = &["created", "ending_before", "expand", "limit", "starting_after"];
/// Of a list without the filter `created`.
pub(super) const CURSOR: &[&str] = &["ending_before", "expand", "limit", "starting_after"];
