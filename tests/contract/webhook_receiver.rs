//! Receiving over HTTP, with the deliveries of many requests committed together.
#![cfg(feature = "axum")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use chrono::Utc;
use diesel_stripe::database::{MirrorConnection, SqlDialect};
use diesel_stripe::webhook::signature::{WebhookSecret, sign};
use diesel_stripe::webhook::{Answer, Connect, Endpoint, Receiver};
use futures_util::future::{join, join_all};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::database::Database;
use crate::delivering::*;
use crate::webhook::*;

async fn deliveries_at_once_are_all_stored<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let address = serve([receiver(db)]).await;
    let mut posting = Vec::new();
    for n in 0..64 {
        let address = address.clone();
        posting.push(tokio::spawn(async move {
            // Each event twice.
            let body = paid(&format!("evt_{:02}", n / 2), n / 2, "pi_1", n).to_string();
            post(&address, "/1", &signed(&body), &body).await
        }));
    }
    for posting in posting {
        assert_eq!(status(&posting.await.unwrap()), "200");
    }
    assert_eq!(db.count("stripe_events").await, 32);
}

async fn one_connection_is_enough<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (connect, one) = (Arc::new(connections(db)), Arc::new(Semaphore::new(1)));
    let connect = move || {
        let (connect, one) = (Arc::clone(&connect), Arc::clone(&one));
        async move {
            // The pool's only connection is not given back here.
            one.acquire().await?.forget();
            connect.connect().await
        }
    };
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connect);
    for wave in 0..20 {
        let bodies = (0..64).map(|n| paid(&format!("evt_{wave:02}_{n:02}"), 1, "pi_1", 1)).collect::<Vec<_>>();
        let delivered = join_all(bodies.iter().map(|body| deliver(&receiver, body))).await;
        assert!(delivered.iter().all(|answer| *answer == Answer::Stored), "wave {wave}: {delivered:?}");
    }
}

/// On PostgreSQL, where it makes it faster.
async fn a_second_connection_helps_when_there_is_much<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (connect, asked, gate) = (connections(db), Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(1)));
    let counting = {
        let (asked, gate) = (Arc::clone(&asked), Arc::clone(&gate));
        move || {
            let (connect, asked, gate) = (connect.clone(), Arc::clone(&asked), Arc::clone(&gate));
            async move {
                asked.fetch_add(1, Ordering::SeqCst);
                let _open = gate.acquire().await?;
                connect.connect().await
            }
        }
    };
    let receiver = |connect| Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connect);
    let events = |name: &str| (0..64).map(|n| paid(&format!("evt_{name}_{n:02}"), 1, "pi_1", 1)).collect::<Vec<_>>();
    let one_by_one = receiver(counting.clone());
    for event in events("one") {
        assert_eq!(deliver(&one_by_one, &event).await, Answer::Stored);
    }
    assert_eq!(asked.swap(0, Ordering::SeqCst), 1);

    // They gather while there is no connection.
    let closed = gate.acquire().await.unwrap();
    let (at_once, events) = (receiver(counting), events("all"));
    let delivering = join_all(events.iter().map(|event| deliver(&at_once, event)));
    let (answers, ()) = join(delivering, async { drop(closed) }).await;
    assert!(answers.iter().all(|answer| *answer == Answer::Stored), "{answers:?}");
    let helps = D::DIALECT == SqlDialect::Postgres;
    let is_asked = async {
        while helps && asked.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(60), is_asked).await.expect("it does not ask for another connection");
    assert_eq!(asked.load(Ordering::SeqCst), if helps { 2 } else { 1 });
    assert_eq!(db.count("stripe_events").await, 128);
}

async fn what_is_not_signed_is_400_and_what_is_too_large_413<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let address = serve([receiver(db)]).await;
    let body = paid("evt_1", 1, "pi_1", 1).to_string();
    let signature = signed(&body);
    let tampered = body.replace("pi_1", "pi_2");
    assert_eq!(status(&post(&address, "/1", &signature, &tampered).await), "400");
    assert_eq!(status(&post(&address, "/1", "t=1,v1=00", &body).await), "400");
    assert_eq!(status(&post(&address, "/1", &"t=1,".repeat(25 << 10), &body).await), "400");
    assert_eq!(status(&post(&address, "/1", "\u{ff}", &body).await), "400");
    assert_eq!(status(&request(&address, "GET /1 HTTP/1.1", b"").await), "400");
    assert_eq!(status(&request(&address, "DELETE /1 HTTP/1.1", b"").await), "400");
    let old = sign(body.as_bytes(), &WebhookSecret::new("whsec_1"), Utc::now() - chrono::TimeDelta::hours(1));
    assert_eq!(status(&post(&address, "/1", &old, &body).await), "400");

    // As large as it says, before a byte of it came.
    let said = format!("POST /1 HTTP/1.1\r\nstripe-signature: {signature}\r\ncontent-length: {}", 5 << 20);
    assert_eq!(status(&request(&address, &said, b"").await), "413");
    // A body without end.
    let endless = format!("POST /1 HTTP/1.1\r\nstripe-signature: {signature}\r\ntransfer-encoding: chunked");
    let chunk = format!("{:x}\r\n{}\r\n", 64 << 10, "x".repeat(64 << 10));
    assert_eq!(status(&request(&address, &endless, chunk.repeat(80).as_bytes()).await), "413");
    assert_eq!(db.count("stripe_events").await, 0);

    assert_eq!(status(&post(&address, "/1", &signature, &body).await), "200");
    assert_eq!(status(&post(&address, "/1", &signature, &body).await), "200");
    assert_eq!(states(db).await, "evt_1 pending");
}

async fn what_was_signed_is_200_whatever_it_is<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let address = serve([receiver(db)]).await;
    let elements = "0,".repeat(1_000_000);
    for body in ["not json", "{}", "", &format!("{{\"id\": \"evt_1\", \"data\": [{elements}0]}}")] {
        assert_eq!(status(&post(&address, "/1", &signed(body), body).await), "200");
    }
    assert_eq!(db.count("stripe_events").await, 4);
}

async fn each_endpoint_has_its_own_secrets<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let first = receiver(db);
    let second = first.for_endpoint(Endpoint::new(["whsec_2"]).unwrap().stripe_account("acct_2"));
    let address = serve([first, second]).await;
    let body = paid("evt_1", 1, "pi_1", 1).to_string();
    let signatures =
        ["whsec_1", "whsec_2"].map(|secret| sign(body.as_bytes(), &WebhookSecret::new(secret), Utc::now()));
    for (path, signature, expected) in [("/1", 0, "200"), ("/1", 1, "400"), ("/2", 0, "400"), ("/2", 1, "200")] {
        assert_eq!(status(&post(&address, path, &signatures[signature], &body).await), expected);
    }
    let accounts: Vec<_> = db.inbox().await.into_iter().map(|event| event.stripe_account).collect();
    assert_eq!(accounts, ["", "acct_2"]);
}

async fn without_a_database_it_is_503_until_there_is_one<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let there = Arc::new(AtomicBool::new(false));
    let (is_there, connect, asked) = (Arc::clone(&there), Arc::new(connections(db)), AtomicUsize::new(0));
    let connect = move || {
        let (connect, is_there) = (Arc::clone(&connect), is_there.load(Ordering::SeqCst));
        let asked = asked.fetch_add(1, Ordering::SeqCst);
        async move {
            match is_there {
                true => connect.connect().await,
                false if asked == 1 => panic!("a pool that panics"),
                false => Err("no database".into()),
            }
        }
    };
    let address = serve([Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connect)]).await;
    let body = paid("evt_1", 1, "pi_1", 1).to_string();
    for _ in 0..3 {
        let answer = post(&address, "/1", &signed(&body), &body).await;
        assert_eq!(status(&answer), "503");
        assert!(answer.contains("retry-after: "), "{answer}");
    }
    there.store(true, Ordering::SeqCst);
    assert_eq!(status(&post(&address, "/1", &signed(&body), &body).await), "200");
    assert_eq!(states(db).await, "evt_1 pending");
}

/// Deliveries that wait together are told together that there is no database, and not one after the other.
async fn an_outage_is_found_out_once_for_all<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let (asked, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
    let (counted, closed) = (Arc::clone(&asked), Arc::clone(&gate));
    let connect = move || {
        counted.fetch_add(1, Ordering::SeqCst);
        let closed = Arc::clone(&closed);
        async move {
            let _ = closed.acquire().await;
            Err::<D::Connection, _>("no database")
        }
    };
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), connect);
    let bodies: Vec<_> = (0..64).map(|n| paid(&format!("evt_{n:02}"), 1, "pi_1", 1)).collect();
    let delivering = join_all(bodies.iter().map(|body| deliver(&receiver, body)));
    // By then all deliveries wait.
    let (delivered, ()) = join(delivering, async { gate.add_permits(1) }).await;
    assert!(delivered.iter().all(|answer| *answer == Answer::Unavailable));
    assert!(asked.load(Ordering::SeqCst) < 8, "{asked:?} connections for 64 deliveries");
    assert_eq!(db.count("stripe_events").await, 0);
}

/// What the database refuses of one delivery costs the others nothing.
async fn a_delivery_that_the_database_refuses_is_503_alone<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let refuse = match D::DIALECT {
        SqlDialect::Sqlite => {
            "CREATE TRIGGER poison BEFORE INSERT ON stripe_events WHEN NEW.id = 'evt_13'
             BEGIN SELECT RAISE(ABORT, 'poison'); END"
        }
        _ => "ALTER TABLE stripe_events ADD CONSTRAINT poison CHECK (id <> 'evt_13')",
    };
    db.execute(refuse).await.unwrap();
    let receiver = receiver(db);
    let bodies: Vec<_> = (0..32).map(|n| paid(&format!("evt_{n:02}"), 1, "pi_1", 1)).collect();
    let delivered = join_all(bodies.iter().map(|body| deliver(&receiver, body))).await;
    for (n, answer) in delivered.into_iter().enumerate() {
        assert_eq!(answer, if n == 13 { Answer::Unavailable } else { Answer::Stored }, "evt_{n:02}");
    }
    assert_eq!(db.count("stripe_events").await, 31);
    // The database may be another case's next.
    let permit = match D::DIALECT {
        SqlDialect::Sqlite => "DROP TRIGGER poison",
        _ => "ALTER TABLE stripe_events DROP CONSTRAINT poison",
    };
    db.execute(permit).await.unwrap();
}

/// The answer comes, though the body that was announced never does.
async fn a_head_that_is_not_stripes_is_400_before_its_body<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let address = serve([receiver(db)]).await;
    let old = sign(b"", &WebhookSecret::new("whsec_1"), Utc::now() - chrono::TimeDelta::hours(1));
    for head in
        ["", "\r\nstripe-signature: t=1", "\r\nstripe-signature: v1=00", &format!("\r\nstripe-signature: {old}")]
    {
        let head = format!("POST /1 HTTP/1.1{head}\r\ncontent-length: {}", 4 << 20);
        assert_eq!(status(&request(&address, &head, b"").await), "400", "{head}");
    }
}

/// Connections that announce bodies and never send them, more than there is memory for.
async fn bodies_that_never_come_hold_up_no_delivery<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let address = serve([receiver(db).memory(8 << 20)]).await;
    let mut hostile = Vec::new();
    for n in 0..50 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let length =
            if n % 2 == 0 { format!("content-length: {}", 4 << 20) } else { "transfer-encoding: chunked".into() };
        let head = format!("POST /1 HTTP/1.1\r\nhost: x\r\nstripe-signature: {}\r\n{length}\r\n\r\n", signed("x"));
        stream.write_all(head.as_bytes()).await.unwrap();
        if n % 2 == 1 {
            let piece = "x".repeat(1 << 20);
            stream.write_all(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes()).await.unwrap();
        }
        hostile.push(stream);
        let body = paid(&format!("evt_{n:02}"), 1, "pi_1", 1).to_string();
        assert_eq!(status(&post(&address, "/1", &signed(&body), &body).await), "200");
    }
    assert_eq!(db.count("stripe_events").await, 50);
    // The oldest were told so.
    let mut answer = [0; 12];
    hostile[0].read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 503");
}

/// A body of the largest size, beside small ones.
async fn large_bodies_are_stored_whole<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let address = serve([receiver(db)]).await;
    let mut large = paid("evt_large", 1, "pi_1", 1);
    large["data"]["object"]["description"] = "x".repeat(3 << 20).into();
    let bodies: Vec<String> =
        (0..8).map(|n| paid(&format!("evt_{n}"), 1, "pi_1", 1)).chain([large]).map(|body| body.to_string()).collect();
    let posted = join_all(bodies.iter().map(|body| post_owned(&address, body))).await;
    assert!(posted.iter().all(|answer| status(answer) == "200"), "{posted:?}");
    assert_eq!(stored(db, "evt_large").await.body.len(), bodies[8].len());
}

async fn post_owned(address: &str, body: &str) -> String {
    post(address, "/1", &signed(body), body).await
}

async fn a_database_that_does_not_answer_is_503<D: Database<Connection: MirrorConnection>>(db: &mut D) {
    let never = || std::future::pending::<Result<D::Connection, String>>();
    let receiver = Receiver::new(Endpoint::new(["whsec_1"]).unwrap(), never).patience(Duration::from_millis(10));
    assert_eq!(deliver(&receiver, &paid("evt_1", 1, "pi_1", 1)).await, Answer::Unavailable);
    assert_eq!(db.count("stripe_events").await, 0);
}

contract! { async:
    deliveries_at_once_are_all_stored,
    one_connection_is_enough,
    a_second_connection_helps_when_there_is_much,
    what_is_not_signed_is_400_and_what_is_too_large_413,
    what_was_signed_is_200_whatever_it_is,
    each_endpoint_has_its_own_secrets,
    without_a_database_it_is_503_until_there_is_one,
    a_database_that_does_not_answer_is_503,
    an_outage_is_found_out_once_for_all,
    a_delivery_that_the_database_refuses_is_503_alone,
    a_head_that_is_not_stripes_is_400_before_its_body,
    bodies_that_never_come_hold_up_no_delivery,
    large_bodies_are_stored_whole,
}
