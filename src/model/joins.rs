//! Joins between the host's tables and the mirror's.

/// Lets a table of the host's appear in a query with tables of the mirror: the host's first, then any number of the mirror's.
///
/// It is Diesel's macro of the same name for this case. Diesel's own also writes impls for PostgreSQL's `ONLY` and
/// `TABLESAMPLE`, which Rust's orphan rule forbids where a table is of another crate. The mirror's tables may appear with each
/// other without it.
///
/// ```
/// # #[cfg(feature = "core")] {
/// use diesel::prelude::*;
/// use diesel_stripe::objects::{stripe_customers, stripe_payment_intents};
///
/// diesel::table! {
///     orders (number) {
///         number -> BigInt,
///         payment_intent -> Nullable<Text>,
///     }
/// }
/// diesel_stripe::allow_tables_to_appear_in_same_query!(orders, stripe_payment_intents, stripe_customers);
///
/// // References are plain ids, nullable and without foreign keys, so joins name their columns.
/// let paid = orders::table
///     .inner_join(stripe_payment_intents::table.on(orders::payment_intent.eq(stripe_payment_intents::id.nullable())))
///     .filter(stripe_payment_intents::status.eq("succeeded"))
///     .select(orders::number);
/// # }
/// ```
#[macro_export]
macro_rules! allow_tables_to_appear_in_same_query {
    ($own:ident, $($mirrored:ident),+ $(,)?) => { $(
        impl $crate::__private::diesel::query_source::TableNotEqual<$own::table> for $mirrored::table {}
        impl $crate::__private::diesel::query_source::TableNotEqual<$mirrored::table> for $own::table {}
    )+ };
}
