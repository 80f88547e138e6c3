//! Stripe's API over the model, in memory: what the refreshes read.

use bytes::Bytes;
use diesel_stripe::Error;
use diesel_stripe::api::Answer;
use diesel_stripe::error::StripeError;
use serde_json::{Value, json};
use stripe_client_core::{CustomizedStripeRequest, StripeClient};

use super::delivery::{Set, date};
use super::stripe::{Key, Rendering, Stripe, Version, kind, list_url};

/// How many elements of a list are shown at once: few, so that there are more pages.
const PAGE: usize = 2;

pub struct Server {
    stripe: Stripe,
    version: Version,
}

const PATHS: [(&str, &str); 13] = [
    ("charges", "charge"),
    ("coupons", "coupon"),
    ("customers", "customer"),
    ("invoices", "invoice"),
    ("payouts", "payout"),
    ("plans", "plan"),
    ("prices", "price"),
    ("products", "product"),
    ("promotion_codes", "promotion_code"),
    ("refunds", "refund"),
    ("subscriptions", "subscription"),
    ("subscription_items", "subscription_item"),
    ("tax_rates", "tax_rate"),
];

impl Server {
    pub fn of(set: &Set) -> Self {
        let mut stripe = set.stripe.clone();
        stripe.now += 1_500;
        Server { stripe, version: set.version }
    }

    fn answer(&self, path: &str, query: &str) -> Result<Value, Error> {
        let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let parameter = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let path = path.strip_prefix("/v1").unwrap_or(path);
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let key = |collection: &str, id: &str| -> Option<Key> {
            let (_, kind) = PATHS.iter().find(|(path, _)| *path == collection)?;
            Some((*kind, id.to_owned()))
        };
        match parts[..] {
            ["account"] => Ok(json!({ "id": "acct_platform", "object": "account" })),
            ["subscription_items"] => {
                let id = parameter("subscription").unwrap_or_default().to_owned();
                self.page(&("subscription", id), parameter("starting_after"))
            }
            [collection, id] => self.object(key(collection, id).ok_or_else(|| self.unknown(path))?),
            ["customers", customer, "sources", card] => {
                let card = ("card", card.to_owned());
                let owned = self
                    .stripe
                    .get(&card)
                    .is_some_and(|card| card.parent.as_ref().is_some_and(|(_, id)| id == customer));
                if owned { self.object(card) } else { Err(self.missing(&card)) }
            }
            [collection, id, "lines" | "refunds" | "sources"] => {
                self.page(&key(collection, id).ok_or_else(|| self.unknown(path))?, parameter("starting_after"))
            }
            _ => Err(self.unknown(path)),
        }
    }

    fn object(&self, key: Key) -> Result<Value, Error> {
        match self.stripe.get(&key) {
            Some(object) if !object.gone => {
                let mut how = Rendering { limit: PAGE, ..Rendering::plain(self.version) };
                Ok(self.stripe.render(&key, &mut how))
            }
            Some(_) if key.0 == "customer" => Ok(Stripe::stub(&key)),
            _ => Err(self.missing(&key)),
        }
    }

    fn page(&self, parent: &Key, after: Option<&str>) -> Result<Value, Error> {
        if self.stripe.live(parent).is_none() || kind(parent.0).list.is_none() {
            return Err(self.missing(parent));
        }
        let children = self.stripe.children(parent);
        let start = match after {
            Some(after) => match children.iter().position(|(_, id)| id == after) {
                Some(found) => found + 1,
                None => return Err(self.missing(&(parent.0, after.to_owned()))),
            },
            None => 0,
        };
        let mut how = Rendering::plain(self.version);
        let data: Vec<Value> =
            children.iter().skip(start).take(PAGE).map(|child| self.stripe.render(child, &mut how)).collect();
        let has_more = start + data.len() < children.len();
        Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": list_url(parent) }))
    }

    fn missing(&self, (kind, id): &Key) -> Error {
        self.error(404, Some("resource_missing"), format!("No such {kind}: '{id}'"))
    }

    fn unknown(&self, path: &str) -> Error {
        self.error(404, None, format!("Unrecognized request URL (GET: /v1{path})"))
    }

    fn error(&self, status: u16, code: Option<&str>, message: String) -> Error {
        let mut error = StripeError::default();
        error.status = status;
        error.kind = Some("invalid_request_error".into());
        error.code = code.map(str::to_owned);
        error.param = code.map(|_| "id".into());
        error.message = Some(message);
        Error::Stripe { call: "GET".into(), error: Box::new(error) }
    }
}

impl StripeClient for Server {
    type Err = Error;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, Error> {
        let (request, _) = request.into_pieces();
        let mut answer = Answer::default();
        answer.date = Some(date(self.stripe.now));
        answer.elapsed = std::time::Duration::from_millis(120);
        answer.stripe_version = Some(self.version.name().into());
        answer.report();
        let body = self.answer(&request.path, request.query.as_deref().unwrap_or_default())?;
        Ok(body.to_string().into())
    }
}
