//! `ensure`: the endpoint in Stripe is as the code wants it.

use diesel_stripe::objects::Customer;
use diesel_stripe::prelude::*;
use diesel_stripe::testing::Fault;
use diesel_stripe::webhook::registration::{Registration, Told};
use diesel_stripe::webhook::{API_VERSION, Endpoint, Handlers};
use diesel_stripe::{Error, stripe_core::customer::CreateCustomer};
use futures_util::future::join_all;
use stripe_client_core::StripeRequest;
use stripe_misc::webhook_endpoint::UpdateWebhookEndpoint;

use crate::host::{Connection, Host, told};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_registered_is_delivered_verified_stored_and_processed() {
    let mut host = Host::start().await;
    let registered = host.registration().description("the shop").ensure(&host.client).await.unwrap();
    let secret = told(&registered).unwrap();
    assert!(registered.older.is_empty());
    assert!(!format!("{registered:?}").contains(secret.expose()));
    let [endpoint] = &host.endpoints().await[..] else { panic!("one endpoint") };
    assert_eq!((endpoint.id.as_str(), &endpoint.url), (&*registered.id, &host.url));
    assert_eq!(endpoint.api_version.as_deref(), Some(API_VERSION));
    assert_eq!(endpoint.description.as_deref(), Some("the shop"));
    assert_eq!(endpoint.enabled_events, Vec::from_iter(host.registration().enabled_events()));

    host.deploy([&secret]);
    let customer = host.customer().await;
    assert_eq!(host.answers(), [(registered.id, 200)]);
    host.process().await;
    assert_eq!(host.greeted().await, [customer]);
}

#[tokio::test]
async fn what_is_delivered_before_the_secret_is_known_comes_again() {
    let mut host = Host::start().await;
    let registered = host.registration().ensure(&host.client).await.unwrap();
    let customer = host.customer().await;
    assert_eq!(host.answers(), [(registered.id.clone(), 400)]);

    host.deploy(&told(&registered));
    host.stripe.clock().advance(std::time::Duration::from_secs(3600));
    host.stripe.settled().await;
    host.process().await;
    assert_eq!(host.greeted().await, [customer]);
}

#[tokio::test]
async fn a_second_start_needs_the_secret_that_was_kept_at_the_first() {
    let host = Host::start().await;
    let first = host.registration().ensure(&host.client).await.unwrap();
    let kept = first.secret_or(None).unwrap();

    let second = host.registration().ensure(&host.client).await.unwrap();
    for none in [None, Some(" ".into())] {
        let error = second.secret_or(none).unwrap_err();
        assert!(matches!(error, Error::Registration(_)), "{error}");
        let text = error.to_string();
        assert!(text.contains(&second.id) && text.contains("rotate") && !text.contains(kept.expose()), "{text}");
    }
    host.deploy([&second.secret_or(Some(kept)).unwrap()]);
    host.customer().await;
    assert_eq!(host.answers(), [(first.id, 200)]);
    // What was kept of an endpoint that is gone does not hide the new one's secret.
    let rotated = host.registration().rotate(&host.client).await.unwrap();
    assert_eq!(rotated.secret_or(Some("whsec_old".into())).unwrap(), told(&rotated).unwrap());
}

#[tokio::test]
async fn an_endpoint_that_is_as_it_should_be_is_left_alone() {
    let host = Host::start().await;
    let registration = host.registration().description("the shop");
    let first = registration.ensure(&host.client).await.unwrap();
    let requests = host.stripe.requests().len();
    let second = registration.ensure(&host.client).await.unwrap();
    assert_eq!((second.id, second.secret, second.older), (first.id, Told::Before, vec![]));
    assert!(host.changes(requests).is_empty());
    // Whoever has no description has nothing against one.
    host.registration().ensure(&host.client).await.unwrap();
    assert!(host.changes(requests).is_empty());
}

#[tokio::test]
async fn other_events_or_another_description_update_it() {
    let host = Host::start().await;
    let first = host.registration().ensure(&host.client).await.unwrap();
    let more = host.registration().events(["balance.*"]).description("the shop, and its money");
    let second = more.ensure(&host.client).await.unwrap();
    assert_eq!((&second.id, second.secret), (&first.id, Told::Before));
    let [endpoint] = &host.endpoints().await[..] else { panic!("one endpoint") };
    assert!(endpoint.enabled_events.contains(&"balance.available".to_owned()));
    assert_eq!(endpoint.description.as_deref(), Some("the shop, and its money"));

    host.registration().ensure(&host.client).await.unwrap();
    let [endpoint] = &host.endpoints().await[..] else { panic!("one endpoint") };
    assert!(!endpoint.enabled_events.contains(&"balance.available".to_owned()));
}

#[tokio::test]
async fn a_disabled_one_is_enabled() {
    let host = Host::start().await;
    let registered = host.registration().ensure(&host.client).await.unwrap();
    let disable = UpdateWebhookEndpoint::new(registered.id).disabled(true);
    disable.customize().send(&host.client).await.unwrap();
    assert_eq!(host.endpoints().await[0].status, "disabled");
    host.registration().ensure(&host.client).await.unwrap();
    assert_eq!(host.endpoints().await[0].status, "enabled");
}

#[tokio::test]
async fn processes_that_start_at_once_make_one() {
    let host = Host::start().await;
    let registration = host.registration();
    // All of them see that there is none, before any makes it.
    let hold = host.stripe.hold_answers();
    let starts = tokio::spawn({
        let (registration, client) = (registration.clone(), host.client.clone());
        async move { join_all((0..8).map(|_| registration.ensure(&client))).await }
    });
    hold.requests(8).await;
    drop(hold);
    let registered: Vec<_> = starts.await.unwrap().into_iter().map(Result::unwrap).collect();
    let ids = host.ids().await;
    assert_eq!(ids.len(), 1);
    for again in &registered {
        assert!(again.id == ids[0] && again.older.is_empty());
        assert!(told(again).is_some() && again.secret == registered[0].secret);
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_makes_no_second_one() {
    let host = Host::start().await;
    host.stripe.inject(Fault::cut().after_work().on("POST /v1/webhook_endpoints"));
    let registered = host.registration().ensure(&host.client).await.unwrap();
    assert_eq!(host.ids().await, [&*registered.id]);
    assert!(told(&registered).is_some());
}

#[tokio::test]
async fn one_that_was_deleted_is_made_again() {
    let host = Host::start().await;
    let registration = host.registration();
    let mut made = Vec::new();
    // Stripe still knows the key under which the first was made.
    for _ in 0..3 {
        let registered = registration.ensure(&host.client).await.unwrap();
        assert!(told(&registered).is_some());
        assert_eq!(host.ids().await, [&*registered.id]);
        assert!(!made.contains(&registered.id));
        let delete = stripe_misc::webhook_endpoint::DeleteWebhookEndpoint::new(registered.id.clone());
        delete.customize().send(&host.client).await.unwrap();
        made.push(registered.id);
    }
}

#[tokio::test]
async fn what_was_made_by_hand_stays_as_it_is() {
    let host = Host::start().await;
    let other = host.made_by_hand().await;
    let first = host.registration().ensure(&host.client).await.unwrap();
    let rotated = host.registration().rotate(&host.client).await.unwrap();
    assert_eq!(rotated.older, [&*first.id]);
    assert_eq!(host.registration().retire(&host.client, &rotated.id).await.unwrap(), [first.id]);
    let endpoints = host.endpoints().await;
    assert_eq!(endpoints.len(), 2);
    let left = endpoints.iter().find(|endpoint| endpoint.id == other.id).unwrap();
    assert_eq!(left.enabled_events, ["coupon.created"]);
}

#[tokio::test]
async fn a_platform_has_one_for_itself_and_one_for_its_accounts_at_the_same_url() {
    let mut host = Host::start().await;
    let own = host.registration().ensure(&host.client).await.unwrap();
    let connect = host.registration().connect().ensure(&host.client).await.unwrap();
    assert!(own.id != connect.id && connect.older.is_empty());
    for (registration, id) in [(host.registration(), &own.id), (host.registration().connect(), &connect.id)] {
        assert_eq!(&registration.ensure(&host.client).await.unwrap().id, id);
    }

    let [own_secret, connect_secret] = [&own, &connect].map(|registered| registered.secret_or(None).unwrap());
    host.deploy_endpoint(Endpoint::new([own_secret]).unwrap().and(Endpoint::new([connect_secret]).unwrap().connect()));
    let customer = host.customer().await;
    assert_eq!(host.answers(), [(own.id, 200)]);
    let request = CreateCustomer::new();
    let theirs = Customer::api_create(&host.client, request.on_account("acct_1")).await.unwrap().id().to_owned();
    host.stripe.settled().await;
    assert_eq!(host.answers(), [(connect.id, 200)]);
    host.process().await;
    let greeted = host.greeted().await;
    assert!(greeted.len() == 2 && greeted.contains(&customer) && greeted.contains(&theirs), "{greeted:?}");
}

#[tokio::test]
async fn a_connected_account_can_have_one_of_its_own() {
    let host = Host::start().await;
    let registered = host.registration().on_account("acct_1").ensure(&host.client).await.unwrap();
    assert!(host.ids().await.is_empty());
    let again = host.registration().on_account("acct_1").ensure(&host.client).await.unwrap();
    assert_eq!(again.id, registered.id);
}

#[tokio::test]
async fn an_endpoint_without_events_is_refused_before_stripe_is_asked() {
    let host = Host::start().await;
    let nothing = Registration::new(&host.url);
    let unmirrored = Handlers::<Connection>::new().without_mirror("*");
    for registration in [nothing.clone(), nothing.events(unmirrored.event_types())] {
        let error = registration.ensure(&host.client).await.unwrap_err();
        assert!(matches!(error, Error::Registration(_)), "{error}");
    }
    assert!(host.stripe.requests().is_empty());
}
