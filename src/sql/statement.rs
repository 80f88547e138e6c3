//! A statement built from data: text, and values to bind.
//!
//! Diesel's query builder needs the columns of a table as types. The mirror writes any table from its list of columns, so it
//! builds the text itself and lets Diesel bind every value.

use std::fmt::Write as _;

use diesel::query_builder::{Query, QueryId};

use crate::sql::{Cell, ColumnType};

/// A statement of the mirror's: what [`MirrorConnection`](crate::database::MirrorConnection)s execute.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    pub(crate) parts: Vec<Part>,
    /// Whether the text is one of few, so that it is worth preparing once for the connection.
    pub(crate) prepared: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Part {
    Sql(String),
    Bind(ColumnType, Cell),
    #[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "only PostgreSQL has arrays"))]
    /// A whole column of rows: one parameter on PostgreSQL, as the text then does not depend on the number of rows.
    Array(ColumnType, Vec<Cell>),
}

impl Statement {
    pub(crate) fn new(prepared: bool) -> Self {
        Statement { parts: Vec::new(), prepared }
    }

    pub(crate) fn sql(&mut self, text: impl AsRef<str>) -> &mut Self {
        match self.parts.last_mut() {
            Some(Part::Sql(sql)) => sql.push_str(text.as_ref()),
            _ => self.parts.push(Part::Sql(text.as_ref().to_owned())),
        }
        self
    }

    pub(crate) fn bind(&mut self, kind: ColumnType, cell: Cell) -> &mut Self {
        self.parts.push(Part::Bind(kind, cell));
        self
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn array(&mut self, kind: ColumnType, cells: Vec<Cell>) -> &mut Self {
        self.parts.push(Part::Array(kind, cells));
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.bind(ColumnType::Text, Cell::text(text))
    }
}

/// A statement whose rows have the SQL type `ST`.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct Returning<ST> {
    pub(crate) statement: Statement,
    rows: std::marker::PhantomData<fn() -> ST>,
}

impl Statement {
    #[doc(hidden)]
    pub fn returning<ST>(self) -> Returning<ST> {
        Returning { statement: self, rows: std::marker::PhantomData }
    }
}

impl<ST> Query for Returning<ST> {
    type SqlType = ST;
}

/// The text is not known from the type.
impl QueryId for Statement {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> QueryId for Returning<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: diesel::Connection> diesel::RunQueryDsl<C> for Statement {}
impl<ST, C: diesel::Connection> diesel::RunQueryDsl<C> for Returning<ST> {}

/// Joins what `each` writes of the items with a separator.
pub(crate) fn join<T>(
    items: impl IntoIterator<Item = T>,
    separator: &str,
    mut each: impl FnMut(&mut String, T),
) -> String {
    let mut joined = String::new();
    for (n, item) in items.into_iter().enumerate() {
        if n > 0 {
            joined.push_str(separator);
        }
        each(&mut joined, item);
    }
    joined
}

/// Names as a list in quotes: the backend's quotes.
pub(crate) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>, quote: char) -> String {
    join(names, ", ", |out, name| {
        // Writing into a string does not fail.
        let _ = write!(out, "{quote}{name}{quote}");
    })
}

/// How one backend binds cells: the three differ in what `AstPass` takes, not in how.
macro_rules! bind_parts {
    ($DB:ty) => {
        impl ::diesel::query_builder::QueryFragment<$DB> for crate::sql::Statement {
            fn walk_ast<'b>(
                &'b self,
                mut out: ::diesel::query_builder::AstPass<'_, 'b, $DB>,
            ) -> ::diesel::QueryResult<()> {
                if !self.prepared {
                    out.unsafe_to_cache_prepared();
                }
                for part in &self.parts {
                    match part {
                        Part::Sql(sql) => out.push_sql(sql),
                        Part::Bind(kind, cell) => push_bind(&mut out, *kind, cell)?,
                        Part::Array(kind, cells) => push_array(&mut out, *kind, cells)?,
                    }
                }
                Ok(())
            }
        }

        impl<ST> ::diesel::query_builder::QueryFragment<$DB> for crate::sql::Returning<ST> {
            fn walk_ast<'b>(&'b self, out: ::diesel::query_builder::AstPass<'_, 'b, $DB>) -> ::diesel::QueryResult<()> {
                ::diesel::query_builder::QueryFragment::<$DB>::walk_ast(&self.statement, out)
            }
        }

        fn push_bind<'b>(
            out: &mut ::diesel::query_builder::AstPass<'_, 'b, $DB>,
            kind: ColumnType,
            cell: &'b Cell,
        ) -> ::diesel::QueryResult<()> {
            use ::diesel::sql_types::{BigInt, Bool, Double, Nullable, Text};
            match kind {
                ColumnType::Text | ColumnType::Reference => out.push_bind_param::<Nullable<Text>, _>(cell),
                ColumnType::BigInt => out.push_bind_param::<Nullable<BigInt>, _>(cell),
                ColumnType::Double => out.push_bind_param::<Nullable<Double>, _>(cell),
                ColumnType::Bool => out.push_bind_param::<Nullable<Bool>, _>(cell),
                ColumnType::UtcTimestamp => out.push_bind_param::<Nullable<crate::sql_types::UtcTimestamp>, _>(cell),
                ColumnType::Json => out.push_bind_param::<Nullable<crate::sql_types::Json>, _>(cell),
            }
        }

        bind_parts!(@cell $DB, Text: ::diesel::sql_types::Text);
        bind_parts!(@cell $DB, BigInt: ::diesel::sql_types::BigInt);
        bind_parts!(@cell $DB, Double: ::diesel::sql_types::Double);
        bind_parts!(@cell $DB, Bool: ::diesel::sql_types::Bool);
        bind_parts!(@cell $DB, UtcTimestamp: crate::sql_types::UtcTimestamp);
        bind_parts!(@cell $DB, Json: crate::sql_types::Json);
    };
    (@cell $DB:ty, $Variant:ident: $ST:ty) => {
        impl ::diesel::serialize::ToSql<::diesel::sql_types::Nullable<$ST>, $DB> for Cell {
            fn to_sql<'b>(&'b self, out: &mut ::diesel::serialize::Output<'b, '_, $DB>) -> ::diesel::serialize::Result {
                match self {
                    Cell::$Variant(value) => ::diesel::serialize::ToSql::<$ST, $DB>::to_sql(value, out),
                    Cell::Null => Ok(::diesel::serialize::IsNull::Yes),
                    _ => Err(concat!("a value that is not of SQL's ", stringify!($Variant)).into()),
                }
            }
        }
    };
}
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
pub(crate) use bind_parts;
