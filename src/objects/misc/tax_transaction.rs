//! TaxTransaction: <https://docs.stripe.com/api/tax/transactions/object>.

// The line items come only where they are expanded, but then as in other lists: all, or a page that says so.
// No `ids`: `tax_` begins the ids of line items too, `tax_li_`.
kind! {
    /// The tax on a sale that was made, or on one that was taken back: what tax reports are made of.
    pub struct TaxTransaction {
        object: "tax.transaction",
        table: stripe_tax_transactions,
        feature: "misc",
        lists: {
            "/line_items": "tax.transaction_line_item" by tax_transaction,
        },
        columns: {
            /// The three letters, in lower case.
            currency: Text,
            /// The customer who bought, if the calculation was made for one.
            customer: Reference,
            /// The country of the customer's address, in two letters.
            customer_country: Text = ["/customer_details/address/country"],
            /// The state or province of the customer's address, as a code.
            customer_state: Text = ["/customer_details/address/state"],
            /// What a `reversal` takes back, wholly or in part.
            original_transaction: Reference = ["/reversal/original_transaction"],
            /// When the tax came to be owed, or ceased to be.
            posted_at: UtcTimestamp,
            /// The caller's own id for it, which no other transaction has.
            reference: Text,
            /// For shipping, in the currency's minor unit; with the tax on it if that is inclusive.
            shipping_amount: BigInt = ["/shipping_cost/amount"],
            /// The tax on shipping, in the currency's minor unit.
            shipping_amount_tax: BigInt = ["/shipping_cost/amount_tax"],
            /// The shipping rate that said what shipping costs.
            shipping_rate: Reference = ["/shipping_cost/shipping_rate"],
            /// The time whose rules and rates were applied.
            tax_date: UtcTimestamp,
            /// What made the customer's case special: `customer_exempt`, `reverse_charge` or `none`.
            taxability_override: Text = ["/customer_details/taxability_override"],
            /// `transaction`, or `reversal` of an earlier one.
            type_ as "type": Text,
        },
        served: ["/tax/transactions"],
        volatile: ["/line_items"],
        api: stripe_misc::tax_transaction as stripe_misc::TaxTransaction {
            create: CreateFromCalculationTaxTransaction,
            retrieve: RetrieveTaxTransaction,
            /// Takes an earlier transaction back, wholly or in part, by a new one that is its reversal:
            /// <https://docs.stripe.com/api/tax/transactions/create_reversal>.
            api_create_reversal: CreateReversalTaxTransaction,
        },
    }
}
