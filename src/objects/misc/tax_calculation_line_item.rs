//! TaxCalculationLineItem: <https://docs.stripe.com/api/tax/calculations/line_items>.

// No `ids`: those of a transaction's line items begin with `tax_li_` too.
kind! {
    /// One line of a tax calculation: what would be sold, and the tax on it. Stripe sends it without `created`.
    pub struct TaxCalculationLineItem {
        object: "tax.calculation_line_item",
        table: stripe_tax_calculation_line_items,
        feature: "misc",
        columns: {
            /// To pay for it, in the currency's minor unit; with the tax if that is inclusive.
            amount: BigInt,
            /// The tax on it, in the currency's minor unit.
            amount_tax: BigInt,
            /// What would be sold, if it is a product of Stripe's.
            product: Reference,
            /// How many.
            quantity: BigInt,
            /// The caller's own name for the line.
            reference: Text,
            /// Whether `amount` has the tax in it: `inclusive` or `exclusive`.
            tax_behavior: Text,
            /// The calculation that it is a line of; Stripe does not send it: the list that it is in says it.
            tax_calculation: Reference,
            /// The class of goods or services that it is taxed as.
            tax_code: Reference,
        },
        listed: "/tax/calculations/{calculation}/line_items",
        api: stripe_misc::tax_calculation as stripe_misc::TaxCalculationLineItem {
            list: ListLineItemsTaxCalculation,
        },
    }
}
