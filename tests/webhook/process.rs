//! A worker in a process of its own, which tells of its steps and can be killed at each: this test binary, which runs itself.
//!
//! A step is what Diesel tells of a connection: a statement begins or ends, a transaction begins or is about to be committed.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::webhook::{Processor, Worker};

use crate::database::Database;
use crate::delivering::connections;
use crate::webhook::{Act, Script};
use crate::{Mysql, Postgres, Sqlite};

const HOUR: Duration = Duration::from_secs(3600);

/// What a process is told in its environment.
const JOB: &str = "DIESEL_STRIPE_TEST_WORKER";

/// What the process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// All that is due, and it ends.
    Pending,
    /// It runs until it is killed.
    ForEver,
}

/// What happens at the step of which it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// It stays there, to be killed exactly there.
    Stay,
    /// It goes on, to be killed wherever it is by then.
    GoOn,
}

/// A running process.
pub struct Process {
    child: Child,
    lines: BufReader<ChildStdout>,
    /// The events of which it has called what is to be done after the commit.
    pub after: Vec<String>,
}

/// What it came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    /// It has come to the step that it was to tell of: this one.
    Step(String),
    /// It has ended with nothing left to do.
    Finished,
}

impl Process {
    /// Starts a worker on this database that tells when it comes to its `step`th step.
    pub fn start<D: Database>(db: &D, work: Work, step: usize, at: At) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["process::a_worker", "--exact", "--nocapture"]);
        command.env(JOB, format!("{:?} {work:?} {step} {at:?} {}", D::DIALECT, db.url()));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Process { child, lines, after: Vec::new() }
    }

    /// Waits until it has something to tell.
    pub fn wait(&mut self) -> Told {
        tokio::task::block_in_place(|| {
            loop {
                let mut line = String::new();
                assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "the worker has failed: see above");
                if let Some(told) = self.understand(&line) {
                    return told;
                }
            }
        })
    }

    /// `SIGKILL`.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        tokio::task::block_in_place(|| self.child.wait().unwrap());
        // What it told last.
        let mut rest = String::new();
        let _ = self.lines.read_to_string(&mut rest);
        rest.split_inclusive('\n').filter(|line| line.ends_with('\n')).for_each(|line| drop(self.understand(line)));
        self.after
    }

    /// What does not begin with `@` is libtest's.
    fn understand(&mut self, line: &str) -> Option<Told> {
        let (word, rest) = line.trim().strip_prefix("@ ")?.split_once(' ')?;
        match word {
            "step" => Some(Told::Step(rest.to_owned())),
            "finished" => Some(Told::Finished),
            _ => {
                self.after.push(rest.to_owned());
                None
            }
        }
    }
}

/// The handlers of workers here and in other processes: an effect for each event, and `after` when it is committed.
pub fn processor<D: Database>(after: impl Fn(&str) + Send + Sync + 'static) -> Processor<D::Connection> {
    let after = Script::new(move |seen| {
        after(&seen.id);
        Act::Succeed
    });
    D::processor_with_after(&Script::new(|_| Act::Succeed), &after).lease(HOUR).batch(7)
}

/// The process itself, if this is one; otherwise there is nothing to do.
#[test]
fn a_worker() {
    let Ok(job) = std::env::var(JOB) else { return };
    // When the test is gone, so is its worker.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(1);
    });
    let words: Vec<&str> = job.splitn(5, ' ').collect();
    let [dialect, work, step, at, url] = words[..] else { panic!("{job}") };
    count_steps(step.parse().unwrap(), at == "Stay");
    let work = if work == "Pending" { Work::Pending } else { Work::ForEver };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        match dialect {
            "Postgres" => run::<Postgres>(work, url).await,
            "Mysql" => run::<Mysql>(work, url).await,
            "Sqlite" => run::<Sqlite>(work, url).await,
            other => panic!("{other}"),
        }
    });
}

async fn run<D: Database<Connection: MirrorConnection>>(work: Work, url: &str) {
    let mut db = D::connect(url).await.unwrap();
    // A line of its own: libtest does not end its own.
    let processor = processor::<D>(|event| println!("\n@ after {event}"));
    match work {
        Work::Pending => {
            db.process(&processor).await.unwrap();
            println!("\n@ finished work");
        }
        Work::ForEver => {
            let worker = Worker::new(connections(&db), processor).poll_every(Duration::from_millis(5));
            worker.run(std::future::pending()).await;
        }
    }
}

/// The step to tell of, and whether to stay there.
static LAST: OnceLock<(usize, bool)> = OnceLock::new();

fn count_steps(last: usize, stay: bool) {
    LAST.set((last, stay)).unwrap();
    set_default_instrumentation(|| Some(Box::new(step))).unwrap();
}

fn step(event: InstrumentationEvent<'_>) {
    static STEPS: AtomicUsize = AtomicUsize::new(0);
    let step = match event {
        InstrumentationEvent::StartQuery { query, .. } => format!("before {query}"),
        InstrumentationEvent::FinishQuery { query, .. } => format!("after {query}"),
        InstrumentationEvent::BeginTransaction { .. } => "before a transaction".to_owned(),
        InstrumentationEvent::CommitTransaction { .. } => "before a commit".to_owned(),
        _ => return,
    };
    let Some((last, stay)) = LAST.get() else { return };
    if STEPS.fetch_add(1, Ordering::SeqCst) + 1 == *last {
        let step: String = step.chars().filter(|c| *c != '\n').take(80).collect();
        println!("\n@ step {step}");
        if *stay {
            loop {
                std::thread::park(); // which may wake by itself
            }
        }
    }
}
