//! How much memory a batch takes on its way into the database, relative to its JSON.
//!
//! A bench of its own, since counting allocations slows them. It ends with the line of its goal: see `mirror`.

#[path = "mirror/database.rs"]
mod database;
#[path = "mirror/goals.rs"]
mod goals;
#[path = "mirror/payment_intents.rs"]
mod payment_intents;

use diesel_stripe::objects::PaymentIntent;
use diesel_stripe::prelude::*;
use peak_alloc::PeakAlloc;

use payment_intents::{BATCH, Batch};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

#[tokio::main]
async fn main() {
    let mut conn = database::start().await;
    let mut peaks = Vec::new();
    // Insertions, then updates. The first one's is higher: the connection keeps the buffers that it grew.
    for generation in 1..=4 {
        let batch = Batch::of(BATCH, generation);
        let before = ALLOCATED.current_usage();
        ALLOCATED.reset_peak_usage();
        PaymentIntent::sync_many(&mut conn, batch.stripe_data()).await.expect("a batch");
        peaks.push((ALLOCATED.peak_usage() - before) as f64 / batch.bytes() as f64);
    }
    println!("peaks above the JSON that was received, relative to its size: {peaks:.2?}");
    println!();
    goals::line("batch_memory", peaks.iter().copied().fold(0.0, f64::max), "<=3");
}
