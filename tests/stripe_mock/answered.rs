//! Every call that a declaration has: stripe-mock checks its request against Stripe's specification, and what it answers is mirrored into
//! each database.

use diesel_stripe::StripeData;
use diesel_stripe::client::Client;
use diesel_stripe::mirror::{Mirror, Outcome};
use diesel_stripe::objects::*;
use diesel_stripe::prelude::*;
use diesel_stripe::stripe_types::Currency;
use diesel_stripe::{
    stripe_billing, stripe_checkout, stripe_connect, stripe_core, stripe_fraud, stripe_issuing, stripe_misc,
    stripe_payment, stripe_product, stripe_shared, stripe_terminal, stripe_treasury,
};
use futures_util::TryStreamExt;

use crate::databases::Databases;
use crate::server::StripeMock;

/// The models, with the request that is sent for each verb. A list is a stream, and is collected.
macro_rules! answered {
    ($( $test:ident: $Model:ident { $($verb:ident: $request:expr),+ $(,)? } )+) => {
        /// What is tested here: the verbs, by the model's name.
        pub const TESTED: &[(&str, &[&str])] =
            &[$((stringify!($Model), &[$(answered!(@name $verb)),+])),+];

        #[tokio::test]
        async fn every_call_is_answered_and_mirrored() {
            let mock = StripeMock::running();
            let stripe = Client::builder("sk_test_123").base_url(mock.url()).build().unwrap();
            let mut answers: Vec<StripeData> = Vec::new();
            $($({
                // On behalf of an account of its own, as the answers to several verbs have one id.
                let account = concat!("acct_", stringify!($test), "_", stringify!($verb));
                let request = $request;
                let answered = answered!(@ask $Model $verb (&stripe, request.on_account(account)));
                let answered: Vec<StripeData<$Model>> = answered.unwrap_or_else(|error| panic!("{account}: {error}"));
                assert!(!answered.is_empty(), "{account}");
                answers.extend(answered.into_iter().map(|one| one.into_model().unwrap()));
            })+)+
            mirror(answers).await;
        }
    };
    (@name list) => { "api_list" };
    (@name $verb:ident) => { stringify!($verb) };
    (@ask $Model:ident list ($stripe:expr, $call:expr)) => {
        <$Model>::api_list($stripe, $call).try_collect().await
    };
    (@ask $Model:ident $verb:ident ($stripe:expr, $call:expr)) => {
        <$Model>::$verb($stripe, $call).await.map(|one| vec![one])
    };
}

mod billing;
mod checkout;
mod connect;
mod core;
mod fraud;
mod issuing;
mod misc;
mod payment;
mod product;
mod terminal;
mod treasury;

/// What is tested here, over all areas.
pub fn tested() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let areas = [
        billing::TESTED,
        checkout::TESTED,
        connect::TESTED,
        core::TESTED,
        fraud::TESTED,
        issuing::TESTED,
        misc::TESTED,
        payment::TESTED,
        product::TESTED,
        terminal::TESTED,
        treasury::TESTED,
    ];
    areas.into_iter().flatten().copied()
}

/// Mirrors answers into each database.
async fn mirror(answers: Vec<StripeData>) {
    let mut databases = Databases::new().await;
    for data in answers {
        // stripe-mock has a few examples of live mode, and a mirror serves one.
        if data.livemode() == Some(true) {
            continue;
        }
        // What says itself whose it is, is one object in all of these answers.
        let is_one = KINDS.get(data.object()).is_some_and(|kind| kind.owner.is_some());
        let batch = || vec![data.clone()];
        let outcomes = [
            Mirror::default().sync_many(&mut databases.postgres, batch()).await.unwrap().remove(0),
            Mirror::default().sync_many(&mut databases.mysql, batch()).await.unwrap().remove(0),
            Mirror::default().sync_many(&mut databases.sqlite, batch()).await.unwrap().remove(0),
        ];
        for outcome in outcomes {
            let outcome = outcome.unwrap_or_else(|error| panic!("{data:?}: {error}"));
            assert!(outcome == Outcome::Applied || is_one, "{data:?}: {outcome:?}");
        }
    }
    databases.remove().await;
}
