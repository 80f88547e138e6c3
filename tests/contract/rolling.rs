//! Two versions of a program at once: an older declaration of a table writes beside a newer one, which has a column more.

use diesel_stripe::migrations::create_table;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::{StripeModel as _, Table};
use diesel_stripe::objects::PaymentIntent;
use serde_json::{Value, json};

use crate::concurrency::random;
use crate::database::Database;
use crate::sent::{answer, data, intent, stub};

mod older {
    diesel_stripe::stripe_model! {
        /// As the program was.
        pub struct RollingPayment {
            object: "payment_intent",
            table: rolling_payments,
            endpoint: "/payment_intents",
            columns: {
                amount: BigInt,
            }
        }
    }
}

mod newer {
    diesel_stripe::stripe_model! {
        /// With a column more, and one that is read from another place.
        pub struct RollingPayment {
            object: "payment_intent",
            table: rolling_payments,
            endpoint: "/payment_intents",
            projection: 2,
            columns: {
                amount: BigInt = ["/amount_details/total", "/amount"],
                order_number: Text = ["/metadata/order_number"],
            }
        }
    }
}

const NEWER: &Table = newer::RollingPayment::TABLE;

fn programs() -> [Mirror; 2] {
    [Mirror::default().with::<older::RollingPayment>(), Mirror::default().with::<newer::RollingPayment>()]
}

const IDS: u64 = 4;
const WRITES: usize = 60;
const HISTORIES: u64 = 12;
/// An object of which only the deletion is known.
const GONE: &str = "pi_gone";

/// What Stripe says of an object at a second. Few contents, so that some come again.
fn content(id: &str, n: u64) -> Value {
    let mut json = intent(id, 100 + i64::try_from(n % 2).unwrap());
    json["metadata"] = json!({"order_number": format!("A-{}", n % 3)});
    json["amount_details"] = json!({"total": n % 3});
    json
}

struct Row {
    id: String,
    projection: String,
    columns: [Option<String>; 2],
    json: Value,
}

impl Row {
    /// The columns are those that the newer declaration reads from the JSON.
    fn is_fresh(&self) -> bool {
        let total = self.json["amount_details"]["total"].to_string();
        let number = self.json["metadata"]["order_number"].as_str().map(str::to_owned);
        self.columns == [Some(total), number]
    }
}

async fn rows<D: Database>(db: &mut D) -> Vec<Row> {
    let text = if D::DIALECT == diesel_stripe::database::SqlDialect::Mysql { "CHAR" } else { "TEXT" };
    let mut columns = Vec::new();
    for column in ["id", "projection", "amount", "order_number", "stripe_data"] {
        let select =
            format!("SELECT CAST({column} AS {text}) AS value FROM rolling_payments WHERE id <> '{GONE}' ORDER BY id");
        columns.push(db.values(&select).await.into_iter());
    }
    let mut rows = Vec::new();
    while let Some(id) = columns[0].next() {
        let [projection, amount, number, json] = [1, 2, 3, 4].map(|n| columns[n].next().unwrap());
        rows.push(Row {
            id: id.unwrap(),
            projection: projection.unwrap(),
            columns: [amount, number],
            json: serde_json::from_str(&json.unwrap()).unwrap(),
        });
    }
    rows
}

/// A row that has stale columns says so, by its projection.
async fn nothing_is_stale_unnoticed<D: Database>(db: &mut D, history: &str) {
    for row in rows(db).await {
        assert!(row.is_fresh() || row.projection == "1", "{history}: {} has {:?} of {}", row.id, row.columns, row.json);
    }
}

async fn reproject<D: Database>(db: &mut D, program: &Mirror) {
    for table in db.reproject_due(program).await.unwrap() {
        db.reproject(program, table).await.unwrap();
    }
}

async fn no_new_column_stays_stale<D: Database>(db: &mut D) {
    // The migration came first: the older program finds a column that it does not know.
    db.execute(&create_table(NEWER, D::DIALECT)).await.unwrap();
    let mut random = random("no_new_column_stays_stale");
    let programs = programs();
    for history in 0..HISTORIES {
        db.execute("DELETE FROM rolling_payments; DELETE FROM stripe_payment_intents; DELETE FROM stripe_refreshes")
            .await
            .unwrap();
        let mut newest = vec![(0, Value::Null); IDS as usize];
        for n in 0..WRITES {
            let one = random.usize(..newest.len());
            let (second, json) = match random.u8(..6) {
                // The same again, by whichever program: a delivery that is repeated, an answer that says nothing new.
                0 if newest[one].0 > 0 => newest[one].clone(),
                1 if newest[one].0 > 0 => (newest[one].0 + 2, newest[one].1.clone()),
                // What came late.
                2 => (random.i64(1..=WRITES as i64), content(&format!("pi_{one}"), random.u64(..6))),
                _ => (10 * (n as i64 + 10), content(&format!("pi_{one}"), random.u64(..6))),
            };
            if second >= newest[one].0 {
                newest[one] = (second, json.clone());
            }
            let mut batch = vec![data::<PaymentIntent>(&json, answer(second))];
            if random.u8(..3) == 0 {
                // A batch with a deletion is another statement.
                batch.push(data(&stub("payment_intent", GONE), answer(second)));
            }
            let written = db.sync_any(&programs[random.usize(..2)], batch).await.unwrap();
            assert!(written.iter().all(Result::is_ok), "{written:?}");
            nothing_is_stale_unnoticed(db, &format!("history {history}, write {n}")).await;
        }
        // The older program has ended. Stripe says the newest again, or the columns are written anew; or both.
        let [_, program] = &programs;
        let (applies, reprojects) = if random.bool() { (true, random.bool()) } else { (false, true) };
        if applies {
            for (second, json) in newest.iter().filter(|(second, _)| *second > 0) {
                let written = db.sync_any(program, vec![data::<PaymentIntent>(json, answer(*second))]).await.unwrap();
                assert!(written[0].is_ok(), "{written:?}");
            }
        }
        if reprojects {
            reproject(db, program).await;
        }
        for row in rows(db).await {
            assert!(
                row.is_fresh() && row.projection == "2",
                "history {history} ({applies}, {reprojects}): {} has {:?}, projection {}, of {}",
                row.id,
                row.columns,
                row.projection,
                row.json
            );
        }
        // A deletion that is said again does not write the columns of its tombstone anew.
        reproject(db, program).await;
        assert_eq!(db.reproject_due(program).await.unwrap(), Vec::<&Table>::new());
    }
}

contract! { no_new_column_stays_stale }
