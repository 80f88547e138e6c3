//! CountrySpec: <https://docs.stripe.com/api/country_specs/object>.

kind! {
    /// What accounts of one country can do, and what Stripe must know of them. The id is the country's two letters.
    ///
    /// All but one of its fields are lists, which are in the JSON only. Stripe sends it without `created`.
    pub struct CountrySpec {
        object: "country_spec",
        table: stripe_country_specs,
        feature: "connect",
        columns: {
            /// The currency of accounts there unless they choose another: three letters, in lower case.
            default_currency: Text,
        },
        ids: chosen,
        served: ["/country_specs"],
        listed: "/country_specs",
        api: stripe_connect::country_spec as stripe_connect::CountrySpec {
            retrieve: RetrieveCountrySpec,
            list: ListCountrySpec,
        },
    }
}
