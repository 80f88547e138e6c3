//! What an operator is to do about an error of the database's.

pub(super) fn advice(source: &diesel::result::Error) -> &'static str {
    match source {
        diesel::result::Error::BrokenTransactionManager => {
            ". A transaction was left open on this connection: close the connection, and use another"
        }
        diesel::result::Error::DatabaseError(_, information) => match Missing::of(information.message()) {
            Some(Missing::Table) => {
                ". diesel-stripe's tables are not there, or not where this connection looks for them: call \
                 `diesel_stripe::migrations::run(&mut conn)` at start"
            }
            Some(Missing::HostTable) => {
                ". The table is declared by the host, whose own migrations make it: \
                 `diesel_stripe::migrations::create_table` prints the SQL"
            }
            Some(Missing::Column) => {
                ". The table is older than this version: call `diesel_stripe::migrations::run(&mut conn)` at start, or the host's own \
                 migrations if the host declares the table"
            }
            None => "",
        },
        _ => "",
    }
}

/// What is missing in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Table,
    HostTable,
    Column,
}

impl Missing {
    /// Diesel has no kind for it, so the database's message is read. Where the server speaks another language, nothing is known.
    fn of(message: &str) -> Option<Self> {
        const COLUMN: [(&str, &str); 4] = [
            ("column ", " does not exist"), // PostgreSQL
            ("Unknown column '", "'"),      // MySQL
            ("no such column: ", ""),       // SQLite
            (" has no column named ", ""),
        ];
        const TABLE: [(&str, &str); 3] = [
            ("relation \"", "\" does not exist"), // PostgreSQL
            ("Table '", "' doesn't exist"),       // MySQL
            ("no such table: ", ""),              // SQLite
        ];
        let between = |(before, after): &(&str, &str)| {
            let (_, rest) = message.split_once(before)?;
            if after.is_empty() { Some(rest) } else { rest.split_once(after).map(|(name, _)| name) }
        };
        if COLUMN.iter().any(|words| between(words).is_some()) {
            return Some(Missing::Column);
        }
        let table = TABLE.iter().find_map(between)?;
        // With its schema or its database before it.
        let name = table.rsplit('.').next().unwrap_or(table);
        Some(if name.starts_with("stripe_") { Missing::Table } else { Missing::HostTable })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_read_from_the_message() {
        for (message, missing) in [
            ("relation \"stripe_events\" does not exist", Some(Missing::Table)),
            ("relation \"app.stripe_events\" does not exist", Some(Missing::Table)),
            ("relation \"shop_payments\" does not exist", Some(Missing::HostTable)),
            ("column \"tied_at\" of relation \"stripe_events\" does not exist", Some(Missing::Column)),
            ("column t.email does not exist", Some(Missing::Column)),
            ("Table 'stripe_shop.stripe_events' doesn't exist", Some(Missing::Table)),
            ("Table 'stripe_shop.payments' doesn't exist", Some(Missing::HostTable)),
            ("Unknown column 'email' in 'field list'", Some(Missing::Column)),
            ("no such table: stripe_events", Some(Missing::Table)),
            ("no such table: main.payments", Some(Missing::HostTable)),
            ("no such column: email", Some(Missing::Column)),
            ("table t has no column named email", Some(Missing::Column)),
            ("relation \"stripe_events\" already exists", None),
            ("database is locked", None),
        ] {
            assert_eq!(Missing::of(message), missing, "{message}");
        }
    }
}
