//! On a million rows, no statement of the inbox, the queue and the calls reads a whole table.
//!
//! The statements are those that the crate sends, with the values that it binds. On PostgreSQL those that it keeps prepared are explained
//! once more as the server plans them for any values.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use diesel::backend::Backend;
use diesel::connection::{CacheSize, Instrumentation};
use diesel::deserialize::FromSql;
use diesel::query_builder::{AsQuery, AstPass, Query, QueryFragment, QueryId};
use diesel::row::{Field as _, Row as _};
use diesel::{ConnectionResult, QueryResult};
use diesel_async::{AnsiTransactionManager, AsyncConnection, AsyncConnectionCore, SimpleAsyncConnection};
use diesel_stripe::calls::{self, DurableCall as _};
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::error::Subject;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::webhook::inbox::{self, RETENTION, Replay, Retention};
use diesel_stripe::webhook::{Context, Handler, HandlerResult, Handlers, Processor};
use diesel_stripe::{Result, refresh};
use futures_util::{Stream, TryStreamExt as _};
use serde_json::Value;

use crate::calling::Calling;
use crate::calls::{of, stripe};
use crate::webhook::{deliveries, paid};

const TABLES: [&str; 3] = ["stripe_events", "stripe_calls", "stripe_refreshes"];
const ROWS: u32 = 1_000_000;

/// So many rows of each table. Most events and calls are done, and most of the queue is not due: as after years.
async fn fill<D: Calling>(db: &mut D) {
    let (numbers, n, zone) = match D::DIALECT {
        SqlDialect::Postgres => {
            (format!("generate_series(1, {ROWS}) AS numbers (n)"), "lpad(n::text, 7, '0')", "+00:00")
        }
        SqlDialect::Mysql => (format!("(SELECT seq AS n FROM seq_1_to_{ROWS}) AS numbers"), "LPAD(n, 7, '0')", ""),
        SqlDialect::Sqlite => {
            let numbers = "WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n";
            (format!("({numbers} < {ROWS}) SELECT n FROM numbers) AS numbers"), "printf('%07d', n)", "+00:00")
        }
    };
    let id = |prefix: &str| match D::DIALECT {
        SqlDialect::Mysql => format!("CONCAT('{prefix}', {n})"),
        _ => format!("'{prefix}' || {n}"),
    };
    let ago = |seconds: &str| match D::DIALECT {
        SqlDialect::Postgres => format!("now() - ({seconds}) * interval '1 second'"),
        SqlDialect::Mysql => format!("UTC_TIMESTAMP(6) - INTERVAL ({seconds}) SECOND"),
        SqlDialect::Sqlite => {
            format!("strftime('%Y-%m-%d %H:%M:%f', 'now', -({seconds}) || ' seconds') || '000+00:00'")
        }
    };
    let time = |literal: &str| match D::DIALECT {
        SqlDialect::Postgres => format!("TIMESTAMPTZ '{literal}{zone}'"),
        _ => format!("'{literal}{zone}'"),
    };
    let (past, future) = (time("2026-01-01 00:00:00.000000"), time("2999-01-01 00:00:00.000000"));
    // The last four weeks; some are older than anything is kept.
    let finished = ago("CASE WHEN n <= 3000 THEN 3500000 ELSE n * 2 + 3600 END");
    let open = "n % 1000 IN (0, 1)";
    let events = format!(
        "INSERT INTO stripe_events (id, stripe_account, created, type, object_kind, object_id, body, state, attempts, \
         due_at, received_at, finished_at, last_error) \
         SELECT {id}, '', {finished}, 'payment_intent.succeeded', 'payment_intent', {object}, '{{}}', \
         CASE WHEN n % 1000 = 0 THEN 'pending' WHEN n % 1000 = 1 THEN 'applied' WHEN n % 100 = 2 THEN 'dead' \
         WHEN n % 100 = 3 THEN 'ignored' ELSE 'done' END, \
         1, CASE WHEN {open} THEN {future} ELSE {past} END, {finished}, CASE WHEN {open} THEN NULL ELSE {finished} END, \
         CASE WHEN n % 5000 = 0 THEN 'waits' END FROM {numbers}",
        id = id("evt_"),
        object = id("pi_"),
    );
    let calls = format!(
        "INSERT INTO stripe_calls (call_key, stripe_account, idempotency_key, creates, method, path, body, body_hash, \
         state, attempts, due_at, stored_at) \
         SELECT {id}, '', {id}, TRUE, 'POST', '/payment_intents', '', '', \
         CASE WHEN n % 100 = 0 THEN 'failed' WHEN n % 1000 = 1 THEN 'pending' WHEN n % 1000 = 2 THEN 'lost' \
         ELSE 'done' END, 1, CASE WHEN n % 1000 = 1 THEN {future} ELSE {past} END, {stored} FROM {numbers}",
        id = id("order:"),
        stored = ago("n * 2"),
    );
    let refreshes = format!(
        "INSERT INTO stripe_refreshes (object, id, stripe_account, reason, due_at, given_up_at) \
         SELECT 'payment_intent', {id}, '', 'tied', CASE WHEN n % 10 = 0 THEN {past} ELSE {future} END, \
         CASE WHEN n % 10 = 0 THEN {past} END FROM {numbers}",
        id = id("pi_"),
    );
    for sql in [events, calls, refreshes] {
        db.execute(&sql).await.unwrap();
    }
    if D::DIALECT != SqlDialect::Mysql {
        // InnoDB keeps its statistics by itself.
        db.execute("ANALYZE").await.unwrap();
    }
}

/// Everything that is done to the three tables.
async fn work<D: Calling<Connection: Explainable>>(db: &mut D, conn: &mut Explaining<D::Connection>) -> Result<()> {
    let minute = Duration::from_secs(60);
    let (_stripe, client) = stripe().await;
    let mirror = Mirror::default();
    let past = if D::DIALECT == SqlDialect::Mysql { "'2020-01-01'" } else { "'2020-01-01 00:00:00.000000+00:00'" };

    // The inbox.
    let bodies = ["a", "b", "c", "d"].map(|id| paid(&format!("evt_{id}"), 5, &format!("pi_{id}"), 100));
    inbox::store(conn, &deliveries(&bodies)).await?;
    inbox::store(conn, &deliveries(&bodies[..1])).await?;
    let claim = inbox::claim(conn, 2, minute).await?;
    assert_eq!(claim.events.len(), 2);
    inbox::release(conn, &claim).await?;
    for _ in 0..3 {
        // They are suspected from then on.
        assert_eq!(inbox::claim(conn, 4, Duration::ZERO).await?.events.len(), 4);
    }
    let processed = processor(true).process_pending(conn).await?;
    assert_eq!((processed.done, processed.failed), (3, 1), "{processed:?}");
    // Only Stripe knows which of the two is newer, and it does not have the object.
    let tied = [1, 2].map(|n| paid(&format!("evt_tied_{n}"), 5, "pi_tied", n));
    inbox::store(conn, &deliveries(&tied)).await?;
    let processed = processor(false).process_pending(conn).await?;
    assert_eq!((processed.done, processed.waiting), (1, 1), "{processed:?}");
    // The queue.
    let tied = Subject::new("payment_intent", "pi_tied", "");
    refresh::again(conn, &tied).await?;
    refresh::again(conn, &Subject::new("discount", "di_1", "")).await?;
    refresh::queued(conn, 100).await?;
    assert_eq!(refresh::given_up(conn, 100).await?.len(), 100);
    let drained = refresh::drain(conn, &client, &mirror).await?;
    assert_eq!((drained.failed, drained.unconfirmed), (1, 1));
    refresh::one(conn, &client, &mirror, &tied).await?;
    let due = format!("UPDATE stripe_refreshes SET due_at = {past}, missing_at = {past}");
    for object in ["pi_tied", "di_1"] {
        db.execute(&format!("{due} WHERE id = '{object}'")).await.unwrap();
    }
    assert_eq!(refresh::drain(conn, &client, &mirror).await?.refreshed, 1);
    processor(false).process_pending(conn).await?;

    inbox::stats(conn).await?;
    let (day, now) = (chrono::TimeDelta::days(1), chrono::Utc::now());
    for replay in [
        Replay::all().id("evt_a"),
        Replay::all().received(now - day..now - day / 2),
        Replay::all().kind("invoice.*").created(now - day..now),
        Replay::ignored(),
        Replay::dead(),
    ] {
        inbox::replay(conn, &replay).await?;
    }
    let retained = inbox::retain(conn, &Retention::default()).await?;
    assert!(retained.emptied > 2_000, "{retained:?}");
    assert!(inbox::prune(conn, RETENTION).await? > 2_000);

    // The calls.
    PaymentIntent::create(conn, &client, "order:a", &of(100)).await?;
    PaymentIntent::create(conn, &client, "order:b", &of(100).customer("cus_none")).await.unwrap_err();
    assert!(calls::retry(conn, "order:b", "").await?);
    let stored = PaymentIntent::store_create(conn, "order:c", &of(100)).await?;
    stored.make(conn, &client).await?;
    db.execute("UPDATE stripe_calls SET due_at = stored_at WHERE call_key = 'order:b'").await.unwrap();
    assert_eq!(calls::recover(conn, &client, &mirror).await?.failed, 1);
    assert_eq!(calls::unfinished(conn, 100).await?.len(), 100);
    calls::find(conn, "order:a", "").await?;
    Ok(())
}

fn processor<C: MirrorConnection + 'static>(after_commit: bool) -> Processor<C> {
    struct Handled;
    impl<C: MirrorConnection + 'static> Handler<C, PaymentIntent> for Handled {
        async fn handle(&self, context: Context<'_, C, PaymentIntent>) -> HandlerResult {
            if context.event.id == "evt_b" { Err("the case says so".into()) } else { Ok(()) }
        }
    }
    let handlers = Handlers::new().on_handler::<PaymentIntent>("*", Handled);
    Processor::new(match after_commit {
        true => handlers.after_commit::<PaymentIntent>("*", |_| async { Ok(()) }),
        false => handlers,
    })
}

/// A connection that has each statement explained by another one, with the values that are bound, before it executes it.
struct Explaining<C> {
    conn: C,
    other: C,
    plans: Arc<Mutex<Vec<Plan>>>,
    transactions: AnsiTransactionManager,
}

struct Plan {
    statement: String,
    lines: Vec<String>,
}

/// A database that explains.
trait Explains: Backend {
    const EXPLAIN: &str;
    /// The place of the column with the plan's text.
    const COLUMN: usize;

    fn line(value: Option<Self::RawValue<'_>>) -> String;
    fn statement(query: &impl QueryFragment<Self>) -> String;
}

macro_rules! explains {
    ($($Backend:ty: $explain:literal, $column:literal;)+) => {
        $(impl Explains for $Backend {
            const EXPLAIN: &str = $explain;
            const COLUMN: usize = $column;

            fn line(value: Option<Self::RawValue<'_>>) -> String {
                <String as FromSql<diesel::sql_types::Text, Self>>::from_nullable_sql(value).unwrap()
            }

            fn statement(query: &impl QueryFragment<Self>) -> String {
                let shown = diesel::debug_query::<Self, _>(query).to_string();
                shown.split(" -- binds: ").next().unwrap_or_default().to_owned()
            }
        })+
    };
}

explains! {
    diesel::pg::Pg: "EXPLAIN ", 0;
    diesel::mysql::Mysql: "EXPLAIN FORMAT=JSON ", 0;
    diesel::sqlite::Sqlite: "EXPLAIN QUERY PLAN ", 3;
}

/// A connection to such a database.
trait Explainable: MirrorConnection + AsyncConnectionCore<Backend: Explains> + 'static {}

impl<C: MirrorConnection + AsyncConnectionCore<Backend: Explains> + 'static> Explainable for C {}

struct Explain<'q, T>(&'q T);

impl<DB: Explains, T: QueryFragment<DB>> QueryFragment<DB> for Explain<'_, T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(DB::EXPLAIN);
        self.0.walk_ast(out)
    }
}

impl<T> QueryId for Explain<'_, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> Query for Explain<'_, T> {
    type SqlType = diesel::sql_types::Text;
}

/// Text without values.
struct Sql(String);

impl<DB: Backend> QueryFragment<DB> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(&self.0);
        Ok(())
    }
}

impl QueryId for Sql {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Sql {
    type SqlType = diesel::sql_types::Text;
}

/// The texts in the first column.
async fn texts<C: Explainable>(conn: &mut C, sql: String) -> Vec<String> {
    let rows: Vec<_> = conn.load(Sql(sql)).await.unwrap().try_collect().await.unwrap();
    rows.into_iter().map(|row| text::<C>(&row, 0)).collect()
}

fn text<'c, C: Explainable>(row: &C::Row<'c, '_>, column: usize) -> String {
    C::Backend::line(row.get(column).expect("a column").value())
}

/// Waits for the plan, and then for the statement itself.
struct AfterPlan<E, S, R, F> {
    explaining: Option<Pin<Box<E>>>,
    rows: Option<Pin<Box<S>>>,
    line: fn(R) -> String,
    plan: Option<Plan>,
    plans: Arc<Mutex<Vec<Plan>>>,
    executing: Pin<Box<F>>,
}

impl<E, S, R, F> Future for AfterPlan<E, S, R, F>
where
    E: Future<Output = QueryResult<S>>,
    S: Stream<Item = QueryResult<R>>,
    F: Future,
{
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        if let Some(explaining) = &mut this.explaining {
            this.rows = Some(Box::pin(ready!(explaining.as_mut().poll(context)).expect("a plan")));
            this.explaining = None;
        }
        while let Some(rows) = &mut this.rows {
            match ready!(rows.as_mut().poll_next(context)) {
                Some(row) => this.plan.as_mut().unwrap().lines.push((this.line)(row.expect("a line of a plan"))),
                None => this.rows = None,
            }
        }
        if let Some(plan) = this.plan.take() {
            this.plans.lock().unwrap().push(plan);
        }
        this.executing.as_mut().poll(context)
    }
}

impl<C: Explainable> Explaining<C> {
    async fn new<D: Calling<Connection = C>>(db: &D) -> Self {
        let (conn, other) = (db.another().await.into_connection(), db.another().await.into_connection());
        Explaining { conn, other, plans: Arc::default(), transactions: AnsiTransactionManager::default() }
    }

    /// What waits for the plan of a statement and then executes it.
    fn after_plan<'c, 'q, T: QueryFragment<C::Backend>, F>(
        &'c mut self,
        query: &'q T,
        execute: impl FnOnce(&'c mut C) -> F,
    ) -> AfterPlan<C::LoadFuture<'c, 'q>, C::Stream<'c, 'q>, C::Row<'c, 'q>, F> {
        let statement = C::Backend::statement(query);
        // What only inserts reads nothing, nor does what only takes SQLite's lock.
        let is_ours = TABLES.iter().any(|table| statement.contains(table));
        let reads = is_ours && !statement.starts_with("INSERT") && !statement.ends_with("WHERE 1 = 0");
        AfterPlan {
            explaining: reads.then(|| Box::pin(self.other.load(Explain(query)))),
            rows: None,
            line: |row| text::<C>(&row, C::Backend::COLUMN),
            plan: reads.then_some(Plan { statement, lines: Vec::new() }),
            plans: Arc::clone(&self.plans),
            executing: Box::pin(execute(&mut self.conn)),
        }
    }
}

impl<C: SimpleAsyncConnection + Send> SimpleAsyncConnection for Explaining<C> {
    async fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        self.conn.batch_execute(query).await
    }
}

impl<C: Explainable> AsyncConnectionCore for Explaining<C> {
    type ExecuteFuture<'conn, 'query> = AfterPlan<
        C::LoadFuture<'conn, 'query>,
        C::Stream<'conn, 'query>,
        C::Row<'conn, 'query>,
        C::ExecuteFuture<'conn, 'query>,
    >;
    type LoadFuture<'conn, 'query> = AfterPlan<
        C::LoadFuture<'conn, 'query>,
        C::Stream<'conn, 'query>,
        C::Row<'conn, 'query>,
        C::LoadFuture<'conn, 'query>,
    >;
    type Stream<'conn, 'query> = C::Stream<'conn, 'query>;
    type Row<'conn, 'query> = C::Row<'conn, 'query>;
    type Backend = C::Backend;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> Self::LoadFuture<'conn, 'query>
    where
        T: AsQuery + 'query,
        T::Query: QueryFragment<Self::Backend> + QueryId + 'query,
    {
        // Both connections need it for as long as the caller says, which may be longer than the futures live.
        let query: &'query T::Query = Box::leak(Box::new(source.as_query()));
        self.after_plan(query, |conn| conn.load(query))
    }

    fn execute_returning_count<'conn, 'query, T>(&'conn mut self, source: T) -> Self::ExecuteFuture<'conn, 'query>
    where
        T: QueryFragment<Self::Backend> + QueryId + 'query,
    {
        let query: &'query T = Box::leak(Box::new(source));
        self.after_plan(query, |conn| conn.execute_returning_count(query))
    }
}

impl<C: Explainable> AsyncConnection for Explaining<C> {
    type TransactionManager = AnsiTransactionManager;

    async fn establish(_: &str) -> ConnectionResult<Self> {
        unreachable!("it is made of two connections")
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.conn.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.conn.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.conn.set_prepared_statement_cache_size(size);
    }
}

/// What a plan reads as a whole.
fn scanned(dialect: SqlDialect, plan: &[String]) -> Vec<String> {
    let of_ours = |line: &&String| TABLES.iter().any(|table| line.contains(table));
    match dialect {
        SqlDialect::Postgres => {
            plan.iter().filter(|line| line.contains("Seq Scan on")).filter(of_ours).cloned().collect()
        }
        SqlDialect::Sqlite => {
            let is_scan = |line: &&String| line.starts_with("SCAN") && !line.contains("USING");
            plan.iter().filter(is_scan).filter(of_ours).cloned().collect()
        }
        SqlDialect::Mysql => {
            let mut found = Vec::new();
            let plan = plan.concat();
            tables_of(&serde_json::from_str(&plan).unwrap(), plan.contains("filesort"), &mut found);
            found
        }
    }
}

/// The tables that MariaDB reads by no index, or of which it sorts most rows.
fn tables_of(plan: &Value, sorts: bool, found: &mut Vec<String>) {
    match plan {
        Value::Object(node) => {
            let name = node.get("table_name").and_then(Value::as_str).unwrap_or_default();
            if TABLES.contains(&name) {
                let rows = node.get("rows").and_then(Value::as_u64).unwrap_or(1);
                let access = node.get("access_type").and_then(Value::as_str).unwrap_or_default();
                if access == "ALL" || (sorts && rows > u64::from(ROWS) / 4) {
                    found.push(format!("{name}: {access}, {rows} rows"));
                }
            }
            node.values().for_each(|node| tables_of(node, sorts, found));
        }
        Value::Array(nodes) => nodes.iter().for_each(|node| tables_of(node, sorts, found)),
        _ => {}
    }
}

async fn no_statement_reads_a_whole_table<D: Calling<Connection: Explainable>>(db: &mut D) {
    fill(db).await;
    let mut conn = Explaining::new(db).await;
    work(db, &mut conn).await.unwrap();

    let mut wrong = BTreeSet::new();
    let plans = std::mem::take(&mut *conn.plans.lock().unwrap());
    for Plan { statement, lines } in &plans {
        for scan in scanned(D::DIALECT, lines) {
            wrong.insert(format!("{statement}\n    {scan}"));
        }
    }
    if D::DIALECT == SqlDialect::Postgres {
        // What is kept prepared may be planned for any values.
        let conn = &mut conn.conn;
        conn.batch_execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
        let prepared =
            "SELECT name || E'\\t' || cardinality(parameter_types) || E'\\t' || statement FROM pg_prepared_statements";
        for prepared in texts(conn, prepared.to_owned()).await {
            let [name, parameters, statement] = prepared.splitn(3, '\t').collect::<Vec<_>>()[..] else {
                panic!("{prepared}")
            };
            if TABLES.iter().any(|table| statement.contains(table)) && !statement.starts_with("INSERT") {
                let nulls = vec!["NULL"; parameters.parse().unwrap()].join(", ");
                let values = if nulls.is_empty() { nulls } else { format!("({nulls})") };
                let plan = texts(conn, format!("EXPLAIN EXECUTE \"{name}\"{values}")).await;
                for scan in scanned(D::DIALECT, &plan) {
                    wrong.insert(format!("for any values: {statement}\n    {scan}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} statements:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(plans.len() > 60, "{}", plans.len());
    assert!(plans.iter().any(|plan| plan.statement.contains("begun = TRUE")), "suspected events are begun");
    if D::DIALECT == SqlDialect::Mysql {
        // The next test is given this database.
        for table in TABLES {
            db.execute(&format!("TRUNCATE TABLE {table}")).await.unwrap();
        }
    }
}

contract! { async: no_statement_reads_a_whole_table }
