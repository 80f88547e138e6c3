//! A way to a database server that can be cut at a chosen moment: for those who use it, the server has stopped.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};

/// When the server stops, seen from the statement in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The statement does not reach it.
    Before,
    /// It executes the statement, and its answer is lost.
    After,
    /// Neither the statement arrives nor its connection's end; others go on. So it is when a machine or a network is gone.
    Swallowed,
}

/// What a statement is known by, and when to stop.
type Rule = (String, When);

/// A proxy to one server.
pub struct Proxy {
    /// The URL of the database by this way.
    pub url: String,
    rule: Arc<Mutex<Option<Rule>>>,
    running: Arc<watch::Sender<bool>>,
    swallowed: Arc<Notify>,
}

impl Proxy {
    /// A way to the database with this URL.
    pub async fn start(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (user, rest) = rest.split_once('@').unwrap();
        let (server, database) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // A client of MySQL would go on by the server's Unix socket.
        let options = if scheme == "mysql" { "?prefer_socket=false" } else { "" };
        let url = format!("{scheme}://{user}@{}/{database}{options}", listener.local_addr().unwrap());
        let proxy =
            Proxy { url, rule: Arc::default(), running: Arc::new(watch::Sender::new(true)), swallowed: Arc::default() };
        let (server, rule, running) = (server.to_owned(), Arc::clone(&proxy.rule), Arc::clone(&proxy.running));
        let swallowed = Arc::clone(&proxy.swallowed);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if !*running.borrow() {
                    continue;
                }
                let (server, rule, running) = (server.clone(), Arc::clone(&rule), Arc::clone(&running));
                let swallowed = Arc::clone(&swallowed);
                tokio::spawn(async move {
                    let mut stopped = running.subscribe();
                    tokio::select! {
                        _ = stopped.wait_for(|running| !running) => {}
                        _ = forward(client, &server, &rule, &running, &swallowed) => {}
                    }
                });
            }
        });
        proxy
    }

    /// The server stops at the next statement that contains this: all connections are cut, and no new one is taken.
    pub fn stop_at(&self, statement: &str, when: When) {
        *self.rule.lock().unwrap() = Some((statement.to_owned(), when));
    }

    /// Waits until it has stopped.
    pub async fn stopped(&self) {
        self.running.subscribe().wait_for(|running| !running).await.unwrap();
    }

    /// Waits until it has swallowed a statement.
    pub async fn swallowed(&self) {
        self.swallowed.notified().await;
    }

    /// Cuts all connections. New ones are taken.
    pub fn cut(&self) {
        self.running.send_replace(false);
        self.running.send_replace(true);
    }

    /// The server is started again.
    pub fn start_again(&self) {
        self.running.send_replace(true);
    }
}

/// Forwards both ways until one side ends, or the rule applies.
async fn forward(
    mut client: TcpStream,
    server: &str,
    rule: &Mutex<Option<Rule>>,
    running: &watch::Sender<bool>,
    swallowed: &Notify,
) -> std::io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    let (mut said, mut answered) = (vec![0; 64 << 10], vec![0; 64 << 10]);
    loop {
        tokio::select! {
            read = client.read(&mut said) => {
                let said = &said[..read?];
                let when = due(rule, said);
                if when == Some(When::Swallowed) {
                    swallowed.notify_one();
                    return std::future::pending().await;
                }
                if said.is_empty() || when == Some(When::Before) {
                    if when.is_some() { running.send_replace(false); }
                    return Ok(());
                }
                server.write_all(said).await?;
                if when == Some(When::After) {
                    let _ = server.read(&mut answered).await?;
                    running.send_replace(false);
                    return Ok(());
                }
            }
            read = server.read(&mut answered) => {
                let answered = &answered[..read?];
                if answered.is_empty() {
                    return Ok(());
                }
                client.write_all(answered).await?;
            }
        }
    }
}

/// Whether the rule is about this, and when then to stop. A rule applies once. Statements of tests come in one piece.
fn due(rule: &Mutex<Option<Rule>>, said: &[u8]) -> Option<When> {
    let mut rule = rule.lock().unwrap();
    let (statement, when) = rule.as_ref()?;
    let (statement, when) = (statement.as_bytes(), *when);
    if said.windows(statement.len()).any(|window| window == statement) {
        *rule = None;
        return Some(when);
    }
    None
}
