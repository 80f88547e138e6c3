//! TaxRegistration: <https://docs.stripe.com/api/tax/registrations/object>.

kind! {
    /// Tells Stripe that the account is registered with a tax authority, and has to collect the tax of that place.
    /// It is not the registration itself, which no API makes.
    pub struct TaxRegistration {
        object: "tax.registration",
        table: stripe_tax_registrations,
        feature: "misc",
        columns: {
            /// From when on tax is collected.
            active_from: UtcTimestamp,
            /// The province of a Canadian one that is for a province, as a code.
            ca_province: Text = ["/country_options/ca/province_standard/province"],
            /// The country, in two letters.
            country: Text,
            /// Until when tax is collected, if that is to end.
            expires_at: UtcTimestamp,
            /// What `active_from` and `expires_at` say: `scheduled`, `active` or `expired`.
            status: Text,
            /// The state of one in the United States, in two letters.
            us_state: Text = ["/country_options/us/state"],
            /// The tax of one in the United States: `local_amusement_tax`, `local_lease_tax`,
            /// `mass_transit_parking_tax`, `parking_tax`, `state_communications_tax`,
            /// `state_retail_delivery_fee` or `state_sales_tax`.
            us_type: Text = ["/country_options/us/type"],
        },
        ids: ["taxreg_"],
        served: ["/tax/registrations"],
        listed: "/tax/registrations" { walks: &["status=all"] },
        api: stripe_misc::tax_registration as stripe_misc::TaxRegistration {
            create: CreateTaxRegistration,
            retrieve: RetrieveTaxRegistration,
            update: UpdateTaxRegistration,
            list: ListTaxRegistration,
        },
    }
}
