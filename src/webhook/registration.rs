//! Webhook endpoints in Stripe: made and kept as the code wants them, and given new secrets.
//!
//! ```no_run
//! # #[cfg(all(feature = "core", feature = "client"))]
//! # async fn example<C: diesel_stripe::database::MirrorConnection + 'static>() -> diesel_stripe::Result<()> {
//! # use diesel_stripe::webhook::signature::WebhookSecret;
//! # struct Secrets;
//! # impl Secrets {
//! #     async fn keep(&self, _: &str, _: &WebhookSecret) {}
//! #     async fn kept(&self, _: &str) -> Option<WebhookSecret> { None }
//! # }
//! # let secrets = Secrets;
//! use diesel_stripe::client::Client;
//! use diesel_stripe::webhook::{Endpoint, Handlers, registration::{Registration, Told}};
//!
//! let stripe = Client::from_env()?;
//! let handlers = Handlers::<C>::new(); // .on(…)
//! let registration = Registration::new("https://shop.example/stripe/webhook").events(handlers.event_types());
//!
//! let registered = registration.ensure(&stripe).await?;
//! if let Told::Now(secret) = &registered.secret {
//!     secrets.keep(&registered.id, secret).await; // Stripe tells it once, when it makes the endpoint: at the first start
//! }
//! // At every later start it is the one that was kept; without it, this is the error to end with.
//! let kept = secrets.kept(&registered.id).await;
//! let endpoint = Endpoint::new([registered.secret_or(kept)?])?;
//! # Ok(())
//! # }
//! ```
//!
//! [`ensure`](Registration::ensure) may run at every start, in many processes at once: there will be one endpoint. Each process
//! that asked while it was being made is told the secret ([`Told::Now`]), the others are not, and neither is any later start
//! ([`Told::Before`]). So the secret belongs where all of them find it: in the store of secrets, say. A process that has none must
//! not start: [`Registered::secret_or`] says what to do, and so does [`Endpoint::new`](super::Endpoint::new) without a secret.
//! Otherwise it would answer this endpoint's deliveries with 400, for as long as Stripe comes again: three days.
//!
//! # A new secret
//!
//! Two endpoints of the same URL overlap, and so nothing is lost: Stripe delivers each event to both, and the inbox keeps it once.
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example(
//! #     stripe: &diesel_stripe::client::Client, registration: diesel_stripe::webhook::registration::Registration,
//! #     old: diesel_stripe::webhook::signature::WebhookSecret,
//! # ) -> diesel_stripe::Result<()> {
//! use diesel_stripe::webhook::Endpoint;
//!
//! // 1. A second endpoint. From now on each event is signed with the old secret and, once more, with the new one.
//! let rotated = registration.rotate(stripe).await?;
//! // 2. Both secrets are good, in every process: keep the new one beside the old, and deploy.
//! let endpoint = Endpoint::new([old, rotated.secret_or(None)?])?;
//! // 3. The first endpoint is deleted, and its secret can be forgotten.
//! registration.retire(stripe, &rotated.id).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Between the steps the program may end. Stripe forgets with an endpoint what it has not yet delivered to it: so leave the three
//! days of its attempts between the second step and the third, or look in the dashboard that the first endpoint has nothing
//! pending. Where a secret has leaked, don't wait.
//!
//! **A new API version** goes the same way, since Stripe cannot change an endpoint's: after an upgrade of this crate `ensure` makes
//! a second endpoint, whose [`older`](Registered::older) one goes on until it is [retired](Registration::retire).

use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use stripe_client_core::{RequestBuilder, StripeMethod};

use super::signature::WebhookSecret;
use super::{API_VERSION, Pattern, event_types};
use crate::api::{ApiClient, Call, call, get, objects, segment};
use crate::error::{Error, Result, Subject, malformed, reason};
use crate::model::StripeObject;
use crate::stripe_data::StripeData;

const KIND: &str = "webhook_endpoint";
const PATH: &str = "/webhook_endpoints";

/// The key in an endpoint's `metadata` that says that it is this crate's to change, and whose events it gets, which Stripe does not
/// tell.
const MARK: &str = "diesel_stripe";

/// How often an endpoint may have been deleted while Stripe still keeps the key that made it: for a day or more.
const DELETED: usize = 100;

/// A webhook endpoint as it is to be in Stripe. See the [module](self).
///
/// Endpoints are told apart by their URL and by [whose](Self::connect) events they get. Only those that were made here are
/// changed: they have `diesel_stripe` in their metadata. One that was made by hand stays as it is, and delivers too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    url: String,
    events: BTreeSet<String>,
    description: Option<String>,
    connect: bool,
    api_version: String,
    stripe_account: String,
}

/// An endpoint that is in Stripe as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registered {
    /// Its id: `we_…`.
    pub id: String,
    /// Its secret, if Stripe tells it. See [`secret_or`](Self::secret_or).
    pub secret: Told,
    /// The endpoints that it replaces, which go on until they are [retired](Registration::retire); newest first.
    pub older: Vec<String>,
}

/// Whether Stripe told an endpoint's secret just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The endpoint was made just now, and this is its secret. Keep it: Stripe does not tell it again.
    Now(WebhookSecret),
    /// The endpoint was there already. Its secret is known to whoever kept it when it was made.
    Before,
}

impl Registered {
    /// The secret that Stripe told just now, or else the one that was kept when the endpoint was made.
    ///
    /// # Errors
    /// [`Error::Registration`] if there is neither: no delivery could be verified. It says what to do.
    pub fn secret_or(&self, kept: Option<WebhookSecret>) -> Result<WebhookSecret> {
        match (&self.secret, kept) {
            (Told::Now(secret), _) => Ok(secret.clone()),
            (Told::Before, Some(kept)) if !kept.expose().is_empty() => Ok(kept),
            (Told::Before, _) => Err(Error::Registration(format!(
                "{} was made before, and Stripe told its secret then and does not tell it again: give the secret that was kept \
                 (the dashboard shows it), or make another endpoint by Registration::rotate and keep its secret",
                self.id
            ))),
        }
    }
}

impl Registration {
    /// An endpoint at this URL, of the platform's own events, in the crate's [`API_VERSION`]. It needs
    /// [`events`](Self::events).
    pub fn new(url: impl Into<String>) -> Self {
        Registration {
            url: url.into(),
            events: BTreeSet::new(),
            description: None,
            connect: false,
            api_version: API_VERSION.to_owned(),
            stripe_account: String::new(),
        }
    }

    /// Is told of these types of events too: [`Handlers::event_types`](super::Handlers::event_types), `"invoice.*"`, `"payout.paid"`.
    ///
    /// Stripe takes names, so a pattern means the types that [this version knows](Pattern::types). `"*"` is all of Stripe's, but
    /// for those that Stripe sends only where they are named.
    #[must_use]
    pub fn events<P: Into<Pattern>>(mut self, types: impl IntoIterator<Item = P>) -> Self {
        let known = std::mem::take(&mut self.events).into_iter().map(Pattern::from);
        self.events = event_types::enabled(known.chain(types.into_iter().map(Into::into)));
        self
    }

    /// What the dashboard says of it. Without one, what it says is left alone.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Gets the events of connected accounts, instead of the platform's own. A platform that wants both has two registrations, and
    /// their endpoints may have the same URL: [`Endpoint::and`](super::Endpoint::and) takes the secrets of both. Here it is
    /// [`Endpoint::connect`](super::Endpoint::connect).
    #[must_use]
    pub fn connect(mut self) -> Self {
        self.connect = true;
        self
    }

    /// The API version in which events are rendered; [`API_VERSION`] by default.
    #[must_use]
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = version.into();
        self
    }

    /// Makes the endpoint a connected account's own, on behalf of it. Its deliveries do not name the account:
    /// [`Endpoint::stripe_account`](super::Endpoint::stripe_account) does, and refuses those that name another.
    #[must_use]
    pub fn on_account(mut self, account: impl Into<String>) -> Self {
        self.stripe_account = account.into();
        self
    }

    /// The types that the endpoint is told of, as Stripe is given them.
    pub fn enabled_events(&self) -> impl Iterator<Item = &str> {
        self.events.iter().map(String::as_str)
    }

    /// Makes the endpoint if there is none in this API version. One that differs in its events or its description, or was
    /// disabled, is updated.
    ///
    /// # Errors
    /// [`Error::Registration`] if it would be told of nothing, and those of
    /// [`ApiCreate::api_create`](crate::api::ApiCreate::api_create). It can be called again after each.
    pub async fn ensure(&self, stripe: &impl ApiClient) -> Result<Registered> {
        self.check()?;
        let mut ours = self.ours(stripe).await?;
        let Some(n) = ours.iter().position(|there| there.api_version.as_deref() == Some(&*self.api_version)) else {
            return self.add(stripe, ours).await;
        };
        let older = ours.split_off(n + 1).into_iter().map(|older| older.id).collect();
        let current = ours.swap_remove(n);
        if self.differs(&current) {
            self.send(stripe, self.update(&current.id)).await?;
            tracing::info!(id = current.id, url = self.url, "webhook endpoint updated");
        }
        Ok(Registered { id: current.id, secret: Told::Before, older })
    }

    /// Makes another endpoint, with a secret of its own, beside the one that is there. Asked for by several processes at once,
    /// it is one.
    ///
    /// # Errors
    /// Those of [`ensure`](Self::ensure).
    pub async fn rotate(&self, stripe: &impl ApiClient) -> Result<Registered> {
        self.check()?;
        let ours = self.ours(stripe).await?;
        self.add(stripe, ours).await
    }

    /// Deletes the endpoints that are older than `keep`, the id of the one that replaces them, and returns their ids. What Stripe
    /// has not yet delivered to them, it does not deliver there any more.
    ///
    /// # Errors
    /// [`Error::Registration`] if `keep` is none of this registration's endpoints, and those of
    /// [`ApiDelete::api_delete`](crate::api::ApiDelete::api_delete). It can be called again after each.
    pub async fn retire(&self, stripe: &impl ApiClient, keep: &str) -> Result<Vec<String>> {
        let ours = self.ours(stripe).await?;
        if !ours.iter().any(|there| there.id == keep) {
            let reason = format!("{keep} is no endpoint of this registration at {}: nothing is retired", self.url);
            return Err(Error::Registration(reason));
        }
        let mut retired = Vec::new();
        for older in ours.into_iter().skip_while(|there| there.id != keep).skip(1) {
            match self.send(stripe, self.delete(&older.id)).await {
                // Somebody else has retired it.
                Err(error) if !error.is_missing() => return Err(error),
                _ => tracing::info!(id = older.id, url = self.url, "webhook endpoint deleted"),
            }
            retired.push(older.id);
        }
        Ok(retired)
    }

    /// Stripe would keep the list that an endpoint has.
    fn check(&self) -> Result<()> {
        if self.events.is_empty() {
            return Err(Error::Registration(format!("the endpoint at {} would be told of no events", self.url)));
        }
        Ok(())
    }

    /// The endpoints that were made here with this URL, newest first.
    async fn ours(&self, stripe: &impl ApiClient) -> Result<Vec<WebhookEndpoint>> {
        let mut page = Call::<()>::of(RequestBuilder::new(StripeMethod::Get, PATH)).on_account(&self.stripe_account);
        *page.query() = Some("limit=100".to_owned());
        let all = objects::<StripeObject, ()>(stripe, page).and_then(async |data| WebhookEndpoint::read(&data));
        let all: Vec<WebhookEndpoint> = all.try_collect().await?;
        let (ours, others): (Vec<_>, Vec<_>) = all
            .into_iter()
            .filter(|there| there.url == self.url)
            .partition(|there| there.metadata.get(MARK).is_some_and(|mark| mark == self.mark()));
        for other in others.iter().filter(|other| !other.metadata.contains_key(MARK)) {
            tracing::warn!(
                id = other.id,
                url = self.url,
                "a webhook endpoint with the same URL that was not made here"
            );
        }
        Ok(ours)
    }

    fn mark(&self) -> &'static str {
        if self.connect { "connect" } else { "account" }
    }

    fn differs(&self, there: &WebhookEndpoint) -> bool {
        let described = self.description.is_none() || self.description == there.description;
        self.events != there.enabled_events || !described || there.status == "disabled"
    }

    /// Makes an endpoint beside those that are there. Who finds the same ones there makes the same one.
    async fn add(&self, stripe: &impl ApiClient, there: Vec<WebhookEndpoint>) -> Result<Registered> {
        let older: Vec<String> = there.into_iter().map(|there| there.id).collect();
        let mut after = older.first().cloned().unwrap_or_default();
        for _ in 0..DELETED {
            let made = self.send(stripe, self.create(&after)).await?;
            // Of one that was deleted since, Stripe says again, for the same key, that it is made.
            match self.send(stripe, get(format!("{PATH}/{}", segment(&made.id)))).await {
                Ok(_) => {
                    tracing::info!(id = made.id, url = self.url, "webhook endpoint made");
                    let secret = made.secret.map_or(Told::Before, |secret| Told::Now(WebhookSecret::from(secret)));
                    return Ok(Registered { id: made.id, secret, older });
                }
                Err(error) if error.is_missing() => after = made.id,
                Err(error) => return Err(error),
            }
        }
        Err(Error::Registration(format!("the endpoint at {} is deleted again and again", self.url)))
    }

    fn create(&self, after: &str) -> Call<'_, ()> {
        let request = RequestBuilder::new(StripeMethod::Post, PATH).form(&Parameters {
            url: Some(&self.url),
            api_version: Some(&self.api_version),
            connect: self.connect.then_some(true),
            ..self.parameters()
        });
        let hash = Sha256::new().chain_update(request.body.as_deref().unwrap_or_default()).chain_update([0]);
        let hash = hash.chain_update(after).finalize();
        let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Call::of(request).idempotency_key(format!("diesel-stripe:{KIND}:{digits}"))
    }

    fn update(&self, id: &str) -> Call<'_, ()> {
        let request = RequestBuilder::new(StripeMethod::Post, format!("{PATH}/{}", segment(id)));
        Call::of(request.form(&Parameters { disabled: Some(false), ..self.parameters() }))
    }

    fn delete(&self, id: &str) -> Call<'_, ()> {
        Call::of(RequestBuilder::new(StripeMethod::Delete, format!("{PATH}/{}", segment(id))))
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters {
            enabled_events: &self.events,
            description: self.description.as_deref(),
            metadata: BTreeMap::from([(MARK, self.mark())]),
            url: None,
            api_version: None,
            connect: None,
            disabled: None,
        }
    }

    async fn send(&self, stripe: &impl ApiClient, request: Call<'_, ()>) -> Result<WebhookEndpoint> {
        let answer = call::<StripeObject, ()>(stripe, request.on_account(&self.stripe_account)).await?;
        WebhookEndpoint::read(&answer)
    }
}

#[derive(Serialize)]
struct Parameters<'a> {
    enabled_events: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    metadata: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connect: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled: Option<bool>,
}

/// Stripe's object, as far as it is needed. A deleted one has its id alone.
#[derive(Deserialize)]
struct WebhookEndpoint {
    id: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    api_version: Option<String>,
    #[serde(default)]
    enabled_events: BTreeSet<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
    #[serde(default)]
    secret: Option<String>,
}

impl WebhookEndpoint {
    fn read(data: &StripeData<StripeObject>) -> Result<Self> {
        serde_json::from_str(data.json()).map_err(|error| {
            let subject = Subject { object: Some(KIND.to_owned()), ..Subject::default() };
            malformed(subject, reason(&error))
        })
    }
}
