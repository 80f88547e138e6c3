//! Durable calls that make what a connected account is or has: the platform makes them, and the row is the account's.

use diesel_stripe::client::Client;
use diesel_stripe::objects::{Account, Person};
use diesel_stripe::stripe_connect::account::CreateAccount;
use diesel_stripe::stripe_connect::person::CreateAccountPerson;
use serde_json::{Value, json};

use crate::calling::Calling;
use crate::scripted::Scripted;

const ID: &str = "acct_new";

async fn stripe(answers: impl IntoIterator<Item = Value>) -> (Scripted, Client) {
    let stripe = Scripted::start(answers.into_iter().map(|json| (200, json))).await;
    let client = stripe.client();
    (stripe, client)
}

fn account() -> Value {
    json!({"id": ID, "object": "account", "country": "DE", "type": "express"})
}

fn person() -> Value {
    json!({"id": "person_1", "object": "person", "account": ID, "first_name": "Ann"})
}

async fn an_account_is_made_once(db: &mut impl Calling) {
    let (stripe, client) = stripe([account()]).await;
    let made: Account = db.create(&client, "shop:1", &CreateAccount::new()).await.unwrap();
    assert_eq!(db.rows::<Account>(ID, ID).await, std::slice::from_ref(&made));

    let again: Account = db.create(&client, "shop:1", &CreateAccount::new()).await.unwrap();

    assert_eq!(again, made);
    assert_eq!(stripe.requests(), ["POST /v1/accounts"], "from the second time on, its row is all that is read");
}

async fn a_person_of_an_account_is_made_once(db: &mut impl Calling) {
    let (stripe, client) = stripe([person()]).await;
    let request = CreateAccountPerson::new(ID);
    let made: Person = db.create(&client, "person:1", &request).await.unwrap();
    assert_eq!(db.rows::<Person>("person_1", ID).await, std::slice::from_ref(&made));

    let again: Person = db.create(&client, "person:1", &request).await.unwrap();

    assert_eq!(again, made);
    assert_eq!(stripe.requests(), [format!("POST /v1/accounts/{ID}/persons")]);
}

async fn an_account_whose_row_is_gone_is_read_again(db: &mut impl Calling) {
    let (stripe, client) = stripe([account(), account()]).await;
    let made: Account = db.create(&client, "shop:1", &CreateAccount::new()).await.unwrap();
    db.execute("DELETE FROM stripe_accounts").await.unwrap();

    let again: Account = db.create(&client, "shop:1", &CreateAccount::new()).await.unwrap();

    assert_eq!((&again.id, &again.stripe_account, &again.country), (&made.id, &made.stripe_account, &made.country));
    assert_eq!(stripe.requests(), ["POST /v1/accounts".to_owned(), format!("GET /v1/accounts/{ID}")]);
}

contract! {
    an_account_is_made_once,
    a_person_of_an_account_is_made_once,
    an_account_whose_row_is_gone_is_read_again,
}
