//! Processor time, which other work on the machine does not change as it changes rates.

use std::fs::{read_dir, read_to_string};
use std::time::Duration;

/// Linux counts in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// What this process and those of the database have used. Nothing is known of a database on another machine.
pub struct Cpu {
    /// The process that started the database's others.
    server: i32,
    used: Duration,
}

impl Cpu {
    /// From now on; `backend` is one of the database's processes.
    pub fn since_now(backend: i32) -> Self {
        let server = stat(&backend.to_string()).map_or(0, |stat| stat.parent);
        Cpu { server, used: used(server) }
    }

    pub fn elapsed(&self) -> Duration {
        used(self.server).saturating_sub(self.used)
    }
}

fn used(server: i32) -> Duration {
    let processes =
        read_dir("/proc").expect("Linux").flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let ours = std::process::id().to_string();
    let counted = processes.filter_map(|process| {
        let stat = stat(&process)?;
        (process == ours || stat.parent == server).then_some(TICK * stat.ticks)
    });
    counted.sum()
}

struct Stat {
    parent: i32,
    ticks: u32,
}

/// The line of a process: its number, its name in parentheses, its state, its parent, and times as the 14th and 15th field.
fn stat(process: &str) -> Option<Stat> {
    let line = read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = line.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |n: usize| fields.get(n)?.parse::<u32>().ok();
    Some(Stat { parent: fields.get(1)?.parse().ok()?, ticks: ticks(11)? + ticks(12)? })
}
