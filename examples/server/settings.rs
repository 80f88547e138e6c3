//! Settings, from the environment.

use axum_extra::extract::cookie::Key;
use diesel_stripe::webhook::BoxError;
use sha2::{Digest, Sha512};

pub struct Settings {
    pub bind: String,
    /// `postgres://…`, `mysql://…`, or the path of an SQLite file.
    pub database_url: String,
    /// None: there is no Stripe but a `FakeStripe`.
    pub stripe: Option<StripeSettings>,
}

pub struct StripeSettings {
    pub secret_key: String,
    pub publishable_key: String,
    /// Several, separated by commas, while one takes over from another.
    pub webhook_secrets: Vec<String>,
    pub api_base: Option<String>,
    pub session_key: Key,
}

impl Settings {
    pub fn from_env() -> Result<Self, BoxError> {
        Ok(Settings {
            bind: variable("BIND").unwrap_or_else(|| "127.0.0.1:4242".to_owned()),
            database_url: variable("DATABASE_URL").unwrap_or_else(|| "server.sqlite3".to_owned()),
            stripe: variable("STRIPE_SECRET_KEY").map(StripeSettings::from_env).transpose()?,
        })
    }
}

impl StripeSettings {
    fn from_env(secret_key: String) -> Result<Self, BoxError> {
        let names = ["STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET", "SESSION_SECRET"];
        let [Some(publishable_key), Some(webhook_secrets), Some(session_secret)] = names.map(variable) else {
            let missing: Vec<_> = names.into_iter().filter(|name| variable(name).is_none()).collect();
            return Err(format!("STRIPE_SECRET_KEY is set, but not {}", missing.join(", ")).into());
        };
        if !secret_key.starts_with("sk_") && !secret_key.starts_with("rk_") {
            return Err("STRIPE_SECRET_KEY is not a secret key: those begin with sk_ or rk_".into());
        }
        if !publishable_key.starts_with("pk_") {
            // It is sent to every browser.
            return Err("STRIPE_PUBLISHABLE_KEY is not a publishable key: those begin with pk_".into());
        }
        if session_secret.len() < 32 {
            return Err("SESSION_SECRET is too short: `openssl rand -hex 32` makes one".into());
        }
        Ok(StripeSettings {
            secret_key,
            publishable_key,
            webhook_secrets: webhook_secrets.split(',').map(|secret| secret.trim().to_owned()).collect(),
            api_base: variable("STRIPE_API_BASE"),
            session_key: Key::from(&Sha512::digest(session_secret)),
        })
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
