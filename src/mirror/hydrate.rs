//! References to what the mirror does not hold.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::apply::Done;
use super::queue::{Queue, Reason};
use super::write::{key_of, rows};
use super::{Hydrate, Mirror};
use crate::database::Executor;
use crate::error::{Result, Subject};
use crate::model::RowState;
use crate::sql::{Cell, ColumnType};

/// Queues the objects that snapshots refer to and that no table has, where the mirror is to be completed: snapshots that were older
/// than their rows too, as in another order these would have been rows.
pub(super) async fn queue_missing<E: Executor>(
    mirror: &Mirror,
    exec: &mut E,
    done: &[Done],
    queue: &mut Queue,
) -> Result<()> {
    if mirror.hydrate == Hydrate::Nothing {
        return Ok(());
    }
    let mut referred: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for Done { table, item, .. } in done {
        let kind = mirror.kinds.get(&item.snapshot.object);
        // Nothing within the object says whose those are.
        let of_another = kind.map_or(&[][..], |kind| kind.of_another_account);
        for (column, cell) in table.all_columns().zip(&item.record().cells) {
            if let (ColumnType::Reference, Cell::Text(id)) = (column.column_type, cell)
                && let Some(object) = mirror.kinds.kind_of_id(id)
                && !column.paths.iter().any(|path| of_another.contains(path))
                && mirror.served_alone(object).is_some()
            {
                referred.entry(object).or_default().insert((id, &item.snapshot.origin.stripe_account));
            }
        }
    }
    for (object, ids) in referred {
        let tables = mirror.tables_of(object);
        let Some(table) = tables.first() else { continue };
        let keys = ids.iter().map(|(id, account)| key_of(table, object, id, account)).collect();
        let held: Vec<RowState> = rows(exec, table, keys).await?;
        let held: HashSet<(&str, &str)> =
            held.iter().map(|row| (row.id.as_str(), row.stripe_account.as_str())).collect();
        for (id, account) in ids.difference(&held.into_iter().collect()) {
            queue.add(Subject::new(object, *id, *account), Reason::Missing);
        }
    }
    Ok(())
}
