//! Everything that the crate does with an async connection, and what is to be seen of it from another one: for tests that interrupt
//! it.

use std::time::Duration;

use diesel_stripe::api::ApiCreate;
use diesel_stripe::calls::{self, DurableCall};
use diesel_stripe::client::Client;
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::error::Subject;
use diesel_stripe::mirror::{self, Mirror};
use diesel_stripe::model::StripeModel as _;
use diesel_stripe::objects::{Customer, Owner, PaymentIntent, StripeObject, Subscription};
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
use crate::sent::{answer, data, intent, subscription};
use crate::webhook::{deliveries, effect, paid};

/// More than one statement takes, on any database.
const DELIVERIES: usize = 1_030;
const EVENTS: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// An object, into its own table.
    Sync,
    /// An object with a list of children and an expanded reference.
    SyncNested,
    SyncMany,
    /// Objects of several kinds, each into the table of its kind.
    SyncAny,
    Drain,
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
    async fn handle(&self, context: Context<'_, C>) -> HandlerResult {
        context.conn.batch_execute(&effect(&context.event.id)).await?;
        let json = subscription(&format!("sub_{}", context.event.id));
        Subscription::sync(context.conn, data::<Subscription>(&json, answer(5))).await?;
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
            Operation::Drain | Operation::RefreshOne => {
                id = Customer::api_create(&stripe.client, &CreateCustomer::new()).await.unwrap().id().to_owned();
                db.execute(&format!(
                    "INSERT INTO stripe_refreshes (object, id, stripe_account, reason, due_at) VALUES \
                     ('customer', '{id}', '', 'tied', {})",
                    long_ago::<D>()
                ))
                .await
                .unwrap();
            }
            Operation::Make | Operation::Recover | Operation::Retry => {
                let _ = db.store_create::<PaymentIntent>(&key, &request()).await.unwrap();
                if self == Operation::Retry {
                    db.execute("UPDATE stripe_calls SET state = 'failed' WHERE state = 'pending'").await.unwrap();
                }
            }
            Operation::Process => {
                let of = |n: usize| paid(&format!("evt_{key}_{n}"), 5, &format!("pi_{key}_{n}"), 100);
                db.store(&deliveries(&(0..EVENTS).map(of).collect::<Vec<_>>())).await.unwrap();
            }
            _ => {}
        }
        self.prepare_again(db).await;
        Case { key, id }
    }

    /// As if the time had come of whatever was left for later.
    pub async fn prepare_again<D: Calling>(self, db: &mut D) {
        let long_ago = long_ago::<D>();
        let due = match self {
            Operation::Drain | Operation::RefreshOne => format!("UPDATE stripe_refreshes SET due_at = {long_ago}"),
            Operation::Create | Operation::Call | Operation::Make | Operation::Recover | Operation::GetOrCreate => {
                format!("UPDATE stripe_calls SET due_at = {long_ago} WHERE state = 'pending'")
            }
            Operation::Process => {
                format!("UPDATE stripe_events SET attempts = 0, due_at = {long_ago} WHERE state = 'pending'")
            }
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
            Operation::Drain => return Ok(refresh::drain(conn, stripe, &mirror).await?.refreshed == 1),
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
        match self {
            Operation::Sync => intent,
            Operation::SyncNested | Operation::SyncMany => subscriptions(&format!("sub_{key}")),
            Operation::SyncAny => format!("{} + 1000 * {intent}", subscriptions(&format!("sub_{key}"))),
            Operation::Drain | Operation::RefreshOne => {
                let queued = count(&format!("stripe_refreshes WHERE id = '{id}'"));
                format!("{} + 10 * {queued}", count(&format!("stripe_customers WHERE id = '{id}'")))
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
                let done = count(&format!("stripe_events WHERE id LIKE 'evt_{key}_%' AND state = 'done'"));
                let effects = count(&format!("effects WHERE event LIKE 'evt_{key}_%'"));
                let subscriptions = subscriptions(&format!("sub_evt_{key}"));
                format!("{subscriptions} + 1000 * {intent} + 10000 * {effects} + 100000 * {done}")
            }
            Operation::Look => "0".to_owned(),
        }
    }

    /// What others may see: nothing first, everything last.
    pub fn steps(self) -> Vec<u64> {
        match self {
            Operation::Sync
            | Operation::RefreshAgain
            | Operation::StoreCreate
            | Operation::Retry
            | Operation::Receive => vec![0, 1],
            Operation::SyncNested => vec![0, 121],
            Operation::SyncMany => vec![0, 242],
            Operation::SyncAny => vec![0, 1121],
            Operation::Drain | Operation::RefreshOne => vec![10, 1],
            Operation::Create | Operation::Call | Operation::Make | Operation::Recover | Operation::GetOrCreate => {
                vec![0, 11]
            }
            Operation::Store => vec![0, DELIVERIES as u64],
            // An event that fails costs the others nothing.
            Operation::Process => (0..=EVENTS as u64).map(|events| events * 111_121).collect(),
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
