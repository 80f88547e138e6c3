//! What can go wrong, and what was being done to which object when it did.

use std::fmt;

mod advice;
mod masked;
mod stripe;
mod text;

use advice::advice;
pub(crate) use masked::masked;
pub use stripe::StripeError;
pub use text::chain;
#[cfg(feature = "api")]
pub(crate) use text::noted;
#[cfg(any(feature = "api", feature = "webhook"))]
pub(crate) use text::stored;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// What failed, on which object, and what Stripe or the database said about it.
///
/// No variant ever holds a secret: API keys, webhook secrets and client secrets are in neither `Display` nor `Debug`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Stripe answered with an error: see [`StripeError`] for its status, code and request id.
    #[error("{call}: {error}")]
    Stripe {
        /// The call, as `POST /v1/payment_intents`; never its parameters.
        call: String,
        /// Stripe's answer.
        error: Box<StripeError>,
    },
    /// No answer came: the connection failed or was cut. A `POST` may have been carried out.
    #[error("{call}: no answer from Stripe")]
    Connection {
        /// The call, as `POST /v1/payment_intents`.
        call: String,
        /// What the transport said.
        source: BoxError,
    },
    /// No answer came in time. A `POST` may have been carried out.
    #[error("{call}: no answer from Stripe within {seconds} s")]
    Timeout {
        /// The call, as `POST /v1/payment_intents`.
        call: String,
        /// The time allowed for one attempt, in seconds.
        seconds: f64,
    },
    /// It was not done in the time that it was given in all: see [`calls::DEADLINE`](crate::calls::DEADLINE) and
    /// [`refresh::DEADLINE`](crate::refresh::DEADLINE). What it was about is done later: a durable call stays pending, and is found by
    /// [`recover`](crate::calls::recover); an object stays in the queue.
    #[error("{doing}: not done within {seconds} s")]
    DeadlineExceeded {
        /// What was being done, to what, and what was waited for.
        doing: String,
        /// The time that was given, in seconds.
        seconds: f64,
    },
    /// A Stripe client other than this crate's failed in a way of its own.
    #[error("{call}: {source}")]
    Client {
        /// The call, as `POST /v1/payment_intents`.
        call: String,
        /// The client's own error.
        source: BoxError,
    },
    /// The client cannot be built from these settings.
    #[error("Stripe client: {0}")]
    Configuration(String),
    /// The webhook endpoint cannot verify anything so. It does not hold the secret.
    #[error("webhook endpoint: {0}")]
    Endpoint(String),
    /// The webhook endpoint cannot be registered so.
    #[error("webhook endpoint: {0}")]
    Registration(String),
    /// The key of a durable call was used for something else: another path, or other parameters. Stripe was not asked.
    #[error("call {key}{}: its key was used with other parameters", of(stripe_account))]
    KeyReused {
        /// The call's key.
        key: String,
        /// The connected account; empty for the platform's own.
        stripe_account: String,
    },
    /// A durable call was made by another meanwhile, and Stripe refused it. It may be made again, with other parameters too.
    #[error("call {key}{}: it was refused: {reason}", of(stripe_account))]
    CallRefused {
        /// The call's key.
        key: String,
        /// The connected account; empty for the platform's own.
        stripe_account: String,
        /// What Stripe said.
        reason: String,
    },
    /// It cannot be known any more whether a durable call was carried out, so it is not repeated: see
    /// [`calls::retry`](crate::calls#what-becomes-of-a-call).
    #[error("call {key}{}: it cannot be known whether it was carried out: {reason}", of(stripe_account))]
    CallLost {
        /// The call's key.
        key: String,
        /// The connected account; empty for the platform's own.
        stripe_account: String,
        /// Why not.
        reason: String,
    },
    /// There is no such durable call: the transaction in which it was stored was rolled back.
    #[error("call {key}{}: it is not in stripe_calls", of(stripe_account))]
    NoCall {
        /// The call's key.
        key: String,
        /// The connected account; empty for the platform's own.
        stripe_account: String,
    },
    /// A durable call cannot be stored so. Nothing was stored, and Stripe was not asked.
    #[error("call {key}: {reason}")]
    InvalidCall {
        /// The call's key.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Stripe would have to be waited for while a transaction is open. Nothing was asked: commit first.
    #[error("{doing}: a transaction is open, and would wait for Stripe")]
    OpenTransaction {
        /// What was to be done.
        doing: String,
    },
    /// The bytes are not a Stripe object that can be stored. Nothing was changed.
    #[error("{subject}: {reason}")]
    Malformed {
        /// What was being read.
        subject: Subject,
        /// Why it cannot be stored.
        reason: String,
    },
    /// The object is of another kind than the model. Nothing was changed.
    #[error("{subject} is not a {expected}")]
    WrongObject {
        /// The object as it says it is.
        subject: Subject,
        /// The model's `object`.
        expected: &'static str,
    },
    /// The object is of the mode (live or test) that this mirror does not serve. Nothing was changed.
    #[error(
        "{subject} has livemode = {livemode}, but this mirror holds objects with livemode = {}: \
         keep test and live objects in two databases (or schemas)", !livemode
    )]
    WrongMode {
        /// The object.
        subject: Subject,
        /// The mode of the refused object.
        livemode: bool,
    },
    /// The object is a preview of one that does not exist: an upcoming invoice. It is not mirrored. Nothing was changed.
    #[error("{subject} is a preview of an object that does not exist, so it is not mirrored")]
    Preview {
        /// The preview.
        subject: Subject,
    },
    /// The Stripe client's key is of the mode (live or test) that this mirror does not serve. Stripe was not asked.
    #[error(
        "the Stripe client's key has livemode = {livemode}, but this mirror holds objects with livemode = {}: \
         nothing was read; use a key of the mirror's mode", !livemode
    )]
    WrongKey {
        /// The mode of the client's key.
        livemode: bool,
    },
    /// The Stripe client's key is of another platform than the one whose objects this mirror holds. Nothing was written.
    #[error(
        "the Stripe client's key is of the account {account}, but this mirror holds the objects of the platform {platform} \
         (stripe_mirror): use a key of that account"
    )]
    WrongPlatform {
        /// The account of the client's key.
        account: String,
        /// The mirror's platform.
        platform: String,
    },
    /// Nobody has said whether this mirror is live or test, and an event does not choose. Nothing was changed, and events stay
    /// pending. See [which mode](crate::mirror#live-or-test).
    #[error(
        "{doing}: nobody has said whether this mirror is live or test (stripe_mirror is empty), and an event does not choose: \
         say it by Mirror::live(), Mirror::test() or Mirror::of(&client)"
    )]
    NoMode {
        /// What was to be done.
        doing: String,
    },
    /// The [`Mirror`](crate::mirror::Mirror) says another mode than its database keeps. Nothing was changed. See
    /// [which mode](crate::mirror#live-or-test).
    #[error(
        "this mirror is to have livemode = {livemode}, but its database has livemode = {} (stripe_mirror): is it the right \
         database, and the right key? Mirror::change_mode changes the database's", !livemode
    )]
    WrongMirrorMode {
        /// The mode that the mirror says.
        livemode: bool,
    },
    /// The database's mode cannot be changed while it holds rows of the other one. Nothing was changed.
    #[error(
        "the mirror's mode cannot become livemode = {livemode} while rows of the other mode are in {}: delete them first",
        tables.join(", ")
    )]
    ModeInUse {
        /// The mode that was to be.
        livemode: bool,
        /// The tables with rows.
        tables: Vec<String>,
    },
    /// The body is larger than a mirror accepts. Nothing was changed.
    #[error("a body of {size} bytes is over the limit of {limit} bytes")]
    TooLarge {
        /// The size of the body in bytes.
        size: usize,
        /// The largest body accepted, in bytes.
        limit: usize,
    },
    /// Stripe's answer, kept whole, does not fit async-stripe's type for it.
    #[error("{subject} cannot be read as async-stripe's {rust_type}")]
    Typed {
        /// The object.
        subject: Subject,
        /// The Rust type.
        rust_type: &'static str,
    },
    /// The database refused; or Diesel did, because the connection [cannot be used any more](Self::is_broken_connection).
    #[error("{doing}: {source}{}", advice(source))]
    Database {
        /// What was being done, to which object or table.
        doing: String,
        /// Diesel's error.
        source: diesel::result::Error,
    },
    /// Something on a blocking connection would have to be waited for. What was begun is rolled back. It is a fault of this crate, or
    /// of a host's handler whose future is not ready.
    #[error("on a blocking connection nothing can be waited for: what was begun is rolled back")]
    WouldWait,
    /// The database's schema is not the one of this version of the crate; the text says what to do.
    #[error("{0}")]
    Migration(String),
    /// A newer version of this crate has made or changed the tables. Nothing was changed. As migrations only add, this version may go
    /// on with them: see [an older version at a newer schema](crate::migrations#an-older-version-at-a-newer-schema).
    #[error(
        "diesel-stripe's tables are those of a newer version, whose migrations this one does not know: {}. Deploy the newer version; \
         or go on with this one, as migrations only add",
        versions.join(", ")
    )]
    NewerSchema {
        /// The versions in `stripe_schema_migrations` that this version of the crate does not know.
        versions: Vec<String>,
    },
    /// A migration was run with another text than it has in this version of the crate. Nothing was changed.
    #[error(
        "diesel-stripe's migration {migration} has another text now than when it was run (stripe_schema_migrations has its hash): \
         was it edited, or is this another build of the crate? Compare the tables with the text, and then set the hash by \
         `UPDATE stripe_schema_migrations SET hash = …` to Migration::hash"
    )]
    MigrationEdited {
        /// The migration, as `0001_mirror`.
        migration: String,
    },
    /// Tables, views or indexes that are not this crate's have names that it needs. Nothing was changed.
    #[error(
        "{} there already, and not as diesel-stripe makes it: rename it, or let diesel-stripe have a schema (PostgreSQL: by the \
         connection's search_path) or a database of its own. Nothing was changed",
        are(names)
    )]
    NameTaken {
        /// The names.
        names: Vec<String>,
    },
    /// Another process runs the migrations, and has not ended in time; or it has taken them over from this one, which was too slow.
    #[error(
        "another process runs diesel-stripe's migrations{}: {holder}. Call `diesel_stripe::migrations::run` again when it has ended; \
         if it was killed, its lock ends by itself",
        after(*waited)
    )]
    MigrationLocked {
        /// Who it is, since when, as the database says it.
        holder: String,
        /// How long it was waited for: zero if it has taken the migrations over.
        waited: std::time::Duration,
    },
}

/// Which object an error is about, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind of object, as in its `object` field: `payment_intent`.
    pub object: Option<String>,
    /// Its id: `pi_123`.
    pub id: Option<String>,
    /// The connected account that owns it; empty for the platform's own.
    pub stripe_account: String,
}

/// ` of acct_1`, or nothing for the platform's own.
pub(crate) fn of(stripe_account: &str) -> String {
    if stripe_account.is_empty() { String::new() } else { format!(" of {stripe_account}") }
}

/// ` (after 5 s)`, or nothing where nobody waited.
fn after(waited: std::time::Duration) -> String {
    if waited.is_zero() { String::new() } else { format!(" (after {} s)", waited.as_secs_f64()) }
}

/// `a is`, or `a, b are`.
fn are(names: &[String]) -> String {
    format!("{} {}", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}

impl Subject {
    /// An object that says of itself what it is.
    pub fn new(object: impl Into<String>, id: impl Into<String>, stripe_account: impl Into<String>) -> Self {
        Subject { object: Some(object.into()), id: Some(id.into()), stripe_account: stripe_account.into() }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.object.as_deref().unwrap_or("a Stripe object"))?;
        if let Some(id) = &self.id {
            write!(f, " {id}")?;
        }
        f.write_str(&of(&self.stripe_account))
    }
}

impl Error {
    /// Stripe's own error, if that is what this is.
    pub fn stripe(&self) -> Option<&StripeError> {
        match self {
            Error::Stripe { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Whether Stripe says that there is no such object (any more): `resource_missing`.
    ///
    /// A 404 without that code comes from a proxy, or because the base URL is wrong, and says nothing of the object. Nor does an
    /// answer that says that the key is not the right one for it: of the other mode, or of another account.
    pub fn is_missing(&self) -> bool {
        self.stripe().is_some_and(|error| error.code.as_deref() == Some("resource_missing") && !error.is_of_wrong_key())
    }

    /// Whether Stripe says that the very object with this id, for which it was asked by a path, does not exist (any more).
    ///
    /// The object is named by the message; where there is none, by the parameter. A 404 of the parent in the path is none of it.
    #[cfg(feature = "api")]
    pub(crate) fn says_missing(&self, object: &str, id: &str) -> bool {
        let names_it = |error: &StripeError| match (error.message.as_deref(), error.param.as_deref()) {
            (Some(message), _) => stripe::is_word_in(id, message),
            (None, Some(param)) => param == "id" || param == object,
            (None, None) => false,
        };
        self.is_missing() && self.stripe().is_some_and(|error| error.status == 404 && names_it(error))
    }

    /// Whether the connection cannot be used any more: close it, and go on with another. Nothing was sent to the database.
    ///
    /// A transaction was left open on it, because a future was [dropped](crate::database::MirrorConnection#futures-that-are-given-up)
    /// in the middle of it, or because it could neither be committed nor rolled back. The database rolls it back when the connection
    /// is closed. Pools for Diesel do that by themselves: they take no such connection back.
    ///
    /// ```no_run
    /// # #[cfg(all(feature = "core", feature = "sqlite"))]
    /// # async fn example(
    /// #     data: &diesel_stripe::StripeData<diesel_stripe::objects::PaymentIntent>, url: &str,
    /// # ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// use std::time::Duration;
    ///
    /// use diesel_async::{AsyncConnection, sync_connection_wrapper::SyncConnectionWrapper};
    /// use diesel_stripe::{objects::PaymentIntent, prelude::*};
    ///
    /// type Connection = SyncConnectionWrapper<diesel::SqliteConnection>;
    ///
    /// let mut conn = Connection::establish(url).await?;
    /// // Given up after a second, wherever it is then.
    /// let _ = tokio::time::timeout(Duration::from_secs(1), PaymentIntent::sync(&mut conn, data)).await;
    /// match PaymentIntent::sync(&mut conn, data).await {
    ///     Err(error) if error.is_broken_connection() => {
    ///         conn = Connection::establish(url).await?;
    ///         PaymentIntent::sync(&mut conn, data).await?
    ///     }
    ///     result => result?,
    /// };
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_broken_connection(&self) -> bool {
        matches!(self, Error::Database { source: diesel::result::Error::BrokenTransactionManager, .. })
    }

    /// Whether the database gave a statement up because it took too long, or waited too long for a row that another transaction has
    /// locked: `lock_timeout` and `statement_timeout` on PostgreSQL, `innodb_lock_wait_timeout` and `max_statement_time` on MySQL and
    /// MariaDB. Nothing is wrong with what was to be written.
    pub fn is_database_timeout(&self) -> bool {
        const WORDS: [&str; 4] =
            ["due to lock timeout", "lock wait timeout", "due to statement timeout", "max_statement_time"];
        match self {
            Error::Database { source: diesel::result::Error::DatabaseError(_, information), .. } => {
                let message = information.message().to_lowercase();
                WORDS.iter().any(|words| message.contains(words))
            }
            _ => false,
        }
    }

    /// Whether the mirror's mode is not known, or not the database's: nothing is wrong with what was to be written.
    #[cfg(feature = "webhook")]
    pub(crate) fn is_of_mirror_mode(&self) -> bool {
        matches!(self, Error::NoMode { .. } | Error::WrongMirrorMode { .. })
    }

    pub(crate) fn database(doing: impl Into<String>) -> impl FnOnce(diesel::result::Error) -> Error {
        let doing = doing.into();
        move |source| Error::Database { doing, source }
    }
}

/// JSON that cannot be stored as the object that it should be.
pub(crate) fn malformed(subject: Subject, reason: impl Into<String>) -> Error {
    Error::Malformed { subject, reason: reason.into() }
}

/// Why JSON was refused. serde quotes a value that is of another type than expected; that may be a secret.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if error.is_data() && !text.starts_with("missing field") && !text.starts_with("duplicate field") {
        return format!("a value of another type than expected at line {} column {}", error.line(), error.column());
    }
    text
}
