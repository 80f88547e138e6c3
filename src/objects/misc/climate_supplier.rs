//! ClimateSupplier: <https://docs.stripe.com/api/climate/supplier/object>.

kind! {
    /// A company that removes carbon for climate products.
    pub struct ClimateSupplier {
        object: "climate.supplier",
        table: stripe_climate_suppliers,
        feature: "misc",
        columns: {
            /// The company's name.
            name: Text,
            /// How it removes carbon: `biomass_carbon_removal_and_storage`, `direct_air_capture`,
            /// `enhanced_weathering` or `marine_carbon_removal`.
            removal_pathway: Text,
        },
        ids: ["climsup_"],
        served: ["/climate/suppliers"],
        listed: "/climate/suppliers",
        api: stripe_misc::climate_supplier as stripe_misc::ClimateSupplier {
            retrieve: RetrieveClimateSupplier,
            list: ListClimateSupplier,
        },
    }
}
