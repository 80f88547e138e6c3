//! ReserveTransaction.

kind! {
    object: "reserve_transaction",
    feature: "core",
}
