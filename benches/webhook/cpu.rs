//! Processor time, which other work on the machine does not change as it changes rates.

use std::fs::{read_dir, read_to_string};
use std::time::Duration;

/// Linux counts in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// What this process and all processes of PostgreSQL on this machine have used.
pub struct Cpu(Duration);

impl Cpu {
    pub fn now() -> Self {
        let processes = read_dir("/proc").expect("Linux").flatten().map(|entry| entry.path().join("stat"));
        let stats = processes.filter_map(|path| read_to_string(path).ok());
        Cpu(stats.filter_map(|stat| used(&stat)).sum())
    }

    pub fn elapsed(&self) -> Duration {
        Cpu::now().0.saturating_sub(self.0)
    }
}

/// The line of a process: its number, its name in parentheses, then times as the 14th and 15th field.
fn used(stat: &str) -> Option<Duration> {
    let (number, rest) = stat.split_once(" (")?;
    let (name, fields) = rest.rsplit_once(") ")?;
    let ours = name == "postgres" || number.parse() == Ok(std::process::id());
    let ticks: u32 = fields.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
    ours.then(|| TICK * ticks)
}
