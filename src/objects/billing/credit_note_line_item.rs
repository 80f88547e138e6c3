//! CreditNoteLineItem.

kind! {
    object: "credit_note_line_item",
    feature: "billing",
    listed: "/credit_notes/{credit_note}/lines",
    references: [
        "/discount_amounts/*/discount",
        "/pretax_credit_amounts/*/credit_balance_transaction",
        "/pretax_credit_amounts/*/discount",
        "/tax_amounts/*/tax_rate",
        "/tax_rates/*",
        "/taxes/*/tax_rate_details/tax_rate",
    ],
}
