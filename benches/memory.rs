//! How much memory a batch takes beyond its JSON.
//!
//! A bench of its own, since counting allocations slows them. It ends with the line of its goal: see `mirror`.

#[path = "mirror/goals.rs"]
mod goals;
#[path = "mirror/payment_intents.rs"]
mod payment_intents;

fn main() {}
