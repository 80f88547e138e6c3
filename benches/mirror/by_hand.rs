//! The yardstick: what a careful engineer would write by hand for this one table.
//!
//! Each of the three ways gets the bytes of a batch and writes the same rows with the same guard. Each is given the
//! fingerprints: the mirror has to compute them.

use std::pin::pin;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Error, Row, Statement};

use crate::payment_intents::Batch;

pub const COLUMNS: &str = "id, stripe_account, livemode, created, amount, amount_capturable, amount_received, \
    application_fee_amount, canceled_at, cancellation_reason, capture_method, currency, customer, customer_account, \
    invoice, last_payment_error_code, latest_charge, on_behalf_of, payment_method, setup_future_usage, status, \
    transfer_group, metadata, stripe_data, api_version, observed_from, observed_to, revision, fingerprint, deleted, \
    synced_at";

/// Case 1 of the ordering rule, or case 3 where the interval advances.
pub const ON_CONFLICT: &str = "ON CONFLICT (id, stripe_account) DO UPDATE SET \
    livemode = excluded.livemode, created = excluded.created, amount = excluded.amount, \
    amount_capturable = excluded.amount_capturable, amount_received = excluded.amount_received, \
    application_fee_amount = excluded.application_fee_amount, canceled_at = excluded.canceled_at, \
    cancellation_reason = excluded.cancellation_reason, capture_method = excluded.capture_method, \
    currency = excluded.currency, customer = excluded.customer, customer_account = excluded.customer_account, \
    invoice = excluded.invoice, last_payment_error_code = excluded.last_payment_error_code, \
    latest_charge = excluded.latest_charge, on_behalf_of = excluded.on_behalf_of, \
    payment_method = excluded.payment_method, setup_future_usage = excluded.setup_future_usage, \
    status = excluded.status, transfer_group = excluded.transfer_group, metadata = excluded.metadata, \
    stripe_data = excluded.stripe_data, api_version = excluded.api_version, \
    observed_from = GREATEST(t.observed_from, excluded.observed_from), \
    observed_to = GREATEST(t.observed_to, excluded.observed_to), \
    revision = t.revision + 1, fingerprint = excluded.fingerprint, deleted = excluded.deleted, \
    synced_at = CASE WHEN excluded.observed_from >= t.observed_to THEN excluded.synced_at ELSE t.synced_at END \
    WHERE (excluded.observed_from >= t.observed_to \
        OR (t.fingerprint = excluded.fingerprint AND NOT t.deleted AND excluded.observed_to > t.observed_from)) \
    AND (NOT (t.fingerprint = excluded.fingerprint AND NOT t.deleted) \
        OR excluded.observed_from > t.observed_from OR excluded.observed_to > t.observed_to)";

pub const TYPES: [Type; 31] = [
    Type::TEXT,
    Type::TEXT,
    Type::BOOL,
    Type::TIMESTAMPTZ,
    Type::INT8,
    Type::INT8,
    Type::INT8,
    Type::INT8,
    Type::TIMESTAMPTZ,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::TEXT,
    Type::JSONB,
    Type::JSONB,
    Type::TEXT,
    Type::TIMESTAMPTZ,
    Type::TIMESTAMPTZ,
    Type::INT8,
    Type::TEXT,
    Type::BOOL,
    Type::TIMESTAMPTZ,
];

/// A connection with everything prepared.
pub struct ByHand {
    pub client: Client,
    json_array: Statement,
    unnest: Statement,
    copy: String,
    after_copy: Statement,
    single: Statement,
}

impl ByHand {
    pub async fn prepare(client: Client) -> Result<Self, Error> {
        client
            .batch_execute(&format!(
                "CREATE TEMPORARY TABLE incoming ON COMMIT DELETE ROWS AS SELECT {COLUMNS} FROM stripe_payment_intents LIMIT 0"
            ))
            .await?;
        let insert = format!("INSERT INTO stripe_payment_intents AS t ({COLUMNS})");
        let json_array = format!(
            "{insert} SELECT o->>'id', '', (o->'livemode')::bool, to_timestamp((o->>'created')::bigint), \
             (o->>'amount')::bigint, (o->>'amount_capturable')::bigint, (o->>'amount_received')::bigint, \
             (o->>'application_fee_amount')::bigint, to_timestamp((o->>'canceled_at')::bigint), \
             o->>'cancellation_reason', o->>'capture_method', o->>'currency', o->>'customer', o->>'customer_account', \
             o->>'invoice', o#>>'{{last_payment_error,code}}', o->>'latest_charge', o->>'on_behalf_of', \
             o->>'payment_method', o->>'setup_future_usage', o->>'status', o->>'transfer_group', o->'metadata', o, \
             NULL, $3, $4, 1, fingerprint, false, now() \
             FROM ROWS FROM (jsonb_array_elements($1), unnest($2::text[])) AS incoming (o, fingerprint) {ON_CONFLICT}"
        );
        let arrays: Vec<String> = TYPES.iter().zip(1..).map(|(of, n)| format!("${n}::{}[]", of.name())).collect();
        let unnest = format!("{insert} SELECT * FROM unnest({}) {ON_CONFLICT}", arrays.join(", "));
        let values: Vec<String> = (1..=TYPES.len()).map(|n| format!("${n}")).collect();
        let single = format!("{insert} VALUES ({}) {ON_CONFLICT} RETURNING {COLUMNS}", values.join(", "));
        Ok(ByHand {
            json_array: client.prepare(&json_array).await?,
            unnest: client.prepare(&unnest).await?,
            copy: format!("COPY incoming ({COLUMNS}) FROM STDIN (FORMAT binary)"),
            after_copy: client.prepare(&format!("{insert} SELECT {COLUMNS} FROM incoming {ON_CONFLICT}")).await?,
            single: client.prepare(&single).await?,
            client,
        })
    }

    /// One `jsonb` array, of which the server reads the columns.
    pub async fn json_array(&self, batch: &Batch, fingerprints: &[String]) -> Result<(), Error> {
        let mut array = Vec::with_capacity(batch.bytes() + batch.bodies.len() + 1);
        array.push(b'[');
        for (n, body) in batch.bodies.iter().enumerate() {
            if n > 0 {
                array.push(b',');
            }
            array.extend_from_slice(body);
        }
        array.push(b']');
        let (from, to) = interval(batch);
        self.client.execute(&self.json_array, &[&Jsonb(&array), &fingerprints, &from, &to]).await?;
        Ok(())
    }

    /// An array for each column.
    pub async fn unnest(&self, batch: &Batch, fingerprints: &[String]) -> Result<(), Error> {
        let rows: Vec<Intent<'_>> = batch.bodies.iter().map(Intent::read).collect();
        let (from, to) = interval(batch);
        macro_rules! column {
            (|$row:ident| $cell:expr) => {
                rows.iter().map(|$row| $cell).collect::<Vec<_>>()
            };
        }
        let now = Utc::now();
        let columns: [&(dyn ToSql + Sync); 31] = [
            &column!(|row| row.id),
            &column!(|_row| ""),
            &column!(|row| row.livemode),
            &column!(|row| time(row.created)),
            &column!(|row| row.amount),
            &column!(|row| row.amount_capturable),
            &column!(|row| row.amount_received),
            &column!(|row| row.application_fee_amount),
            &column!(|row| time(row.canceled_at)),
            &column!(|row| row.cancellation_reason),
            &column!(|row| row.capture_method),
            &column!(|row| row.currency),
            &column!(|row| row.customer),
            &column!(|row| row.customer_account),
            &column!(|row| row.invoice),
            &column!(|row| row.error_code()),
            &column!(|row| row.latest_charge),
            &column!(|row| row.on_behalf_of),
            &column!(|row| row.payment_method),
            &column!(|row| row.setup_future_usage),
            &column!(|row| row.status),
            &column!(|row| row.transfer_group),
            &column!(|row| row.metadata()),
            &batch.bodies.iter().map(|body| Jsonb(body)).collect::<Vec<_>>(),
            &column!(|_row| None::<&str>),
            &column!(|_row| from),
            &column!(|_row| to),
            &column!(|_row| 1_i64),
            &fingerprints,
            &column!(|_row| false),
            &column!(|_row| now),
        ];
        self.client.execute(&self.unnest, &columns).await?;
        Ok(())
    }

    /// `COPY` into a temporary table, and from there.
    pub async fn copy(&mut self, batch: &Batch, fingerprints: &[String]) -> Result<(), Error> {
        let (from, to) = interval(batch);
        let now = Utc::now();
        let transaction = self.client.transaction().await?;
        let mut writer = pin!(BinaryCopyInWriter::new(transaction.copy_in(&self.copy).await?, &TYPES));
        for (body, fingerprint) in batch.bodies.iter().zip(fingerprints) {
            let intent = Intent::read(body);
            intent.cells(body, from, to, fingerprint, now, async |cells| writer.as_mut().write(cells).await).await?;
        }
        writer.finish().await?;
        transaction.execute(&self.after_copy, &[]).await?;
        transaction.commit().await
    }

    /// One row, from its bytes to the row as it stands.
    pub async fn single(&self, batch: &Batch, fingerprint: &str) -> Result<Stored, Error> {
        let (from, to) = interval(batch);
        let body = &batch.bodies[0];
        let query = async |cells: &[&(dyn ToSql + Sync)]| self.client.query_one(&self.single, cells).await;
        Ok(Stored::of(&Intent::read(body).cells(body, from, to, fingerprint, Utc::now(), query).await?))
    }
}

pub fn interval(batch: &Batch) -> (DateTime<Utc>, DateTime<Utc>) {
    (batch.answered_at, batch.answered_at + TimeDelta::seconds(1))
}

fn time(seconds: Option<i64>) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds?, 0)
}

/// JSON on its way to the server, which reads it.
#[derive(Debug)]
struct Jsonb<'a>(&'a [u8]);

impl ToSql for Jsonb<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(&[1]);
        out.extend_from_slice(self.0);
        Ok(IsNull::No)
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::JSONB
    }

    to_sql_checked!();
}

/// The fields that are columns.
#[derive(Deserialize)]
pub struct Intent<'a> {
    id: &'a str,
    livemode: Option<bool>,
    created: Option<i64>,
    amount: Option<i64>,
    amount_capturable: Option<i64>,
    amount_received: Option<i64>,
    application_fee_amount: Option<i64>,
    canceled_at: Option<i64>,
    cancellation_reason: Option<&'a str>,
    capture_method: Option<&'a str>,
    currency: Option<&'a str>,
    customer: Option<&'a str>,
    customer_account: Option<&'a str>,
    invoice: Option<&'a str>,
    #[serde(borrow)]
    last_payment_error: Option<PaymentError<'a>>,
    latest_charge: Option<&'a str>,
    on_behalf_of: Option<&'a str>,
    payment_method: Option<&'a str>,
    setup_future_usage: Option<&'a str>,
    status: Option<&'a str>,
    transfer_group: Option<&'a str>,
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct PaymentError<'a> {
    code: Option<&'a str>,
}

impl<'a> Intent<'a> {
    pub fn read(body: &'a Bytes) -> Self {
        serde_json::from_slice(body).expect("a PaymentIntent")
    }

    fn error_code(&self) -> Option<&'a str> {
        self.last_payment_error.as_ref()?.code
    }

    fn metadata(&self) -> Option<Jsonb<'a>> {
        Some(Jsonb(self.metadata?.get().as_bytes()))
    }

    /// Hands the row's cells to `write`.
    pub async fn cells<T>(
        &self,
        body: &[u8],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        fingerprint: &str,
        now: DateTime<Utc>,
        write: impl AsyncFnOnce(&[&(dyn ToSql + Sync)]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        write(&[
            &self.id,
            &"",
            &self.livemode,
            &time(self.created),
            &self.amount,
            &self.amount_capturable,
            &self.amount_received,
            &self.application_fee_amount,
            &time(self.canceled_at),
            &self.cancellation_reason,
            &self.capture_method,
            &self.currency,
            &self.customer,
            &self.customer_account,
            &self.invoice,
            &self.error_code(),
            &self.latest_charge,
            &self.on_behalf_of,
            &self.payment_method,
            &self.setup_future_usage,
            &self.status,
            &self.transfer_group,
            &self.metadata(),
            &Jsonb(body),
            &None::<&str>,
            &from,
            &to,
            &1_i64,
            &fingerprint,
            &false,
            &now,
        ])
        .await
    }
}

/// A row as it is read.
#[allow(dead_code, reason = "it is decoded as the mirror decodes its rows")]
pub struct Stored {
    texts: [Option<String>; 17],
    integers: [Option<i64>; 5],
    times: [Option<DateTime<Utc>>; 5],
    bools: [Option<bool>; 2],
    metadata: Option<serde_json::Value>,
    stripe_data: serde_json::Value,
}

impl Stored {
    fn of(row: &Row) -> Self {
        Stored {
            texts: [0, 1, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 24, 28].map(|n| row.get(n)),
            integers: [4, 5, 6, 7, 27].map(|n| row.get(n)),
            times: [3, 8, 25, 26, 30].map(|n| row.get(n)),
            bools: [2, 29].map(|n| row.get(n)),
            metadata: row.get(22),
            stripe_data: row.get(23),
        }
    }
}
