//! CashBalance.

kind! {
    object: "cash_balance",
    feature: "core",
    events: ["cash_balance.funds_available"],
}
