//! What can be loaded: a row type knows its SQL type for each enabled backend.

use std::future::Future;

use diesel::QueryResult;
use diesel_async::AsyncConnection;

use super::Statement;

/// A row that can be loaded from the database `DB`, with any connection to it.
///
/// Implemented by [`stripe_model!`](crate::stripe_model) for each backend that is enabled; nobody else needs to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded from `{DB}`",
    note = "models are declared by `diesel_stripe::stripe_model!`, for the backends whose features are enabled"
)]
pub trait LoadFrom<DB>: Sized + Send {
    /// Loads the rows of a statement.
    fn load<C>(conn: &mut C, statement: Statement) -> impl Future<Output = QueryResult<Vec<Self>>> + Send
    where
        C: AsyncConnection<Backend = DB>,
        DB: diesel::backend::Backend;

    /// Loads the rows of a statement from a blocking connection.
    fn load_blocking<C>(conn: &mut C, statement: Statement) -> QueryResult<Vec<Self>>
    where
        C: diesel::connection::LoadConnection<Backend = DB>,
        DB: diesel::backend::Backend;
}

/// A row that can be loaded from every enabled backend.
///
/// Because it says so of all of them at once, host code that is generic over the connection needs no bounds on the models.
pub trait Row: OnPostgres + OnMysql + OnSqlite + Sized + Send {}

impl<R: OnPostgres + OnMysql + OnSqlite + Sized + Send> Row for R {}

macro_rules! on_backend {
    ($On:ident, $feature:literal, $DB:ty) => {
        #[doc = concat!("[`LoadFrom`] the backend of the feature `", $feature, "`, if that is enabled.")]
        #[cfg(feature = $feature)]
        pub trait $On: LoadFrom<$DB> {}
        #[cfg(feature = $feature)]
        impl<R: LoadFrom<$DB>> $On for R {}

        #[doc = concat!("`LoadFrom` the backend of the feature `", $feature, "`, if that is enabled.")]
        #[cfg(not(feature = $feature))]
        pub trait $On {}
        #[cfg(not(feature = $feature))]
        impl<R> $On for R {}
    };
}

on_backend!(OnPostgres, "postgres", diesel::pg::Pg);
on_backend!(OnMysql, "mysql", diesel::mysql::Mysql);
on_backend!(OnSqlite, "sqlite", diesel::sqlite::Sqlite);

/// Implements [`LoadFrom`] each enabled backend for a row of this SQL type.
#[doc(hidden)]
#[macro_export]
macro_rules! __row {
    ($Row:ty, $ST:ty) => {
        $crate::__if_postgres!($crate::__row!(@on $crate::__private::diesel::pg::Pg, $Row, $ST););
        $crate::__if_mysql!($crate::__row!(@on $crate::__private::diesel::mysql::Mysql, $Row, $ST););
        $crate::__if_sqlite!($crate::__row!(@on $crate::__private::diesel::sqlite::Sqlite, $Row, $ST););
    };
    (@on $DB:ty, $Row:ty, $ST:ty) => {
        impl $crate::sql::LoadFrom<$DB> for $Row {
            async fn load<C>(
                conn: &mut C,
                statement: $crate::sql::Statement,
            ) -> $crate::__private::diesel::QueryResult<Vec<Self>>
            where
                C: $crate::__private::diesel_async::AsyncConnection<Backend = $DB>,
            {
                $crate::__private::diesel_async::RunQueryDsl::load(statement.returning::<$ST>(), conn).await
            }

            fn load_blocking<C>(
                conn: &mut C,
                statement: $crate::sql::Statement,
            ) -> $crate::__private::diesel::QueryResult<Vec<Self>>
            where
                C: $crate::__private::diesel::connection::LoadConnection<Backend = $DB>,
            {
                $crate::__private::diesel::RunQueryDsl::load(statement.returning::<$ST>(), conn)
            }
        }
    };
}

/// Its tokens, if the feature `postgres` of this crate is enabled: a `cfg` in an exported macro would ask the host's features.
#[cfg(feature = "postgres")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_postgres {
    ($($tokens:tt)*) => { $($tokens)* };
}
#[cfg(not(feature = "postgres"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_postgres {
    ($($tokens:tt)*) => {};
}

/// Its tokens, if the feature `mysql` of this crate is enabled: a `cfg` in an exported macro would ask the host's features.
#[cfg(feature = "mysql")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_mysql {
    ($($tokens:tt)*) => { $($tokens)* };
}
#[cfg(not(feature = "mysql"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_mysql {
    ($($tokens:tt)*) => {};
}

/// Its tokens, if the feature `sqlite` of this crate is enabled: a `cfg` in an exported macro would ask the host's features.
#[cfg(feature = "sqlite")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_sqlite {
    ($($tokens:tt)*) => { $($tokens)* };
}
#[cfg(not(feature = "sqlite"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_sqlite {
    ($($tokens:tt)*) => {};
}
