//! A host application, and its Stripe.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::DateTime;
use diesel::SqliteConnection;
use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_stripe::client::Client;
use diesel_stripe::migrations;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, stripe_customers};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_core::customer::CreateCustomer;
use diesel_stripe::testing::{Clock, FakeStripe};
use diesel_stripe::webhook::registration::{Registered, Registration, Told};
use diesel_stripe::webhook::signature::{HEADER, WebhookSecret};
use diesel_stripe::webhook::{BoxError, Endpoint, Handlers, Processor, Receiver, inbox};
use stripe_client_core::StripeRequest;
use stripe_misc::WebhookEndpoint;
use stripe_misc::webhook_endpoint::{CreateWebhookEndpoint, CreateWebhookEndpointEnabledEvents, ListWebhookEndpoint};
use tokio::net::TcpListener;

pub type Connection = SyncConnectionWrapper<SqliteConnection>;

pub struct Host {
    pub stripe: FakeStripe,
    pub client: Client,
    pub url: String,
    pub conn: Connection,
    receiver: Arc<Mutex<Receiver>>,
    database: PathBuf,
}

/// What the application does with events: new customers are greeted.
pub fn handlers() -> Handlers<Connection> {
    Handlers::new().mirror(Mirror::test()).on::<Customer>("customer.created", async |mut context| {
        let greeting = diesel::sql_query("INSERT INTO greetings (customer) VALUES (?)");
        greeting.bind::<diesel::sql_types::Text, _>(&context.row.id).execute(context.conn()).await?;
        Ok(())
    })
}

diesel::table! {
    greetings (customer) {
        customer -> Text,
    }
}

async fn connect(database: PathBuf) -> Result<Connection, BoxError> {
    let mut conn = Connection::establish(&database.to_string_lossy()).await?;
    conn.batch_execute("PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF").await?;
    Ok(conn)
}

impl Host {
    /// One that does not know the right secret yet, so that it accepts nothing. Stripe's clock stands still.
    pub async fn start() -> Self {
        static DATABASES: AtomicUsize = AtomicUsize::new(0);
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let database = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let database = database.join(format!("webhook_registration_{}_{number}.sqlite3", std::process::id()));
        let mut conn = connect(database.clone()).await.unwrap();
        migrations::run(&mut conn).await.unwrap();
        // Without a key: a second greeting would be seen.
        conn.batch_execute("CREATE TABLE greetings (customer TEXT NOT NULL)").await.unwrap();

        let clock = Clock::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let stripe = FakeStripe::builder().clock(clock).start().await.unwrap();
        let client = Client::builder(stripe.secret_key()).base_url(stripe.base_url()).no_rate_limit().build().unwrap();
        let receiver =
            Arc::new(Mutex::new(receiver(&stripe, &database, endpoint([&WebhookSecret::new("whsec_none")]))));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/stripe/webhook", listener.local_addr().unwrap());
        let app = axum::Router::new().route("/stripe/webhook", {
            let receiver = receiver.clone();
            post(move |headers: HeaderMap, body: Bytes| {
                let receiver = receiver.lock().unwrap().clone();
                async move {
                    let answer = receiver.receive(headers.get(HEADER), body).await;
                    StatusCode::from_u16(answer.status()).unwrap()
                }
            })
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Host { stripe, client, url, conn, receiver, database }
    }

    pub fn registration(&self) -> Registration {
        Registration::new(&self.url).events(handlers().event_types())
    }

    /// From now on these secrets are good, and no others.
    pub fn deploy<'a>(&self, secrets: impl IntoIterator<Item = &'a WebhookSecret>) {
        self.deploy_endpoint(endpoint(secrets));
    }

    /// From now on it is this endpoint.
    pub fn deploy_endpoint(&self, endpoint: Endpoint) {
        *self.receiver.lock().unwrap() = receiver(&self.stripe, &self.database, endpoint);
    }

    /// Creates a customer in Stripe, and waits for the deliveries.
    pub async fn customer(&self) -> String {
        let created = Customer::api_create(&self.client, &CreateCustomer::new()).await.unwrap();
        self.stripe.settled().await;
        created.id().to_owned()
    }

    /// Processes what came. Every event that was stored is done.
    pub async fn process(&mut self) {
        Processor::new(handlers()).process_pending(&mut self.conn).await.unwrap();
        let stats = inbox::stats(&mut self.conn).await.unwrap();
        assert_eq!((stats.pending, stats.applied, stats.dead), (0, 0, 0));
    }

    /// The customers who were greeted, each as often as that happened, and all of whom are mirrored.
    pub async fn greeted(&mut self) -> Vec<String> {
        let greeted = greetings::table.select(greetings::customer).order(greetings::customer);
        let greeted: Vec<String> = greeted.load(&mut self.conn).await.unwrap();
        let mirrored: i64 = stripe_customers::table.count().get_result(&mut self.conn).await.unwrap();
        assert_eq!(usize::try_from(mirrored).unwrap(), greeted.len());
        greeted
    }

    /// What the deliveries of the last event were answered, each with its endpoint.
    pub fn answers(&self) -> Vec<(String, u16)> {
        let deliveries = self.stripe.deliveries();
        let Some(last) = deliveries.last() else { return Vec::new() };
        let of_the_last = deliveries.iter().filter(|delivery| delivery.event == last.event);
        of_the_last.map(|delivery| (delivery.endpoint.clone(), delivery.status.unwrap())).collect()
    }

    /// Stripe's endpoints, newest first.
    pub async fn endpoints(&self) -> Vec<WebhookEndpoint> {
        let list = ListWebhookEndpoint::new().limit(100);
        list.customize().send(&self.client).await.unwrap().data
    }

    pub async fn ids(&self) -> Vec<String> {
        self.endpoints().await.into_iter().map(|endpoint| endpoint.id.to_string()).collect()
    }

    /// An endpoint with the same URL that somebody makes by hand.
    pub async fn made_by_hand(&self) -> WebhookEndpoint {
        let types = vec![CreateWebhookEndpointEnabledEvents::CouponCreated];
        CreateWebhookEndpoint::new(types, &self.url).customize().send(&self.client).await.unwrap()
    }

    /// The requests that changed something in Stripe, since as many requests.
    pub fn changes(&self, since: usize) -> Vec<String> {
        let requests = self.stripe.requests().into_iter().skip(since);
        requests.filter(|request| request.method != "GET").map(|request| request.method + " " + &request.path).collect()
    }
}

/// The secret that Stripe told just now, if it did.
pub fn told(registered: &Registered) -> Option<WebhookSecret> {
    match &registered.secret {
        Told::Now(secret) => Some(secret.clone()),
        Told::Before => None,
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.database.display()));
        }
    }
}

fn endpoint<'a>(secrets: impl IntoIterator<Item = &'a WebhookSecret>) -> Endpoint {
    Endpoint::new(secrets.into_iter().cloned()).unwrap()
}

fn receiver(stripe: &FakeStripe, database: &std::path::Path, endpoint: Endpoint) -> Receiver {
    let (clock, database) = (stripe.clock().clone(), database.to_owned());
    Receiver::new(endpoint.clock(move || clock.now()), move || connect(database.clone()))
}
