//! [`stripe_model!`](crate::stripe_model): one declaration per object.

/// Declares a model over a kind of Stripe object: its `table!`, its row struct, and where each column is in Stripe's JSON.
///
/// ```
/// # #[cfg(feature = "core")] {
/// diesel_stripe::stripe_model! {
///     /// A payment intent as our shop sees it.
///     pub struct ShopPayment {
///         object: "payment_intent",
///         table: shop_payments,
///         endpoint: "/payment_intents",
///         columns: {
///             /// The amount to collect, in the currency's minor unit.
///             amount: BigInt,
///             /// The customer who pays.
///             customer: Reference,
///             /// Our order, which we put into the metadata.
///             order_number: Text = ["/metadata/order_number"],
///             /// The charge, wherever the API version has it.
///             charge: Reference = ["/latest_charge", "/charges/data/0"],
///         }
///     }
/// }
/// # }
/// ```
///
/// In order, with what may be left out in brackets:
///
/// - `object`: the kind of object, as in Stripe's `object` field.
/// - `table`: the table's name.
/// - \[`endpoint`\]: the path below `/v1` that serves one of them, so that a tie can be resolved by reading it again.
/// - \[`projection: 2`\]: counted up when the columns below change, so that rows which an older declaration wrote are known.
/// - \[`volatile: ["/next_step/*/url"]`\]: JSON pointers, `*` for every element, of what differs between two renderings of the same
///   content and is left out of the [fingerprint](crate::projection::Fingerprint): what the mirror does not know of itself. No column is
///   read from there.
/// - `columns`: each a name \[`as "sql_name"`\], a [`ColumnType`](crate::sql::ColumnType), and \[`= [paths]`\]: JSON pointers, the newest
///   API version's first. Without paths it is the field of that name.
/// - \[`lists`\]: nested lists whose elements are rows of their own: `"/items": "subscription_item" by subscription`. They are
///   deleted with their parent, unless it does not own them: `"/refunds": "refund" by charge (owned: false)`.
///
/// # What it expands to
///
/// A module `shop_payments` (Diesel's `table!`, with the common columns around the declared ones), the struct with a public
/// field for each column, `Debug` that leaves out the JSON (it may hold personal data), Diesel's `Queryable`, `Selectable`
/// and `Identifiable`, and [`StripeModel`](crate::model::StripeModel) with its [`Table`](crate::model::Table):
///
/// ```text
/// table! { shop_payments (id, stripe_account) { id -> Text, …, amount -> Nullable<BigInt>, …, synced_at -> UtcTimestamp } }
/// #[derive(Clone, PartialEq, Queryable, Selectable, Identifiable)] pub struct ShopPayment { pub id: String, … }
/// impl Debug for ShopPayment { … }
/// impl StripeModel for ShopPayment { const TABLE: &Table = &Table { name: "shop_payments", … }; … }
/// ```
///
/// The table itself is made by a migration of the host's; [`migrations::create_table`](crate::migrations::create_table) prints
/// its SQL.
#[macro_export]
macro_rules! stripe_model {
    (
        $(#[$attribute:meta])*
        $vis:vis struct $Model:ident {
            object: $object:literal,
            table: $table:ident,
            $(endpoint: $endpoint:literal,)?
            $(projection: $projection:literal,)?
            $(volatile: [$($volatile:literal),+ $(,)?],)?
            columns: { $(
                $(#[$doc:meta])*
                $column:ident $(as $sql_name:literal)? : $type:ident $(= [$($path:literal),+ $(,)?])?
            ),* $(,)? }
            $(, lists: { $( $list:literal : $child:literal by $parent:ident $((owned: $owned:literal))? ),+ $(,)? })?
            $(,)?
        }
    ) => {
        $crate::__stripe_model! {
            $(#[$attribute])*
            $vis struct $Model in $table (id, stripe_account) of [ Some($object) ]
            endpoint [ $($endpoint)? ] projection [ $($projection)? ]
            volatile [ $($($volatile),+)? ]
            columns { $( $(#[$doc])* $column [ $($sql_name)? ] $type [ $($($path),+)? ] )* }
            lists { $( $( $list, $child, $parent, true $(&& $owned)?; )+ )? }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __stripe_model {
    (
        $(#[$attribute:meta])*
        $vis:vis struct $Model:ident in $table:ident ($($key:ident),+) of [ $object:expr $(, $kind_column:ident)? ]
        endpoint [ $($endpoint:literal)? ] projection [ $($projection:literal)? ]
        volatile [ $($volatile:literal),* ]
        columns { $( $(#[$doc:meta])* $column:ident [ $($sql_name:literal)? ] $type:ident [ $($path:literal),* ] )* }
        lists { $( $list:literal, $child:literal, $parent:ident, $owned:expr; )* }
    ) => {
        $crate::__private::diesel::table! {
            use $crate::__private::columns::*;
            $(#[$attribute])*
            $table ($($key),+) {
                $(/// The kind of object.
                $kind_column -> Text,)?
                /// Stripe's id.
                id -> Text,
                /// The connected account that owns the object; empty for the platform's own.
                stripe_account -> Text,
                /// Live or test mode.
                livemode -> Nullable<Bool>,
                /// When Stripe created the object. UTC.
                created -> Nullable<UtcTimestamp>,
                $( $(#[$doc])* $(#[sql_name = $sql_name])? $column -> Nullable<$type>, )*
                /// The object's `metadata`.
                metadata -> Nullable<Json>,
                /// The whole object as Stripe sent it, less redacted fields.
                stripe_data -> Json,
                /// The API version that `stripe_data` was rendered in.
                api_version -> Nullable<Text>,
                /// The row is not older than this, on Stripe's clock.
                observed_from -> UtcTimestamp,
                /// The row is older than this, on Stripe's clock.
                observed_to -> UtcTimestamp,
                /// How often the row was written.
                revision -> BigInt,
                /// A hash of the object's canonical JSON.
                fingerprint -> Text,
                /// The number of the declaration that wrote the columns.
                projection -> BigInt,
                /// Whether Stripe has deleted the object; the other columns keep their last values.
                deleted -> Bool,
                /// When a snapshot was last applied here, by the local clock. UTC.
                synced_at -> UtcTimestamp,
            }
        }

        $(#[$attribute])*
        #[derive(
            Clone, PartialEq,
            $crate::__private::diesel::prelude::Queryable,
            $crate::__private::diesel::prelude::Selectable,
            $crate::__private::diesel::prelude::Identifiable,
        )]
        #[diesel(table_name = $table, primary_key($($key),+))]
        $vis struct $Model {
            $(/// The kind of object.
            pub $kind_column: String,)?
            /// Stripe's id.
            pub id: String,
            /// The connected account that owns the object; empty for the platform's own.
            pub stripe_account: String,
            /// Live or test mode.
            pub livemode: Option<bool>,
            /// When Stripe created the object. UTC.
            pub created: Option<$crate::__rust_type!(UtcTimestamp)>,
            $( $(#[$doc])* pub $column: Option<$crate::__rust_type!($type)>, )*
            /// The object's `metadata`.
            pub metadata: Option<$crate::__rust_type!(Json)>,
            /// The whole object as Stripe sent it, less redacted fields. It may hold personal data: don't log it.
            pub stripe_data: $crate::__rust_type!(Json),
            /// The API version that `stripe_data` was rendered in.
            pub api_version: Option<String>,
            /// The row is not older than this, on Stripe's clock.
            pub observed_from: $crate::__rust_type!(UtcTimestamp),
            /// The row is older than this, on Stripe's clock.
            pub observed_to: $crate::__rust_type!(UtcTimestamp),
            /// How often the row was written.
            pub revision: i64,
            /// A hash of the object's canonical JSON.
            pub fingerprint: String,
            /// The number of the declaration that wrote the columns.
            pub projection: i64,
            /// Whether Stripe has deleted the object; the other fields keep their last values.
            pub deleted: bool,
            /// When a snapshot was last applied here, by the local clock. UTC.
            pub synced_at: $crate::__rust_type!(UtcTimestamp),
        }

        impl ::std::fmt::Debug for $Model {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($Model))
                    $(.field(stringify!($kind_column), &self.$kind_column))?
                    .field("id", &self.id)
                    .field("stripe_account", &self.stripe_account)
                    .field("livemode", &self.livemode)
                    .field("created", &self.created)
                    $(.field(stringify!($column), &self.$column))*
                    .field("observed_from", &self.observed_from)
                    .field("observed_to", &self.observed_to)
                    .field("revision", &self.revision)
                    .field("deleted", &self.deleted)
                    .finish_non_exhaustive()
            }
        }

        impl $crate::model::StripeModel for $Model {
            const TABLE: &'static $crate::model::Table = &$crate::model::Table {
                name: stringify!($table),
                object: $object,
                endpoint: $crate::__private::first(&[$($endpoint)?]),
                projection: 1 $(* $projection)?,
                key: &[$(stringify!($key)),+],
                columns: $crate::__columns!($( $column [ $($sql_name)? ] $type [ $($path),* ] )*),
                lists: $crate::__lists!($( $list, $child, $parent, $owned; )*),
                volatile: &[$($volatile),*],
            };

            fn state(&self) -> $crate::model::RowState {
                $crate::model::RowState {
                    id: self.id.clone(),
                    stripe_account: self.stripe_account.clone(),
                    observed_from: self.observed_from,
                    observed_to: self.observed_to,
                    revision: self.revision,
                    fingerprint: self.fingerprint.clone(),
                    deleted: self.deleted,
                    synced_at: self.synced_at,
                    projection: self.projection,
                }
            }

            fn from_cells(cells: &mut $crate::sql::Cells) -> Option<Self> {
                // In the order of the table's columns.
                Some($Model {
                    $($kind_column: cells.take()?,)?
                    id: cells.take()?,
                    stripe_account: cells.take()?,
                    livemode: cells.take()?,
                    created: cells.take()?,
                    $( $column: cells.take()?, )*
                    metadata: cells.take()?,
                    stripe_data: cells.take()?,
                    api_version: cells.take()?,
                    observed_from: cells.take()?,
                    observed_to: cells.take()?,
                    revision: cells.take()?,
                    fingerprint: cells.take()?,
                    projection: cells.take()?,
                    deleted: cells.take()?,
                    synced_at: cells.take()?,
                })
            }
        }

        $crate::__row!($Model, $table::SqlType);
    };
}

/// The columns of a table.
#[doc(hidden)]
#[macro_export]
macro_rules! __columns {
    ($( $column:ident [ $($sql_name:literal)? ] $type:ident [ $($path:literal),* ] )*) => {
        &[ $( $crate::model::Column {
            name: $crate::__private::or(&[$($sql_name)?], stringify!($column)),
            column_type: $crate::sql::ColumnType::$type,
            paths: $crate::__paths!($column [ $($sql_name)? ] [ $($path),* ]),
        }, )* ]
    };
}

/// The lists of a table.
#[doc(hidden)]
#[macro_export]
macro_rules! __lists {
    ($( $list:literal, $child:literal, $parent:ident, $owned:expr; )*) => {
        &[ $( $crate::model::List {
            path: $list,
            object: $child,
            parent: stringify!($parent),
            owned: $owned,
        }, )* ]
    };
}

/// The JSON pointers of a column: those declared, or the field of the column's own name.
#[doc(hidden)]
#[macro_export]
macro_rules! __paths {
    ($column:ident [ $($sql_name:literal)? ] [ $($path:literal),+ ]) => { &[$($path),+] };
    ($column:ident [ $sql_name:literal ] [ ]) => { &[concat!("/", $sql_name)] };
    ($column:ident [ ] [ ]) => { &[concat!("/", stringify!($column))] };
}

/// The Rust type of a column.
#[doc(hidden)]
#[macro_export]
macro_rules! __rust_type {
    (Text) => { String };
    (Reference) => { String };
    (BigInt) => { i64 };
    (Double) => { f64 };
    (Bool) => { bool };
    (UtcTimestamp) => { $crate::__private::DateTime<$crate::__private::Utc> };
    (Json) => { $crate::__private::Value };
}
