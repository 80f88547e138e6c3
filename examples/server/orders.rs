//! The shop's own table: its orders.

use diesel::prelude::*;
use diesel_stripe::objects::{PaymentIntent, stripe_payment_intents};
use diesel_stripe::stripe_core::payment_intent::CreatePaymentIntent;
use diesel_stripe::stripe_shared::PaymentIntentSetupFutureUsage::OffSession;
use diesel_stripe::webhook::{Context, HandlerResult};
use serde_json::Value;
use uuid::Uuid;

use crate::database::Queries;
use crate::errors::Result;
use crate::products::{Offer, currency};
use crate::session::Visitor;

diesel::table! {
    orders (id) {
        id -> Text,
        visitor -> Text,
        /// True or null: in the unique index on both, a visitor has one open order, and any number of others.
        is_open -> Nullable<Bool>,
        product -> Text,
        amount -> BigInt,
        currency -> Text,
        /// None until it is known here. Until then the product is the one that the intent is created for.
        payment_intent -> Nullable<Text>,
        fulfilled -> Bool,
    }
}
diesel_stripe::allow_tables_to_appear_in_same_query!(orders, stripe_payment_intents);

/// The same on three databases. An application has its own migrations.
pub const CREATE_TABLE: &str = "
    CREATE TABLE IF NOT EXISTS orders (
        id VARCHAR(36) NOT NULL PRIMARY KEY,
        visitor VARCHAR(36) NOT NULL,
        is_open BOOLEAN,
        product VARCHAR(100) NOT NULL,
        amount BIGINT NOT NULL,
        currency VARCHAR(3) NOT NULL,
        payment_intent VARCHAR(255) UNIQUE,
        fulfilled BOOLEAN NOT NULL,
        UNIQUE (visitor, is_open)
    )";

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = orders)]
pub struct Order {
    pub id: String,
    pub visitor: String,
    pub is_open: Option<bool>,
    pub product: String,
    pub amount: i64,
    pub currency: String,
    pub payment_intent: Option<String>,
    pub fulfilled: bool,
}

impl Order {
    pub fn new(visitor: &Visitor, offer: &Offer) -> Self {
        Order {
            id: Uuid::new_v4().to_string(),
            visitor: visitor.id.clone(),
            is_open: Some(true),
            product: offer.product.clone(),
            amount: offer.amount,
            currency: offer.currency.clone(),
            payment_intent: None,
            fulfilled: false,
        }
    }

    /// The key of the durable call that creates its intent.
    pub fn call_key(&self) -> String {
        format!("order:{}", self.id)
    }

    /// What that call asks for. It is made of the row alone, so that it is the same however often it is asked.
    pub fn request(&self, customer: &str) -> Result<CreatePaymentIntent> {
        Ok(CreatePaymentIntent::new(self.amount, currency(&self.currency)?)
            .customer(customer)
            .setup_future_usage(OffSession)
            .metadata([("order".to_owned(), self.id.clone()), product(&self.product)]))
    }
}

/// An intent says which product it is for: it and the amount are changed together, or not at all.
pub fn product(product: &str) -> (String, String) {
    ("product".to_owned(), product.to_owned())
}

/// The product of the intent is that of the order. Requests of two tabs may have changed it one after the other: whoever comes last
/// to this lock sees what the intent has come to.
pub async fn follow<C: Queries>(conn: &mut C, order: &str, intent: &str) -> Result<()> {
    conn.transaction(async |conn| {
        conn.lock_order(order).await?;
        if let Some(intent) = conn.intent(intent).await? {
            conn.set_product(order, product_of(&intent.stripe_data), intent.amount.unwrap_or_default()).await?;
        }
        Ok(())
    })
    .await
}

fn product_of(intent: &Value) -> &str {
    intent["metadata"]["product"].as_str().unwrap_or_default()
}

/// The handler of `payment_intent.succeeded`, in the transaction of the mirror. Stripe may tell of it twice: the order is fulfilled
/// once.
pub async fn paid<C: Queries>(mut context: Context<'_, C, PaymentIntent>) -> HandlerResult {
    // As it was when it was paid. The mirrored row may be newer by now.
    let paid = context.event.object::<PaymentIntent>()?.ok_or("an event without its object")?;
    // Other payments, such as an invoice's, are of no order.
    let Some(order) = paid.stripe_data["metadata"]["order"].as_str() else { return Ok(()) };
    // What was ordered is what was paid for, whatever was being changed meanwhile.
    let amount = paid.amount.ok_or("a payment without an amount")?;
    if context.conn().fulfil(order, &paid.id, product_of(&paid.stripe_data), amount).await? {
        tracing::info!(order, intent = paid.id, "the order is fulfilled");
    }
    Ok(())
}
