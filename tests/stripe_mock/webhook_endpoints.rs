//! The calls that register a webhook endpoint.

use bytes::Bytes;
use diesel_stripe::client::Client;
use diesel_stripe::webhook::Pattern;
use diesel_stripe::webhook::registration::Registration;
use serde_json::{Value, json};
use stripe_client_core::{CustomizedStripeRequest, StripeClient};

use crate::server::StripeMock;

const URL: &str = "https://shop.example/stripe/webhook";
/// The newest version that stripe-mock v0.203.0 knows.
const VERSION: &str = "2026-08-26.dahlia";

/// stripe-mock with two endpoints in its list: it keeps no objects.
struct WithEndpoints(Client);

impl StripeClient for WithEndpoints {
    type Err = <Client as StripeClient>::Err;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, Self::Err> {
        let answer = self.0.execute(request).await?;
        let is_list = serde_json::from_slice::<Value>(&answer).unwrap()["object"] == "list";
        let endpoint = |id| {
            json!({
                "id": id, "object": "webhook_endpoint", "url": URL, "api_version": VERSION, "status": "enabled",
                "enabled_events": ["payout.paid"], "metadata": {"diesel_stripe": "account"},
            })
        };
        let list = json!({"object": "list", "has_more": false, "data": [endpoint("we_2"), endpoint("we_1")]});
        Ok(if is_list { list.to_string().into() } else { answer })
    }
}

fn registration() -> Registration {
    // What async-stripe alone knows, the older stripe-mock does not.
    let all = Pattern::from("*");
    let known = all.types().filter(|name| !name.starts_with("apps.install."));
    Registration::new(URL).api_version(VERSION).description("the shop").events(known)
}

#[tokio::test]
async fn registering_is_accepted() {
    let mock = StripeMock::running();
    let stripe = Client::builder("sk_test_123").base_url(mock.url()).build().unwrap();
    for registration in [registration(), registration().connect(), registration().events(["*"])] {
        let made = registration.ensure(&stripe).await.unwrap();
        assert!(!made.id.is_empty() && made.older.is_empty());
    }

    let stripe = WithEndpoints(stripe);
    let updated = registration().ensure(&stripe).await.unwrap();
    assert_eq!((&*updated.id, updated.older), ("we_2", vec!["we_1".to_owned()]));
    assert_eq!(registration().rotate(&stripe).await.unwrap().older, ["we_2", "we_1"]);
    assert_eq!(registration().retire(&stripe, "we_2").await.unwrap(), ["we_1"]);
}
