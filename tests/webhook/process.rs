//! A worker in a process of its own.

use std::time::Duration;

use diesel_stripe::database::MirrorConnection;
use diesel_stripe::webhook::{Processor, Worker};

use crate::database::Database;
use crate::delivering::connections;
pub use crate::own_process::{At, Process, Told};
use crate::own_process::{finished, job, say};
use crate::webhook::{Act, Script};
use crate::{Mysql, Postgres, Sqlite};

const HOUR: Duration = Duration::from_secs(3600);

/// What the process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// All that is due, and it ends.
    Pending,
    /// It runs until it is killed.
    ForEver,
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
    let processor = processor::<D>(say);
    match work {
        Work::Pending => {
            db.process(&processor).await.unwrap();
            finished();
        }
        Work::ForEver => {
            let worker = Worker::new(connections(&db), processor).poll_every(Duration::from_millis(5));
            worker.run(std::future::pending()).await;
        }
    }
}
