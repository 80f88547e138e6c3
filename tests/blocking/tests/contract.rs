//! The contract suite of the crate, on blocking PostgreSQL and MySQL connections.

use diesel::{MysqlConnection, PgConnection};

/// Makes a module of each of the suite's files.
macro_rules! suite {
    ($($file:literal as $module:ident),+ $(,)?) => { $( #[path = $file] mod $module; )+ };
}

suite! {
    "../../contract/calling.rs" as calling,
    "../../contract/database.rs" as database,
    "../../contract/fresh.rs" as fresh,
    "../../contract/models.rs" as models,
    "../../contract/sent.rs" as sent,
    "../../support/own_tables.rs" as own_tables,
    "../../support/stored.rs" as stored,
    "../../contract/webhook.rs" as webhook,
}

database::blocking_database!(Postgres, PgConnection, Postgres, "SELECT 1");
database::blocking_database!(Mysql, MysqlConnection, Mysql, "DO 0");

calling::blocking_calling!(Postgres);
calling::blocking_calling!(Mysql);

/// Makes a test of each case on each of this binary's connections.
macro_rules! contract {
    ($($case:ident),+ $(,)?) => {
        contract! { @on postgres_blocking: Postgres, migrated: $($case),+ }
        contract! { @on mysql_blocking: Mysql, migrated: $($case),+ }
    };
    (empty: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_blocking: Postgres, empty: $($case),+ }
        contract! { @on mysql_blocking: Mysql, empty: $($case),+ }
    };
    (without_mode: $($case:ident),+ $(,)?) => {
        contract! { @on postgres_blocking: Postgres, without_mode: $($case),+ }
        contract! { @on mysql_blocking: Mysql, without_mode: $($case),+ }
    };
    (blocking: $($case:ident),+ $(,)?) => {
        contract! { $($case),+ }
    };
    (@on $connection:ident: $Database:ident, $fresh:ident: $($case:ident),+) => {
        mod $connection {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 16)]
                async fn $case() {
                    let mut db = crate::fresh::$fresh::<crate::$Database>().await;
                    super::$case(&mut db).await;
                    crate::fresh::discard(db).await;
                }
            )+
        }
    };
}

suite! {
    "../../contract/accounts.rs" as accounts,
    "../../contract/bad_input.rs" as bad_input,
    "../../contract/calls.rs" as calls,
    "../../contract/canaries.rs" as canaries,
    "../../contract/causes.rs" as causes,
    "../../contract/children.rs" as children,
    "../../contract/concurrency.rs" as concurrency,
    "../../contract/convergence.rs" as convergence,
    "../../contract/customers.rs" as customers,
    "../../contract/deletion.rs" as deletion,
    "../../contract/diesel_harness.rs" as diesel_harness,
    "../../contract/every_kind.rs" as every_kind,
    "../../contract/every_order.rs" as every_order,
    "../../contract/expanded.rs" as expanded,
    "../../contract/failing_blocking.rs" as failing_blocking,
    "../../contract/fixtures.rs" as fixtures,
    "../../contract/histories.rs" as histories,
    "../../contract/host_model.rs" as host_model,
    "../../contract/host_transaction.rs" as host_transaction,
    "../../contract/invoice_lines.rs" as invoice_lines,
    "../../contract/migrating.rs" as migrating,
    "../../contract/migrating_alone.rs" as migrating_alone,
    "../../contract/migrating_names.rs" as migrating_names,
    "../../contract/mode.rs" as mode,
    "../../contract/ordering.rs" as ordering,
    "../../contract/overlapping.rs" as overlapping,
    "../../contract/permutations.rs" as permutations,
    "../../contract/previews.rs" as previews,
    "../../contract/redaction.rs" as redaction,
    "../../contract/refresh.rs" as refresh,
    "../../contract/refresh_given_up.rs" as refresh_given_up,
    "../../contract/refresh_lists.rs" as refresh_lists,
    "../../contract/refresh_missing.rs" as refresh_missing,
    "../../contract/refresh_under_parents.rs" as refresh_under_parents,
    "../../contract/refusal.rs" as refusal,
    "../../contract/refused.rs" as refused,
    "../../contract/reprojecting.rs" as reprojecting,
    "../../contract/rolling.rs" as rolling,
    "../../contract/schema.rs" as schema,
    "../../contract/scripted.rs" as scripted,
    "../../contract/test_clocks.rs" as test_clocks,
    "../../contract/unchanged.rs" as unchanged,
    "../../contract/unexpected.rs" as unexpected,
    "../../contract/waiting.rs" as waiting,
    "../../contract/webhook_accounts.rs" as webhook_accounts,
    "../../contract/webhook_batches.rs" as webhook_batches,
    "../../contract/webhook_inbox.rs" as webhook_inbox,
    "../../contract/webhook_mode.rs" as webhook_mode,
    "../../contract/webhook_processing.rs" as webhook_processing,
    "../../contract/webhook_rows.rs" as webhook_rows,
    "../../contract/webhook_ties.rs" as webhook_ties,
}
