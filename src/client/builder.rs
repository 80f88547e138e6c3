//! The client's settings: chosen one by one, checked once.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::Uri;
use hyper::header::HeaderValue;
use hyper_util::client::legacy::connect::Connect;

use super::pool::{self, NewPool};
use super::rate_limit::{Limiter, RateLimit};
use super::retry::RetryPolicy;
use super::{Client, Inner, secret_key};
use crate::backoff::Backoff;
use crate::{Error, Result};

/// The settings of a [`Client`], from [`Client::builder`].
///
/// ```
/// use std::time::Duration;
/// use diesel_stripe::client::{Client, RateLimit};
///
/// let stripe = Client::builder("sk_test_123")
///     .stripe_account("acct_123")
///     .timeout(Duration::from_secs(20))
///     .max_retries(5)
///     .rate_limit(RateLimit { per_endpoint: 5, overall: 10 })
///     .app_info("my-shop", Some("1.2.0"), Some("https://shop.example"))
///     .build()?;
/// # Ok::<(), diesel_stripe::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    secret_key: String,
    base_url: String,
    api_version: String,
    stripe_account: String,
    user_agent: String,
    timeout: Duration,
    connect_timeout: Duration,
    retry: RetryPolicy,
    rate_limit: Option<RateLimit>,
    max_answer_bytes: usize,
    new_pool: Option<NewPool>,
}

/// What every call needs to know, checked.
pub(super) struct Settings {
    pub base_url: String,
    pub authorization: HeaderValue,
    pub api_version: HeaderValue,
    pub user_agent: HeaderValue,
    pub stripe_account: Option<String>,
    pub timeout: Duration,
    pub retry: RetryPolicy,
    pub rate_limit: Option<RateLimit>,
    pub max_answer_bytes: usize,
    pub livemode: Option<bool>,
}

impl ClientBuilder {
    pub(super) fn new(secret_key: String) -> Self {
        let rate_limit = match secret_key::livemode(&secret_key) {
            Some(true) => RateLimit::live(),
            _ => RateLimit::sandbox(),
        };
        ClientBuilder {
            secret_key,
            base_url: "https://api.stripe.com".into(),
            api_version: stripe_client_core::VERSION.as_str().into(),
            stripe_account: String::new(),
            user_agent: concat!("diesel-stripe/", env!("CARGO_PKG_VERSION")).into(),
            timeout: Duration::from_secs(80),
            connect_timeout: Duration::from_secs(10),
            retry: RetryPolicy {
                max_retries: 3,
                backoff: Backoff::new(Duration::from_millis(500), Duration::from_secs(8)),
            },
            rate_limit: Some(rate_limit),
            max_answer_bytes: 32 * 1024 * 1024,
            new_pool: None,
        }
    }

    /// Where Stripe is, with or without a slash at the end; default `https://api.stripe.com`.
    ///
    /// `http://` is for a fake Stripe or a proxy on the same machine: the secret key goes over it as it is. Beyond that machine
    /// (`localhost`, `127.0.0.1`, `[::1]`) it is refused, unless the key is one of test mode.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The API version, sent as `Stripe-Version`; default the one that async-stripe's types were made from.
    ///
    /// With another version, async-stripe's types may not fit the answers.
    pub fn api_version(mut self, api_version: impl Into<String>) -> Self {
        self.api_version = api_version.into();
        self
    }

    /// The connected account on whose behalf all calls are made, sent as `Stripe-Account`; default none, empty for
    /// none.
    ///
    /// A request's own account takes its place; there too, an empty one means the platform itself.
    pub fn stripe_account(mut self, stripe_account: impl Into<String>) -> Self {
        self.stripe_account = stripe_account.into();
        self
    }

    /// The time that one attempt may take, from the connection to the end of the answer; default 80 s, as Stripe's own
    /// libraries.
    ///
    /// Neither waiting for the rate limit nor the delay between attempts counts. A request's own timeout takes its
    /// place.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time that opening a TCP connection may take, within the attempt's [timeout](Self::timeout); default 10 s.
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.connect_timeout = connect_timeout;
        self
    }

    /// How many attempts may follow the first; default 3, none with 0. [`Client`] says which failures are tried again.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.retry.max_retries = max_retries;
        self
    }

    /// The delay before the first retry, and the longest; default 0.5 s and 8 s.
    ///
    /// The delay doubles with each retry, and each is cut by a random part of up to a half.
    pub fn retry_delay(mut self, min: Duration, max: Duration) -> Self {
        self.retry.backoff = Backoff::new(min, max);
        self
    }

    /// How many requests to send per second; default [`RateLimit::live`] with a live key, [`RateLimit::sandbox`] with
    /// others.
    pub fn rate_limit(mut self, rate_limit: RateLimit) -> Self {
        self.rate_limit = Some(rate_limit);
        self
    }

    /// Sends requests as fast as they come: for a fake Stripe, or where something else limits the rate.
    pub fn no_rate_limit(mut self) -> Self {
        self.rate_limit = None;
        self
    }

    /// Names the application in the `User-Agent`, after this crate: `name/version (url)`.
    pub fn app_info(mut self, name: &str, version: Option<&str>, url: Option<&str>) -> Self {
        let version = version.map(|version| format!("/{version}")).unwrap_or_default();
        let url = url.map(|url| format!(" ({url})")).unwrap_or_default();
        self.user_agent = format!("{} {name}{version}{url}", concat!("diesel-stripe/", env!("CARGO_PKG_VERSION")));
        self
    }

    /// The largest answer that is read, in bytes; default 32 MiB.
    ///
    /// A larger one is [`Error::TooLarge`], and is not asked for again. A `POST` has then been carried out.
    pub fn max_answer_bytes(mut self, max_answer_bytes: usize) -> Self {
        self.max_answer_bytes = max_answer_bytes;
        self
    }

    /// Opens connections with this connector, in place of the client's own: through a proxy, with TLS that trusts other roots than
    /// Mozilla's (a company's, the platform's), or over something else than TCP.
    ///
    /// It is hyper-util's [`Connect`]: any `tower_service::Service` from a `Uri` to a connection. For an `https` URL it answers with a
    /// connection on which TLS is done, speaking HTTP/1.1. [`connect_timeout`](Self::connect_timeout) is not for it; the
    /// [timeout](Self::timeout) of an attempt is.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use diesel_stripe::client::Client;
    /// use hyper_rustls::HttpsConnectorBuilder;
    /// use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};
    ///
    /// # fn company_root() -> Option<CertificateDer<'static>> { None }
    /// let mut roots = RootCertStore::empty();
    /// roots.add_parsable_certificates(company_root());
    /// let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
    ///     .with_safe_default_protocol_versions()?
    ///     .with_root_certificates(roots)
    ///     .with_no_client_auth();
    /// let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_only().enable_http1().build();
    /// let stripe = Client::builder("sk_test_123").connector(connector).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn connector(mut self, connector: impl Connect + Clone + Send + Sync + 'static) -> Self {
        self.new_pool = Some(Arc::new(move || pool::over(connector.clone())));
        self
    }

    /// The client. No connection is opened before the first call.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] if a setting cannot be used: an empty key or a publishable one, characters that do not
    /// fit in a header, a base URL that is not one, or to which a live key would go unencrypted, a rate limit of zero, a longest delay below the first. It never
    /// holds the key.
    pub fn build(self) -> Result<Client> {
        let livemode = secret_key::livemode(&self.secret_key);
        let base_url = base_url(&self.base_url, livemode)?;
        let authorization = secret_key::authorization(&self.secret_key)?;
        let header = |name: &str, value: &str| {
            let fits = !value.is_empty() && value.is_ascii();
            HeaderValue::from_str(value)
                .ok()
                .filter(|_| fits)
                .ok_or_else(|| Error::Configuration(format!("the {name} {value:?} does not fit in a header")))
        };
        if !self.stripe_account.is_empty() {
            header("connected account", &self.stripe_account)?;
        }
        if self.retry.backoff.first > self.retry.backoff.longest {
            return Err(Error::Configuration("the longest retry delay is below the first".into()));
        }
        let limiter = self.rate_limit.map(Limiter::new).transpose()?;
        let settings = Settings {
            base_url,
            authorization,
            api_version: header("API version", &self.api_version)?,
            user_agent: header("application's name", &self.user_agent)?,
            stripe_account: Some(self.stripe_account).filter(|account| !account.is_empty()),
            timeout: self.timeout,
            retry: self.retry,
            rate_limit: self.rate_limit,
            max_answer_bytes: self.max_answer_bytes,
            livemode,
        };
        let pool = self.new_pool.map_or_else(|| pool::own(self.connect_timeout), |new_pool| Ok(new_pool()))?;
        Ok(Client { inner: Arc::new(Inner { settings, limiter, pool, secret_key: self.secret_key }) })
    }
}

/// Without the key.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("livemode", &secret_key::livemode(&self.secret_key))
            .field("api_version", &self.api_version)
            .field("stripe_account", &self.stripe_account)
            .field("user_agent", &self.user_agent)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("retry", &self.retry)
            .field("rate_limit", &self.rate_limit)
            .field("max_answer_bytes", &self.max_answer_bytes)
            .finish_non_exhaustive()
    }
}

/// The base URL without the slash at its end.
fn base_url(given: &str, livemode: Option<bool>) -> Result<String> {
    // The URL is not repeated in the error: somebody may have put a password into it.
    let refuse = |reason: &str| Err(Error::Configuration(format!("the base URL {reason}")));
    let Ok(uri) = given.parse::<Uri>() else { return refuse("is not a URL") };
    let Some(authority) = uri.authority() else { return refuse("is not absolute, as https://api.stripe.com") };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return refuse("is neither https nor http");
    }
    // A key that does not tell its mode may be a live one.
    if uri.scheme_str() == Some("http") && livemode != Some(false) && !is_loopback(authority.host()) {
        return refuse("is http, over which a live key can be read by everybody on the way: use https");
    }
    if authority.as_str().contains('@') {
        return refuse("must not hold a user or a password");
    }
    if given.contains(['?', '#']) {
        return refuse("must not hold a query or a fragment");
    }
    Ok(given.trim_end_matches('/').to_owned())
}

/// Whether a host is this machine.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(builder: ClientBuilder) -> String {
        match builder.build() {
            Err(Error::Configuration(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn base_urls() {
        for (given, expected) in [
            ("https://api.stripe.com", "https://api.stripe.com"),
            ("https://api.stripe.com/", "https://api.stripe.com"),
            ("http://localhost:12111", "http://localhost:12111"),
            ("http://[::1]:12111/stripe/", "http://[::1]:12111/stripe"),
        ] {
            assert_eq!(base_url(given, Some(true)).unwrap(), expected);
        }
        for given in [
            "",
            "/",
            "api.stripe.com",
            "ftp://api.stripe.com",
            "https://me:hush@api.stripe.com",
            "https://api.stripe.com?a=b",
            "https://api.stripe.com/#a",
            "https://a b",
        ] {
            let reason = refused(ClientBuilder::new("sk_test_1".into()).base_url(given));
            assert!(reason.starts_with("the base URL") && !reason.contains("hush"), "{reason}");
        }
    }

    #[test]
    fn a_live_key_does_not_leave_the_machine_unencrypted() {
        for key in ["sk_live_hush", "rk_live_hush", "sk_org_live_hush", "hush"] {
            let to = |url: &str| ClientBuilder::new(key.into()).base_url(url);
            for url in [
                "http://api.stripe.com",
                "http://10.0.0.1:80",
                "http://localhost.shop.test",
                "http://[::2]",
                "http://0.0.0.0",
            ] {
                let reason = refused(to(url));
                assert!(reason.contains("https") && !reason.contains("hush"), "{reason}");
            }
            for url in [
                "http://LOCALHOST:1",
                "http://stripe.localhost",
                "http://127.1.2.3:1/v",
                "http://[::1]:1",
                "https://a.test",
            ] {
                assert!(to(url).build().is_ok(), "{key} {url}");
            }
        }
        assert!(ClientBuilder::new("sk_test_1".into()).base_url("http://stripe-mock:12111").build().is_ok());
    }

    #[test]
    fn unusable_settings_are_refused() {
        let builder = || ClientBuilder::new("sk_test_1".into());
        assert!(refused(builder().api_version("a\nb")).contains("API version"));
        assert!(refused(builder().api_version("")).contains("API version"));
        assert!(refused(builder().stripe_account("acct_\r\nX: y")).contains("connected account"));
        assert!(refused(builder().app_info("shöp", None, None)).contains("application's name"));
        assert!(refused(builder().rate_limit(RateLimit { per_endpoint: 1, overall: 0 })).contains("zero"));
        assert!(refused(builder().retry_delay(Duration::from_secs(2), Duration::from_secs(1))).contains("delay"));
    }

    #[test]
    fn the_rate_limit_follows_the_mode() {
        let limit = |key: &str| ClientBuilder::new(key.into()).rate_limit;
        assert_eq!(limit("sk_live_1"), Some(RateLimit::live()));
        assert_eq!(limit("sk_test_1"), Some(RateLimit::sandbox()));
        assert_eq!(limit("something"), Some(RateLimit::sandbox()));
    }
}
