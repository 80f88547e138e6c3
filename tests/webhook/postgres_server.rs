//! A real PostgreSQL that crashes and is started again: a server of the test's own.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use diesel_stripe::mirror::Mirror;
use diesel_stripe::webhook::{Answer, Endpoint, Receiver, Worker};
use tokio::sync::{Notify, mpsc};

use crate::Postgres;
use crate::database::Database;
use crate::delivering::{connections, deliver};
use crate::end::{assert_done_once, others_take_over};
use crate::process::processor;
use crate::webhook::{Act, Script, due, paid, with_effects};

/// A server in a temporary directory.
struct Server {
    programs: PathBuf,
    directory: PathBuf,
    port: u16,
    /// PostgreSQL refuses to run as root.
    user: Option<(u32, u32)>,
}

impl Server {
    fn install() -> Self {
        let programs = programs().expect("PostgreSQL's initdb and pg_ctl are not here: ./tests/run installs them");
        let directory = std::env::temp_dir().join(format!("diesel_stripe_postgres_{}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir(&directory).unwrap();
        let user = unprivileged();
        if let Some((user, group)) = user {
            chown(&directory, Some(user), Some(group)).unwrap();
        }
        let server = Server { programs, directory, port: free_port(), user };
        let data = server.data();
        server.run("initdb", &["--pgdata", &data, "--username=stripe", "--auth=trust", "--encoding=UTF8", "--no-sync"]);
        server
    }

    fn start(&self) {
        let options = format!("-p {} -k {} -c listen_addresses=127.0.0.1", self.port, self.directory.display());
        let log = self.directory.join("log").display().to_string();
        self.run("pg_ctl", &["start", "--wait", "--pgdata", &self.data(), "--log", &log, "--options", &options]);
    }

    /// As after a loss of power: nothing is finished, and it recovers when it is started.
    fn crash(&self) {
        self.run("pg_ctl", &["stop", "--wait", "--mode=immediate", "--pgdata", &self.data()]);
    }

    fn url(&self) -> String {
        format!("postgres://stripe@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> String {
        self.directory.join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).current_dir(&self.directory).stdin(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        // Not a pipe: the server would keep it open.
        let output = self.directory.join("output");
        let file = fs::File::create(&output).unwrap();
        command.stdout(file.try_clone().unwrap()).stderr(file);
        let status = tokio::task::block_in_place(|| command.status().unwrap());
        assert!(status.success(), "{program}: {}", fs::read_to_string(&output).unwrap());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = Command::new(self.programs.join("pg_ctl"));
        stop.args(["stop", "--mode=immediate", "--pgdata", &self.data()]).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            stop.uid(user).gid(group);
        }
        let _ = stop.current_dir(&self.directory).status();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// As in `tests/run`: below the ports that the system gives to outgoing connections, of which one could have it by the time
/// that the server is started again.
fn free_port() -> u16 {
    loop {
        let port = fastrand::u16(20_000..32_000);
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Where `initdb` is: as in `tests/run`.
fn programs() -> Option<PathBuf> {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = debian.chain(std::env::split_paths(&path)).collect();
    found.retain(|programs| programs.join("initdb").exists() && programs.join("pg_ctl").exists());
    found.into_iter().next()
}

/// Somebody who is not root, if we are.
fn unprivileged() -> Option<(u32, u32)> {
    if fs::metadata(Path::new("/proc/self")).ok()?.uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let of = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2).map(|id| id.parse().unwrap());
        Some((fields.next()?, fields.next()?))
    };
    of("postgres").or_else(|| of("nobody"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_crashes_in_the_middle_of_a_batch_loses_and_doubles_nothing() {
    let server = Server::install();
    server.start();
    let mut db = Postgres::connect(&server.url()).await.unwrap();
    db.migrate().await.unwrap();
    db.ensure_mode(&Mirror::test()).await.unwrap();
    with_effects(&mut db).await;

    // A worker that stays in the middle of its batch.
    let (amid, go_on) = (Arc::new(Notify::new()), Arc::new(std::sync::Barrier::new(2)));
    let (say, wait) = (Arc::clone(&amid), Arc::clone(&go_on));
    let script = Script::new(move |seen| {
        if seen.id == "evt_03" && seen.attempt == 1 {
            say.notify_one();
            tokio::task::block_in_place(|| wait.wait());
        }
        Act::Succeed
    });
    let (tell, mut told) = mpsc::unbounded_channel();
    let after = Script::new(move |seen| {
        let _ = tell.send(seen.id.clone());
        Act::Succeed
    });
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connections(&db));
    let mut bodies = Vec::new();
    for n in 1..=6 {
        bodies.push(paid(&format!("evt_{n:02}"), n, &format!("pi_{}", n % 2), n));
        assert_eq!(deliver(&receiver, &bodies[n as usize - 1]).await, Answer::Stored);
    }
    let processor_of_worker = Postgres::processor_with_after(&script, &after).lease(Duration::from_secs(3600));
    let worker = Worker::new(connections(&db), processor_of_worker).poll_every(Duration::from_millis(5));
    let running = tokio::spawn(async move { worker.run(std::future::pending()).await.unwrap() });
    amid.notified().await;
    server.crash();
    go_on.wait();
    let late = paid("evt_07", 7, "pi_1", 7);
    assert_eq!(deliver(&receiver, &late).await, Answer::Unavailable);
    server.start();
    assert_eq!(deliver(&receiver, &late).await, Answer::Stored);
    bodies.push(late);

    let mut db = Postgres::connect(&server.url()).await.unwrap();
    due(&mut db).await;
    for _ in &bodies {
        told.recv().await.unwrap();
    }
    running.abort();
    let _ = running.await;
    others_take_over(&mut db, &processor::<Postgres>(|_| {})).await;
    assert_done_once(&mut db, &bodies).await;
}
