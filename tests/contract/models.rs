//! Reading rows as a host does: plain typed Diesel, on every backend.

use std::fmt::Debug;

use diesel::connection::LoadConnection;
use diesel::mysql::Mysql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_async::AsyncConnection;
use diesel_stripe::model::StripeModel;
use diesel_stripe::objects::*;

diesel_stripe::stripe_model! {
    /// A payment as a host's own model sees it.
    pub struct ShopPayment {
        object: "payment_intent",
        table: shop_payments,
        endpoint: "/payment_intents",
        // The first had no column for the order's number.
        projection: 2,
        volatile: ["/shop_links/*/url"],
        columns: {
            amount: BigInt,
            customer: Reference,
            order_number: Text = ["/metadata/order_number"],
            usage_ as "usage": Text = ["/setup_future_usage"],
        }
    }
}

diesel_stripe::stripe_model! {
    /// What a customer may use: a host's own model of what is a child elsewhere, without a column for its parent.
    pub struct Entitlement {
        object: "subscription_item",
        table: shop_entitlements,
        columns: {
            quantity: BigInt,
        }
    }
}

/// A model whose rows can be read from every backend.
pub trait Model: StripeModel + Clone + PartialEq + Debug + Sync + Read<Pg> + Read<Mysql> + Read<Sqlite> {}

pub trait Read<DB>: Sized {
    #[allow(dead_code, reason = "not every binary has async connections")]
    fn read<C>(conn: &mut C, id: &str, account: &str) -> impl Future<Output = QueryResult<Vec<Self>>> + Send
    where
        C: AsyncConnection<Backend = DB>;

    fn read_blocking<C>(conn: &mut C, id: &str, account: &str) -> QueryResult<Vec<Self>>
    where
        C: LoadConnection<Backend = DB>;
}

macro_rules! models {
    ($($Model:ident in $table:ident;)+) => { $(
        impl Model for $Model {}
        models!(@on Pg: $Model in $table);
        models!(@on Mysql: $Model in $table);
        models!(@on Sqlite: $Model in $table);
    )+ };
    (@on $DB:ty: $Model:ident in $table:ident) => {
        impl Read<$DB> for $Model {
            async fn read<C>(conn: &mut C, id: &str, account: &str) -> QueryResult<Vec<Self>>
            where
                C: AsyncConnection<Backend = $DB>,
            {
                let of = $table::table.filter($table::id.eq(id)).filter($table::stripe_account.eq(account));
                diesel_async::RunQueryDsl::load(of.select($Model::as_select()), conn).await
            }

            fn read_blocking<C>(conn: &mut C, id: &str, account: &str) -> QueryResult<Vec<Self>>
            where
                C: LoadConnection<Backend = $DB>,
            {
                let of = $table::table.filter($table::id.eq(id)).filter($table::stripe_account.eq(account));
                diesel::RunQueryDsl::load(of.select($Model::as_select()), conn)
            }
        }
    };
}

models! {
    Account in stripe_accounts;
    BalanceTransaction in stripe_balance_transactions;
    Card in stripe_cards;
    Charge in stripe_charges;
    Coupon in stripe_coupons;
    Customer in stripe_customers;
    Dispute in stripe_disputes;
    Entitlement in shop_entitlements;
    Event in stripe_objects;
    Invoice in stripe_invoices;
    InvoiceLineItem in stripe_invoice_line_items;
    PaymentIntent in stripe_payment_intents;
    PaymentMethod in stripe_payment_methods;
    Payout in stripe_payouts;
    Person in stripe_persons;
    Plan in stripe_plans;
    Price in stripe_prices;
    Product in stripe_products;
    PromotionCode in stripe_promotion_codes;
    Refund in stripe_refunds;
    SetupIntent in stripe_setup_intents;
    ShopPayment in shop_payments;
    StripeObject in stripe_objects;
    Subscription in stripe_subscriptions;
    SubscriptionItem in stripe_subscription_items;
    TaxRate in stripe_tax_rates;
}
