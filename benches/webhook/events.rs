//! What Stripe delivers: events of PaymentIntents of 2 KB, as Stripe sends them.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel_stripe::webhook::API_VERSION;
use diesel_stripe::webhook::signature::{HEADER, WebhookSecret, sign};

use crate::payment_intents::Batch;

pub const SECRET: &str = "whsec_bench";
pub const PATH: &str = "/stripe/webhook";

/// Events of as many PaymentIntents. Each set of events is another, and newer than the one before.
pub struct Events {
    pub intents: Batch,
    pub ids: Vec<String>,
    pub bodies: Vec<Bytes>,
}

impl Events {
    pub fn of(size: usize, generation: u32) -> Self {
        let intents = Batch::of(size, generation);
        let ids: Vec<String> = (0..size).map(|n| id(generation, n)).collect();
        let bodies =
            ids.iter().zip(&intents.bodies).map(|(id, intent)| body(id, intent, intents.answered_at)).collect();
        Events { intents, ids, bodies }
    }

    /// Signed now, and ready to be sent.
    pub fn requests(&self) -> Vec<Bytes> {
        self.bodies.iter().map(|body| request(body)).collect()
    }

    /// Those of these places alone.
    pub fn slice(&self, from: usize, to: usize) -> Events {
        let bodies = self.intents.bodies[from..to].to_vec();
        Events {
            intents: Batch { bodies, answered_at: self.intents.answered_at },
            ids: self.ids[from..to].to_vec(),
            bodies: self.bodies[from..to].to_vec(),
        }
    }
}

/// Stripe's ids begin with the time, continue with the account, and end at random: their index grows at its end.
fn id(generation: u32, n: usize) -> String {
    let random = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    format!("evt_1P{:06x}{:04x}eZvKYlo2C{random:08x}", generation, n / 16)
}

/// Indented as Stripe indents.
fn body(id: &str, intent: &[u8], created: DateTime<Utc>) -> Bytes {
    let intent = std::str::from_utf8(intent).expect("JSON").replace('\n', "\n    ");
    let created = created.timestamp();
    format!(
        "{{\n  \"id\": \"{id}\",\n  \"object\": \"event\",\n  \"api_version\": \"{API_VERSION}\",\n  \
         \"created\": {created},\n  \"data\": {{\n    \"object\": {intent}\n  }},\n  \"livemode\": false,\n  \
         \"pending_webhooks\": 1,\n  \"request\": {{\n    \"id\": \"req_{id}\",\n    \"idempotency_key\": \
         \"5f2f1a2c-6d5e-4d6f-8a9b-{id}\"\n  }},\n  \"type\": \"payment_intent.succeeded\"\n}}"
    )
    .into()
}

fn request(body: &[u8]) -> Bytes {
    let signature = sign(body, &WebhookSecret::new(SECRET), Utc::now());
    let mut request = format!(
        "POST {PATH} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Stripe/1.0\r\nContent-Type: application/json; \
         charset=utf-8\r\n{HEADER}: {signature}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request.into()
}
