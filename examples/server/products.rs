//! What is sold. Names and prices are Stripe's; the server reads them from the mirror.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use diesel::Queryable;
use diesel_stripe::client::Client;
use diesel_stripe::database::MirrorConnection;
use diesel_stripe::objects::{Price, Product};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_product::price::CreatePrice;
use diesel_stripe::stripe_product::product::CreateProduct;
use diesel_stripe::stripe_types::Currency;
use serde::Serialize;
use serde_json::{Value, json};

use crate::App;
use crate::database::{Pool, Queries};
use crate::errors::{Error, Result};

/// The lookup keys of the prices, and what a new database begins with. From then on they can be changed in Stripe's dashboard: a new
/// price that takes over the lookup key is what the product costs.
pub const SEED: [(&str, &str, i64); 3] = [("A", "Pencils", 500), ("B", "Notebook", 1_000), ("C", "Satchel", 1_500)];

/// A product at its price, in the currency's minor unit.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Offer {
    pub product: String,
    pub name: String,
    pub amount: i64,
    pub currency: String,
}

/// A mirrored currency, as async-stripe's requests take it.
pub fn currency(mirrored: &str) -> Result<Currency> {
    mirrored.parse().map_err(|_| Error::Internal(format!("{mirrored} is no currency").into()))
}

/// Makes the products and prices, once for each database.
pub async fn seed(conn: &mut impl MirrorConnection, stripe: &Client) -> diesel_stripe::Result<()> {
    for (lookup_key, name, amount) in SEED {
        let product = CreateProduct::new(name);
        let product = Product::create(conn, stripe, &format!("product:{lookup_key}"), &product).await?;
        // Another database of the same Stripe account may have given the key to a price of its own.
        let price = CreatePrice::new(Currency::USD)
            .product(product.id)
            .unit_amount(amount)
            .lookup_key(lookup_key)
            .transfer_lookup_key(true);
        Price::create(conn, stripe, &format!("price:{lookup_key}"), &price).await?;
    }
    Ok(())
}

/// `GET /products/`
pub async fn list<P: Pool>(State(app): State<Arc<App<P>>>) -> Result<Json<Value>> {
    let offers = app.connect().await?.offers().await?;
    Ok(Json(json!({ "products": offers })))
}

/// What a browser may say of an order: which product. The amount is not its to say.
pub struct Choice {
    product: String,
}

impl<S: Send + Sync> FromRequest<S> for Choice {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let Json(body) = Json::<Value>::from_request(request, state).await?;
        let product = body["product"].as_str().filter(|product| !product.is_empty());
        let product = product.ok_or_else(|| Error::invalid("product", "Choose a product."))?.to_owned();
        Ok(Choice { product })
    }
}

impl Choice {
    pub async fn offer(self, conn: &mut impl Queries) -> Result<Offer> {
        let offer = conn.offers().await?.into_iter().find(|offer| offer.product == self.product);
        offer.ok_or_else(|| Error::invalid("product", "There is no such product."))
    }
}
