//! A database of its own for each test: made from a migrated template where that is faster, dropped when the test passes.
//!
//! A test that fails leaves its database behind to be looked at; a later run that wants its name drops it. So do the last few
//! tests on a server: their databases are used again, emptied.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::KINDS;

use crate::database::Database;

/// What a host on SQLite sets: more than one connection writes.
#[allow(dead_code, reason = "not every binary has SQLite connections")]
pub const SQLITE_HOST: &str = "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF";

/// A connection to a database of its own with the mirror's tables, of test mode: the host said so before anything came.
#[allow(dead_code, reason = "not every binary has such tests")]
pub async fn migrated<D: Database>() -> D {
    let mut db: D = without_mode().await;
    assert!(!db.ensure_mode(&Mirror::test()).await.unwrap());
    db
}

/// The same of no mode: nobody has said one.
pub async fn without_mode<D: Database>() -> D {
    let emptied = EMPTIED.lock().unwrap().get_mut(name::<D>()).and_then(Vec::pop);
    if let Some(url) = emptied {
        return D::connect(&url).await.unwrap();
    }
    match D::DIALECT {
        SqlDialect::Postgres => {
            let template = postgres_template::<D>().await;
            D::connect(&postgres::<D>(&format!("TEMPLATE {template}")).await).await.unwrap()
        }
        SqlDialect::Sqlite => {
            static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
            let url = sqlite();
            if let Some(template) = TEMPLATE.get() {
                fs::write(&url, template).unwrap();
                return D::connect(&url).await.unwrap();
            }
            let mut db = D::connect(&url).await.unwrap();
            db.migrate().await.unwrap();
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
            let _ = TEMPLATE.set(fs::read(&url).unwrap());
            db
        }
        SqlDialect::Mysql => {
            let mut db: D = empty().await;
            db.migrate().await.unwrap();
            db
        }
    }
}

/// Migrated databases of servers whose tests have passed, and whose tables are empty again, by dialect: it takes a server a second or more
/// to make the tables and drop them.
static EMPTIED: Mutex<BTreeMap<&str, Vec<String>>> = Mutex::new(BTreeMap::new());

/// A connection to a database of its own with nothing in it.
pub async fn empty<D: Database>() -> D {
    let url = match D::DIALECT {
        SqlDialect::Postgres => postgres::<D>("").await,
        SqlDialect::Mysql => mysql::<D>().await,
        SqlDialect::Sqlite => sqlite(),
    };
    D::connect(&url).await.unwrap()
}

/// Drops the database of a test that passed.
pub async fn discard<D: Database>(mut db: D) {
    let url = db.url().to_owned();
    if D::DIALECT != SqlDialect::Sqlite && was_emptied(&mut db).await {
        return EMPTIED.lock().unwrap().entry(name::<D>()).or_default().push(url);
    }
    drop(db);
    match D::DIALECT {
        SqlDialect::Postgres => {
            let mut server: D = server("POSTGRES_URL").await;
            server.execute(&format!("DROP DATABASE {} WITH (FORCE)", name_in(&url))).await.unwrap();
        }
        SqlDialect::Mysql => {
            let mut server: D = server("MYSQL_URL").await;
            server.execute(&format!("DROP DATABASE {}", name_in(&url))).await.unwrap();
        }
        SqlDialect::Sqlite => {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                let _ = fs::remove_file(format!("{url}{suffix}"));
            }
        }
    }
}

/// Empties the mirror's tables, unless the test made or dropped any.
async fn was_emptied<D: Database>(db: &mut D) -> bool {
    let tables = match D::DIALECT {
        SqlDialect::Mysql => {
            "SELECT CAST(table_name AS CHAR) AS value FROM information_schema.tables WHERE table_schema = DATABASE()"
        }
        _ => {
            "SELECT relname::text AS value FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"
        }
    };
    let tables: BTreeSet<String> = db.values(tables).await.into_iter().flatten().collect();
    let own = [
        "stripe_calls",
        "stripe_events",
        "stripe_mirror",
        "stripe_objects",
        "stripe_refreshes",
        "stripe_schema_lock",
        "stripe_schema_migrations",
    ];
    // MySQL alone has a row for a lock.
    let own = own.into_iter().filter(|own| *own != "stripe_schema_lock" || D::DIALECT == SqlDialect::Mysql);
    let migrated = KINDS.tables().map(|table| table.name).chain(own).map(str::to_owned).collect();
    if tables != migrated || db.check().await.is_err() {
        return false;
    }
    let emptied = tables.iter().filter(|table| !table.starts_with("stripe_schema_"));
    let delete: Vec<String> = emptied.map(|table| format!("DELETE FROM {table}")).collect();
    db.execute(&delete.join("; ")).await.unwrap();
    true
}

fn name<D: Database>() -> &'static str {
    match D::DIALECT {
        SqlDialect::Postgres => "postgres",
        SqlDialect::Mysql => "mysql",
        SqlDialect::Sqlite => "sqlite",
    }
}

fn unused_name() -> String {
    static USED: AtomicUsize = AtomicUsize::new(0);
    format!("diesel_stripe_{}_{}", std::process::id(), USED.fetch_add(1, Ordering::Relaxed))
}

fn server_url(variable: &str) -> String {
    env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set: run the tests with ./tests/run"))
}

async fn server<D: Database>(variable: &str) -> D {
    let url = server_url(variable);
    D::connect(&url).await.unwrap_or_else(|error| {
        panic!("no server answers at {variable} = {url}: {error}. ./tests/run starts one, and then runs the tests")
    })
}

/// The server's URL with another database.
fn url_of(variable: &str, database: &str) -> String {
    let url = server_url(variable);
    let (server, _) = url.rsplit_once('/').unwrap_or_else(|| panic!("{variable} = {url} names no database"));
    format!("{server}/{database}")
}

fn name_in(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

async fn postgres<D: Database>(options: &str) -> String {
    let name = unused_name();
    let mut server: D = server("POSTGRES_URL").await;
    server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    server.execute(&format!("CREATE DATABASE {name} {options}")).await.unwrap();
    url_of("POSTGRES_URL", &name)
}

async fn mysql<D: Database>() -> String {
    let name = unused_name();
    let mut server: D = server("MYSQL_URL").await;
    server.execute(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
    server.execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    url_of("MYSQL_URL", &name)
}

fn sqlite() -> String {
    let path: PathBuf = env::temp_dir().join(format!("{}.sqlite3", unused_name()));
    let _ = fs::remove_file(&path);
    path.to_str().expect("a temporary directory in UTF-8").to_owned()
}

/// The database that others are copies of. It is named after the migrations' text, and kept for the next run.
async fn postgres_template<D: Database>() -> String {
    static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    let make = || async {
        let mut hasher = DefaultHasher::new();
        migrations::ALL.iter().for_each(|migration| migration.sql(SqlDialect::Postgres).hash(&mut hasher));
        let name = format!("diesel_stripe_template_{:016x}", hasher.finish());
        let mut server: D = server("POSTGRES_URL").await;
        // Other test binaries may want it too.
        server.execute("SELECT pg_advisory_lock(hashtext('diesel_stripe_template'))").await.unwrap();
        let made =
            format!("SELECT shobj_description(oid, 'pg_database') AS value FROM pg_database WHERE datname = '{name}'");
        if server.values(&made).await != [Some("migrated".to_owned())] {
            server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
            server.execute(&format!("CREATE DATABASE {name}")).await.unwrap();
            let mut template = D::connect(&url_of("POSTGRES_URL", &name)).await.unwrap();
            template.migrate().await.unwrap();
            drop(template);
            server.execute(&format!("COMMENT ON DATABASE {name} IS 'migrated'")).await.unwrap();
        }
        name
    };
    TEMPLATE.get_or_init(make).await.clone()
}
