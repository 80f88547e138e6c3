use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::*;
use diesel_stripe::{prelude::*, database::*, objects::*, *};
use diesel_stripe::mirror::*;
use chrono::{DateTime, Utc};

fn pi(amount: i64, t: i64) -> StripeData<PaymentIntent> {
    let j = format!(r#"{{"id":"pi_1","object":"payment_intent","amount":{amount},"livemode":false,"created":1700000000,"customer":"cus_1","latest_charge":null,"metadata":{{"a":"b"}},"currency":"usd","status":"succeeded"}}"#);
    StripeData::from_json(j, Origin::event(DateTime::<Utc>::from_timestamp(t,0).unwrap(), "payment_intent.updated")).unwrap()
}
async fn run(conn: &mut impl MirrorConnection) {
    println!("{:?}", migrations::run(conn).await);
    println!("{:?}", migrations::run(conn).await.unwrap().len());
    for (a,t) in [(1,1700000001),(2,1700000002),(1,1700000001),(2,1700000002),(3,1700000002)] {
        let s = PaymentIntent::sync(conn, &pi(a,t)).await.unwrap();
        println!("{a}@{t}: {:?} {:?} rev {}", s.outcome, s.row.amount, s.row.revision);
    }
    println!("{:?}", refresh::queued(conn, 10).await.unwrap());
    let batch: Vec<_> = (0..300).map(|n| { let j = format!(r#"{{"id":"pi_b{n}","object":"payment_intent","amount":{n},"livemode":false}}"#);
       StripeData::<PaymentIntent>::from_json(j, Origin::read_at(Utc::now())).unwrap() }).collect();
    let r = PaymentIntent::sync_many(conn, batch).await.unwrap();
    println!("{} {:?}", r.len(), r[299]);
    let del = StripeData::<PaymentIntent>::from_json(r#"{"id":"pi_1","object":"payment_intent","deleted":true}"#, Origin::read_at(Utc::now())).unwrap();
    println!("{:?}", PaymentIntent::sync(conn, &del).await.unwrap());
    let wrong = StripeData::<PaymentIntent>::from_json(r#"{"id":"pi_1","object":"payment_intent","livemode":true}"#, Origin::read_at(Utc::now())).unwrap();
    println!("{}", PaymentIntent::sync(conn, &wrong).await.unwrap_err());
}
#[tokio::test] async fn sqlite() { let mut c = SyncConnectionWrapper::<diesel::SqliteConnection>::establish(":memory:").await.unwrap(); run(&mut c).await; }
#[tokio::test] async fn pg() { let mut c = AsyncPgConnection::establish(&std::env::var("POSTGRES_URL").unwrap()).await.unwrap(); run(&mut c).await; }
#[tokio::test] async fn my() { let mut c = AsyncMysqlConnection::establish(&std::env::var("MYSQL_URL").unwrap()).await.unwrap(); run(&mut c).await; }
