//! CreditNote: <https://docs.stripe.com/api/credit_notes/object>.

kind! {
    /// What is taken off an invoice after it became final: less is then to pay, or what was paid is given back.
    ///
    /// The tax is `total - total_excluding_tax`.
    pub struct CreditNote {
        object: "credit_note",
        table: stripe_credit_notes,
        feature: "billing",
        lists: {
            "/lines": "credit_note_line_item" by credit_note,
        },
        columns: {
            /// Credited in all, with tax, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// Who gets the credit.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// What it did to the customer's balance, if some of it was put there.
            customer_balance_transaction: Reference,
            /// Discounts that are taken back with it, in the currency's minor unit.
            discount_amount: BigInt,
            /// When it is in effect, as its PDF says; when it was made, unless set otherwise.
            effective_at: UtcTimestamp,
            /// The invoice that it is taken off.
            invoice: Reference,
            /// Its number, for people.
            number: Text,
            /// Given back outside of Stripe, in the currency's minor unit.
            out_of_band_amount: BigInt,
            /// Given back, in Stripe or outside, or put on the customer's balance, in the currency's minor unit.
            post_payment_amount: BigInt,
            /// Taken off what was still to pay, in the currency's minor unit.
            pre_payment_amount: BigInt,
            /// `duplicate`, `fraudulent`, `order_change` or `product_unsatisfactory`.
            reason: Text,
            /// `issued` or `void`.
            status: Text,
            /// After discounts, with tax, in the currency's minor unit.
            total: BigInt,
            /// After discounts, before tax, in the currency's minor unit.
            total_excluding_tax: BigInt,
            /// When it came: `pre_payment`, while the invoice was open; `post_payment`, after it was paid; or `mixed`.
            type_ as "type": Text,
            /// When it was voided, if it was.
            voided_at: UtcTimestamp,
        },
        ids: ["cn_"],
        served: ["/credit_notes"],
        listed: "/credit_notes" { created: true },
        references: [
            "/discount_amounts/*/discount",
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
        api: stripe_billing::credit_note as stripe_shared::CreditNote {
            create: CreateCreditNote,
            retrieve: RetrieveCreditNote,
            update: UpdateCreditNote,
            list: ListCreditNote,
            /// Answers what a credit note would be, without making it. There is none at Stripe then: the answer is to
            /// be looked at, not written to the mirror: <https://docs.stripe.com/api/credit_notes/preview>.
            api_preview: PreviewCreditNote,
            /// Declares it void, for good; it stays on record: <https://docs.stripe.com/api/credit_notes/void>.
            api_void: VoidCreditNoteCreditNote,
        },
    }
}
