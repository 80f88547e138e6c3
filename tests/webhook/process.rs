//! A worker in a process of its own.

use std::time::Duration;

use diesel_stripe::database::MirrorConnection;
use diesel_stripe::webhook::inbox::Stats;
use diesel_stripe::webhook::{Answer, Processor, Worker};
use futures_util::future::{join_all, select};

use crate::database::Database;
use crate::delivering::{connections, deliver, receiver};
use crate::killed::batch;
pub use crate::own_process::{At, Process, Told};
use crate::own_process::{finished, job, say};
use crate::webhook::{Act, Script};
use crate::{Mysql, Postgres, Sqlite};

const HOUR: Duration = Duration::from_secs(3600);

/// The event whose handlers end the process.
pub const ENDS: &str = "evt_ends";

/// Which of its handlers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Within,
    AfterTheCommit,
}

/// What the process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// All that is due, and it ends.
    Pending,
    /// It runs until it is killed.
    ForEver,
    /// A worker whose handlers of one event [end the process](ENDS), until nothing is left to do.
    Ending(When),
    /// It is delivered the batch of this number, and its worker processes it. It ends when all of it is done.
    Received(usize),
}

/// Starts a worker on this database that tells when it comes to its `step`th step. It says the events of which it has called what is
/// to be done after the commit.
pub fn start<D: Database>(db: &D, work: Work, step: usize, at: At) -> Process {
    Process::start("process::a_worker", &format!("{:?} {work:?} {}", D::DIALECT, db.url()), step, at)
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
    let Some(job) = job() else { return };
    let [dialect, work, url] = job.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{job}") };
    let work = match work {
        "Pending" => Work::Pending,
        "ForEver" => Work::ForEver,
        "Ending(Within)" => Work::Ending(When::Within),
        "Ending(AfterTheCommit)" => Work::Ending(When::AfterTheCommit),
        received => {
            let number = received.strip_prefix("Received(").and_then(|number| number.strip_suffix(')'));
            Work::Received(number.and_then(|number| number.parse().ok()).expect("a number"))
        }
    };
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
    let processor = processor::<D>(say);
    match work {
        Work::Pending => {
            db.process(&processor).await.unwrap();
            finished();
        }
        Work::ForEver => {
            let worker = Worker::new(connections(&db), processor).poll_every(Duration::from_millis(5));
            worker.run(std::future::pending()).await.unwrap();
        }
        Work::Ending(when) => {
            let ending = |ends: bool| {
                Script::new(move |seen| {
                    if ends && seen.id == ENDS {
                        std::process::exit(1);
                    }
                    Act::Succeed
                })
            };
            let within = ending(when == When::Within);
            let after = Script::new({
                let ending = ending(when == When::AfterTheCommit);
                move |seen| {
                    say(&seen.id);
                    ending.act(seen.clone())
                }
            });
            let processor = D::processor_with_after(&within, &after).lease(HOUR).batch(25).attempts(5);
            let worker = Worker::new(connections(&db), processor).poll_every(Duration::from_millis(5));
            let works = Box::pin(worker.run(std::future::pending()));
            let is_done = Box::pin(async {
                while db.stats().await.is_ok_and(|stats| stats.pending + stats.applied > 0) {
                    tokio::task::yield_now().await;
                }
            });
            select(works, is_done).await;
            finished();
        }
        Work::Received(number) => {
            let receiver = receiver(&db);
            let worker =
                Worker::new(connections(&db), processor).woken_by(&receiver).poll_every(Duration::from_millis(5));
            let works = Box::pin(worker.run(std::future::pending()));
            let delivered = Box::pin(async {
                for body in batch(number).chunks(2) {
                    let answers = join_all(body.iter().map(|body| deliver(&receiver, body))).await;
                    assert!(answers.iter().all(|answer| *answer == Answer::Stored), "{answers:?}");
                }
                while db.stats().await.unwrap() != Stats::default() {
                    tokio::task::yield_now().await;
                }
            });
            select(works, delivered).await;
            finished();
        }
    }
}
