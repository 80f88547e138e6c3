//! The routes of a payment: create it, choose another product, look at it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use diesel::result::{DatabaseErrorKind, Error as DatabaseError};
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::{Customer, PaymentIntent};
use diesel_stripe::prelude::*;
use diesel_stripe::refresh::{self, Refreshed};
use diesel_stripe::stripe_core::payment_intent::{RetrievePaymentIntent, UpdatePaymentIntent};
use diesel_stripe::{Outcome, StripeData};
use serde::Serialize;

use crate::App;
use crate::database::{Pool, Queries};
use crate::errors::{Error, Result};
use crate::orders::{self, Order};
use crate::products::{Choice, Offer, currency};
use crate::session::Visitor;

/// What the payer's browser needs to pay.
#[derive(Serialize)]
pub struct Payable {
    id: String,
    /// In the currency's minor unit.
    amount: i64,
    currency: String,
    /// Whoever has it can pay. It is not in the mirror: each answer of Stripe's has it.
    client_secret: String,
}

/// What became of a payment.
#[derive(Serialize)]
pub struct Payment {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    last_payment_error_code: Option<String>,
    /// Whether the shop has done its part.
    fulfilled: bool,
}

/// `POST /payment-intent/`: a visitor has one open order, and that has one intent.
pub async fn create<P: Pool>(
    State(app): State<Arc<App<P>>>,
    Extension(visitor): Extension<Visitor>,
    choice: Choice,
) -> Result<(StatusCode, Json<Payable>)> {
    let mut conn = app.connect().await?;
    let offer = choice.offer(&mut conn).await?;
    let payable = loop {
        let open = conn.open_order(&visitor.id).await?;
        let is_new = open.is_none();
        let order = open.unwrap_or_else(|| Order::new(&visitor, &offer));
        let intent = match &order.payment_intent {
            Some(intent) => intent.clone(),
            None => match place(&mut conn, &app.stripe, &visitor, &order, is_new).await {
                // Another request of the visitor was faster: the unique index refuses this order, and that one is found now.
                Err(Error::Database(DatabaseError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))) => continue,
                Ok(intent) if is_new => {
                    let request = RetrievePaymentIntent::new(intent.id.as_str());
                    let answer = PaymentIntent::api_retrieve(&app.stripe, &request).await?;
                    break Payable::of(&intent, &answer)?;
                }
                placed => placed?.id,
            },
        };
        match choose(&mut conn, &app.stripe, &order.id, &intent, &offer).await {
            // That order is over.
            Err(Error::AlreadyPaid | Error::Canceled) => conn.close_order(&order.id).await?,
            chosen => break chosen?,
        };
    };
    Ok((StatusCode::CREATED, Json(payable)))
}

/// `PUT /payment-intent/{id}/`: the same intent, for another product.
pub async fn change<P: Pool>(
    State(app): State<Arc<App<P>>>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    choice: Choice,
) -> Result<Json<Payable>> {
    let mut conn = app.connect().await?;
    let order = conn.order_of_intent(&visitor.id, &id).await?.ok_or(Error::NotFound)?;
    let offer = choice.offer(&mut conn).await?;
    Ok(Json(choose(&mut conn, &app.stripe, &order.id, &id, &offer).await?))
}

/// `GET /payment-intent/{id}/`: from the mirror, without a call to Stripe.
pub async fn show<P: Pool>(
    State(app): State<Arc<App<P>>>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Json<Payment>> {
    let mut conn = app.connect().await?;
    let order = conn.order_of_intent(&visitor.id, &id).await?.ok_or(Error::NotFound)?;
    let intent = conn.intent(&id).await?.ok_or(Error::NotFound)?;
    let (amount, currency) = price(&intent)?;
    let PaymentIntent { id, status, last_payment_error_code, .. } = intent;
    Ok(Json(Payment { id, amount, currency, status, last_payment_error_code, fulfilled: order.fulfilled }))
}

/// Creates the intent of an order. The order and the call are stored together, or not at all; then Stripe is asked, while no
/// transaction is open. If it does not answer, the next request, or `calls::recover`, makes the same call.
async fn place(
    conn: &mut impl Queries,
    stripe: &Client,
    visitor: &Visitor,
    order: &Order,
    is_new: bool,
) -> Result<PaymentIntent> {
    let customer = Customer::get_or_create(conn, stripe, visitor).await?;
    let request = order.request(&customer.id)?;
    let stored = conn
        .transaction(async |conn| {
            if is_new {
                conn.insert_order(order).await?;
            }
            Ok::<_, Error>(PaymentIntent::store_create(conn, &order.call_key(), &request).await?)
        })
        .await?;
    let intent = stored.make(conn, stripe).await?;
    conn.set_intent(&order.id, &intent.id).await?;
    Ok(intent)
}

/// Brings an intent, and then its order, to a product.
///
/// Stripe first: if it fails, the order still says what the intent says. If we fail after it, the order is behind the intent, until
/// it is asked for again or paid. The other way round, who pays the old amount would have ordered the new product. It is asked for the
/// order's own product too: the answer to another choice may have been lost. And it is no durable call: one that was recovered later
/// would undo a newer choice.
async fn choose(conn: &mut impl Queries, stripe: &Client, order: &str, intent: &str, offer: &Offer) -> Result<Payable> {
    if let Some(mirrored) = conn.intent(intent).await? {
        still_open(&mirrored)?;
    }
    let update = UpdatePaymentIntent::new(intent)
        .amount(offer.amount)
        .currency(currency(&offer.currency)?)
        .metadata([orders::product(&offer.product)]);
    let answer = match PaymentIntent::api_update(stripe, &update).await {
        // Stripe knows better: it has been paid or canceled meanwhile.
        Err(refused) if is_over(&refused) => {
            let intent = PaymentIntent::api_retrieve(stripe, &RetrievePaymentIntent::new(intent)).await?;
            still_open(&mirror(conn, stripe, &intent).await?)?;
            return Err(refused.into());
        }
        answer => answer?,
    };
    let updated = mirror(conn, stripe, &answer).await?;
    orders::follow(conn, order, intent).await?;
    Payable::of(&updated, &answer)
}

/// Mirrors what Stripe answered. If a snapshot of the same second says something else, only Stripe knows which one is newer: it is
/// asked at once, since a person waits for the amount.
async fn mirror(conn: &mut impl Queries, stripe: &Client, data: &StripeData<PaymentIntent>) -> Result<PaymentIntent> {
    let synced = PaymentIntent::sync(conn, data).await?;
    if synced.outcome != Outcome::Tied {
        return Ok(synced.row);
    }
    for _ in 0..50 {
        match refresh::one(conn, stripe, &Mirror::default(), &data.subject()).await? {
            Refreshed::Done | Refreshed::NotQueued => return conn.intent(data.id()).await?.ok_or(Error::NotFound),
            // The drain was faster to claim it, and is about to write it.
            Refreshed::Claimed => tokio::time::sleep(Duration::from_millis(100)).await,
            Refreshed::Postponed => break,
        }
    }
    Err(Error::StripeUnavailable(format!("{} could not be read again", data.id())))
}

fn still_open(intent: &PaymentIntent) -> Result<()> {
    match intent.status.as_deref() {
        Some("succeeded" | "processing" | "requires_capture") => Err(Error::AlreadyPaid),
        Some("canceled") => Err(Error::Canceled),
        _ => Ok(()),
    }
}

fn is_over(error: &diesel_stripe::Error) -> bool {
    error.stripe().is_some_and(|error| error.code.as_deref() == Some("payment_intent_unexpected_state"))
}

fn price(intent: &PaymentIntent) -> Result<(i64, String)> {
    let price = intent.amount.zip(intent.currency.clone());
    price.ok_or_else(|| Error::Internal("an intent without an amount".into()))
}

impl Payable {
    /// What the mirror says, with the client secret of Stripe's answer.
    fn of(intent: &PaymentIntent, answer: &StripeData<PaymentIntent>) -> Result<Self> {
        let (amount, currency) = price(intent)?;
        let secret = answer.client_secret();
        let client_secret = secret.ok_or_else(|| Error::Internal("an intent without a client secret".into()))?;
        Ok(Payable { id: intent.id.clone(), amount, currency, client_secret })
    }
}
