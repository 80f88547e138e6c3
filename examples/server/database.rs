//! The server's own queries: plain Diesel.
//!
//! They are in a trait that is implemented for each type of connection only because this server runs on any of three databases. An
//! application has one, and writes them as functions.

use std::future::Future;
use std::time::Duration;

use diesel::prelude::*;
use diesel_async::pooled_connection::deadpool::{self, Object};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::objects::{
    PaymentIntent, stripe_payment_intents, stripe_payment_methods, stripe_prices, stripe_products,
};
use diesel_stripe::webhook::{BoxError, Connect};

use crate::cards::Card;
use crate::orders::{Order, orders};
use crate::products::{Offer, SEED};

/// Where connections come from.
pub trait Pool: Connect<Connection: Queries> + Clone {}

impl<P: Connect<Connection: Queries> + Clone> Pool for P {}

/// The rows that a query found, or how many it changed.
type Found<T> = QueryResult<T>;

pub trait Queries: MirrorConnection {
    /// The products at their prices.
    fn offers(&mut self) -> impl Future<Output = Found<Vec<Offer>>> + Send;
    fn cards(&mut self, customer: &str) -> impl Future<Output = Found<Vec<Card>>> + Send;
    fn intent(&mut self, id: &str) -> impl Future<Output = Found<Option<PaymentIntent>>> + Send;

    fn open_order(&mut self, visitor: &str) -> impl Future<Output = Found<Option<Order>>> + Send;
    /// Only a visitor's own.
    fn order_of_intent(&mut self, visitor: &str, intent: &str) -> impl Future<Output = Found<Option<Order>>> + Send;
    fn insert_order(&mut self, order: &Order) -> impl Future<Output = Found<usize>> + Send;
    /// In a transaction: others wait for its end.
    fn lock_order(&mut self, id: &str) -> impl Future<Output = Found<usize>> + Send;
    fn set_intent(&mut self, id: &str, intent: &str) -> impl Future<Output = Found<usize>> + Send;
    fn set_product(&mut self, id: &str, product: &str, amount: i64) -> impl Future<Output = Found<usize>> + Send;
    fn close_order(&mut self, id: &str) -> impl Future<Output = Found<usize>> + Send;
    /// Whether it was not fulfilled before.
    fn fulfil(
        &mut self,
        id: &str,
        intent: &str,
        product: &str,
        amount: i64,
    ) -> impl Future<Output = Found<bool>> + Send;
}

macro_rules! queries_on {
    ($($Connection:ty),+ $(,)?) => { $(
        impl Queries for Object<$Connection> {
            async fn offers(&mut self) -> Found<Vec<Offer>> {
                let sold_at = stripe_prices::product.eq(stripe_products::id.nullable());
                stripe_prices::table
                    .inner_join(stripe_products::table.on(sold_at))
                    .filter(stripe_prices::lookup_key.eq_any(SEED.map(|(lookup_key, ..)| lookup_key)))
                    .filter(stripe_prices::active.eq(true))
                    .filter(stripe_prices::unit_amount.is_not_null())
                    .order(stripe_prices::lookup_key)
                    .select((
                        stripe_prices::lookup_key.assume_not_null(),
                        stripe_products::name.assume_not_null(),
                        stripe_prices::unit_amount.assume_not_null(),
                        stripe_prices::currency.assume_not_null(),
                    ))
                    .load(self)
                    .await
            }

            async fn cards(&mut self, customer: &str) -> Found<Vec<Card>> {
                stripe_payment_methods::table
                    .filter(stripe_payment_methods::customer.eq(customer))
                    .filter(stripe_payment_methods::type_.eq("card"))
                    .filter(stripe_payment_methods::deleted.eq(false))
                    .order(stripe_payment_methods::created.desc())
                    .select((
                        stripe_payment_methods::id,
                        stripe_payment_methods::card_brand,
                        stripe_payment_methods::last4,
                        stripe_payment_methods::card_exp_month,
                        stripe_payment_methods::card_exp_year,
                    ))
                    .load(self)
                    .await
            }

            async fn intent(&mut self, id: &str) -> Found<Option<PaymentIntent>> {
                let intent = stripe_payment_intents::table.filter(stripe_payment_intents::id.eq(id));
                intent.select(PaymentIntent::as_select()).first(self).await.optional()
            }

            async fn open_order(&mut self, visitor: &str) -> Found<Option<Order>> {
                let order = orders::table.filter(orders::visitor.eq(visitor)).filter(orders::is_open.eq(true));
                order.select(Order::as_select()).first(self).await.optional()
            }

            async fn order_of_intent(&mut self, visitor: &str, intent: &str) -> Found<Option<Order>> {
                let order = orders::table.filter(orders::visitor.eq(visitor)).filter(orders::payment_intent.eq(intent));
                order.select(Order::as_select()).first(self).await.optional()
            }

            async fn insert_order(&mut self, order: &Order) -> Found<usize> {
                diesel::insert_into(orders::table).values(order).execute(self).await
            }

            async fn lock_order(&mut self, id: &str) -> Found<usize> {
                // `FOR UPDATE` is not in SQLite.
                diesel::update(orders::table.find(id)).set(orders::visitor.eq(orders::visitor)).execute(self).await
            }

            async fn set_intent(&mut self, id: &str, intent: &str) -> Found<usize> {
                diesel::update(orders::table.find(id)).set(orders::payment_intent.eq(intent)).execute(self).await
            }

            async fn set_product(&mut self, id: &str, product: &str, amount: i64) -> Found<usize> {
                let changed = (orders::product.eq(product), orders::amount.eq(amount));
                diesel::update(orders::table.find(id)).set(changed).execute(self).await
            }

            async fn close_order(&mut self, id: &str) -> Found<usize> {
                diesel::update(orders::table.find(id)).set(orders::is_open.eq(None::<bool>)).execute(self).await
            }

            async fn fulfil(&mut self, id: &str, intent: &str, product: &str, amount: i64) -> Found<bool> {
                let fulfilled = (
                    orders::fulfilled.eq(true),
                    orders::is_open.eq(None::<bool>),
                    orders::payment_intent.eq(intent),
                    orders::product.eq(product),
                    orders::amount.eq(amount),
                );
                let unfulfilled = orders::table.find(id).filter(orders::fulfilled.eq(false));
                Ok(diesel::update(unfulfilled).set(fulfilled).execute(self).await? == 1)
            }
        }
    )+ };
}

queries_on!(AsyncPgConnection, AsyncMysqlConnection, Sqlite);

type Sqlite = SyncConnectionWrapper<SqliteConnection>;

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

macro_rules! pool {
    ($manager:expr) => {{
        let pool = deadpool::Pool::builder($manager).max_size(16).build()?;
        Ok(move || {
            let pool = pool.clone();
            async move { Ok::<_, BoxError>(tokio::time::timeout(PATIENCE, pool.get()).await??) }
        })
    }};
}

pub fn postgres(url: String) -> Result<impl Pool, BoxError> {
    pool!(AsyncDieselConnectionManager::<AsyncPgConnection>::new(url))
}

pub fn mysql(url: String) -> Result<impl Pool, BoxError> {
    pool!(AsyncDieselConnectionManager::<AsyncMysqlConnection>::new(url))
}

pub fn sqlite(path: String) -> Result<impl Pool, BoxError> {
    // Several connections: they wait for each other when they write.
    let open = async |path: String| {
        let mut conn = Sqlite::establish(&path).await?;
        let settings = conn.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL").await;
        settings.map(|()| conn).map_err(ConnectionError::CouldntSetupConfiguration)
    };
    let mut config = ManagerConfig::default();
    config.custom_setup = Box::new(move |path| Box::pin(open(path.to_owned())));
    pool!(AsyncDieselConnectionManager::<Sqlite>::new_with_config(path, config))
}
