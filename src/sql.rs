//! A statement that is built from data, what is bound to it, and the rows that are loaded from it.

mod cells;
mod dialect;
mod own_table;
mod row;
mod statement;
mod value;

#[doc(hidden)]
pub use cells::{Cells, FromCell};
pub use dialect::SqlDialect;
pub use own_table::{OwnColumn, OwnIndex, OwnTable};
pub use row::{LoadFrom, OnMysql, OnPostgres, OnSqlite, Row};
pub use statement::{Returning, Statement};
pub use value::{Cell, ColumnType};

pub(crate) use own_table::own_table;
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
pub(crate) use statement::{Part, bind_parts};
pub(crate) use statement::{join, quoted};
pub(crate) use value::{MAX_ID, is_too_long};
