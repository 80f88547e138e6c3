//! The end of a history: every row equals Stripe's object, deleted ones are tombstones, nothing else is there.

use std::collections::BTreeSet;

use diesel_stripe::database::SqlDialect;
use diesel_stripe::model::{StripeModel, StripeObject, Table};
use diesel_stripe::objects::KINDS;
use serde_json::Value;

use super::stripe::Caller;
use crate::database::Database;

/// A row that is not what Stripe says.
pub struct Diverged {
    pub id: String,
    pub how: String,
}

/// Compares the rows of an account with Stripe's objects. `told` are those that Stripe has told of.
pub async fn compare<D: Database>(
    db: &mut D,
    stripe: &Caller,
    account: &str,
    told: &BTreeSet<(String, String)>,
) -> Result<usize, Diverged> {
    let mut found = BTreeSet::new();
    for table in tables_with_rows(db, account).await {
        for row in rows(db, table, account).await {
            let object = row.json["object"].as_str().unwrap_or_default().to_owned();
            equal(stripe, &row).await.map_err(|how| Diverged { id: row.id.clone(), how })?;
            found.insert((object, row.id));
        }
    }
    match told.difference(&found).next() {
        Some((object, id)) => Err(Diverged { id: id.clone(), how: format!("the {object} has no row") }),
        None => Ok(found.len()),
    }
}

struct Row {
    id: String,
    deleted: bool,
    version: String,
    json: Value,
}

/// The tables, of more than a hundred, in which an account has objects: by one statement.
async fn tables_with_rows<D: Database>(db: &mut D, account: &str) -> Vec<&'static Table> {
    let tables = || KINDS.tables().chain([StripeObject::TABLE]);
    let has_rows = |table: &Table| {
        let rows = format!("SELECT 1 FROM {} WHERE stripe_account = '{account}'", table.name);
        format!("SELECT '{}' AS value FROM (SELECT 1) AS one WHERE EXISTS ({rows})", table.name)
    };
    let names = db.values(&tables().map(has_rows).collect::<Vec<_>>().join(" UNION ALL ")).await;
    tables().filter(|table| names.iter().flatten().any(|name| name == table.name)).collect()
}

async fn rows<D: Database>(db: &mut D, table: &Table, account: &str) -> Vec<Row> {
    let value = match D::DIALECT {
        SqlDialect::Postgres => {
            "id || E'\\t' || deleted::int || E'\\t' || coalesce(api_version, '') || E'\\t' || stripe_data::text"
        }
        SqlDialect::Mysql => "CONCAT(id, '\\t', deleted, '\\t', coalesce(api_version, ''), '\\t', stripe_data)",
        SqlDialect::Sqlite => {
            "id || char(9) || deleted || char(9) || coalesce(api_version, '') || char(9) || stripe_data"
        }
    };
    let rows =
        db.values(&format!("SELECT {value} AS value FROM {} WHERE stripe_account = '{account}'", table.name)).await;
    rows.into_iter().flatten().map(|row| read(&row)).collect()
}

fn read(row: &str) -> Row {
    let mut fields = row.splitn(4, '\t');
    let mut field = || fields.next().expect("four fields").to_owned();
    Row {
        id: field(),
        deleted: field() == "1",
        version: field(),
        json: serde_json::from_str(&field()).expect("a row's JSON"),
    }
}

/// Kinds that the mirror keeps in `stripe_objects`, and their paths; none for those that FakeStripe does not serve.
const OTHERS: [(&str, Option<&str>); 6] = [
    ("account", Some("/accounts")),
    ("discount", None),
    ("invoice_payment", Some("/invoice_payments")),
    ("invoiceitem", Some("/invoiceitems")),
    ("plan", None),
    ("setup_attempt", None),
];

async fn equal(stripe: &Caller, row: &Row) -> Result<(), String> {
    let kind = row.json["object"].as_str().unwrap_or_default();
    let endpoint = match OTHERS.iter().find(|(other, _)| *other == kind) {
        Some((_, None)) => return Ok(()),
        Some((_, endpoint)) => *endpoint,
        None => KINDS.get(kind).and_then(|kind| kind.served.first().copied()),
    };
    let object = match (endpoint, row.json["invoice"].as_str()) {
        (Some(endpoint), _) => {
            let answer = stripe.get_in(&format!("/v1{endpoint}/{}", row.id), &row.version).await;
            answer.object().filter(|object| object["deleted"] != true).cloned()
        }
        // Stripe serves the lines of an invoice by the invoice only.
        (None, Some(invoice)) => {
            let answer = stripe.get_in(&format!("/v1/invoices/{invoice}/lines?limit=100"), &row.version).await;
            let lines = answer.json["data"].as_array().cloned().unwrap_or_default();
            lines.into_iter().find(|line| line["id"] == *row.id)
        }
        (None, None) => return Err(format!("nobody can say whether this {kind} is right")),
    };
    match (object, row.deleted) {
        (None, true) => Ok(()),
        (None, false) => Err("Stripe has deleted it, and the row is no tombstone".into()),
        (Some(_), true) => Err("the row is a tombstone, and Stripe has it".into()),
        (Some(mut object), false) => {
            // No event tells that a balance transaction has become available.
            // There is no event when an item comes onto an invoice, or is pending again. Older versions show an invoice's payment
            // within it, and only the payment's own events tell that it was made.
            let silent = match kind {
                "balance_transaction" => Some("status"),
                "invoiceitem" => Some("invoice"),
                "invoice" if row.json["payment_intent"].is_null() => Some("payment_intent"),
                _ => None,
            };
            if let Some(field) = silent.filter(|field| object.get(field).is_some()) {
                object[field] = row.json[field].clone();
            }
            same(&row.json, &object, &row.id)
        }
    }
}

/// What the mirror does not store.
const SECRETS: [&str; 3] = ["client_secret", "confirmation_secret", "secret"];

/// A reference is the same whether it is expanded or not. Lists of children are compared by the children's own rows.
fn same(row: &Value, stripe: &Value, at: &str) -> Result<(), String> {
    match (row, stripe) {
        (Value::Object(expanded), Value::String(id)) if expanded.get("id").is_some_and(|of| of == id) => Ok(()),
        (Value::Object(list), Value::Object(_)) if list.get("object").is_some_and(|kind| kind == "list") => Ok(()),
        (Value::Object(a), Value::Object(b)) => {
            for field in a.keys().chain(b.keys().filter(|field| !SECRETS.contains(&field.as_str()))) {
                same(&row[field], &stripe[field], &format!("{at}.{field}"))?;
            }
            Ok(())
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().try_for_each(|(n, (a, b))| same(a, b, &format!("{at}[{n}]")))
        }
        _ if row == stripe => Ok(()),
        _ => Err(format!("{at} is {row} in the mirror, and {stripe} at Stripe")),
    }
}
