//! Stripe: the real one, or a `FakeStripe` in this process.

use std::sync::Arc;
use std::time::Duration;

use axum_extra::extract::cookie::Key;
use diesel_stripe::client::Client;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::testing::FakeStripe;
use diesel_stripe::webhook::registration::Registration;
use diesel_stripe::webhook::{BoxError, Endpoint, Handlers};
use serde::Serialize;

use crate::settings::StripeSettings;

pub struct Stripe {
    pub client: Client,
    pub browser: Browser,
    pub session_key: Key,
    /// It lives as long as this.
    pub fake: Option<Arc<FakeStripe>>,
    webhook_secrets: Vec<String>,
}

/// What the page needs to know: `GET /config/`.
#[derive(Clone, Serialize)]
pub struct Browser {
    publishable_key: String,
    /// Where the page's stand-in for Stripe.js asks; none for Stripe.js itself.
    api_base: Option<String>,
}

impl Stripe {
    pub async fn connect(settings: Option<StripeSettings>) -> Result<Self, BoxError> {
        let Some(settings) = settings else { return Stripe::fake().await };
        Ok(Stripe {
            client: client(&settings.secret_key, settings.api_base.as_deref())?,
            browser: Browser { publishable_key: settings.publishable_key, api_base: None },
            session_key: settings.session_key,
            fake: None,
            webhook_secrets: settings.webhook_secrets,
        })
    }

    async fn fake() -> Result<Self, BoxError> {
        let fake = FakeStripe::start().await?;
        Ok(Stripe {
            client: client(fake.secret_key(), Some(&fake.base_url()))?,
            browser: Browser { publishable_key: fake.publishable_key().to_owned(), api_base: Some(fake.base_url()) },
            // It forgets its customers when this process ends, and so do we.
            session_key: Key::generate(),
            fake: Some(Arc::new(fake)),
            webhook_secrets: Vec::new(),
        })
    }

    /// The endpoint at this URL. The real one is made in Stripe's dashboard, or by `Registration` where there is a store for its secret:
    /// without a secret that is right this is an error, and the server does not start.
    pub async fn endpoint<C>(&self, url: String, handlers: &Handlers<C>) -> Result<Endpoint, BoxError>
    where
        C: MirrorConnection + 'static,
    {
        if self.fake.is_none() {
            return Ok(Endpoint::new(self.webhook_secrets.iter().map(String::as_str))?);
        }
        // A `FakeStripe` is new at each start, and so is its endpoint.
        let registered = Registration::new(url).events(handlers.event_types()).ensure(&self.client).await?;
        Ok(Endpoint::new([registered.secret_or(None)?])?)
    }
}

/// A person waits: so they hear within some seconds that Stripe does not answer. What is durable is tried again later.
fn client(secret_key: &str, api_base: Option<&str>) -> diesel_stripe::Result<Client> {
    let mut client = Client::builder(secret_key)
        .timeout(Duration::from_secs(3))
        .connect_timeout(Duration::from_secs(1))
        .max_retries(1)
        .retry_delay(Duration::from_millis(200), Duration::from_millis(400));
    if let Some(api_base) = api_base {
        client = client.base_url(api_base);
    }
    client.build()
}
