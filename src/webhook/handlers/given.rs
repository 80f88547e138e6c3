//! Rows on their way to handlers, whatever their models.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use super::RowFrom;
use crate::database::Executor;
use crate::error::Result;
use crate::mirror;
use crate::model::StripeModel;
use crate::webhook::BoxError;

/// A row of some model.
pub(crate) type AnyRow = Arc<dyn Any + Send + Sync>;
/// An object's id and account.
pub(crate) type ObjectKey = (String, String);
pub(crate) type Rows = HashMap<ObjectKey, AnyRow>;

/// A row that is given to a handler, and where it is from.
pub(crate) struct Given {
    pub(crate) row: AnyRow,
    pub(crate) from: RowFrom,
}

/// A handler is called with a row of its own model only.
pub(crate) fn given<M: 'static>(given: Option<&Given>) -> std::result::Result<(&M, RowFrom), BoxError> {
    let row = given.and_then(|given| Some((given.row.downcast_ref()?, given.from)));
    row.ok_or_else(|| "the row is of another model".into())
}

/// The rows of objects of one kind, in one query.
pub(crate) async fn load_rows<E: Executor, M: StripeModel + Sync>(
    mut exec: E,
    kind: &str,
    keys: &[ObjectKey],
) -> Result<Rows> {
    let keys = keys.iter().map(|(id, account)| mirror::key_of(M::TABLE, kind, id, account)).collect();
    let rows: Vec<M> = mirror::rows(&mut exec, M::TABLE, keys).await?;
    let keyed = |row: M| {
        let state = row.state();
        ((state.id, state.stripe_account), Arc::new(row) as AnyRow)
    };
    Ok(rows.into_iter().map(keyed).collect())
}
