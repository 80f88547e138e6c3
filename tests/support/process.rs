//! A process of a test's own, which tells of its steps and can be killed at each: the test's binary, which runs itself.
//!
//! A step is what Diesel tells of a connection: a statement begins or ends, a transaction begins or is about to be committed.

use std::io::Read;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// What a process is told in its environment.
const JOB: &str = "DIESEL_STRIPE_TEST_JOB";

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
    lines: Lines<BufReader<ChildStdout>>,
    said: Vec<String>,
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
    /// Starts a process that runs this test of the binary, which asks for its [`job`], and tells when it comes to its `step`th step.
    pub fn start(test: &str, job: &str, step: usize, at: At) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([test, "--exact", "--nocapture"]).env(JOB, format!("{step} {at:?} {job}"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Process { child, lines, said: Vec::new() }
    }

    /// Waits until it has something to tell.
    pub async fn wait(&mut self) -> Told {
        loop {
            let line = self.lines.next_line().await.unwrap().expect("the process has failed: see above");
            if let Some(told) = self.understand(&line) {
                return told;
            }
        }
    }

    /// Waits until it ends by itself. What it has said, and whether it has finished.
    pub async fn end(mut self) -> (Vec<String>, bool) {
        let mut has_finished = false;
        while let Ok(Some(line)) = self.lines.next_line().await {
            has_finished |= self.understand(&line) == Some(Told::Finished);
        }
        self.child.wait().await.unwrap();
        (self.said, has_finished)
    }

    /// `SIGKILL`. What it has said.
    pub async fn kill(mut self) -> Vec<String> {
        self.child.kill().await.unwrap();
        while let Ok(Some(line)) = self.lines.next_line().await {
            self.understand(&line);
        }
        self.said
    }

    /// What does not begin with `@` is libtest's. A line that was not ended was not said.
    fn understand(&mut self, line: &str) -> Option<Told> {
        let (word, rest) = line.strip_prefix("@ ")?.strip_suffix(" .")?.split_once(' ')?;
        match word {
            "step" => Some(Told::Step(rest.to_owned())),
            "finished" => Some(Told::Finished),
            _ => {
                self.said.push(rest.to_owned());
                None
            }
        }
    }
}

/// The process's own side: what it is to do, if this is one.
pub fn job() -> Option<String> {
    let job = std::env::var(JOB).ok()?;
    // When the test is gone, so is its process.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(1);
    });
    let [step, at, job] = job.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{job}") };
    LAST.set((step.parse().unwrap(), at == "Stay")).unwrap();
    set_default_instrumentation(|| Some(Box::new(count))).unwrap();
    Some(job.to_owned())
}

/// Says something to who started it.
pub fn say(text: &str) {
    tell("said", text);
}

pub fn finished() {
    tell("finished", "work");
}

/// A line of its own: libtest does not end its own.
fn tell(word: &str, text: &str) {
    println!("\n@ {word} {text} .");
}

/// The step to tell of, and whether to stay there.
static LAST: OnceLock<(usize, bool)> = OnceLock::new();

fn count(event: InstrumentationEvent<'_>) {
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
        tell("step", &step.chars().filter(|c| *c != '\n').take(80).collect::<String>());
        if *stay {
            loop {
                std::thread::park(); // which may wake by itself
            }
        }
    }
}
