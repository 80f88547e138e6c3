//! One object's way: claimed, read from Stripe, written, and taken off the queue.

use std::future::Future;
use std::time::Duration;

use futures_util::lock::Mutex;

use super::Refresh;
use super::claim::{confirm, is_confirmed, postpone, postponed_with, release, renew};
use super::platform::Key;
use super::read::{Read, path_of, read};
use crate::api::ApiClient;
use crate::database::{Executor, Shared, is_transient};
use crate::deadline::Deadline;
use crate::error::{Error, Result, Subject, chain};
use crate::lease::keep;
use crate::metrics::refreshes as metrics;
use crate::mirror::{Known, Mirror};
use crate::sql::Statement;

/// How often an object is read again at once because its row moved meanwhile.
const RESTARTS: usize = 5;
/// How often a lease is renewed while Stripe is waited for; a lease is several times as long.
const RENEWAL: Duration = Duration::from_secs(60);

/// What those who read objects at the same time share.
pub(super) struct Work<'w, E: Executor, S> {
    pub(super) db: Shared<'w, E>,
    pub(super) stripe: &'w S,
    pub(super) mirror: &'w Mirror,
    pub(super) livemode: Option<bool>,
    pub(super) deadline: Deadline,
    pub(super) key: Mutex<Key>,
}

/// How a refresh ended.
pub(super) enum End {
    Done,
    Failed,
    Unconfirmed,
    /// The deadline came first: the object is as if it had not been claimed.
    Left,
}

impl<'w, E: Executor, S: ApiClient> Work<'w, E, S> {
    pub(super) fn new(
        exec: &'w mut E,
        stripe: &'w S,
        mirror: &'w Mirror,
        livemode: Option<bool>,
        deadline: Deadline,
    ) -> Self {
        Work { db: Shared::new(exec), stripe, mirror, livemode, deadline, key: Mutex::default() }
    }

    /// Reads a claimed object and writes it. What fails is noted in its row of the queue.
    ///
    /// # Errors
    /// What is not of this object: the client's key is wrong, or the database does not take the note either.
    pub(super) async fn refresh(&self, refresh: &Refresh) -> Result<End> {
        let end = self.refresh_or_note(refresh).await?;
        metrics::ended(match end {
            End::Done => "done",
            End::Failed => "failed",
            End::Unconfirmed => "unconfirmed",
            End::Left => "left",
        });
        Ok(end)
    }

    async fn refresh_or_note(&self, refresh: &Refresh) -> Result<End> {
        let error = match self.try_refresh(refresh).await {
            Ok(end) => return Ok(end),
            Err(error) => error,
        };
        let mut db = self.db.turn().await;
        match error {
            error @ (Error::WrongKey { .. } | Error::WrongPlatform { .. }) => {
                release(&mut *db, refresh).await?;
                Err(error)
            }
            error @ Error::DeadlineExceeded { .. } => {
                tracing::debug!(%error, "left for the next drain");
                release(&mut *db, refresh).await?;
                Ok(End::Left)
            }
            error => {
                tracing::warn!(error = chain(&error), object = %refresh.subject(), "refresh failed");
                match (postpone(&mut *db, refresh, &error).await, error) {
                    (Ok(()), _) => Ok(End::Failed),
                    // What ails the database is not of this object.
                    (Err(_), error @ Error::Database { .. }) | (Err(error), _) => Err(error),
                }
            }
        }
    }

    /// Reads an object and writes it, again and again if its row moves meanwhile.
    async fn try_refresh(&self, refresh: &Refresh) -> Result<End> {
        // Children that were read, but are not known as this parent's: their rows must be known before the next reading.
        let mut read_before = Vec::new();
        for _ in 0..RESTARTS {
            match self.read_and_write(refresh, &mut read_before).await {
                Ok(Some(end)) => return Ok(end),
                Ok(None) => {}
                Err(error) if is_transient(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let doing = format!("writing {} as Stripe has it: its row changes as often as it is read", refresh.subject());
        Err(Error::Database { doing, source: diesel::result::Error::NotFound })
    }

    /// `None` if the row moved meanwhile.
    async fn read_and_write(&self, refresh: &Refresh, read_before: &mut Vec<Subject>) -> Result<Option<End>> {
        let is_own = self.mirror.asked_for(&refresh.object, &refresh.stripe_account).is_empty();
        let is_chosen = self.mirror.kinds.is_chosen(&refresh.object, &refresh.id);
        if is_own && is_chosen {
            self.wait(refresh, self.expect_platform()).await?;
        }
        let (known, path) = self.known(refresh, read_before).await?;
        let reading = read(self.stripe, self.mirror, self.livemode, refresh, path);
        let (reading, failed) = match self.wait(refresh, reading).await? {
            Read::Object(reading, failed) => {
                if is_own && !is_chosen {
                    self.wait(refresh, self.has_read()).await?;
                }
                (reading, failed)
            }
            Read::Missing(reading, error) => {
                if is_own {
                    self.wait(refresh, self.expect_platform()).await?;
                }
                if !known.is_gone() && !is_confirmed(refresh) {
                    tracing::info!(error = chain(&error), object = %refresh.subject(), "asked once more before it is deleted");
                    confirm(&mut *self.db.turn().await, refresh, &error).await?;
                    return Ok(Some(End::Unconfirmed));
                }
                (reading, None)
            }
        };
        // What was read is written, though a list of it could not be read to its end: that deletes nothing.
        let then = match &failed {
            Some(error) => postponed_with::<E>(refresh, error),
            None => {
                let mut done = Statement::new(true);
                done.sql("DELETE FROM stripe_refreshes");
                refresh.as_claimed(&mut done);
                done
            }
        };
        *read_before = reading.children();
        let is_written = known.write(self.mirror, &mut *self.db.turn().await, &reading, then).await?;
        Ok(is_written.then_some(if failed.is_some() { End::Failed } else { End::Done }))
    }

    /// The rows as they are before Stripe is asked, and where it is asked.
    async fn known(&self, refresh: &Refresh, read_before: &[Subject]) -> Result<(Known, String)> {
        let mut db = self.db.turn().await;
        let known = Known::of(self.mirror, &mut *db, &refresh.subject(), read_before).await?;
        let path = path_of(self.mirror, &mut *db, refresh).await?;
        Ok((known, path))
    }

    async fn expect_platform(&self) -> Result<()> {
        self.key.lock().await.expect_platform(&self.db, self.stripe).await
    }

    async fn has_read(&self) -> Result<()> {
        self.key.lock().await.has_read(&self.db, self.stripe).await
    }

    /// Waits for Stripe, until the deadline, and keeps the object's lease meanwhile.
    async fn wait<T>(&self, refresh: &Refresh, work: impl Future<Output = Result<T>>) -> Result<T> {
        let doing = || format!("waiting for Stripe's {}", refresh.subject());
        keep!(RENEWAL, self.deadline.wait(doing, work), {
            // If something has asked for the object since, another may read it as well.
            if let Err(error) = renew(&mut *self.db.turn().await, refresh).await {
                tracing::debug!(error = chain(&error), "the lease is not kept");
            }
        })?
    }
}
