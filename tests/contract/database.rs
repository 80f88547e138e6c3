//! What a case needs of a connection, the same for every database and for async and blocking drivers.

use std::path::PathBuf;
use std::time::Duration;

use diesel::backend::Backend;
use diesel::migration::MigrationVersion;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use diesel_stripe::api::ApiClient;
use diesel_stripe::database::{Dialect, SqlDialect};
use diesel_stripe::error::Subject;
use diesel_stripe::migrations::{Migration, Status, source};
use diesel_stripe::mirror::{Mirror, Outcome, Reprojected, Synced};
use diesel_stripe::model::Table;
use diesel_stripe::objects::KINDS;
use diesel_stripe::refresh::{Drained, Refresh, Refreshed};
use diesel_stripe::webhook::inbox::{Claim, InboxEvent, Replay, Replayed, Retained, Retention, Stats, Stored};
use diesel_stripe::webhook::{Answer, Delivery, Endpoint, Processed, Processor};
use diesel_stripe::{Result, StripeData};

use serde_json::Value;

use crate::models::Model;
use crate::webhook::Script;

/// A connection to a database of the test's own.
pub trait Database: Sized + Send + 'static {
    const DIALECT: SqlDialect;
    /// Diesel's connection.
    type Connection: Send + 'static;

    #[allow(dead_code, reason = "not every binary has async connections")]
    fn into_connection(self) -> Self::Connection;

    /// A connection, as a host would make it.
    fn connect(url: &str) -> impl Future<Output = std::result::Result<Self, String>> + Send;
    fn url(&self) -> &str;

    fn sync<M: Model>(&mut self, data: StripeData<M>) -> impl Future<Output = Result<Synced<M>>> + Send;
    fn sync_with<M: Model>(
        &mut self,
        mirror: &Mirror,
        data: StripeData<M>,
    ) -> impl Future<Output = Result<Synced<M>>> + Send;
    fn sync_from_stripe_data<M: Model>(&mut self, data: StripeData<M>) -> impl Future<Output = Result<M>> + Send;
    /// [`SyncFromStripe::sync_many`](diesel_stripe::SyncFromStripe::sync_many): into the model's table.
    fn sync_many<M: Model>(
        &mut self,
        batch: Vec<StripeData<M>>,
    ) -> impl Future<Output = Result<Vec<Result<Outcome>>>> + Send;
    /// [`Mirror::sync_many`]: each to the tables of its kind.
    fn sync_any<M: Model>(
        &mut self,
        mirror: &Mirror,
        batch: Vec<StripeData<M>>,
    ) -> impl Future<Output = Result<Vec<Result<Outcome>>>> + Send;

    /// [`Mirror::ensure_mode`].
    fn ensure_mode(&mut self, mirror: &Mirror) -> impl Future<Output = Result<bool>> + Send;
    /// [`Mirror::change_mode`].
    fn change_mode(&mut self, mirror: &Mirror) -> impl Future<Output = Result<()>> + Send;
    /// [`mirror::livemode`](diesel_stripe::mirror::livemode).
    fn livemode(&mut self) -> impl Future<Output = Result<Option<bool>>> + Send;

    fn reproject(&mut self, mirror: &Mirror, table: &'static Table)
    -> impl Future<Output = Result<Reprojected>> + Send;
    fn reproject_due(&mut self, mirror: &Mirror) -> impl Future<Output = Result<Vec<&'static Table>>> + Send;

    /// The rows with this id, read by Diesel's own query builder.
    fn rows<M: Model>(&mut self, id: &str, account: &str) -> impl Future<Output = Vec<M>> + Send;
    /// The rows of a statement with one text column named `value`.
    fn values(&mut self, sql: &str) -> impl Future<Output = Vec<Option<String>>> + Send;
    /// Executes one or several statements.
    fn execute(&mut self, sql: &str) -> impl Future<Output = std::result::Result<(), String>> + Send;

    fn begin(&mut self) -> impl Future<Output = ()> + Send;
    fn commit(&mut self) -> impl Future<Output = ()> + Send;
    fn rollback(&mut self) -> impl Future<Output = ()> + Send;

    fn queued(&mut self) -> impl Future<Output = Vec<Refresh>> + Send;
    fn drain<C: ApiClient>(&mut self, stripe: &C, mirror: &Mirror) -> impl Future<Output = Result<Drained>> + Send;
    /// [`refresh::one`](diesel_stripe::refresh::one).
    fn refresh_one(
        &mut self,
        stripe: &impl ApiClient,
        mirror: &Mirror,
        object: &Subject,
    ) -> impl Future<Output = Result<Refreshed>> + Send;
    /// [`refresh::again`](diesel_stripe::refresh::again).
    fn refresh_again(&mut self, object: &Subject) -> impl Future<Output = Result<()>> + Send;
    fn given_up(&mut self) -> impl Future<Output = Vec<Refresh>> + Send;

    fn migrate(&mut self) -> impl Future<Output = Result<Vec<&'static Migration>>> + Send;
    /// [`migrations::run_within`](diesel_stripe::migrations::run_within).
    fn migrate_within(&mut self, wait: Duration) -> impl Future<Output = Result<Vec<&'static Migration>>> + Send;
    /// What the crate `diesel_migrations` does, by diesel-async's harness or on the connection itself: versions, or the error.
    fn by_harness(self, act: &Harness) -> impl Future<Output = std::result::Result<Vec<String>, String>> + Send;
    fn pending(&mut self) -> impl Future<Output = Result<Vec<&'static Migration>>> + Send;
    fn check(&mut self) -> impl Future<Output = Result<()>> + Send;
    fn status(&mut self, mirror: &Mirror) -> impl Future<Output = Result<Status>> + Send;

    fn store(&mut self, deliveries: &[Delivery]) -> impl Future<Output = Result<Stored>> + Send;
    fn receive(
        &mut self,
        endpoint: &Endpoint,
        signature: Option<String>,
        body: String,
    ) -> impl Future<Output = Answer> + Send;
    fn claim(&mut self, limit: u32, lease: Duration) -> impl Future<Output = Result<Claim>> + Send;
    fn release(&mut self, claim: &Claim) -> impl Future<Output = Result<()>> + Send;
    fn stats(&mut self) -> impl Future<Output = Result<Stats>> + Send;
    fn replay(&mut self, which: &Replay) -> impl Future<Output = Result<Replayed>> + Send;
    fn retain(&mut self, retention: &Retention) -> impl Future<Output = Result<Retained>> + Send;
    fn prune(&mut self, older_than: Duration) -> impl Future<Output = Result<usize>> + Send;
    /// The inbox by keys, read by Diesel's own query builder.
    fn inbox(&mut self) -> impl Future<Output = Vec<InboxEvent>> + Send;

    /// Handlers that do as the script says, typed for payment intents; without a mirror for some types of events.
    fn processor(script: &Script, unmirrored: Option<&str>) -> Processor<Self::Connection>;
    /// The same with a handler of payment intents after the commit.
    fn processor_with_after(script: &Script, after: &Script) -> Processor<Self::Connection>;
    /// The same with a mirror of the case's own.
    fn processor_of(mirror: Mirror, script: &Script, after: &Script) -> Processor<Self::Connection>;
    /// Handlers that do as the script says, of invoices, and of things, which have no table.
    fn processor_of_others(script: &Script) -> Processor<Self::Connection>;
    /// The same as the first, whose mirror says a mode.
    fn processor_in(script: &Script, mirror: Mirror) -> Processor<Self::Connection>;
    fn apply(
        &mut self,
        processor: &Processor<Self::Connection>,
        claim: Claim,
    ) -> impl Future<Output = Result<Processed>> + Send;
    fn process(&mut self, processor: &Processor<Self::Connection>) -> impl Future<Output = Result<Processed>> + Send;

    /// Another connection to the same database.
    fn another(&self) -> impl Future<Output = Self> + Send {
        let url = self.url().to_owned();
        async move { Self::connect(&url).await.expect("another connection") }
    }

    /// The JSON of the one row of an object, in whichever table, and whether it is deleted.
    fn stored(&mut self, object: &str, id: &str) -> impl Future<Output = (Value, bool)> + Send {
        let table = KINDS.table(object).map_or("stripe_objects", |table| table.name);
        let text = if Self::DIALECT == SqlDialect::Mysql { "CHAR" } else { "TEXT" };
        let json = format!("SELECT CAST(stripe_data AS {text}) AS value FROM {table} WHERE id = '{id}'");
        let deleted = format!("SELECT 'deleted' AS value FROM {table} WHERE id = '{id}' AND deleted");
        async move {
            let rows = self.values(&json).await;
            let [Some(json)] = &rows[..] else { panic!("{} rows of {json}", rows.len()) };
            (serde_json::from_str(json).unwrap(), !self.values(&deleted).await.is_empty())
        }
    }

    /// The one row with this id of the platform.
    fn row<M: Model>(&mut self, id: &str) -> impl Future<Output = M> + Send {
        async move {
            let mut rows = self.rows(id, "").await;
            assert_eq!(rows.len(), 1, "rows of {} with the id {id}", M::TABLE.name);
            rows.remove(0)
        }
    }

    /// As if the time had come at which all that waits to be read again is due.
    #[allow(dead_code, reason = "not every binary waits for it")]
    fn time_passes(&mut self) -> impl Future<Output = ()> + Send {
        async move {
            let zone = if Self::DIALECT == SqlDialect::Mysql { "" } else { "+00:00" };
            let past = format!("'2020-01-01 00:00:00.000000{zone}'");
            for set in [format!("due_at = {past}"), format!("missing_at = {past} WHERE missing_at IS NOT NULL")] {
                self.execute(&format!("UPDATE stripe_refreshes SET {set}")).await.unwrap();
            }
        }
    }

    /// Waits until no other connection to the database is left. A server may still be at work for one that was closed in the middle.
    #[allow(dead_code, reason = "not every binary kills its workers")]
    fn is_alone(&mut self) -> impl Future<Output = ()> + Send {
        async move {
            let others = match Self::DIALECT {
                SqlDialect::Postgres => {
                    "SELECT query AS value FROM pg_stat_activity WHERE datname = current_database() \
                     AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                }
                SqlDialect::Mysql => {
                    "SELECT info AS value FROM information_schema.processlist WHERE db = DATABASE() \
                     AND id <> CONNECTION_ID()"
                }
                // There is no server, and one writer at a time.
                SqlDialect::Sqlite => return self.execute("BEGIN EXCLUSIVE; COMMIT").await.unwrap(),
            };
            while !self.values(others).await.is_empty() {
                tokio::task::yield_now().await;
            }
        }
    }

    /// Drains until Stripe has been asked about everything, and once more about what it does not have. Returns the sums.
    #[allow(dead_code, reason = "not every binary drains to the end")]
    fn drain_to_the_end(&mut self, stripe: &impl ApiClient, mirror: &Mirror) -> impl Future<Output = Drained> + Send {
        async move {
            let mut sum = Drained::default();
            loop {
                let drained = self.drain(stripe, mirror).await.expect("the queue is drained");
                sum.refreshed += drained.refreshed;
                sum.failed += drained.failed;
                sum.unconfirmed += drained.unconfirmed;
                if drained.unconfirmed == 0 {
                    return sum;
                }
                self.time_passes().await;
            }
        }
    }

    fn count(&mut self, table: &str) -> impl Future<Output = usize> + Send {
        async move {
            let text = if Self::DIALECT == SqlDialect::Mysql { "CHAR" } else { "TEXT" };
            let counted = self.values(&format!("SELECT CAST(COUNT(*) AS {text}) AS value FROM {table}")).await;
            counted[0].as_deref().unwrap().parse().unwrap()
        }
    }
}

/// What Diesel's migration harness is asked to do.
#[allow(dead_code, reason = "not every binary has such tests")]
pub enum Harness {
    Pending,
    Run,
    Revert,
    /// With the host's own migrations, in this directory.
    RunHosts(PathBuf),
    RevertHosts(PathBuf),
}

impl Harness {
    pub fn ask<DB: Backend + Dialect, H: MigrationHarness<DB>>(
        &self,
        harness: &mut H,
    ) -> std::result::Result<Vec<String>, String> {
        let hosts = |path: &PathBuf| FileBasedMigrations::from_path(path).unwrap();
        let versions = |versions: Vec<MigrationVersion<'_>>| versions.iter().map(ToString::to_string).collect();
        match self {
            Harness::Pending => harness
                .pending_migrations(source())
                .map(|pending| pending.iter().map(|migration| migration.name().to_string()).collect()),
            Harness::Run => harness.run_pending_migrations(source()).map(versions),
            Harness::Revert => harness.revert_last_migration(source()).map(|version| vec![version.to_string()]),
            Harness::RunHosts(path) => harness.run_pending_migrations(hosts(path)).map(versions),
            Harness::RevertHosts(path) => {
                harness.revert_last_migration(hosts(path)).map(|version| vec![version.to_string()])
            }
        }
        .map_err(|error| error.to_string())
    }
}

/// A row of [`Database::values`].
#[derive(diesel::QueryableByName)]
pub struct Text {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    pub value: Option<String>,
}

/// Implements [`Database`] for an async connection, with what a host says to every new one.
#[allow(unused_macros, reason = "not every binary has such connections")]
macro_rules! async_database {
    ($Name:ident, $Connection:ty, $DIALECT:ident, $host:expr) => {
        $crate::database::database!($Name, $Connection, $DIALECT, $host, read, [.await], {
            use diesel_async::{
                AsyncConnection as Conn, AsyncConnectionCore as Core, RunQueryDsl as Load, SimpleAsyncConnection as _,
                TransactionManager as _,
            };
            use diesel_stripe::webhook::{Committed, Context, Handler, HandlerResult, Handlers, inbox};
            use diesel_stripe::mirror::livemode;
            use diesel_stripe::{SyncFromStripe as _, migrations, refresh};

            type Conn1 = $Connection;

            impl Handler<Conn1, PaymentIntent> for Script {
                async fn handle(&self, mut context: Context<'_, Conn1, PaymentIntent>) -> HandlerResult {
                    let seen = Seen::of_intent(context.event, context.outcome, context.row, context.row_from);
                    play(self, seen, context.conn()).await
                }
            }

            impl Handler<Conn1, Invoice> for Script {
                async fn handle(&self, mut context: Context<'_, Conn1, Invoice>) -> HandlerResult {
                    let seen = Seen::of_invoice(context.event, context.outcome, context.row, context.row_from);
                    play(self, seen, context.conn()).await
                }
            }

            impl Handler<Conn1, StripeObject> for Script {
                async fn handle(&self, mut context: Context<'_, Conn1, StripeObject>) -> HandlerResult {
                    let seen = Seen::of_object(context.event, context.outcome, context.row, context.row_from);
                    play(self, seen, context.conn()).await
                }
            }

            impl Handler<Conn1> for Script {
                async fn handle(&self, mut context: Context<'_, Conn1>) -> HandlerResult {
                    if context.event.object_kind.as_deref() == Some("payment_intent") && context.outcome.is_some() {
                        return Ok(());
                    }
                    play(self, Seen::of(context.event, context.outcome), context.conn()).await
                }
            }

            async fn play(script: &Script, seen: Seen, conn: &mut Conn1) -> HandlerResult {
                let effect = effect(&seen.id);
                let act = script.act(seen);
                conn.batch_execute(&effect).await?;
                match act {
                    Act::BadSql => conn.batch_execute("DELETE FROM no_such_table").await?,
                    Act::LeaveOpen => <Conn1 as Conn>::TransactionManager::begin_transaction(conn).await?,
                    _ => {}
                }
                Script::end(act)
            }

            fn handlers(script: &Script) -> Handlers<Conn1> {
                Handlers::new()
                    .on_handler::<PaymentIntent>("payment_intent.*", script.clone())
                    .on_event_handler("*", script.clone())
            }

            fn handlers_of_others(script: &Script) -> Handlers<Conn1> {
                Handlers::new()
                    .on_handler::<Invoice>("invoice.*", script.clone())
                    .on_handler::<StripeObject>("thing.*", script.clone())
            }

            fn after(handlers: Handlers<Conn1>, script: &Script) -> Handlers<Conn1> {
                let script = script.clone();
                handlers.after_commit::<PaymentIntent>("*", move |committed: Committed<PaymentIntent>| {
                    let script = script.clone();
                    async move {
                        let seen = Seen::of_intent(&committed.event, None, &committed.row, committed.row_from);
                        Script::end(script.act(seen))
                    }
                })
            }

            fn processor(handlers: Handlers<Conn1>) -> Processor<Conn1> {
                Processor::new(handlers)
            }

            async fn receive(
                conn: &mut Conn1,
                endpoint: &Endpoint,
                signature: Option<String>,
                body: String,
            ) -> Answer {
                endpoint.receive(conn, signature, body).await
            }

            async fn apply(processor: &Processor<Conn1>, conn: &mut Conn1, claim: Claim) -> Result<Processed> {
                processor.apply(conn, claim).await
            }

            async fn process_pending(processor: &Processor<Conn1>, conn: &mut Conn1) -> Result<Processed> {
                processor.process_pending(conn).await
            }

            fn harnessed(conn: Conn1) -> diesel_async::AsyncMigrationHarness<Conn1> {
                diesel_async::AsyncMigrationHarness::new(conn)
            }

            async fn ensure_mode(mirror: &Mirror, conn: &mut $Connection) -> Result<bool> {
                mirror.ensure_mode(conn).await
            }

            async fn change_mode(mirror: &Mirror, conn: &mut $Connection) -> Result<()> {
                mirror.change_mode(conn).await
            }

            async fn sync_with<M: Model>(
                mirror: &Mirror,
                conn: &mut $Connection,
                data: StripeData<M>,
            ) -> Result<Synced<M>> {
                mirror.sync(conn, data).await
            }

            async fn sync_any<M: Model>(
                mirror: &Mirror,
                conn: &mut $Connection,
                batch: Vec<StripeData<M>>,
            ) -> Result<Vec<Result<Outcome>>> {
                mirror.sync_many(conn, batch).await
            }

            async fn reproject(
                mirror: &Mirror,
                conn: &mut $Connection,
                table: &'static Table,
            ) -> Result<Reprojected> {
                mirror.reproject(conn, table).await
            }

            async fn reproject_due(mirror: &Mirror, conn: &mut $Connection) -> Result<Vec<&'static Table>> {
                mirror.reproject_due(conn).await
            }
        });
    };
}

/// The same for a blocking connection.
#[allow(unused_macros, reason = "not every binary has such connections")]
macro_rules! blocking_database {
    ($Name:ident, $Connection:ty, $DIALECT:ident, $host:expr) => {
        $crate::database::database!($Name, $Connection, $DIALECT, $host, read_blocking, [], {
            use diesel::RunQueryDsl as Load;
            use diesel::connection::{
                Connection as Conn, Connection as Core, SimpleConnection as _, TransactionManager as _,
            };
            use diesel_stripe::blocking::webhook::{Handlers, apply, inbox, process_pending, processor, receive};
            use diesel_stripe::webhook::{Committed, Context, HandlerResult};

            type Conn1 = $Connection;

            fn play(script: &Script, seen: Seen, conn: &mut Conn1) -> HandlerResult {
                let effect = effect(&seen.id);
                let act = script.act(seen);
                conn.batch_execute(&effect)?;
                match act {
                    Act::BadSql => conn.batch_execute("DELETE FROM no_such_table")?,
                    Act::LeaveOpen => <Conn1 as Conn>::TransactionManager::begin_transaction(conn)?,
                    _ => {}
                }
                Script::end(act)
            }

            fn handlers(script: &Script) -> Handlers<Conn1> {
                let (typed, any) = (script.clone(), script.clone());
                Handlers::new()
                    .on::<PaymentIntent>("payment_intent.*", move |mut context: Context<'_, Conn1, PaymentIntent>| {
                        let seen = Seen::of_intent(context.event, context.outcome, context.row, context.row_from);
                        play(&typed, seen, context.conn())
                    })
                    .on_any(move |mut context| {
                        if context.event.object_kind.as_deref() == Some("payment_intent") && context.outcome.is_some() {
                            return Ok(());
                        }
                        play(&any, Seen::of(context.event, context.outcome), context.conn())
                    })
            }

            fn handlers_of_others(script: &Script) -> Handlers<Conn1> {
                let (invoices, things) = (script.clone(), script.clone());
                Handlers::new()
                    .on::<Invoice>("invoice.*", move |mut context: Context<'_, Conn1, Invoice>| {
                        let seen = Seen::of_invoice(context.event, context.outcome, context.row, context.row_from);
                        play(&invoices, seen, context.conn())
                    })
                    .on::<StripeObject>("thing.*", move |mut context: Context<'_, Conn1, StripeObject>| {
                        let seen = Seen::of_object(context.event, context.outcome, context.row, context.row_from);
                        play(&things, seen, context.conn())
                    })
            }

            fn after(handlers: Handlers<Conn1>, script: &Script) -> Handlers<Conn1> {
                let script = script.clone();
                handlers.after_commit::<PaymentIntent>("*", move |committed: Committed<PaymentIntent>| {
                    let seen = Seen::of_intent(&committed.event, None, &committed.row, committed.row_from);
                    Script::end(script.act(seen))
                })
            }

            fn harnessed(conn: Conn1) -> Conn1 {
                conn
            }

            use diesel_stripe::blocking::{
                SyncFromStripe as _, change_mode, ensure_mode, livemode, migrations, refresh, reproject, reproject_due,
                sync as sync_with, sync_many as sync_any,
            };
        });
    };
}

macro_rules! database {
    ($Name:ident, $Connection:ty, $DIALECT:ident, $host:expr, $read:ident, [$($await:tt)*], { $($imports:tt)* }) => {
        pub struct $Name {
            conn: $Connection,
            url: String,
        }

        const _: () = {
            use diesel_stripe::api::ApiClient;
            use diesel_stripe::database::SqlDialect;
            use diesel_stripe::migrations::{Migration, Status};
            use diesel_stripe::mirror::{Mirror, Outcome, Reprojected, Synced};
use diesel_stripe::model::Table;
            use diesel_stripe::error::Subject;
            use diesel_stripe::refresh::{Drained, Refresh, Refreshed};
            use diesel::prelude::{ExpressionMethods as _, QueryDsl as _, SelectableHelper as _};
            use diesel_stripe::objects::{Invoice, PaymentIntent};
            use diesel_stripe::model::StripeObject;
            use diesel_stripe::webhook::inbox::{Claim, InboxEvent, Replay, Replayed, Retained, Retention, Stats, Stored, stripe_events};
            use diesel_stripe::webhook::{Answer, Delivery, Endpoint, Processed, Processor};
            use diesel_stripe::{Result, StripeData};
            use std::time::Duration;
            use $crate::database::{Database, Harness, Text};
            use $crate::models::{Model, Read};
            use $crate::webhook::{Act, Script, Seen, effect};
            $($imports)*

            impl Database for $Name {
                const DIALECT: SqlDialect = SqlDialect::$DIALECT;
                type Connection = $Connection;

                async fn connect(url: &str) -> std::result::Result<Self, String> {
                    let conn = <$Connection as Conn>::establish(url)$($await)*.map_err(|error| error.to_string())?;
                    let mut connected = $Name { conn, url: url.to_owned() };
                    Database::execute(&mut connected, $host).await?;
                    Ok(connected)
                }

                fn into_connection(self) -> $Connection {
                    self.conn
                }

                fn url(&self) -> &str {
                    &self.url
                }

                async fn sync<M: Model>(&mut self, data: StripeData<M>) -> Result<Synced<M>> {
                    M::sync(&mut self.conn, data)$($await)*
                }

                async fn sync_with<M: Model>(&mut self, mirror: &Mirror, data: StripeData<M>) -> Result<Synced<M>> {
                    sync_with(mirror, &mut self.conn, data)$($await)*
                }

                async fn sync_from_stripe_data<M: Model>(&mut self, data: StripeData<M>) -> Result<M> {
                    M::sync_from_stripe_data(&mut self.conn, &data)$($await)*
                }

                async fn reproject(&mut self, mirror: &Mirror, table: &'static Table) -> Result<Reprojected> {
                    reproject(mirror, &mut self.conn, table)$($await)*
                }

                async fn reproject_due(&mut self, mirror: &Mirror) -> Result<Vec<&'static Table>> {
                    reproject_due(mirror, &mut self.conn)$($await)*
                }

                async fn sync_many<M: Model>(&mut self, batch: Vec<StripeData<M>>) -> Result<Vec<Result<Outcome>>> {
                    M::sync_many(&mut self.conn, batch)$($await)*
                }

                async fn sync_any<M: Model>(
                    &mut self,
                    mirror: &Mirror,
                    batch: Vec<StripeData<M>>,
                ) -> Result<Vec<Result<Outcome>>> {
                    sync_any(mirror, &mut self.conn, batch)$($await)*
                }

                async fn ensure_mode(&mut self, mirror: &Mirror) -> Result<bool> {
                    ensure_mode(mirror, &mut self.conn)$($await)*
                }

                async fn change_mode(&mut self, mirror: &Mirror) -> Result<()> {
                    change_mode(mirror, &mut self.conn)$($await)*
                }

                async fn livemode(&mut self) -> Result<Option<bool>> {
                    livemode(&mut self.conn)$($await)*
                }

                async fn rows<M: Model>(&mut self, id: &str, account: &str) -> Vec<M> {
                    <M as Read<<$Connection as Core>::Backend>>::$read(&mut self.conn, id, account)$($await)*.unwrap()
                }

                async fn values(&mut self, sql: &str) -> Vec<Option<String>> {
                    let rows: std::result::Result<Vec<Text>, _> =
                        Load::load(diesel::sql_query(sql), &mut self.conn)$($await)*;
                    rows.unwrap_or_else(|error| panic!("{sql}: {error}")).into_iter().map(|row| row.value).collect()
                }

                async fn execute(&mut self, sql: &str) -> std::result::Result<(), String> {
                    self.conn.batch_execute(sql)$($await)*.map_err(|error| error.to_string())
                }

                async fn begin(&mut self) {
                    <$Connection as Conn>::TransactionManager::begin_transaction(&mut self.conn)$($await)*.unwrap();
                }

                async fn commit(&mut self) {
                    <$Connection as Conn>::TransactionManager::commit_transaction(&mut self.conn)$($await)*.unwrap();
                }

                async fn rollback(&mut self) {
                    <$Connection as Conn>::TransactionManager::rollback_transaction(&mut self.conn)$($await)*.unwrap();
                }

                async fn queued(&mut self) -> Vec<Refresh> {
                    refresh::queued(&mut self.conn, 1_000)$($await)*.unwrap()
                }

                async fn drain<C: ApiClient>(&mut self, stripe: &C, mirror: &Mirror) -> Result<Drained> {
                    refresh::drain(&mut self.conn, stripe, mirror).await
                }

                async fn refresh_one(
                    &mut self,
                    stripe: &impl ApiClient,
                    mirror: &Mirror,
                    object: &Subject,
                ) -> Result<Refreshed> {
                    refresh::one(&mut self.conn, stripe, mirror, object).await
                }

                async fn refresh_again(&mut self, object: &Subject) -> Result<()> {
                    refresh::again(&mut self.conn, object)$($await)*
                }

                async fn given_up(&mut self) -> Vec<Refresh> {
                    refresh::given_up(&mut self.conn, 1_000)$($await)*.unwrap()
                }

                async fn store(&mut self, deliveries: &[Delivery]) -> Result<Stored> {
                    inbox::store(&mut self.conn, deliveries)$($await)*
                }

                async fn receive(
                    &mut self,
                    endpoint: &Endpoint,
                    signature: Option<String>,
                    body: String,
                ) -> Answer {
                    receive(&mut self.conn, endpoint, signature, body)$($await)*
                }

                async fn claim(&mut self, limit: u32, lease: Duration) -> Result<Claim> {
                    inbox::claim(&mut self.conn, limit, lease)$($await)*
                }

                async fn release(&mut self, claim: &Claim) -> Result<()> {
                    inbox::release(&mut self.conn, claim)$($await)*
                }

                async fn stats(&mut self) -> Result<Stats> {
                    inbox::stats(&mut self.conn)$($await)*
                }

                async fn replay(&mut self, which: &Replay) -> Result<Replayed> {
                    inbox::replay(&mut self.conn, which)$($await)*
                }

                async fn retain(&mut self, retention: &Retention) -> Result<Retained> {
                    inbox::retain(&mut self.conn, retention)$($await)*
                }

                async fn prune(&mut self, older_than: Duration) -> Result<usize> {
                    inbox::prune(&mut self.conn, older_than)$($await)*
                }

                async fn inbox(&mut self) -> Vec<InboxEvent> {
                    let events = stripe_events::table.order((stripe_events::id.asc(), stripe_events::stripe_account.asc()));
                    Load::load(events.select(InboxEvent::as_select()), &mut self.conn)$($await)*.unwrap()
                }

                fn processor(script: &Script, unmirrored: Option<&str>) -> Processor<$Connection> {
                    let handlers = handlers(script);
                    processor(match unmirrored {
                        Some(pattern) => handlers.without_mirror(pattern),
                        None => handlers,
                    })
                }

                fn processor_with_after(script: &Script, hook: &Script) -> Processor<$Connection> {
                    processor(after(handlers(script), hook))
                }

                fn processor_of(mirror: Mirror, script: &Script, hook: &Script) -> Processor<$Connection> {
                    processor(after(handlers(script).mirror(mirror), hook))
                }

                fn processor_of_others(script: &Script) -> Processor<$Connection> {
                    processor(handlers_of_others(script))
                }

                fn processor_in(script: &Script, mirror: Mirror) -> Processor<$Connection> {
                    processor(handlers(script).mirror(mirror))
                }

                async fn apply(&mut self, processor: &Processor<$Connection>, claim: Claim) -> Result<Processed> {
                    apply(processor, &mut self.conn, claim)$($await)*
                }

                async fn process(&mut self, processor: &Processor<$Connection>) -> Result<Processed> {
                    process_pending(processor, &mut self.conn)$($await)*
                }

                async fn migrate(&mut self) -> Result<Vec<&'static Migration>> {
                    migrations::run(&mut self.conn)$($await)*
                }

                async fn migrate_within(&mut self, wait: Duration) -> Result<Vec<&'static Migration>> {
                    migrations::run_within(&mut self.conn, wait)$($await)*
                }

                async fn by_harness(self, act: &Harness) -> std::result::Result<Vec<String>, String> {
                    act.ask(&mut harnessed(self.conn))
                }

                async fn pending(&mut self) -> Result<Vec<&'static Migration>> {
                    migrations::pending(&mut self.conn)$($await)*
                }

                async fn check(&mut self) -> Result<()> {
                    migrations::check(&mut self.conn)$($await)*
                }

                async fn status(&mut self, mirror: &Mirror) -> Result<Status> {
                    migrations::status(&mut self.conn, mirror)$($await)*
                }
            }
        };
    };
}

#[allow(unused_imports, reason = "not every binary has async connections")]
pub(crate) use {async_database, blocking_database, database};
