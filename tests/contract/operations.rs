//! Everything that the crate does with an async connection, and what is to be seen of it from another one: for tests that interrupt
//! it.

use std::time::Duration;

use diesel_stripe::api::ApiCreate;
use diesel_stripe::calls::Owner;
use diesel_stripe::calls::{self, DurableCall};
use diesel_stripe::client::Client;
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::error::Subject;
use diesel_stripe::migrations::create_table;
use diesel_stripe::mirror::{self, Mirror};
use diesel_stripe::model::{StripeModel as _, StripeObject};
use diesel_stripe::objects::{Customer, Invoice, PaymentIntent, Subscription};
use diesel_stripe::stripe_billing::invoice::{CreateInvoice, CreateInvoicePendingInvoiceItemsBehavior};
use diesel_stripe::stripe_billing::invoice_item::CreateInvoiceItem;
use diesel_stripe::stripe_core::customer::{CreateCustomer, UpdateCustomer};
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::testing::FakeStripe;
use diesel_stripe::webhook::inbox::{self, RETENTION, Replay, Retention};
use diesel_stripe::webhook::{Answer, Context, Endpoint, Handler, HandlerResult, Handlers, Processor};
use diesel_stripe::{Result, SyncFromStripe as _, migrations, refresh};
use serde_json::json;

use crate::calling::Calling;
use crate::delivering::signed;
use crate::models::ShopPayment;
use crate::sent::{answer, data, intent, subscription};
use crate::webhook::{deliveries, effect, paid};

/// More than one statement takes, on any database.
const DELIVERIES: usize = 1_030;
const EVENTS: usize = 2;
/// More than Stripe shows within an invoice.
const LINES: u64 = 11;
const HOUR: Duration = Duration::from_secs(3600);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// An object, into its own table.
    Sync,
    /// An object with a list of children and an expanded reference.
    SyncNested,
    SyncMany,
    /// Objects of several kinds, each into the table of its kind.
    SyncAny,
    EnsureMode,
    /// What is due, and a row of an older declaration.
    Reproject,
    Drain,
    /// An object with a list that goes on on a second page.
    DrainList,
    /// An object that Stripe says once more it does not have.
    DrainMissing,
    RefreshOne,
    RefreshAgain,
    Create,
    Call,
    StoreCreate,
    Make,
    Recover,
    GetOrCreate,
    Retry,
    Store,
    Receive,
    Process,
    /// Two events that tie: the second waits until their object was read again.
    ProcessTied,
    /// Events, and what follows their commit.
    ProcessAfterCommit,
    /// What changes nothing, or only leases, one after the other.
    Look,
}

/// What an operation is about this time.
pub struct Case {
    /// Unique, and always of the same length.
    pub key: String,
    /// The id of the object that Stripe has.
    id: String,
}

/// Stripe, and a client that asks once.
pub struct Stripe {
    pub client: Client,
    _fake: FakeStripe,
}

impl Stripe {
    pub async fn start() -> Self {
        let fake = FakeStripe::start().await.unwrap();
        let client = Client::builder(fake.secret_key()).base_url(fake.base_url()).no_rate_limit();
        Stripe { client: client.max_retries(0).build().unwrap(), _fake: fake }
    }
}

/// Writes an effect and mirrors a subscription for each event.
struct Effects;

impl<C: MirrorConnection + 'static> Handler<C> for Effects {
    async fn handle(&self, mut context: Context<'_, C>) -> HandlerResult {
        let effect = effect(&context.event.id);
        context.conn().batch_execute(&effect).await?;
        let json = subscription(&format!("sub_{}", context.event.id));
        Subscription::sync(context.conn(), data::<Subscription>(&json, answer(5))).await?;
        Ok(())
    }
}

impl<C: MirrorConnection + 'static> Handler<C, PaymentIntent> for Effects {
    async fn handle(&self, mut context: Context<'_, C, PaymentIntent>) -> HandlerResult {
        let effect = effect(&context.event.id);
        context.conn().batch_execute(&effect).await?;
        Ok(())
    }
}

struct User<'k>(&'k str);

impl Owner for User<'_> {
    fn key(&self) -> String {
        self.0.to_owned()
    }
}

impl Operation {
    /// Makes what the operation needs, on another connection than its own.
    pub async fn prepare<D: Calling>(self, db: &mut D, stripe: &Stripe, key: String) -> Case {
        let mut id = String::new();
        match self {
            Operation::Call => {
                id = Customer::api_create(&stripe.client, &CreateCustomer::new()).await.unwrap().id().to_owned();
            }
            Operation::EnsureMode => db.execute("DELETE FROM stripe_mirror").await.unwrap(),
            Operation::Reproject => {
                db.execute(&create_table(ShopPayment::TABLE, D::DIALECT)).await.unwrap();
                let mut json = intent(&format!("pi_{key}"), 1);
                json["metadata"] = json!({"order_number": "A-7"});
                db.sync(data::<ShopPayment>(&json, answer(5))).await.unwrap();
                let outdated = "UPDATE shop_payments SET order_number = NULL, projection = 1";
                db.execute(&format!("{outdated} WHERE id = 'pi_{key}'")).await.unwrap();
            }
            Operation::Drain | Operation::RefreshOne => {
                id = Customer::api_create(&stripe.client, &CreateCustomer::new()).await.unwrap().id().to_owned();
                queue(db, "customer", &id, "NULL").await;
            }
            Operation::DrainList => {
                id = invoice(&stripe.client).await;
                queue(db, "invoice", &id, "NULL").await;
            }
            Operation::DrainMissing => {
                id = format!("cus_{key}");
                let json = json!({"id": id, "object": "customer", "livemode": false});
                db.sync(data::<Customer>(&json, answer(5))).await.unwrap();
                queue(db, "customer", &id, long_ago::<D>()).await;
            }
            Operation::Make | Operation::Recover | Operation::Retry => {
                let _ = db.store_create::<PaymentIntent>(&key, &request()).await.unwrap();
                if self == Operation::Retry {
                    db.execute("UPDATE stripe_calls SET state = 'failed' WHERE state = 'pending'").await.unwrap();
                }
            }
            Operation::Process | Operation::ProcessAfterCommit => {
                let of = |n: usize| paid(&format!("evt_{key}_{n}"), 5, &format!("pi_{key}_{n}"), 100);
                db.store(&deliveries(&(0..EVENTS).map(of).collect::<Vec<_>>())).await.unwrap();
            }
            Operation::ProcessTied => {
                id = PaymentIntent::api_create(&stripe.client, &request()).await.unwrap().id().to_owned();
                let bodies = [1, 2].map(|n| paid(&format!("evt_{key}_{n}"), 5, &id, n));
                db.store(&deliveries(&bodies)).await.unwrap();
            }
            _ => {}
        }
        self.prepare_again(db).await;
        Case { key, id }
    }

    /// As if the time had come of whatever was left for later.
    pub async fn prepare_again<D: Calling>(self, db: &mut D) {
        let long_ago = long_ago::<D>();
        let refreshes = format!("UPDATE stripe_refreshes SET due_at = {long_ago}");
        let events =
            format!("UPDATE stripe_events SET attempts = 0, due_at = {long_ago} WHERE state IN ('pending', 'applied')");
        let due = match self {
            Operation::Drain | Operation::RefreshOne | Operation::DrainList | Operation::DrainMissing => refreshes,
            Operation::Create | Operation::Call | Operation::Make | Operation::Recover | Operation::GetOrCreate => {
                format!("UPDATE stripe_calls SET due_at = {long_ago} WHERE state = 'pending'")
            }
            Operation::Process | Operation::ProcessAfterCommit => events,
            Operation::ProcessTied => format!("{refreshes}; {events}"),
            _ => return,
        };
        db.execute(&due).await.unwrap();
    }

    /// Runs it; whether all was done.
    pub async fn run<C: MirrorConnection + 'static>(self, conn: &mut C, stripe: &Client, case: &Case) -> Result<bool> {
        let (mirror, key) = (Mirror::default(), case.key.as_str());
        match self {
            Operation::Sync => {
                let json = intent(&format!("pi_{key}"), 1);
                PaymentIntent::sync(conn, data::<PaymentIntent>(&json, answer(5))).await?;
            }
            Operation::SyncNested => {
                let json = subscription(&format!("sub_{key}_0"));
                Subscription::sync_from_stripe_data(conn, data::<Subscription>(&json, answer(5))).await?;
            }
            Operation::SyncMany => {
                let json = [0, 1].map(|n| subscription(&format!("sub_{key}_{n}")));
                let all = Subscription::sync_many(conn, json.iter().map(|json| data(json, answer(5)))).await?;
                assert!(all.into_iter().all(|one| one.is_ok()));
            }
            Operation::SyncAny => {
                let json = [intent(&format!("pi_{key}"), 1), subscription(&format!("sub_{key}_0"))];
                let batch: Vec<_> = json.iter().map(|json| data::<StripeObject>(json, answer(5))).collect();
                assert!(mirror.sync_many(conn, batch).await?.into_iter().all(|one| one.is_ok()));
            }
            Operation::EnsureMode => return Ok(!Mirror::test().ensure_mode(conn).await?),
            Operation::Reproject => {
                let mirror = mirror.with::<ShopPayment>();
                for table in mirror.reproject_due(conn).await? {
                    mirror.reproject(conn, table).await?;
                }
            }
            Operation::Drain | Operation::DrainList | Operation::DrainMissing => {
                return Ok(refresh::drain(conn, stripe, &mirror).await?.refreshed == 1);
            }
            Operation::RefreshOne => {
                let customer = Subject::new("customer", &case.id, "");
                return Ok(refresh::one(conn, stripe, &mirror, &customer).await? == refresh::Refreshed::Done);
            }
            Operation::RefreshAgain => {
                refresh::again(conn, &Subject::new("customer", format!("cus_{key}"), "")).await?
            }
            Operation::Create => drop(PaymentIntent::create(conn, stripe, key, &request()).await?),
            Operation::Call => {
                let update = UpdateCustomer::new(case.id.as_str()).name("Ann");
                Customer::call(conn, stripe, key, &update).await?;
            }
            Operation::StoreCreate => drop(PaymentIntent::store_create(conn, key, &request()).await?),
            Operation::Make => {
                let stored = PaymentIntent::store_create(conn, key, &request()).await?;
                stored.make_with(&mirror, conn, stripe).await?;
            }
            Operation::Recover => return Ok(calls::recover(conn, stripe, &mirror).await?.done == 1),
            Operation::GetOrCreate => drop(Customer::get_or_create(conn, stripe, &User(key)).await?),
            Operation::Retry => drop(calls::retry(conn, key, "").await?),
            Operation::Store => {
                let of = |n: usize| paid(&format!("evt_{key}_{n:04}"), 5, "pi_1", 100);
                let bodies: Vec<_> = (0..DELIVERIES).map(of).collect();
                inbox::store(conn, &deliveries(&bodies)).await?;
            }
            Operation::Receive => {
                let body = paid(&format!("evt_{key}_0"), 5, "pi_1", 100).to_string();
                let endpoint = Endpoint::new(["whsec_1"]).unwrap();
                return Ok(endpoint.receive(conn, Some(signed(&body)), body).await == Answer::Stored);
            }
            Operation::Process => {
                let processor = Processor::new(Handlers::<C>::new().on_event_handler("*", Effects));
                return Ok(processor.process_pending(conn).await?.done == EVENTS);
            }
            Operation::ProcessTied => {
                let handlers = Handlers::<C>::new().on_handler::<PaymentIntent>("*", Effects);
                let processor = Processor::new(handlers).tie_wait(HOUR);
                let first = processor.process_pending(conn).await?;
                refresh::drain(conn, stripe, &mirror).await?;
                let second = processor.process_pending(conn).await?;
                return Ok(first.done + second.done == EVENTS);
            }
            Operation::ProcessAfterCommit => {
                let handlers = Handlers::<C>::new().on_handler::<PaymentIntent>("*", Effects);
                let handlers = handlers.after_commit::<PaymentIntent>("*", |_| async { Ok(()) });
                return Ok(Processor::new(handlers).process_pending(conn).await?.after_commit == EVENTS);
            }
            Operation::Look => {
                refresh::queued(conn, 10).await?;
                refresh::given_up(conn, 10).await?;
                mirror.reproject(conn, PaymentIntent::TABLE).await?;
                mirror::livemode(conn).await?;
                calls::find(conn, key, "").await?;
                calls::unfinished(conn, 10).await?;
                inbox::stats(conn).await?;
                inbox::replay(conn, &Replay::dead()).await?;
                inbox::prune(conn, RETENTION).await?;
                inbox::retain(conn, &Retention::default()).await?;
                let claim = inbox::claim(conn, 10, Duration::from_secs(60)).await?;
                inbox::release(conn, &claim).await?;
                migrations::pending(conn).await?;
                migrations::check(conn).await?;
            }
        }
        Ok(true)
    }

    /// What others see of it, as one number: the rows of each table count in a decimal place of their own.
    fn expression(self, case: &Case) -> String {
        let Case { key, id } = case;
        let count = |from: &str| format!("(SELECT COUNT(*) FROM {from})");
        let subscriptions = |prefix: &str| {
            count(&format!("stripe_subscriptions WHERE id LIKE '{prefix}%'"))
                + " + 10 * "
                + &count(&format!("stripe_subscription_items WHERE subscription LIKE '{prefix}%'"))
                + " + 100 * "
                + &count(&format!("stripe_customers WHERE id LIKE 'cus_{prefix}%'"))
        };
        let intent = count(&format!("stripe_payment_intents WHERE id LIKE 'pi_{key}%'"));
        let call = |table: &str, key: &str| {
            let done = count(&format!("stripe_calls WHERE call_key = '{key}' AND state = 'done'"));
            let objects = format!("stripe_calls JOIN {table} ON id = object_id WHERE call_key = '{key}'");
            format!("{done} + 10 * {}", count(&objects))
        };
        let queued = count(&format!("stripe_refreshes WHERE id = '{id}'"));
        let effects = count(&format!("effects WHERE event LIKE 'evt_{key}_%'"));
        let events =
            |states: &str| count(&format!("stripe_events WHERE id LIKE 'evt_{key}_%' AND state IN ({states})"));
        match self {
            Operation::Sync => intent,
            Operation::SyncNested | Operation::SyncMany => subscriptions(&format!("sub_{key}")),
            Operation::SyncAny => format!("{} + 1000 * {intent}", subscriptions(&format!("sub_{key}"))),
            Operation::EnsureMode => count("stripe_mirror WHERE NOT livemode"),
            Operation::Reproject => {
                count(&format!("shop_payments WHERE id = 'pi_{key}' AND projection = 2 AND order_number = 'A-7'"))
            }
            Operation::Drain | Operation::RefreshOne => {
                format!("{} + 10 * {queued}", count(&format!("stripe_customers WHERE id = '{id}'")))
            }
            Operation::DrainList => {
                let invoices = count(&format!("stripe_invoices WHERE id = '{id}'"));
                let lines = count(&format!("stripe_invoice_line_items WHERE invoice = '{id}' AND NOT deleted"));
                format!("{invoices} + 10 * {queued} + 100 * {lines}")
            }
            Operation::DrainMissing => {
                format!("{} + 10 * {queued}", count(&format!("stripe_customers WHERE id = '{id}' AND deleted")))
            }
            Operation::Create | Operation::Make | Operation::Recover => call("stripe_payment_intents", key),
            Operation::GetOrCreate => call("stripe_customers", &format!("customer:{key}")),
            Operation::RefreshAgain => count(&format!("stripe_refreshes WHERE id = 'cus_{key}'")),
            Operation::Call => call("stripe_customers", key),
            Operation::StoreCreate | Operation::Retry => {
                count(&format!("stripe_calls WHERE call_key = '{key}' AND state = 'pending'"))
            }
            Operation::Store | Operation::Receive => count(&format!("stripe_events WHERE id LIKE 'evt_{key}_%'")),
            Operation::Process => {
                let (subscriptions, done) = (subscriptions(&format!("sub_evt_{key}")), events("'done'"));
                format!("{subscriptions} + 1000 * {intent} + 10000 * {effects} + 100000 * {done}")
            }
            Operation::ProcessTied => {
                let intent = count(&format!("stripe_payment_intents WHERE id = '{id}'"));
                format!("{intent} + 10 * {effects} + 100 * {} + 1000 * {queued}", events("'done'"))
            }
            Operation::ProcessAfterCommit => {
                let (applied, done) = (events("'applied', 'done'"), events("'done'"));
                format!("{intent} + 10 * {effects} + 100 * {applied} + 1000 * {done}")
            }
            Operation::Look => "0".to_owned(),
        }
    }

    /// What others may see: nothing first, everything last.
    pub fn steps(self) -> Vec<u64> {
        match self {
            Operation::Sync
            | Operation::EnsureMode
            | Operation::Reproject
            | Operation::RefreshAgain
            | Operation::StoreCreate
            | Operation::Retry
            | Operation::Receive => vec![0, 1],
            Operation::SyncNested => vec![0, 121],
            Operation::SyncMany => vec![0, 242],
            Operation::SyncAny => vec![0, 1121],
            Operation::Drain | Operation::RefreshOne | Operation::DrainMissing => vec![10, 1],
            Operation::DrainList => vec![10, 1 + 100 * LINES],
            Operation::Create | Operation::Call | Operation::Make | Operation::Recover | Operation::GetOrCreate => {
                vec![0, 11]
            }
            Operation::Store => vec![0, DELIVERIES as u64],
            // An event that fails costs the others nothing.
            Operation::Process => (0..=EVENTS as u64).map(|events| events * 111_121).collect(),
            // The first is done, and the second waits; their object was read again; the second is done. One that fails is done later.
            Operation::ProcessTied => vec![0, 1111, 111, 221],
            // Each is applied before it is done.
            Operation::ProcessAfterCommit => vec![0, 111, 1111, 222, 1222, 2222],
            Operation::Look => vec![0],
        }
    }

    /// What others see of it, in one statement.
    pub async fn seen<D: Calling>(self, other: &mut D, case: &Case) -> u64 {
        let text = if D::DIALECT == SqlDialect::Mysql { "CHAR" } else { "TEXT" };
        let seen = other.values(&format!("SELECT CAST({} AS {text}) AS value", self.expression(case))).await;
        seen[0].as_deref().unwrap().parse().unwrap()
    }

    pub fn all(self) -> u64 {
        self.steps().pop().unwrap()
    }
}

/// As the database writes times.
fn long_ago<D: Calling>() -> &'static str {
    match D::DIALECT {
        SqlDialect::Mysql => "'2020-01-01 00:00:00.000000'",
        _ => "'2020-01-01 00:00:00.000000+00:00'",
    }
}

fn request() -> CreatePaymentIntent {
    CreatePaymentIntent::new(100, Currency::USD)
}

/// An invoice in Stripe, with a list of lines that goes on.
async fn invoice(stripe: &Client) -> String {
    let customer = Customer::api_create(stripe, &CreateCustomer::new()).await.unwrap().id().to_owned();
    for _ in 0..LINES {
        let item = CreateInvoiceItem::new().customer(&*customer).amount(100).currency(Currency::USD);
        item.send(stripe).await.unwrap();
    }
    let request = CreateInvoice::new()
        .customer(&*customer)
        .pending_invoice_items_behavior(CreateInvoicePendingInvoiceItemsBehavior::Include);
    Invoice::api_create(stripe, &request).await.unwrap().id().to_owned()
}

/// Queues an object; `missing_at`, as SQL, is when Stripe first said that it does not have it.
async fn queue<D: Calling>(db: &mut D, object: &str, id: &str, missing_at: &str) {
    let due_at = long_ago::<D>();
    db.execute(&format!(
        "INSERT INTO stripe_refreshes (object, id, stripe_account, reason, due_at, missing_at) VALUES \
         ('{object}', '{id}', '', 'tied', {due_at}, {missing_at})"
    ))
    .await
    .unwrap();
}

/// What is done next on a connection on which something was interrupted: it is refused, or done for all to see. `false` if the
/// connection is refused.
pub async fn is_usable<D: Calling, C: MirrorConnection>(conn: &mut C, other: &mut D, id: &str) -> bool {
    let json = json!({"id": id, "object": "customer", "livemode": false});
    match Customer::sync(conn, data::<Customer>(&json, answer(5))).await {
        Ok(synced) => {
            assert_eq!((&*synced.row.id, synced.outcome), (id, diesel_stripe::Outcome::Applied));
            let seen: Vec<Customer> = other.rows(id, "").await;
            assert_eq!(seen.len(), 1, "{id} was applied, and others do not see it");
            true
        }
        Err(error) => {
            assert!(error.is_broken_connection(), "{id}: {error}");
            assert!(error.to_string().contains("close the connection"), "{error}");
            false
        }
    }
}
