//! What is known of a mirrored table: the data from which SQL, extraction and the schema's test follow.

use crate::sql::ColumnType;

/// A mirrored table, as its [`stripe_model!`](crate::stripe_model) declaration says.
#[derive(Debug)]
pub struct Table {
    /// The table's name: `stripe_payment_intents`.
    pub name: &'static str,
    /// The `object` of what it holds; `None` for a table that holds any kind.
    pub object: Option<&'static str>,
    /// The path below `/v1` under which Stripe serves one of them: `/payment_intents`. `None` where it serves them only within
    /// another object.
    pub endpoint: Option<&'static str>,
    /// The number of this declaration of the columns: counted up when a column, its kind or its paths change, so that rows
    /// which an older declaration wrote are known.
    pub projection: i64,
    /// The primary key.
    pub key: &'static [&'static str],
    /// The resource's own columns.
    pub columns: &'static [Column],
    /// The nested lists whose elements are rows of another table.
    pub lists: &'static [List],
    /// What differs between two renderings of the same content, besides what is known of the kind: left out of the
    /// [fingerprint](crate::projection::Fingerprint).
    pub volatile: &'static [&'static str],
}

/// A column of a mirrored table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in SQL.
    pub name: &'static str,
    /// Its type.
    pub column_type: ColumnType,
    /// Where its value is in the object, the newest API version's place first: JSON pointers (RFC 6901), and what older versions let
    /// one conclude, with a `=` before:
    ///
    /// - `=/total - /tax`, where there is a `tax`, null for none;
    /// - `=/amount if /captured`, or else 0;
    /// - `='paid' if /paid`, or else nothing;
    /// - `=/dispute is there`, where there is a `dispute`, null for none.
    ///
    /// With a `^` before, it is a place in the parent, of an object that came in its list and does not say it. Such a column keeps its
    /// value where an object that comes alone has none.
    pub paths: &'static [&'static str],
}

/// A list within an object (`"object": "list"`) whose elements are rows of their own.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// Where the list is: `/items`.
    pub path: &'static str,
    /// The `object` of its elements: `subscription_item`.
    pub object: &'static str,
    /// The element's column that refers to the parent: `subscription`.
    pub parent: &'static str,
    /// Whether the elements are nothing without the parent, so that they are deleted with it.
    pub owned: bool,
}

const fn column(name: &'static str, column_type: ColumnType, paths: &'static [&'static str]) -> Column {
    Column { name, column_type, paths }
}

/// The first column of a table that holds any kind of object.
const ANY: [Column; 1] = [column("object", ColumnType::Text, &["/object"])];

/// The columns that every table begins with.
pub(crate) const HEAD: [Column; 4] = [
    column("id", ColumnType::Text, &["/id"]),
    column("stripe_account", ColumnType::Text, &[]),
    column("livemode", ColumnType::Bool, &["/livemode"]),
    // Until 2019-03-14 an invoice said `date`, as an invoice item still does.
    column("created", ColumnType::UtcTimestamp, &["/created", "/date"]),
];

/// The columns that every table ends with.
pub(crate) const TAIL: [Column; 10] = [
    column("metadata", ColumnType::Json, &["/metadata"]),
    column("stripe_data", ColumnType::Json, &[]),
    column("api_version", ColumnType::Text, &[]),
    column("observed_from", ColumnType::UtcTimestamp, &[]),
    column("observed_to", ColumnType::UtcTimestamp, &[]),
    column("revision", ColumnType::BigInt, &[]),
    column("fingerprint", ColumnType::Text, &[]),
    column("projection", ColumnType::BigInt, &[]),
    column("deleted", ColumnType::Bool, &[]),
    column("synced_at", ColumnType::UtcTimestamp, &[]),
];

impl Column {
    /// Where its value is in the parent.
    pub(crate) fn inherited(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.paths.iter().filter_map(|path| path.strip_prefix('^'))
    }

    /// Where it has references.
    pub(crate) fn references(&self) -> impl Iterator<Item = &'static str> + use<> {
        let is_reference = self.column_type == ColumnType::Reference;
        self.paths.iter().copied().filter(move |_| is_reference)
    }
}

impl Table {
    /// All columns in the order of the `table!`: the common head, the resource's own, the common tail.
    pub fn all_columns(&self) -> impl Iterator<Item = &Column> + Clone {
        let any = ANY.iter().filter(|_| self.object.is_none());
        any.chain(&HEAD).chain(self.columns).chain(&TAIL)
    }

    /// Whether a column may be null: all may, but the key and what the mirror itself writes.
    pub fn nullable(&self, column: &Column) -> bool {
        const WRITTEN: [&str; 8] = [
            "stripe_data",
            "observed_from",
            "observed_to",
            "revision",
            "fingerprint",
            "projection",
            "deleted",
            "synced_at",
        ];
        !self.key.contains(&column.name) && !WRITTEN.contains(&column.name)
    }

    /// Whether rows of one declaration are rows of the other: several models may be of one table, and declare other columns.
    #[cfg(feature = "webhook")]
    pub(crate) fn has_columns_of(&self, other: &Table) -> bool {
        self.object == other.object && self.key == other.key && self.columns == other.columns
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().flat_map(Column::references)
    }
}

/// Two declarations are of the same table if they have its name.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
