//! ReserveRelease.

kind! {
    object: "reserve.release",
    feature: "core",
    events: ["reserve.release.created"],
}
