//! API versions.

use std::collections::BTreeSet;
use std::sync::Mutex;

/// The version of Stripe's API whose objects this version of the crate knows best: async-stripe's. Rows can be made of any.
pub const API_VERSION: &str = "2026-09-30.endive";

/// Says once of each other version that events are rendered in it.
pub(super) fn note(version: Option<&str>) {
    static NOTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let Some(version) = version.filter(|version| *version != API_VERSION) else { return };
    let Ok(mut noted) = NOTED.lock() else { return };
    if !noted.contains(version) && noted.len() < 100 {
        noted.insert(version.to_owned());
        tracing::warn!(version, expected = API_VERSION, "events are rendered in another API version than the crate's");
    }
}
