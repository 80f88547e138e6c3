//! The program `fake-stripe`: a small Stripe on a loopback port, for tests in any language.

use std::error::Error;
use std::io::Write as _;

use fake_stripe::{API_VERSION, FakeStripe};
use lexopt::prelude::*;

const HELP: &str = "\
A small Stripe for tests, on a loopback port until it is told to stop.

Usage: fake-stripe [OPTIONS]

Options:
    --port PORT            The port on 127.0.0.1 [default: one that is free]
    --api-version VERSION  Of answers to requests that name none, and of events
    --seed NUMBER          Makes ids and secrets the same each time
    --forward-to URL       Sends every event to this URL, signed
    --put FILE             Puts in the objects of a JSON file: one, or an array; '-' reads standard input
    --help                 Prints this
    --version              Prints the version

It prints where it is, its keys, and the signing secret of --forward-to, a line each, as NAME=VALUE.";

/// What the command line asks for.
#[derive(Default)]
struct Options {
    port: u16,
    api_version: Option<String>,
    seed: Option<u64>,
    forward_to: Option<String>,
    put: Vec<std::path::PathBuf>,
}

impl Options {
    /// `None` if there is nothing to start.
    fn read() -> Result<Option<Self>, lexopt::Error> {
        let mut options = Options::default();
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("port") => options.port = arguments.value()?.parse()?,
                Long("api-version") => options.api_version = Some(arguments.value()?.string()?),
                Long("seed") => options.seed = Some(arguments.value()?.parse()?),
                Long("forward-to") => options.forward_to = Some(arguments.value()?.string()?),
                Long("put") => options.put.push(arguments.value()?.into()),
                Short('h') | Long("help") => {
                    println!("{HELP}");
                    return Ok(None);
                }
                Short('V') | Long("version") => {
                    println!("fake-stripe {} (Stripe's API {API_VERSION})", env!("CARGO_PKG_VERSION"));
                    return Ok(None);
                }
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(options))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("fake-stripe: {error}");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::read()? else { return Ok(()) };
    let mut builder = FakeStripe::builder().port(options.port);
    if let Some(version) = options.api_version {
        builder = builder.api_version(version);
    }
    if let Some(seed) = options.seed {
        builder = builder.seed(seed);
    }
    let stripe = builder.start().await.map_err(|error| format!("port {}: {error}", options.port))?;
    for file in options.put {
        for object in objects(&file).map_err(|error| format!("--put {}: {error}", file.display()))? {
            stripe
                .put(fake_stripe::Put::from(object).untold())
                .map_err(|error| format!("--put {}: {error}", file.display()))?;
        }
    }
    let mut lines = vec![
        ("STRIPE_BASE_URL", stripe.base_url()),
        ("STRIPE_SECRET_KEY", stripe.secret_key().to_owned()),
        ("STRIPE_PUBLISHABLE_KEY", stripe.publishable_key().to_owned()),
    ];
    if let Some(url) = options.forward_to {
        lines.push(("STRIPE_WEBHOOK_SECRET", stripe.forward_to(&url)?));
    }
    let mut out = std::io::stdout();
    for (name, value) in lines {
        writeln!(out, "{name}={value}")?;
    }
    out.flush()?;
    stopped().await?;
    Ok(())
}

fn objects(file: &std::path::Path) -> Result<Vec<serde_json::Value>, Box<dyn Error>> {
    let text = if file == std::path::Path::new("-") {
        std::io::read_to_string(std::io::stdin())?
    } else {
        std::fs::read_to_string(file)?
    };
    Ok(match serde_json::from_str(&text)? {
        serde_json::Value::Array(objects) => objects,
        object => vec![object],
    })
}

/// Until Ctrl-C, or what a supervisor sends.
#[cfg(unix)]
async fn stopped() -> std::io::Result<()> {
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn stopped() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
