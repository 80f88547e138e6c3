//! TaxRate: <https://docs.stripe.com/api/tax_rates/object>.

kind! {
    /// A tax that can be put on invoices, subscriptions and checkouts, entered by hand or made by Stripe Tax.
    pub struct TaxRate {
        object: "tax_rate",
        table: stripe_tax_rates,
        feature: "product",
        columns: {
            /// Whether it can be put on anything new; what has it keeps it.
            active: Bool,
            /// The country that takes it: two letters, in upper case (ISO 3166-1).
            country: Text,
            /// Free text that customers do not see.
            description: Text,
            /// What customers read on invoices and receipts.
            display_name: Text,
            /// What is really taken, in percent, if Stripe Tax found it: 0.0 where none of the tax is owed.
            effective_percentage: Double,
            /// The amount, if `rate_type` is `flat_amount`, in the minor unit of `flat_amount_currency`.
            flat_amount: BigInt = ["/flat_amount/amount"],
            /// The currency of `flat_amount`: three letters, in lower case.
            flat_amount_currency: Text = ["/flat_amount/currency"],
            /// Whether prices have it within, so that it is not added to them.
            inclusive: Bool,
            /// Where it is taken, for people: on invoices, and to group reports by.
            jurisdiction: Text,
            /// Who takes it: `country`, `state`, `county`, `city`, `district` or `multiple`; unset if entered by hand.
            jurisdiction_level: Text,
            /// As the law has it, in percent: 19.0 is 19 %.
            percentage: Double,
            /// `percentage` or `flat_amount`; Stripe Tax alone sets it.
            rate_type: Text,
            /// The part of the country that takes it: the code of ISO 3166-2 without the country, as `NY`.
            state: Text,
            /// What kind of tax it is: `vat`, `sales_tax`, `gst`, …
            tax_type: Text,
        },
        ids: ["txr_"],
        served: ["/tax_rates"],
        listed: "/tax_rates" { created: true },
        events: ["tax_rate.created", "tax_rate.updated"],
        api: stripe_product::tax_rate as stripe_shared::TaxRate {
            create: CreateTaxRate,
            retrieve: RetrieveTaxRate,
            update: UpdateTaxRate,
            list: ListTaxRate,
        },
    }
}
