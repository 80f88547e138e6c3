//! How many objects are in the queue, for metrics.

#[cfg(feature = "metrics")]
use diesel::Queryable;

use crate::database::Executor;
#[cfg(feature = "metrics")]
use crate::error::{Error, Result, chain};
#[cfg(feature = "metrics")]
use crate::sql::Statement;

/// No more are counted: whatever the queue holds, it takes a few milliseconds.
#[cfg(feature = "metrics")]
const MOST: u32 = 10_000;

#[cfg(feature = "metrics")]
#[derive(Queryable)]
struct Counted {
    objects: i64,
}

#[cfg(feature = "metrics")]
crate::__row!(Counted, (diesel::sql_types::BigInt,));

/// Sets the gauges, if there are any. A drain does not fail because of them.
#[cfg(feature = "metrics")]
pub(super) async fn tell<E: Executor>(exec: &mut E) {
    let counted = async {
        let waiting = count(exec, "given_up_at IS NULL ORDER BY due_at").await?;
        Ok::<_, Error>((waiting, count(exec, "given_up_at IS NOT NULL ORDER BY given_up_at").await?))
    };
    match counted.await {
        Ok((waiting, given_up)) => crate::metrics::refreshes::stand(waiting, given_up),
        Err(error) => tracing::debug!(error = chain(&error), "the queue is not counted"),
    }
}

#[cfg(not(feature = "metrics"))]
pub(super) async fn tell<E: Executor>(_: &mut E) {}

#[cfg(feature = "metrics")]
async fn count<E: Executor>(exec: &mut E, objects: &str) -> Result<u32> {
    let mut select = Statement::new(true);
    select.sql(format!(
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM stripe_refreshes WHERE {objects} LIMIT {MOST}) AS counted"
    ));
    let counted: Vec<Counted> = super::load(exec, select, || "counting stripe_refreshes".to_owned()).await?;
    Ok(counted.first().and_then(|counted| u32::try_from(counted.objects).ok()).unwrap_or_default())
}
