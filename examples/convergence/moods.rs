//! A client whose reads of Stripe fail at times, and lists that lie: pages without an element that say there are more.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use diesel_stripe::Error;
use diesel_stripe::client::Client;
use diesel_stripe::error::StripeError;
use serde_json::json;
use stripe_client_core::{CustomizedStripeRequest, StripeClient};

pub struct Moods {
    client: Client,
    /// None, where all goes well.
    random: Option<Mutex<fastrand::Rng>>,
    calls: AtomicUsize,
}

impl Moods {
    /// `random` draws what goes wrong.
    pub fn new(client: Client, random: fastrand::Rng) -> Self {
        Moods { client, random: Some(Mutex::new(random)), calls: AtomicUsize::new(0) }
    }

    /// From now on all goes well.
    pub fn calm(&mut self) {
        self.random = None;
    }

    /// How often Stripe was asked.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    fn draw(&self) -> u8 {
        self.random.as_ref().map_or(u8::MAX, |random| random.lock().expect("no panic while it is drawn").u8(..100))
    }
}

impl StripeClient for Moods {
    type Err = Error;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, Error> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let mood = self.draw();
        // A request can be taken apart, but not be put together again: its `Debug` has the query.
        if mood < 20 && format!("{request:?}").contains("limit=") {
            let page = json!({ "object": "list", "data": [], "has_more": true, "url": "/v1/nothing" });
            return Ok(page.to_string().into());
        }
        match mood {
            // Nothing that a wrong address answers is a deletion.
            20 | 21 => Err(refused(404, None)),
            22 | 23 => Err(refused(500, None)),
            _ => self.client.execute(request).await,
        }
    }
}

fn refused(status: u16, code: Option<&str>) -> Error {
    let mut error = StripeError::default();
    error.status = status;
    error.kind = Some("invalid_request_error".into());
    error.code = code.map(str::to_owned);
    Error::Stripe { call: "GET".into(), error: Box::new(error) }
}
