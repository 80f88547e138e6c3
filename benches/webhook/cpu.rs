//! Processor time, which other work on the machine does not change as it changes rates.

use std::fs::{read_dir, read_to_string};
use std::time::Duration;

/// Linux counts in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// What this process and those of the database have used. Nothing is known of a database on another machine.
pub struct Cpu {
    of: Of,
    used: Duration,
}

/// Whose time is counted beside this process's.
#[derive(Clone, Copy)]
enum Of {
    /// All that this process has started.
    #[allow(dead_code, reason = "the webhooks' bench")]
    Server(i32),
    /// One process.
    #[allow(dead_code, reason = "the mirror's bench")]
    Backend(i32),
}

impl Cpu {
    /// From now on, of all processes of the database; `backend` is one of them.
    #[allow(dead_code, reason = "the webhooks' bench")]
    pub fn since_now(backend: i32) -> Self {
        Cpu::of(Of::Server(stat(&backend.to_string()).map_or(0, |stat| stat.parent)))
    }

    /// From now on, of one process of the database.
    #[allow(dead_code, reason = "the mirror's bench")]
    pub fn of_backend(backend: i32) -> Self {
        Cpu::of(Of::Backend(backend))
    }

    fn of(of: Of) -> Self {
        Cpu { of, used: used(of) }
    }

    pub fn elapsed(&self) -> Duration {
        used(self.of).saturating_sub(self.used)
    }
}

fn used(of: Of) -> Duration {
    let processes =
        read_dir("/proc").expect("Linux").flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let ours = std::process::id().to_string();
    let counted = processes.filter_map(|process| {
        let stat = stat(&process)?;
        let is_counted = match of {
            Of::Server(server) => stat.parent == server,
            Of::Backend(backend) => process == backend.to_string(),
        };
        (process == ours || is_counted).then_some(TICK * stat.ticks)
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
