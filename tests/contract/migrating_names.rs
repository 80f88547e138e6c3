//! Names that are taken, schemas, and roles that may not make tables.

use diesel_stripe::Error;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::migrations::ALL;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;

use crate::database::Database;
use crate::sent::{answer, data, intent};

/// The tables that are there, but those of the server.
async fn tables<D: Database>(db: &mut D) -> Vec<String> {
    let tables = match D::DIALECT {
        SqlDialect::Postgres => {
            "SELECT schemaname || '.' || tablename AS value FROM pg_tables \
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        }
        SqlDialect::Mysql => {
            "SELECT CAST(table_name AS CHAR) AS value FROM information_schema.tables WHERE table_schema = DATABASE()"
        }
        SqlDialect::Sqlite => "SELECT name AS value FROM sqlite_master WHERE type = 'table'",
    };
    db.values(tables).await.into_iter().flatten().collect()
}

fn taken<T: std::fmt::Debug>(result: diesel_stripe::Result<T>) -> Vec<String> {
    let Err(error @ Error::NameTaken { .. }) = result else { panic!("{result:?}") };
    let Error::NameTaken { names } = &error else { unreachable!() };
    assert!(names.iter().all(|name| error.to_string().contains(name)), "{error}");
    names.clone()
}

async fn a_table_of_the_hosts_is_named_before_anything_is_made<D: Database>(db: &mut D) {
    // One of the last migration's, and one that differs by a column.
    db.execute("CREATE TABLE stripe_calls (id INTEGER NOT NULL PRIMARY KEY, phone VARCHAR(20))").await.unwrap();
    db.execute("CREATE TABLE stripe_mirror (id INTEGER NOT NULL PRIMARY KEY, livemode BOOLEAN NOT NULL)")
        .await
        .unwrap();
    db.execute("CREATE VIEW stripe_customers AS SELECT 1 AS id").await.unwrap();
    let before = tables(db).await;

    assert_eq!(taken(db.migrate().await), ["stripe_calls", "stripe_customers", "stripe_mirror"]);
    taken(db.check().await);
    assert_eq!(tables(db).await, before, "nothing is made");

    db.execute("DROP VIEW stripe_customers").await.unwrap();
    db.execute("ALTER TABLE stripe_calls RENAME TO phone_calls").await.unwrap();
    assert_eq!(taken(db.migrate().await), ["stripe_mirror"]);
    db.execute("ALTER TABLE stripe_mirror RENAME TO mirrors").await.unwrap();
    assert_eq!(db.migrate().await.unwrap().len(), ALL.len());
    db.check().await.unwrap();
}

async fn a_version_table_of_the_hosts_is_named<D: Database>(db: &mut D) {
    db.execute("CREATE TABLE stripe_schema_migrations (number INTEGER NOT NULL PRIMARY KEY)").await.unwrap();
    let before = tables(db).await;
    for names in [
        taken(db.migrate().await),
        taken(db.pending().await),
        taken(db.check().await),
        taken(db.status(&Mirror::default()).await),
    ] {
        assert_eq!(names, ["stripe_schema_migrations"]);
    }
    assert_eq!(tables(db).await, before);
    db.execute("DROP TABLE stripe_schema_migrations").await.unwrap();
    if D::DIALECT == SqlDialect::Mysql {
        db.execute("CREATE TABLE stripe_schema_lock (door VARCHAR(20))").await.unwrap();
        assert_eq!(taken(db.migrate().await), ["stripe_schema_lock"]);
        db.execute("DROP TABLE stripe_schema_lock").await.unwrap();
    }
    db.migrate().await.unwrap();
}

/// `CREATE INDEX IF NOT EXISTS` would say nothing, and there would be no index.
async fn an_index_of_the_hosts_is_named<D: Database>(db: &mut D) {
    db.execute("CREATE TABLE orders (number INTEGER NOT NULL PRIMARY KEY, customer INTEGER)").await.unwrap();
    db.execute("CREATE INDEX stripe_charges_customer ON orders (customer)").await.unwrap();
    if D::DIALECT == SqlDialect::Mysql {
        // There, each table has names of its own.
        assert_eq!(db.migrate().await.unwrap().len(), ALL.len());
        return;
    }
    assert_eq!(taken(db.migrate().await), ["stripe_charges_customer"]);
    db.execute("DROP INDEX stripe_charges_customer").await.unwrap();
    db.migrate().await.unwrap();
}

/// All of it is in the schema in which PostgreSQL makes tables: the first of the search path that exists.
async fn one_schema_has_it_all<D: Database>(db: &mut D) {
    if D::DIALECT == SqlDialect::Postgres {
        db.execute("CREATE SCHEMA app; SET search_path = missing, app, public").await.unwrap();
    }
    db.migrate().await.unwrap();
    db.check().await.unwrap();
    if D::DIALECT != SqlDialect::Postgres {
        return;
    }
    assert!(tables(db).await.iter().all(|table| table.starts_with("app.stripe_")));
    db.ensure_mode(&Mirror::test()).await.unwrap();
    db.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap();

    // Tables would be made in `public`, and there are none.
    let mut other = db.another().await;
    assert_eq!(other.pending().await.unwrap().len(), ALL.len());
    assert!(matches!(other.check().await, Err(Error::Migration(_))));

    // A second mirror is not made before the first one by mistake: statements would find the empty one.
    other.execute("CREATE SCHEMA other; SET search_path = other, app").await.unwrap();
    for result in [other.migrate().await.map(|_| ()), other.pending().await.map(|_| ()), other.check().await] {
        let Err(Error::Migration(text)) = result else { panic!("{result:?}") };
        assert!(text.contains("(app)") && text.contains("search_path"), "{text}");
    }
    assert!(tables(db).await.iter().all(|table| table.starts_with("app.stripe_")));

    // On purpose, it is.
    other.execute("SET search_path = other").await.unwrap();
    assert_eq!(other.migrate().await.unwrap().len(), ALL.len());
    other.execute("SET search_path = other, app").await.unwrap();
    other.check().await.unwrap();
    other.ensure_mode(&Mirror::live()).await.unwrap();
    assert_eq!((db.livemode().await.unwrap(), other.livemode().await.unwrap()), (Some(false), Some(true)));
    assert_eq!(db.row::<PaymentIntent>("pi_1").await.amount, Some(100));
}

/// The application's role reads and writes, and makes no tables.
async fn a_role_without_the_right_to_make_tables_starts<D: Database>(db: &mut D) {
    db.migrate().await.unwrap();
    db.ensure_mode(&Mirror::test()).await.unwrap();
    let name = db.url().rsplit('/').next().unwrap().to_owned();
    let mut app = match D::DIALECT {
        SqlDialect::Postgres => {
            db.execute(&format!(
                "DROP ROLE IF EXISTS {name}; CREATE ROLE {name}; REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
                 GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
            ))
            .await
            .unwrap();
            let mut app = db.another().await;
            app.execute(&format!("SET ROLE {name}")).await.unwrap();
            app
        }
        SqlDialect::Mysql => {
            db.execute(&format!("CREATE OR REPLACE USER {name} IDENTIFIED BY 'app'")).await.unwrap();
            db.execute(&format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {name}.* TO {name}")).await.unwrap();
            let (_, server) = db.url().split_once('@').unwrap();
            D::connect(&format!("mysql://{name}:app@{server}")).await.unwrap()
        }
        SqlDialect::Sqlite => {
            let mut app = db.another().await;
            app.execute("PRAGMA query_only = ON").await.unwrap();
            app
        }
    };

    assert!(app.execute("CREATE TABLE mine (id INTEGER)").await.is_err(), "it may not");
    assert!(app.migrate().await.unwrap().is_empty());
    app.check().await.unwrap();
    assert!(app.pending().await.unwrap().is_empty());
    if D::DIALECT != SqlDialect::Sqlite {
        app.sync(data::<PaymentIntent>(&intent("pi_1", 100), answer(5))).await.unwrap();
    }
    // What is pending is not run by it, and it is said which.
    db.execute("DELETE FROM stripe_schema_migrations WHERE version = '0003'; DROP TABLE stripe_calls").await.unwrap();
    assert_eq!(app.pending().await.unwrap(), [&ALL[2]]);
    assert!(matches!(app.migrate().await, Err(Error::Database { .. })));
    assert!(matches!(app.check().await, Err(Error::Migration(_))));

    drop(app);
    match D::DIALECT {
        SqlDialect::Postgres => db.execute(&format!("DROP OWNED BY {name}; DROP ROLE {name}")).await.unwrap(),
        SqlDialect::Mysql => db.execute(&format!("DROP USER {name}")).await.unwrap(),
        SqlDialect::Sqlite => {}
    }
    db.migrate().await.unwrap();
    db.check().await.unwrap();
}

contract! { empty:
    a_table_of_the_hosts_is_named_before_anything_is_made,
    a_version_table_of_the_hosts_is_named,
    an_index_of_the_hosts_is_named,
    one_schema_has_it_all,
    a_role_without_the_right_to_make_tables_starts,
}
