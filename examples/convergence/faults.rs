//! What goes wrong at Stripe, and which of its versions speaks.

use std::time::Duration;

use diesel_stripe::testing::{API_VERSION, Fault, Faults};

/// Mostly this crate's version, or one before fields moved.
pub fn version(random: &mut fastrand::Rng) -> &'static str {
    if random.u8(..4) > 0 { API_VERSION } else { "2022-08-01" }
}

/// What goes wrong at Stripe. Reads are left alone: a refresh that fails comes again later, by the local clock.
pub fn faults() -> Faults {
    let calls = [
        Fault::server_error(),
        Fault::server_error().after_work(),
        Fault::cut(),
        Fault::cut().after_work(),
        Fault::lock_timeout(),
        Fault::rate_limit(),
    ];
    let faults = calls.into_iter().fold(Faults::none(), |faults, fault| faults.with(0.01, fault.on("POST *")));
    faults.with(0.02, Fault::late(Duration::from_secs(20))).with(0.02, Fault::late_by_lists(2))
}
