//! The customer of an owner: made on first use, one for each.

use diesel_stripe::Error;
use diesel_stripe::api::{ApiDelete, ApiUpdate};
use diesel_stripe::calls::Owner;
use diesel_stripe::database::SqlDialect;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::Customer;
use diesel_stripe::stripe_core::customer::{DeleteCustomer, UpdateCustomer};
use diesel_stripe::testing::Fault;
use futures_util::future::join_all;

use crate::calling::Calling;
use crate::calls::stripe;

const CUSTOMERS: &str = "POST /v1/customers";

#[derive(Clone, Copy)]
struct User {
    id: u64,
    email: &'static str,
    stripe_account: &'static str,
}

const JENNY: User = User { id: 7, email: "jenny@example.com", stripe_account: "" };

impl Owner for User {
    fn key(&self) -> String {
        format!("user:{}", self.id)
    }

    fn email(&self) -> Option<String> {
        Some(self.email.to_owned())
    }

    fn name(&self) -> Option<String> {
        Some("Jenny Rosen".to_owned())
    }

    fn stripe_account(&self) -> String {
        self.stripe_account.to_owned()
    }
}

async fn an_owner_has_one_customer(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    let customer = db.customer_of(&client, &JENNY).await.unwrap();
    assert_eq!(customer.email.as_deref(), Some("jenny@example.com"));
    assert_eq!(customer.name.as_deref(), Some("Jenny Rosen"));
    assert_eq!(customer.stripe_data["metadata"]["owner"], "user:7");
    // The owner's other name is no other owner, and a transaction of the host's is no hindrance.
    db.begin().await;
    let again = db.customer_of(&client, &User { email: "jr@example.com", ..JENNY }).await.unwrap();
    db.commit().await;
    assert_eq!(again, customer);
    assert_eq!(stripe.requests_to(CUSTOMERS).len(), 1);

    let other = db.customer_of(&client, &User { id: 8, ..JENNY }).await.unwrap();
    let of_account = db.customer_of(&client, &User { stripe_account: "acct_1", ..JENNY }).await.unwrap();
    assert_eq!(of_account.stripe_account, "acct_1");
    assert_eq!(stripe.requests_to(CUSTOMERS).len(), 3);
    assert!(other.id != customer.id && of_account.id != customer.id);
}

async fn a_transaction_sees_the_customer_that_was_made_since_it_began<D: Calling>(db: &mut D) {
    let (stripe, client) = stripe().await;
    let mut other = db.another().await;
    db.begin().await;
    // On MySQL, what is read from here on is as it was now.
    assert_eq!(db.count("stripe_calls").await, 0);
    if D::DIALECT == SqlDialect::Sqlite {
        // SQLite's transaction has written by then, and the other would wait for it.
        db.commit().await;
    }
    let made = other.customer_of(&client, &JENNY).await.unwrap();
    let seen = db.customer_of(&client, &User { email: "jr@example.com", ..JENNY }).await.unwrap();
    if D::DIALECT != SqlDialect::Sqlite {
        db.commit().await;
    }
    assert_eq!((seen.id, stripe.requests_to(CUSTOMERS).len()), (made.id, 1));
}

async fn two_requests_race_for_one_customer<D: Calling>(db: &mut D) {
    let (stripe, client) = stripe().await;
    let mut others = Vec::new();
    for _ in 0..8 {
        others.push(db.another().await);
    }
    let (hold, client) = (stripe.hold(), &client);
    // Each knows her by another address.
    let emails = ["a@example.com", "b@example.com"].into_iter().cycle();
    let asking = others
        .iter_mut()
        .zip(emails)
        .map(|(db, email)| async move { db.customer_of(client, &User { email, ..JENNY }).await.unwrap() });
    let held = async {
        hold.requests(1).await;
        drop(hold);
    };
    let (customers, ()) = futures_util::future::join(join_all(asking), held).await;
    assert!(customers.iter().all(|customer| *customer == customers[0]), "{customers:#?}");
    assert_eq!(stripe.requests_to(CUSTOMERS).len(), 1);
}

async fn what_was_not_answered_is_the_same_customer(db: &mut impl Calling) {
    let (stripe, client) = stripe().await;
    stripe.inject(Fault::cut().after_work().on(CUSTOMERS));
    db.customer_of(&client, &JENNY).await.unwrap_err();
    let customer = db.customer_of(&client, &User { email: "jr@example.com", ..JENNY }).await.unwrap();
    assert_eq!(customer.email.as_deref(), Some("jenny@example.com"), "the first request was carried out");
    let keys: Vec<_> = stripe.requests_to(CUSTOMERS).into_iter().map(|post| post.idempotency_key).collect();
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}

async fn after_a_refusal_or_a_deletion_there_is_a_new_customer(db: &mut impl Calling) {
    let (_stripe, client) = stripe().await;
    let error = db.customer_of(&client, &User { email: "not an address", ..JENNY }).await.unwrap_err();
    assert_eq!(error.stripe().map(|error| error.status), Some(400), "{error}");
    let customer = db.customer_of(&client, &JENNY).await.unwrap();

    let deleted = Customer::api_delete(&client, &DeleteCustomer::new(customer.id.as_str())).await.unwrap();
    db.sync(deleted).await.unwrap();
    db.drain(&client, &Mirror::default()).await.unwrap();
    let next = db.customer_of(&client, &JENNY).await.unwrap();
    assert!(next.id != customer.id && !next.deleted);
    assert_eq!(db.customer_of(&client, &JENNY).await.unwrap(), next);
    // It is changed like any other.
    let update = UpdateCustomer::new(next.id.as_str()).email("jr@example.com");
    let updated = Customer::api_update(&client, &update).await.unwrap();
    db.sync(updated).await.unwrap();
    db.drain(&client, &Mirror::default()).await.unwrap();
    assert_eq!(db.customer_of(&client, &JENNY).await.unwrap().email.as_deref(), Some("jr@example.com"));
}

async fn an_owner_whose_key_is_no_key_is_refused(db: &mut impl Calling) {
    struct Nameless;
    impl Owner for Nameless {
        fn key(&self) -> String {
            "no key".to_owned()
        }
    }
    let (stripe, client) = stripe().await;
    let error = db.customer_of(&client, &Nameless).await.unwrap_err();
    assert!(matches!(error, Error::InvalidCall { .. }), "{error}");
    assert_eq!(stripe.requests(), []);
}

contract! {
    an_owner_has_one_customer,
    a_transaction_sees_the_customer_that_was_made_since_it_began,
    two_requests_race_for_one_customer,
    what_was_not_answered_is_the_same_customer,
    after_a_refusal_or_a_deletion_there_is_a_new_customer,
    an_owner_whose_key_is_no_key_is_refused,
}
