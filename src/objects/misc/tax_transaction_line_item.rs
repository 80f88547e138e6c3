//! TaxTransactionLineItem: <https://docs.stripe.com/api/tax/transactions/line_items>.

// No `ids`: those of a calculation's line items begin with `tax_li_` too.
kind! {
    /// One line of a tax transaction: what was sold or taken back, and the tax on it.
    ///
    /// Stripe sends it without `created`. In a `reversal` the amounts are negative.
    pub struct TaxTransactionLineItem {
        object: "tax.transaction_line_item",
        table: stripe_tax_transaction_line_items,
        feature: "misc",
        columns: {
            /// Paid for it, in the currency's minor unit; with the tax if that is inclusive.
            amount: BigInt,
            /// The tax on it, in the currency's minor unit.
            amount_tax: BigInt,
            /// The line of the original transaction that a `reversal` takes back.
            original_line_item: Reference = ["/reversal/original_line_item"],
            /// What was sold, if it is a product of Stripe's.
            product: Reference,
            /// How many; of a `reversal`, how many were taken back.
            quantity: BigInt,
            /// The caller's own name for the line.
            reference: Text,
            /// Whether `amount` has the tax in it: `inclusive` or `exclusive`.
            tax_behavior: Text,
            /// The class of goods or services that it is taxed as.
            tax_code: Reference,
            /// The transaction that it is a line of; Stripe does not send it: the list that it is in says it.
            tax_transaction: Reference,
            /// `transaction`, or `reversal` of an earlier line.
            type_ as "type": Text,
        },
        listed: "/tax/transactions/{transaction}/line_items",
        api: stripe_misc::tax_transaction as stripe_misc::TaxTransactionLineItem {
            list: ListLineItemsTaxTransaction,
        },
    }
}
