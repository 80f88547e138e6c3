//! ExchangeRate: <https://docs.stripe.com/api/exchange_rates/object>.

kind! {
    /// What one currency, whose three letters are the id, is worth in others at present. Stripe has deprecated it: FX
    /// quotes take its place.
    ///
    /// The rates into all currencies are in the JSON: `/rates/chf`. Those into three have columns.
    pub struct ExchangeRate {
        object: "exchange_rate",
        table: stripe_exchange_rates,
        feature: "misc",
        columns: {
            /// How many euros one unit of the currency is worth.
            rate_eur: Double = ["/rates/eur"],
            /// How many pounds sterling one unit of the currency is worth.
            rate_gbp: Double = ["/rates/gbp"],
            /// How many US dollars one unit of the currency is worth.
            rate_usd: Double = ["/rates/usd"],
        },
        ids: chosen,
        served: ["/exchange_rates"],
        listed: "/exchange_rates",
        api: stripe_misc::exchange_rate as stripe_misc::ExchangeRate {
            retrieve: RetrieveExchangeRate,
            list: ListExchangeRate,
        },
    }
}
