//! The cards that a visitor has saved by paying with them.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use diesel::Queryable;
use diesel_stripe::calls;
use diesel_stripe::calls::Owner;
use serde::Serialize;
use serde_json::{Value, json};

use crate::App;
use crate::database::{Pool, Queries};
use crate::errors::Result;
use crate::session::Visitor;

#[derive(Debug, Queryable, Serialize)]
pub struct Card {
    id: String,
    brand: Option<String>,
    last4: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
}

/// `GET /payment-methods/`
pub async fn list<P: Pool>(
    State(app): State<Arc<App<P>>>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Json<Value>> {
    let mut conn = app.connect().await?;
    // Who only looks does not become a customer: `Customer::get_or_create` would make one.
    let call = calls::find(&mut conn, &format!("customer:{}", visitor.key()), "").await?;
    let cards = match call.and_then(|call| call.object_id) {
        Some(customer) => conn.cards(&customer).await?,
        None => Vec::new(),
    };
    Ok(Json(json!({ "payment_methods": cards })))
}
