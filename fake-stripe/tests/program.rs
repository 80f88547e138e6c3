//! The program, as a test in another language starts it.

#[path = "support/caller.rs"]
mod caller;

use std::collections::HashMap;
use std::process::Stdio;

use caller::Caller;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fake-stripe"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// What it says of itself when it is ready: so many lines.
async fn said(child: &mut Child, lines: usize) -> HashMap<String, String> {
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = HashMap::new();
    for _ in 0..lines {
        let line = out.next_line().await.unwrap().expect("it ended");
        let (name, value) = line.split_once('=').unwrap();
        said.insert(name.to_owned(), value.to_owned());
    }
    said
}

#[tokio::test]
async fn it_serves_until_it_is_stopped() {
    let mut child = program(&["--seed", "7", "--put", "-", "--forward-to", "http://127.0.0.1:9/hook"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(br#"[{"id": "txr_1", "object": "tax_rate", "percentage": 19.0}]"#).await.unwrap();
    drop(stdin);
    let said = said(&mut child, 4).await;
    assert!(said["STRIPE_WEBHOOK_SECRET"].starts_with("whsec_"), "{said:?}");
    let caller = Caller::new(&said["STRIPE_BASE_URL"], &said["STRIPE_SECRET_KEY"]);
    assert_eq!(caller.get("/v1/tax_rates/txr_1").await.1["percentage"], 19.0);
    let (status, customer) = caller.call("POST", "/v1/customers", "email=ada@example.com").await;
    assert_eq!((status, &customer["email"]), (200, &"ada@example.com".into()));
    assert!(child.try_wait().unwrap().is_none(), "it has not ended by itself");
    child.kill().await.unwrap();
}

#[tokio::test]
async fn what_it_does_not_understand_it_refuses() {
    for (arguments, error) in [
        (&["--prot", "1"][..], "--prot"),
        (&["--forward-to", "example.com"], "example.com"),
        (&["--put", "/nowhere.json"], "/nowhere.json"),
    ] {
        let output = program(arguments).output().await.unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && text.starts_with("fake-stripe: ") && text.contains(error), "{text}");
    }
    let help = program(&["--help"]).output().await.unwrap();
    assert!(help.status.success() && String::from_utf8(help.stdout).unwrap().contains("--forward-to URL"));
}
