//! One Rust type, one SQL type, three encodings.
//!
//! A mirrored table has one `table!` for every database. Diesel's own types for JSON and for points in time differ from backend
//! to backend; these two do not. Their encodings are in `database/{postgres,mysql,sqlite}.rs`.
//!
//! A column that may be null takes an `Option`: `canceled_at.lt(Some(time))`.

use diesel::query_builder::QueryId;
use diesel::sql_types::SqlType;

/// A JSON document: `jsonb` on PostgreSQL, `JSON` on MySQL and MariaDB, `TEXT` on SQLite. In Rust: [`serde_json::Value`].
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[cfg_attr(feature = "postgres", diesel(postgres_type(oid = 3802, array_oid = 3807)))]
#[cfg_attr(feature = "mysql", diesel(mysql_type(name = "String")))]
#[cfg_attr(feature = "sqlite", diesel(sqlite_type(name = "Text")))]
pub struct Json;

/// A point in time with microseconds, in UTC: `timestamptz` on PostgreSQL, `DATETIME(6)` on MySQL and MariaDB, and on SQLite a
/// `TEXT` of fixed width, `2026-01-31 23:59:59.000000+00:00`, which sorts as time does. In Rust: [`chrono::DateTime<Utc>`].
///
/// [`chrono::DateTime<Utc>`]: chrono::DateTime
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[cfg_attr(feature = "postgres", diesel(postgres_type(oid = 1184, array_oid = 1185)))]
#[cfg_attr(feature = "mysql", diesel(mysql_type(name = "DateTime")))]
#[cfg_attr(feature = "sqlite", diesel(sqlite_type(name = "Text")))]
pub struct UtcTimestamp;
