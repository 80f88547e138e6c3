//! The example, as a process of its own.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

pub struct Server {
    child: Child,
    /// Where it listens.
    pub url: String,
    log: JoinHandle<String>,
}

impl Server {
    /// Starts it on a port that the system chooses, with these variables and no others of its own.
    pub async fn start(database_url: &str, variables: &[(&str, String)]) -> Self {
        let (mut child, log) = spawn(database_url, variables);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(line) = lines.next_line().await.unwrap() else { panic!("it did not start: {}", log.await.unwrap()) };
        let url = line.strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        Server { child, url, log }
    }

    /// Tells it to stop, as a service manager does. To be [waited](Self::ended) for.
    pub fn tell_to_stop(&self) {
        let told = format!("kill -TERM {}", self.child.id().expect("it runs"));
        assert!(std::process::Command::new("sh").args(["-c", &told]).status().unwrap().success());
    }

    /// Waits for its end. How it ended, and what it has logged.
    pub async fn ended(mut self) -> (ExitStatus, String) {
        (self.child.wait().await.unwrap(), self.log.await.unwrap())
    }

    /// Stops it, and sees that it ends well. What it has logged.
    pub async fn stop(self) -> String {
        self.tell_to_stop();
        let (status, log) = self.ended().await;
        assert!(status.success(), "{status}: {log}");
        log
    }

    /// `SIGKILL`.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// How it ends where it does not start: with a failure, and these words.
pub async fn refusal(variables: &[(&str, String)]) -> String {
    let (mut child, log) = spawn(":memory:", variables);
    assert_eq!(child.wait().await.unwrap().code(), Some(1));
    log.await.unwrap()
}

fn spawn(database_url: &str, variables: &[(&str, String)]) -> (Child, JoinHandle<String>) {
    let mut command = Command::new(example());
    let ours = ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE"];
    for variable in ours.into_iter().chain(["SESSION_SECRET", "RUST_LOG"]) {
        command.env_remove(variable);
    }
    command.env("BIND", "127.0.0.1:0").env("DATABASE_URL", database_url);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let log = tokio::spawn(async move {
        let mut log = String::new();
        stderr.read_to_string(&mut log).await.unwrap();
        log
    });
    (child, log)
}

/// cargo builds it beside the tests.
fn example() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let example = test.ancestors().nth(2).unwrap().join("examples/server");
    assert!(example.is_file(), "{} is not there: `cargo build --example server` makes it", example.display());
    example
}
