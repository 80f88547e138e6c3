//! The crate's own tables: the inbox, the queue of refreshes, the durable calls. They hold none of Stripe's objects as rows.

use super::{ColumnType, SqlDialect, quoted};

/// A table of the crate's own: the data from which its migrations, the statements on it and the schema's test follow.
#[derive(Debug)]
pub struct OwnTable {
    /// Its name: `stripe_events`.
    pub name: &'static str,
    /// What it is for, line by line.
    pub about: &'static [&'static str],
    /// The primary key.
    pub key: &'static [&'static str],
    /// Its columns, in the order of the row's fields.
    pub columns: &'static [OwnColumn],
    /// Its indexes besides the key's.
    pub indexes: &'static [OwnIndex],
    /// What one dialect is told of it besides.
    pub settings: &'static [(SqlDialect, &'static str)],
}

/// A column of an [`OwnTable`].
#[derive(Debug)]
pub struct OwnColumn {
    /// Its name in SQL.
    pub name: &'static str,
    /// Its type.
    pub column_type: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// What follows its type: `DEFAULT 1`.
    pub clause: Option<&'static str>,
}

/// An index of an [`OwnTable`].
#[derive(Debug)]
pub struct OwnIndex {
    /// Its name: `stripe_events_open`.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// The condition that its rows meet.
    pub only: Option<&'static str>,
    /// The dialects that have it.
    pub on: &'static [SqlDialect],
}

impl OwnTable {
    /// Whether an index of this dialect finds rows by a column, or the key does.
    pub fn is_indexed(&self, column: &str, dialect: SqlDialect) -> bool {
        let indexes = self.indexes.iter().filter(|index| index.on.contains(&dialect));
        self.key.contains(&column) || indexes.flat_map(|index| index.columns).any(|indexed| *indexed == column)
    }

    /// The names of all columns, in their order.
    pub(crate) fn names(&self, quote: char) -> String {
        quoted(self.columns.iter().map(|column| column.name), quote)
    }
}

/// Declares a table of the crate's own: Diesel's `table!`, a row of it, and the [`OwnTable`].
macro_rules! own_table {
    (
        $(#[doc = $about:tt])+
        $table:ident ($($key:ident),+)

        $(#[$meta:meta])*
        pub struct $Row:ident {
            $(
                $(#[doc = $doc:tt])+
                $field:ident $([$column:tt])?: $kind:ident $(<$inner:ident>)? $(= $clause:literal)?,
            )+
        }
        $(index $index:ident ($($indexed:ident),+) $(where $only:literal)? on $($on:ident)|+;)*
        $(set $dialect:ident: $setting:literal;)*
    ) => {
        diesel::table! {
            use $crate::__private::columns::*;
            $(#[doc = $about])+
            $table ($($key),+) {
                $(
                    $(#[doc = $doc])+
                    $(#[sql_name = $column])?
                    $field -> $kind $(<$inner>)?,
                )+
            }
        }

        $(#[$meta])*
        pub struct $Row {
            $($(#[doc = $doc])+ pub $field: $crate::sql::own_table!(@rust $kind $(<$inner>)?),)+
        }

        $crate::__row!($Row, $table::SqlType);

        impl $Row {
            /// Its table.
            pub const TABLE: &'static $crate::sql::OwnTable = &$crate::sql::OwnTable {
                name: stringify!($table),
                about: &[$($about),+],
                key: &[$(stringify!($key)),+],
                columns: &[$($crate::sql::OwnColumn {
                    name: $crate::sql::own_table!(@name $field $($column)?),
                    column_type: $crate::sql::own_table!(@kind $kind $(<$inner>)?),
                    nullable: $crate::sql::own_table!(@nullable $kind),
                    clause: $crate::sql::own_table!(@option $($clause)?),
                }),+],
                indexes: &[$($crate::sql::OwnIndex {
                    name: stringify!($index),
                    columns: &[$(stringify!($indexed)),+],
                    only: $crate::sql::own_table!(@option $($only)?),
                    on: &[$($crate::sql::SqlDialect::$on),+],
                }),*],
                settings: &[$(($crate::sql::SqlDialect::$dialect, $setting)),*],
            };

            /// The cells of all columns.
            #[allow(dead_code, reason = "rows of some tables are inserted column by column")]
            pub(crate) fn into_cells(self) -> Vec<$crate::sql::Cell> {
                vec![$(self.$field.into()),+]
            }
        }
    };
    (@rust Text) => { String };
    (@rust Bool) => { bool };
    (@rust BigInt) => { i64 };
    (@rust UtcTimestamp) => { chrono::DateTime<chrono::Utc> };
    (@rust Nullable<$inner:ident>) => { Option<$crate::sql::own_table!(@rust $inner)> };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $column:tt) => { $column };
    (@kind Nullable<$inner:ident>) => { $crate::sql::ColumnType::$inner };
    (@kind $kind:ident) => { $crate::sql::ColumnType::$kind };
    (@nullable Nullable) => { true };
    (@nullable $kind:ident) => { false };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
}
pub(crate) use own_table;
