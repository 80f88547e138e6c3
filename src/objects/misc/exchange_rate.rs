//! ExchangeRate.

kind! {
    object: "exchange_rate",
    feature: "misc",
    ids: chosen,
    served: ["/exchange_rates"],
    listed: "/exchange_rates",
}
