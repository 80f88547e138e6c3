//! Every object with a table, and every call that there is for it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use diesel_stripe::StripeData;
use diesel_stripe::api::ApiClient;
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::*;
use diesel_stripe::observed::{Observed, Outcome};
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::{
    stripe_billing as billing, stripe_core as core, stripe_payment as payment, stripe_product as product,
};
use futures_util::TryStreamExt;

use crate::answers::{Asker, answer, same};
use crate::databases::Databases;
use crate::server::StripeMock;

/// The models with their tables, and per verb the request that is sent. A list is a stream, and is collected.
macro_rules! objects {
    ($(
        $test:ident: $Model:ident in $table:ident { list: $list:expr, $($verb:ident: $request:expr),+ $(,)? }
    )+) => {
        /// What is tested here, by the model's name: its table, and the verbs.
        pub const TESTED: &[(&str, &str, &[&str])] =
            &[$((stringify!($Model), stringify!($table), &[$(stringify!($verb),)+ "api_list"])),+];

        $(mod $test {
            use super::*;

            async fn ask(stripe: &impl ApiClient, asker: Asker) -> Vec<StripeData<$Model>> {
                [
                    $(answer(asker, stringify!($verb), async |account| {
                        Ok(vec![<$Model>::$verb(stripe, $request.on_account(account)).await?])
                    }).await,)+
                    answer(asker, "api_list", async |account| {
                        <$Model>::api_list(stripe, $list.on_account(account)).try_collect().await
                    }).await,
                ]
                .concat()
            }

            /// Mirrors an object into one database, and reads it back with plain Diesel.
            macro_rules! mirror {
                ($conn:expr, $data:expr) => {{
                    let (conn, data): (_, &StripeData<$Model>) = ($conn, $data);
                    let synced = <$Model>::sync(conn, data).await.unwrap_or_else(|error| panic!("{data:?}: {error}"));
                    assert_eq!(synced.outcome, Outcome::Applied, "{data:?}");
                    let mut row: $Model = $table::table
                        .filter($table::id.eq(data.id()).and($table::stripe_account.eq(data.stripe_account())))
                        .select(<$Model>::as_select())
                        .first(conn)
                        .await
                        .unwrap();
                    same(&row, &synced.row);
                    let json: serde_json::Value = serde_json::from_str(data.json()).unwrap();
                    assert_eq!(row.deleted, data.is_deleted());
                    assert_eq!(row.stripe_data, crate::stored::stored(&json));
                    assert_eq!(row.livemode, data.livemode());
                    assert_eq!(row.created.map(|time| time.timestamp()), json["created"].as_i64());
                    assert_eq!(Observed { from: row.observed_from, to: row.observed_to }, Mirror::default().observed(&data));
                    row.synced_at = row.observed_to;
                    row
                }};
            }

            #[tokio::test]
            async fn every_call_is_answered_and_mirrored() {
                let mock = StripeMock::running();
                let ours = Client::builder("sk_test_123").base_url(mock.url()).build().unwrap();
                let theirs = stripe::ClientBuilder::new("sk_test_123").url(format!("{}/", mock.url())).build().unwrap();
                let mut answers = ask(&ours, Asker::Ours).await;
                answers.extend(ask(&theirs, Asker::AsyncStripes).await);

                let mut databases = Databases::new().await;
                for data in &answers {
                    let row = mirror!(&mut databases.postgres, data);
                    same(&row, &mirror!(&mut databases.mysql, data));
                    same(&row, &mirror!(&mut databases.sqlite, data));
                }
                databases.remove().await;
            }
        })+
    };
}

// stripe-mock checks each request against Stripe's OpenAPI specification. Its fixtures are all in test mode, so that
// one mirror holds them.
objects! {
    balance_transactions: BalanceTransaction in stripe_balance_transactions {
        list: core::balance_transaction::ListBalanceTransaction::new(),
        api_retrieve: core::balance_transaction::RetrieveBalanceTransaction::new("txn_1"),
    }
    charges: Charge in stripe_charges {
        list: core::charge::ListCharge::new().limit(3),
        api_create: core::charge::CreateCharge::new().amount(100).currency(Currency::USD).source("tok_visa"),
        api_retrieve: core::charge::RetrieveCharge::new("ch_1"),
        api_update: core::charge::UpdateCharge::new("ch_1").description("a book"),
        api_capture: core::charge::CaptureCharge::new("ch_1").amount(50),
    }
    coupons: Coupon in stripe_coupons {
        list: product::coupon::ListCoupon::new().limit(3),
        api_create: product::coupon::CreateCoupon::new().id("25 % off").percent_off(25.0),
        api_retrieve: product::coupon::RetrieveCoupon::new("gold"),
        api_update: product::coupon::UpdateCoupon::new("gold").name("Gold"),
        api_delete: product::coupon::DeleteCoupon::new("gold"),
    }
    customers: Customer in stripe_customers {
        list: core::customer::ListCustomer::new().email("jenny@example.com"),
        api_create: core::customer::CreateCustomer::new().email("jenny@example.com"),
        api_retrieve: core::customer::RetrieveCustomer::new("cus_1"),
        api_update: core::customer::UpdateCustomer::new("cus_1").name("Jenny"),
        api_delete: core::customer::DeleteCustomer::new("cus_1"),
    }
    disputes: Dispute in stripe_disputes {
        list: core::dispute::ListDispute::new().limit(3),
        api_retrieve: core::dispute::RetrieveDispute::new("dp_1"),
        api_update: core::dispute::UpdateDispute::new("dp_1").submit(false),
        api_close: core::dispute::CloseDispute::new("dp_1"),
    }
    events: Event in stripe_objects {
        list: core::event::ListEvent::new().type_("payment_intent.created"),
        api_retrieve: core::event::RetrieveEvent::new("evt_1"),
    }
    invoices: Invoice in stripe_invoices {
        list: billing::invoice::ListInvoice::new().customer("cus_1"),
        api_create: billing::invoice::CreateInvoice::new().customer("cus_1"),
        api_retrieve: billing::invoice::RetrieveInvoice::new("in_1"),
        api_update: billing::invoice::UpdateInvoice::new("in_1").description("a book"),
        api_delete: billing::invoice::DeleteInvoice::new("in_1"),
        api_finalize: billing::invoice::FinalizeInvoiceInvoice::new("in_1").auto_advance(true),
        api_pay: billing::invoice::PayInvoice::new("in_1"),
        api_void: billing::invoice::VoidInvoiceInvoice::new("in_1"),
        api_mark_uncollectible: billing::invoice::MarkUncollectibleInvoice::new("in_1"),
        api_send: billing::invoice::SendInvoiceInvoice::new("in_1"),
    }
    invoice_line_items: InvoiceLineItem in stripe_invoice_line_items {
        list: billing::invoice_line_item::ListInvoiceInvoiceLineItem::new("in_1").limit(3),
        api_update: billing::invoice_line_item::UpdateInvoiceLineItem::new("in_1", "il_1").description("a book"),
    }
    payment_intents: PaymentIntent in stripe_payment_intents {
        list: core::payment_intent::ListPaymentIntent::new().customer("cus_1").limit(3),
        api_create: core::payment_intent::CreatePaymentIntent::new(100, Currency::USD).customer("cus_1"),
        api_retrieve: core::payment_intent::RetrievePaymentIntent::new("pi_1"),
        api_update: core::payment_intent::UpdatePaymentIntent::new("pi_1").amount(200),
        api_confirm: core::payment_intent::ConfirmPaymentIntent::new("pi_1").payment_method("pm_card_visa"),
        api_capture: core::payment_intent::CapturePaymentIntent::new("pi_1").amount_to_capture(50),
        api_cancel: core::payment_intent::CancelPaymentIntent::new("pi_1"),
        api_apply_customer_balance: core::payment_intent::ApplyCustomerBalancePaymentIntent::new("pi_1").amount(100),
        api_increment_authorization: core::payment_intent::IncrementAuthorizationPaymentIntent::new("pi_1", 200),
        api_verify_microdeposits: core::payment_intent::VerifyMicrodepositsPaymentIntent::new("pi_1").amounts(vec![32, 45]),
    }
    payment_methods: PaymentMethod in stripe_payment_methods {
        list: payment::payment_method::ListPaymentMethod::new().customer("cus_1"),
        api_create: payment::payment_method::CreatePaymentMethod::new()
            .type_(payment::payment_method::CreatePaymentMethodType::UsBankAccount),
        api_retrieve: payment::payment_method::RetrievePaymentMethod::new("pm_1"),
        api_update: payment::payment_method::UpdatePaymentMethod::new("pm_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_attach: payment::payment_method::AttachPaymentMethod::new("pm_1").customer("cus_1"),
        api_detach: payment::payment_method::DetachPaymentMethod::new("pm_1"),
    }
    prices: Price in stripe_prices {
        list: product::price::ListPrice::new().product("prod_1"),
        api_create: product::price::CreatePrice::new(Currency::USD).unit_amount(100).product("prod_1"),
        api_retrieve: product::price::RetrievePrice::new("price_1"),
        api_update: product::price::UpdatePrice::new("price_1").active(false),
    }
    products: Product in stripe_products {
        list: product::product::ListProduct::new().active(true),
        api_create: product::product::CreateProduct::new("a book"),
        api_retrieve: product::product::RetrieveProduct::new("prod_1"),
        api_update: product::product::UpdateProduct::new("prod_1").active(false),
        api_delete: product::product::DeleteProduct::new("prod_1"),
    }
    refunds: Refund in stripe_refunds {
        list: core::refund::ListRefund::new().charge("ch_1"),
        api_create: core::refund::CreateRefund::new().charge("ch_1").amount(50),
        api_retrieve: core::refund::RetrieveRefund::new("re_1"),
        api_update: core::refund::UpdateRefund::new("re_1").metadata([("a".to_owned(), "b".to_owned())]),
        api_cancel: core::refund::CancelRefund::new("re_1"),
        api_expire: core::refund::ExpireRefund::new("re_1"),
    }
    setup_intents: SetupIntent in stripe_setup_intents {
        list: core::setup_intent::ListSetupIntent::new().customer("cus_1"),
        api_create: core::setup_intent::CreateSetupIntent::new().customer("cus_1"),
        api_retrieve: core::setup_intent::RetrieveSetupIntent::new("seti_1"),
        api_update: core::setup_intent::UpdateSetupIntent::new("seti_1").description("a card"),
        api_confirm: core::setup_intent::ConfirmSetupIntent::new("seti_1").payment_method("pm_card_visa"),
        api_cancel: core::setup_intent::CancelSetupIntent::new("seti_1"),
        api_verify_microdeposits: core::setup_intent::VerifyMicrodepositsSetupIntent::new("seti_1").amounts(vec![32, 45]),
    }
    subscriptions: Subscription in stripe_subscriptions {
        list: billing::subscription::ListSubscription::new().customer("cus_1"),
        api_create: billing::subscription::CreateSubscription::new().customer("cus_1"),
        api_retrieve: billing::subscription::RetrieveSubscription::new("sub_1"),
        api_update: billing::subscription::UpdateSubscription::new("sub_1").cancel_at_period_end(true),
        api_cancel: billing::subscription::CancelSubscription::new("sub_1").invoice_now(true),
        api_resume: billing::subscription::ResumeSubscription::new("sub_1"),
        api_migrate: {
            let flexible = billing::subscription::MigrateSubscriptionBillingModeType::Flexible;
            let mode = billing::subscription::MigrateSubscriptionBillingMode::new(flexible);
            billing::subscription::MigrateSubscription::new("sub_1", mode)
        },
    }
    subscription_items: SubscriptionItem in stripe_subscription_items {
        list: billing::subscription_item::ListSubscriptionItem::new("sub_1").limit(3),
        api_create: billing::subscription_item::CreateSubscriptionItem::new("sub_1").price("price_1"),
        api_retrieve: billing::subscription_item::RetrieveSubscriptionItem::new("si_1"),
        api_update: billing::subscription_item::UpdateSubscriptionItem::new("si_1").quantity(2_u64),
        api_delete: billing::subscription_item::DeleteSubscriptionItem::new("si_1"),
    }
}
