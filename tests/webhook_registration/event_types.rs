//! Which types of events an endpoint is told of.

use std::collections::BTreeSet;

use diesel_stripe::mirror::Mirror;
use diesel_stripe::model::StripeObject;
use diesel_stripe::objects::Charge;
use diesel_stripe::webhook::Pattern;
use diesel_stripe::webhook::registration::Registration;
use serde_json::Value;
use stripe_misc::webhook_endpoint::CreateWebhookEndpointEnabledEvents;

use crate::host::Connection;

diesel_stripe::stripe_model! {
    /// What is held back, which the crate has no table for.
    pub struct Hold {
        object: "reserve.hold",
        table: shop_holds,
        columns: {
            /// The amount, in the currency's minor unit.
            amount: BigInt,
        }
    }
}

type Handlers = diesel_stripe::webhook::Handlers<Connection>;

fn all() -> BTreeSet<String> {
    Pattern::from("*").types().collect()
}

#[test]
fn the_types_are_those_of_stripes_specification_and_of_async_stripe() {
    let spec: Value = serde_json::from_str(include_str!("../fixtures/spec3_trimmed.json")).unwrap();
    let known = all();
    let missing = spec["event_types"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    let missing: Vec<_> = missing.filter(|name| *name != "*" && !known.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for name in known {
        let typed: CreateWebhookEndpointEnabledEvents = name.parse().unwrap();
        assert!(!matches!(typed, CreateWebhookEndpointEnabledEvents::Unknown(_)), "{name}");
    }
}

#[test]
fn the_objects_with_tables_are_told_of() {
    let types = Handlers::new().event_types();
    for name in [
        "charge.dispute.created",
        "charge.refund.updated",
        "charge.refunded",
        "coupon.deleted",
        "customer.subscription.updated",
        "customer.updated",
        "customer.tax_id.created",
        "invoice.upcoming",
        "invoice_payment.paid",
        "payment_intent.succeeded",
        "payment_method.attached",
        "payout.paid",
        "price.created",
        "product.created",
        "refund.created",
        "setup_intent.succeeded",
        "subscription_schedule.created",
    ] {
        assert!(types.contains(name), "{name}");
    }
    for name in
        ["*", "balance.available", "cash_balance.funds_available", "reserve.hold.created", "tax.settings.updated"]
    {
        assert!(!types.contains(name), "{name}");
    }
    assert!(types.is_subset(&all()));
}

#[test]
fn so_is_what_handlers_want() {
    let base = Handlers::new().event_types();
    let more = |handlers: Handlers| Vec::from_iter(handlers.event_types().difference(&base).cloned());
    assert_eq!(more(Handlers::new().on_event("balance.available", async |_| Ok(()))), ["balance.available"]);
    assert_eq!(
        more(Handlers::new().after_commit_of_event("reserve.plan.*", async |_| Ok(()))),
        ["reserve.plan.created", "reserve.plan.disabled", "reserve.plan.expired", "reserve.plan.updated"]
    );
    assert_eq!(
        more(Handlers::new().on::<StripeObject>("apps.install.*", async |_| Ok(()))),
        ["apps.install.created", "apps.install.deleted", "apps.install.updated"]
    );
    // Stripe may have types that are newer than this crate.
    assert_eq!(more(Handlers::new().on_event("planet.landed", async |_| Ok(()))), ["planet.landed"]);
    // Thin events come to another kind of destination.
    assert!(more(Handlers::new().on_event("v2.core.account.updated", async |_| Ok(()))).is_empty());
}

#[test]
fn what_is_not_mirrored_and_has_no_handler_is_not_told_of() {
    let types = Handlers::new().without_mirror("charge.*").event_types();
    assert!(types.contains("payment_intent.succeeded"));
    assert!(!types.iter().any(|name| name.starts_with("charge.")));

    // A handler of charges wants those of `charge.*` that are about a charge.
    let types = Handlers::new().without_mirror("*").on::<Charge>("charge.*", async |_| Ok(())).event_types();
    assert!(types.contains("charge.succeeded") && !types.contains("charge.dispute.created"));
    assert_eq!(Handlers::new().without_mirror("*").on::<Charge>("*", async |_| Ok(())).event_types(), types);
}

#[test]
fn on_any_is_a_star_alone() {
    let types = Handlers::new().on_event("payout.paid", async |_| Ok(())).on_any(async |_| Ok(())).event_types();
    assert_eq!(types, BTreeSet::from(["*".to_owned()]));
    let registration = Registration::new("https://shop.example").events(["payout.paid"]).events(types).events(["a.b"]);
    assert_eq!(Vec::from_iter(registration.enabled_events()), ["*"]);
}

#[test]
fn a_hosts_own_mirror_is_told_of_its_models() {
    let types = Handlers::new().mirror(Mirror::default().with::<Hold>()).event_types();
    assert!(types.contains("reserve.hold.updated"));
    let blocking = diesel_stripe::blocking::webhook::Handlers::<diesel::SqliteConnection>::new();
    assert_eq!(blocking.mirror(Mirror::default().with::<Hold>()).event_types(), types);
}
