//! The backend of a page that sells three things: "create payment intent", as a service has it. See the README beside this file.
//!
//! ```sh
//! cargo run --example server
//! ```

mod cards;
mod database;
mod errors;
mod fake_stripe;
mod orders;
mod payment_intents;
mod products;
mod routes;
mod session;
mod settings;
mod stripe;
mod web;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::testing::FakeStripe;
use diesel_stripe::webhook::{BoxError, Handlers, Processor, Receiver, Worker};
use diesel_stripe::{calls, migrations, refresh};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use database::Pool;
use errors::Error;
use settings::Settings;
use stripe::{Browser, Stripe};

/// What the routes share.
pub struct App<P> {
    connections: P,
    stripe: Client,
    browser: Browser,
    fake: Option<Arc<FakeStripe>>,
}

impl<P: Pool> App<P> {
    async fn connect(&self) -> errors::Result<P::Connection> {
        self.connections.connect().await.map_err(Error::Unavailable)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error, "the server ends");
            ExitCode::FAILURE
        }
    }
}

/// On whichever database the URL names.
async fn run() -> Result<(), BoxError> {
    let settings = Settings::from_env()?;
    let url = settings.database_url.clone();
    match url.split_once("://").map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => serve(settings, database::postgres(url)?).await,
        Some("mysql") => serve(settings, database::mysql(url)?).await,
        _ => serve(settings, database::sqlite(url)?).await,
    }
}

/// How long requests may go on when the server is told to stop. All of them end sooner but those of who doesn't finish asking.
const GRACE: Duration = Duration::from_secs(20);

async fn serve<P: Pool>(settings: Settings, connections: P) -> Result<(), BoxError> {
    let metrics = PrometheusBuilder::new().install_recorder()?;
    let listener = TcpListener::bind(&settings.bind).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let stripe = Stripe::connect(settings.stripe).await?;

    let mut conn = connections.connect().await?;
    migrations::run(&mut conn).await?;
    // Live or test: a key of the other mode than the database's ends here.
    let mirror = Mirror::of(&stripe.client);
    mirror.ensure_mode(&mut conn).await?;
    conn.batch_execute(orders::CREATE_TABLE).await?;
    products::seed(&mut conn, &stripe.client).await?;
    drop(conn);

    let handlers = Handlers::new().mirror(mirror).on::<PaymentIntent>("payment_intent.succeeded", orders::paid);
    let endpoint = stripe.endpoint(format!("{url}/stripe/webhook"), &handlers).await?;
    let receiver = Receiver::new(endpoint, connections.clone());
    let worker = Worker::new(connections.clone(), Processor::new(handlers)).woken_by(&receiver);

    // These two stop when `running` is dropped.
    let (running, stopped) = watch::channel(());
    let working = tokio::spawn({
        let stopped = stopped.clone();
        async move { worker.run(ended(stopped)).await }
    });
    let tending = tokio::spawn(tend(connections.clone(), stripe.client.clone(), stopped));

    let app = App { connections, stripe: stripe.client, browser: stripe.browser, fake: stripe.fake };
    let router = routes::router(Arc::new(app), stripe.session_key, receiver, metrics);
    let (accepting, closed) = watch::channel(());
    let told_to_stop = told_to_stop()?;
    println!("listening on {url}");
    tokio::select! {
        served = axum::serve(listener, router).with_graceful_shutdown(ended(closed)) => served?,
        () = async {
            told_to_stop.await;
            drop(accepting);
            tokio::time::sleep(GRACE).await;
        } => tracing::warn!("requests that have not ended are cut off"),
    }
    drop(running);
    working.await??;
    tending.await?;
    Ok(())
}

/// Ends what others left: calls of which the answer did not come, and objects of which only Stripe knows what they are.
async fn tend(connections: impl Pool, stripe: Client, stopped: watch::Receiver<()>) {
    let mirror = Mirror::of(&stripe);
    let round = async || -> Result<(), BoxError> {
        let mut conn = connections.connect().await?;
        calls::recover(&mut conn, &stripe, &mirror).await?;
        refresh::drain(&mut conn, &stripe, &mirror).await?;
        Ok(())
    };
    let for_ever = async {
        loop {
            if let Err(error) = round().await {
                tracing::error!(error, "recovering calls and reading again what tied");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::select! {
        () = ended(stopped) => {}
        () = for_ever => {}
    }
}

/// When the other end is dropped.
async fn ended(mut other: watch::Receiver<()>) {
    // Nothing is ever sent: what comes is the error that nobody is left to send.
    let _ = other.changed().await;
}

/// Ctrl-C, or SIGTERM of a service manager: they are waited for from now on.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}
