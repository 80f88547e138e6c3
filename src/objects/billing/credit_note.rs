//! CreditNote.

kind! {
    object: "credit_note",
    feature: "billing",
    served: ["/credit_notes"],
    listed: "/credit_notes" { created: true },
    references: [
        "/customer",
        "/customer_balance_transaction",
        "/discount_amounts/*/discount",
        "/invoice",
        "/pretax_credit_amounts/*/credit_balance_transaction",
        "/pretax_credit_amounts/*/discount",
        "/refund",
        "/refunds/*/refund",
        "/shipping_cost/shipping_rate",
        "/shipping_cost/taxes/*/rate",
        "/tax_amounts/*/tax_rate",
        "/total_taxes/*/tax_rate_details/tax_rate",
    ],
    volatile: ["/pdf"],
    events: ["credit_note.created", "credit_note.updated", "credit_note.voided"],
}
