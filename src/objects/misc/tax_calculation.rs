//! TaxCalculation: <https://docs.stripe.com/api/tax/calculations/object>.

// The line items come only where they are expanded, but then as in other lists: all, or a page that says so.
kind! {
    /// The tax on a sale that may yet be made. Once it is, a `tax.transaction` is made of this.
    ///
    /// Stripe sends it without `created`.
    pub struct TaxCalculation {
        object: "tax.calculation",
        table: stripe_tax_calculations,
        feature: "misc",
        lists: {
            "/line_items": "tax.calculation_line_item" by tax_calculation,
        },
        columns: {
            /// To pay, with tax and shipping, in the currency's minor unit.
            amount_total: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// The customer who would buy, if it was made for one.
            customer: Reference,
            /// The country of the customer's address, in two letters.
            customer_country: Text = ["/customer_details/address/country"],
            /// The state or province of the customer's address, as a code.
            customer_state: Text = ["/customer_details/address/state"],
            /// Until when a transaction can be made of it.
            expires_at: UtcTimestamp,
            /// For shipping, in the currency's minor unit; with the tax on it if that is inclusive.
            shipping_amount: BigInt = ["/shipping_cost/amount"],
            /// The tax on shipping, in the currency's minor unit.
            shipping_amount_tax: BigInt = ["/shipping_cost/amount_tax"],
            /// The shipping rate that says what shipping costs.
            shipping_rate: Reference = ["/shipping_cost/shipping_rate"],
            /// The tax that is added to the prices, in the currency's minor unit.
            tax_amount_exclusive: BigInt,
            /// The tax that is within the prices, in the currency's minor unit.
            tax_amount_inclusive: BigInt,
            /// The time whose rules and rates it applies.
            tax_date: UtcTimestamp,
            /// What makes the customer's case special: `customer_exempt`, `reverse_charge` or `none`.
            taxability_override: Text = ["/customer_details/taxability_override"],
        },
        ids: ["taxcalc_"],
        served: ["/tax/calculations"],
        volatile: ["/line_items"],
        api: stripe_misc::tax_calculation as stripe_misc::TaxCalculation {
            create: CreateTaxCalculation,
            retrieve: RetrieveTaxCalculation,
        },
    }
}
