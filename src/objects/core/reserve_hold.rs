//! ReserveHold.

kind! {
    object: "reserve.hold",
    feature: "core",
    events: ["reserve.hold.created", "reserve.hold.updated"],
}
