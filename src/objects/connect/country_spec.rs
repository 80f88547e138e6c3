//! CountrySpec.

kind! {
    object: "country_spec",
    feature: "connect",
    ids: chosen,
    served: ["/country_specs"],
    listed: "/country_specs",
}
