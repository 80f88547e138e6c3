//! TaxCode: <https://docs.stripe.com/api/tax_codes/object>.

kind! {
    /// A class of goods or services that are taxed alike. Stripe makes them, and sends them without `created`.
    pub struct TaxCode {
        object: "tax_code",
        table: stripe_tax_codes,
        feature: "product",
        columns: {
            /// What belongs to the class.
            description: Text,
            /// What the class is called.
            name: Text,
        },
        ids: chosen,
        served: ["/tax_codes"],
        listed: "/tax_codes",
        api: stripe_product::tax_code as stripe_shared::TaxCode {
            retrieve: RetrieveTaxCode,
            list: ListTaxCode,
        },
    }
}
