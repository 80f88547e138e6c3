//! Bodies that are as bad as bodies can be, all the way from HTTP to the mirror.

use diesel_stripe::database::MirrorConnection;
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::stripe_data::MAX_BODY;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::database::Database;
use crate::delivering::{post, receiver, serve, signed, status};
use crate::end::assert_done_once;
use crate::process::processor;
use crate::webhook::{paid, stored, with_effects};

async fn a_million_elements_go_all_the_way<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    with_effects(db).await;
    let address = serve([receiver(db)]).await;
    let mut body = paid("evt_1", 1, "pi_1", 1);
    body["data"]["object"]["elements"] = vec![0; 1_000_000].into();
    let mut keys = paid("evt_2", 1, "pi_2", 2);
    keys["data"]["object"]["metadata"] =
        (0..200_000).map(|n| (n.to_string(), json!("v"))).collect::<serde_json::Map<_, _>>().into();
    let bodies = [body, keys, paid("evt_3", 2, "pi_3", 3)];
    for body in &bodies {
        let text = body.to_string();
        assert!(text.len() < MAX_BODY, "{}", text.len());
        assert_eq!(status(&post(&address, "/1", &signed(&text), &text).await), "200");
    }
    assert_eq!(db.process(&processor::<D>(|_| {})).await.unwrap().applied, 3);
    assert_done_once(db, &bodies).await;
    let row: PaymentIntent = db.row("pi_1").await;
    assert_eq!(row.stripe_data["elements"].as_array().unwrap().len(), 1_000_000);
}

/// As deep as JSON can be without end: a parser that recurses would overflow its stack.
async fn depths_without_end_hold_up_no_other_event<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    with_effects(db).await;
    let address = serve([receiver(db)]).await;
    let depth = 1_000_000;
    let deep = format!(
        r#"{{"id":"evt_deep","object":"event","type":"payment_intent.created","created":1,"livemode":false,"data":{{"object":{{"id":"pi_1","object":"payment_intent","deep":{}{}}}}}}}"#,
        "[".repeat(depth),
        "]".repeat(depth)
    );
    let other = paid("evt_other", 1, "pi_2", 2).to_string();
    for body in [&deep, &other] {
        assert_eq!(status(&post(&address, "/1", &signed(body), body).await), "200");
    }
    db.process(&processor::<D>(|_| {})).await.unwrap();
    assert_eq!(stored(db, "evt_other").await.state, "done");
    let deep: Vec<_> = db.inbox().await.into_iter().filter(|event| event.id != "evt_other").collect();
    assert_eq!((deep.len(), &*deep[0].state), (1, "dead"), "{:?}", deep[0].last_error);
}

/// A sender that never ends is not listened to for ever, and costs no memory.
async fn a_body_without_end_is_cut_off<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let address = serve([receiver(db)]).await;
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /1 HTTP/1.1\r\nhost: x\r\nstripe-signature: {}\r\ntransfer-encoding: chunked\r\n\r\n",
        signed("x")
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut answers, mut body) = stream.into_split();
    let sending = tokio::spawn(async move {
        let chunk = format!("{:x}\r\n{}\r\n", 64 << 10, "x".repeat(64 << 10));
        let mut sent = 0;
        while body.write_all(chunk.as_bytes()).await.is_ok() {
            sent += 1;
        }
        sent
    });
    let mut answer = [0; 12];
    answers.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    drop(answers);
    // The connection is closed: whoever sends without end, fails.
    assert!(sending.await.unwrap() > 0);
    assert_eq!(db.count("stripe_events").await, 0);
}

each_database! {
    a_million_elements_go_all_the_way,
    depths_without_end_hold_up_no_other_event,
    a_body_without_end_is_cut_off,
}
