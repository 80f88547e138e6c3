//! CreditNoteLineItem: <https://docs.stripe.com/api/credit_notes/line_item>.

kind! {
    /// One line of a credit note. Stripe sends it without `created`.
    pub struct CreditNoteLineItem {
        object: "credit_note_line_item",
        table: stripe_credit_note_line_items,
        feature: "billing",
        columns: {
            /// Credited, before discounts and without the tax that is added, in the currency's minor unit.
            amount: BigInt,
            /// The credit note that it is a line of; Stripe does not send it: the list that it is in says it.
            credit_note: Reference,
            /// What the customer reads.
            description: Text,
            /// Discounts that are taken back with it, in the currency's minor unit.
            discount_amount: BigInt,
            /// The invoice's line that it credits, if `type` says so.
            invoice_line_item: Reference,
            /// How many are credited.
            quantity: BigInt,
            /// What it credits: `invoice_line_item`, or something else: `custom_line_item`.
            type_ as "type": Text,
            /// For one, in the currency's minor unit.
            unit_amount: BigInt,
            /// The same as a decimal number, with at most 12 places.
            unit_amount_decimal: Text,
        },
        ids: ["cnli_"],
        listed: "/credit_notes/{credit_note}/lines",
        references: [
            "/discount_amounts/*/discount",
            "/pretax_credit_amounts/*/credit_balance_transaction",
            "/pretax_credit_amounts/*/discount",
            "/tax_amounts/*/tax_rate",
            "/tax_rates/*",
            "/taxes/*/tax_rate_details/tax_rate",
        ],
        api: stripe_billing::credit_note_line_item as stripe_shared::CreditNoteLineItem {
            list: ListCreditNoteCreditNoteLineItem,
        },
    }
}
