//! Whose key reads: that of the platform whose own objects the mirror holds.
//!
//! A key does not say whose it is, so Stripe is asked, but only where it matters: a key of another platform finds none of the ids that
//! Stripe chose, which would be deletions, and may find another object under an id that a user chose.

use serde::Deserialize;

use crate::api::{ApiClient, fetch, get};
use crate::database::{Executor, Shared};
use crate::error::{Error, Result, chain};
use crate::mirror::{keep_platform, platform};

/// What is known of the client's key while a queue is drained.
#[derive(Default)]
pub(super) struct Key {
    /// The account whose key it is, once Stripe was asked; none within if the key may not ask.
    account: Option<Option<String>>,
    /// The mirror knows its platform.
    is_kept: bool,
    /// It was compared with the mirror's platform.
    is_compared: bool,
}

#[derive(Deserialize)]
struct Account {
    id: String,
}

impl Key {
    /// Refuses a key of another platform than the mirror's.
    ///
    /// # Errors
    /// [`Error::WrongPlatform`]; and why Stripe could not be asked, if it is to be asked again.
    pub(super) async fn expect_platform<E: Executor>(
        &mut self,
        db: &Shared<'_, E>,
        stripe: &impl ApiClient,
    ) -> Result<()> {
        if self.is_compared {
            return Ok(());
        }
        let Some(platform) = platform(&mut *db.turn().await).await? else { return Ok(()) };
        match self.account(stripe).await? {
            Some(account) if *account != platform => {
                return Err(Error::WrongPlatform { account: account.to_owned(), platform });
            }
            _ => {}
        }
        (self.is_kept, self.is_compared) = (true, true);
        Ok(())
    }

    /// Notes that it has read an object by an id of Stripe's choice, so it is a key of the mirror's platform.
    pub(super) async fn has_read<E: Executor>(&mut self, db: &Shared<'_, E>, stripe: &impl ApiClient) -> Result<()> {
        if self.is_kept || platform(&mut *db.turn().await).await?.is_some() {
            self.is_kept = true;
            return Ok(());
        }
        match self.account(stripe).await {
            Ok(Some(account)) => keep_platform(&mut *db.turn().await, account).await?,
            Ok(None) => {}
            // The next drain asks again.
            Err(error) => tracing::debug!(error = chain(&error), "the mirror does not know its platform yet"),
        }
        self.is_kept = true;
        Ok(())
    }

    /// The account whose key it is; `None` if the key may not ask.
    async fn account(&mut self, stripe: &impl ApiClient) -> Result<Option<&str>> {
        if self.account.is_none() {
            let account = match fetch(stripe, get("/account").on_account("")).await {
                Ok((body, _)) => serde_json::from_slice(&body).ok().map(|Account { id }| id),
                Err(Error::Stripe { error, .. }) if matches!(error.status, 400..=404) => None,
                Err(error) => return Err(error),
            };
            self.account = Some(account);
        }
        Ok(self.account.as_ref().and_then(Option::as_deref))
    }
}
