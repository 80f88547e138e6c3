//! What is mirrored: PaymentIntents of 2 KB, as Stripe sends them.

use std::sync::LazyLock;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::{Origin, StripeData};
use serde_json::{Value, json};

/// How many there are in a batch.
pub const BATCH: usize = 500;

/// The size of each, in bytes.
pub const SIZE: usize = 2048;

/// A batch of PaymentIntents as an API answer of some second brought them.
pub struct Batch {
    pub bodies: Vec<Bytes>,
    pub answered_at: DateTime<Utc>,
}

impl Batch {
    /// The same PaymentIntents in each generation; a later one is newer, and every object has changed.
    pub fn of(size: usize, generation: u32) -> Self {
        let bodies = (0..size).map(|n| body(FIXTURE.clone(), n, generation)).collect();
        Batch {
            bodies,
            answered_at: DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(generation.into()),
        }
    }

    /// From bytes to what the mirror takes.
    #[allow(dead_code, reason = "not every benchmark asks")]
    pub fn stripe_data(&self) -> Vec<StripeData<PaymentIntent>> {
        let origin = Origin::answer(self.answered_at, TimeDelta::zero());
        let read = |body: &Bytes| StripeData::from_bytes(body.clone(), origin.clone());
        self.bodies.iter().map(read).collect::<Result<_, _>>().expect("a PaymentIntent")
    }

    /// The bytes of the JSON.
    #[allow(dead_code, reason = "not every benchmark asks")]
    pub fn bytes(&self) -> usize {
        self.bodies.iter().map(Bytes::len).sum()
    }
}

static FIXTURE: LazyLock<Value> = LazyLock::new(|| {
    let fixtures: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/fixtures3.json")).expect("Stripe's fixtures");
    fixtures["resources"]["payment_intent"].clone()
});

/// Indented as Stripe indents, and padded with metadata.
fn body(mut intent: Value, n: usize, generation: u32) -> Bytes {
    intent["id"] = json!(id("pi", n));
    intent["client_secret"] = json!(format!("{}_secret_{:025}", id("pi", n), n));
    intent["customer"] = json!(id("cus", n / 3));
    intent["latest_charge"] = json!(id("ch", n));
    intent["payment_method"] = json!(id("pm", n));
    intent["amount"] = json!(100 + n);
    intent["amount_received"] = json!(generation);
    intent["status"] = json!("succeeded");
    // The fixture's is expanded: a row of its own, which nobody writes by hand here.
    intent["transfer_data"]["destination"] = json!(id("acct", n / 3));
    intent["metadata"] = json!({ "order": format!("{n}"), "note": "" });
    let missing = SIZE - serde_json::to_string_pretty(&intent).expect("JSON").len();
    // Words rather than one letter: PostgreSQL compresses what is over 2 KB.
    let note: String =
        (0..).flat_map(|word| format!("{:x} ", hash(n, word)).into_bytes()).map(char::from).take(missing).collect();
    intent["metadata"]["note"] = json!(note);
    let text = serde_json::to_string_pretty(&intent).expect("JSON");
    assert_eq!(text.len(), SIZE);
    text.into()
}

fn id(prefix: &str, n: usize) -> String {
    format!("{prefix}_1P{:022x}", hash(n, 0))
}

/// The same for the same numbers, and without a pattern otherwise.
fn hash(n: usize, word: u64) -> u64 {
    let mut bits = (n as u64) << 32 | word;
    for _ in 0..2 {
        bits = (bits ^ bits >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    bits
}
