//! Where stripe-mock is found: `STRIPE_MOCK_URL` if that is set, else the program, else what Go makes of its source.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};

const MODULE: &str = "github.com/stripe/stripe-mock@v0.203.0";
const ADVICE: &str = "Run `./tests/run`, which starts all that the tests need; or set STRIPE_MOCK_URL to a stripe-mock that \
                      runs already; or install the program (or Go, with which the tests install it):\n\
                      https://github.com/stripe/stripe-mock";

/// A stripe-mock that answers. If the tests started it, it is stopped with the last test that uses it.
pub struct StripeMock {
    url: String,
    started: Option<(Child, PathBuf)>,
}

impl StripeMock {
    /// The one of the tests that run now.
    pub fn running() -> Arc<StripeMock> {
        static RUNNING: Mutex<Weak<StripeMock>> = Mutex::new(Weak::new());
        // A test that could not start it is no reason for the next one to fail with less to say.
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let mock = Arc::new(StripeMock::find());
            *running = Arc::downgrade(&mock);
            mock
        })
    }

    /// `http://127.0.0.1:40801`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn find() -> StripeMock {
        let mock = match std::env::var("STRIPE_MOCK_URL") {
            Ok(url) if !url.is_empty() => StripeMock { url, started: None },
            _ => StripeMock::start(Path::new("stripe-mock")).unwrap_or_else(|error| {
                assert_eq!(
                    error.kind(),
                    std::io::ErrorKind::NotFound,
                    "stripe-mock does not start: {error}.\n{ADVICE}"
                );
                let installed = install();
                StripeMock::start(&installed)
                    .unwrap_or_else(|error| panic!("{}: {error}.\n{ADVICE}", installed.display()))
            }),
        };
        mock.check();
        mock
    }

    fn start(program: &Path) -> std::io::Result<StripeMock> {
        // HTTPS cannot be turned off; unless told otherwise, it listens on every interface.
        let https =
            std::env::temp_dir().join(format!("diesel-stripe.{}.{}.https", std::process::id(), fastrand::u32(..)));
        let mut command = Command::new(program);
        command.args(["-http-addr", "127.0.0.1:0", "-https-unix"]).arg(&https);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(child.stdout.take().expect("the pipe that was asked for"));
        let mut mock = StripeMock { url: String::new(), started: Some((child, https)) };
        let mut said = String::new();
        while mock.url.is_empty() {
            let mut line = String::new();
            assert_ne!(output.read_line(&mut line)?, 0, "stripe-mock ended, and had said: {said}");
            if let Some(address) = line.trim_end().strip_prefix("Listening for HTTP at address: ") {
                mock.url = format!("http://{address}");
            }
            said.push_str(&line);
        }
        // What it says from now on must go somewhere.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Ok(mock)
    }

    /// Whether it answers, and is stripe-mock.
    fn check(&self) {
        let url = &self.url;
        let address =
            url.strip_prefix("http://").unwrap_or_else(|| panic!("STRIPE_MOCK_URL={url}: not `http://host:port`"));
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(address)?;
            write!(stream, "GET /v1/balance HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer sk_test_123\r\n\r\n")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let answer = ask().unwrap_or_else(|error| panic!("no stripe-mock answers at {url}: {error}.\n{ADVICE}"));
        assert!(
            answer.to_lowercase().contains("\nstripe-mock-version:"),
            "not stripe-mock at {url}: {answer}\n{ADVICE}"
        );
    }
}

impl Drop for StripeMock {
    fn drop(&mut self) {
        if let Some((child, https)) = &mut self.started {
            let _ = child.kill();
            let _ = child.wait();
            let _ = std::fs::remove_file(https);
        }
    }
}

/// Installs it where Go installs programs, which need not be on the PATH.
fn install() -> PathBuf {
    let go = |arguments: &[&str]| {
        let output = Command::new("go").args(arguments).stderr(Stdio::inherit()).output();
        let output =
            output.unwrap_or_else(|error| panic!("neither stripe-mock nor Go can be run ({error}).\n{ADVICE}"));
        assert!(output.status.success(), "`go {}` failed ({}).\n{ADVICE}", arguments.join(" "), output.status);
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    go(&["install", MODULE]);
    let bin = match go(&["env", "GOBIN"]) {
        bin if bin.is_empty() => {
            let paths = go(&["env", "GOPATH"]);
            std::env::split_paths(&paths).next().unwrap_or_default().join("bin")
        }
        bin => bin.into(),
    };
    bin.join("stripe-mock")
}
