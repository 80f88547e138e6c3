//! Invoice: <https://docs.stripe.com/api/invoices/object>.

kind! {
    /// What a customer owes, line by line.
    ///
    /// The tax is `total - total_excluding_tax` in every API version; where it stands in the JSON has changed.
    pub struct Invoice {
        object: "invoice",
        table: stripe_invoices,
        feature: "billing",
        lists: {
            "/lines": "line_item" by invoice,
        },
        columns: {
            /// To pay, after credits, in the currency's minor unit.
            amount_due: BigInt,
            /// Paid, in the currency's minor unit.
            amount_paid: BigInt,
            /// Still to pay, in the currency's minor unit.
            amount_remaining: BigInt = ["/amount_remaining", "=/amount_due - /amount_paid"],
            /// Why it was made: `subscription_create`, `subscription_cycle`, `manual`, …
            billing_reason: Text,
            /// `charge_automatically` or `send_invoice`.
            collection_method: Text = ["/collection_method", "/billing"],
            /// The three letters, in lower case.
            currency: Text,
            /// Who owes.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// When it is due, if it is sent to be paid.
            due_date: UtcTimestamp,
            /// When it became final.
            finalized_at: UtcTimestamp = ["/status_transitions/finalized_at", "/finalized_at"],
            /// When Stripe tries to collect it next.
            next_payment_attempt: UtcTimestamp,
            /// Its number, for people; a draft has none.
            number: Text,
            /// When it was paid.
            paid_at: UtcTimestamp = ["/status_transitions/paid_at"],
            /// The payment of it, in API versions before 2025-03-31.basil. From then on there can be several: each is an
            /// `invoice_payment`, which says the invoice and the payment.
            payment_intent: Reference,
            /// `draft`, `open`, `paid`, `uncollectible` or `void`.
            status: Text = ["/status", "='paid' if /paid", "='uncollectible' if /forgiven", "='void' if /closed"],
            /// The subscription that it bills.
            subscription: Reference = ["/parent/subscription_details/subscription", "/subscription"],
            /// After discounts and tax, before credits, in the currency's minor unit.
            total: BigInt,
            /// After discounts, before tax, in the currency's minor unit.
            total_excluding_tax: BigInt = ["/total_excluding_tax", "=/total - /tax"],
        },
        ids: ["in_"],
        served: ["/invoices"],
        listed: "/invoices" { created: true },
        references: [
            "/account_tax_ids/*",
            "/application",
            "/automatic_tax/liability/account",
            "/charge",
            "/default_payment_method",
            "/default_source",
            "/default_tax_rates/*",
            "/discounts/*",
            "/from_invoice/invoice",
            "/issuer/account",
            "/latest_revision",
            "/on_behalf_of",
            "/payment",
            "/quote",
            "/shipping_cost/shipping_rate",
            "/shipping_cost/taxes/*/rate",
            "/test_clock",
            "/total_discount_amounts/*/discount",
            "/total_pretax_credit_amounts/*/credit_balance_transaction",
            "/total_pretax_credit_amounts/*/discount",
            "/total_tax_amounts/*/tax_rate",
            "/total_taxes/*/tax_rate_details/tax_rate",
            "/transfer_data/destination",
        ],
        // The error's objects are those of the failed attempt.
        history: ["/last_finalization_error"],
        volatile: ["/confirmation_secret", "/hosted_invoice_url", "/invoice_pdf", "/payments"],
        events: [
            "invoice.created",
            "invoice.deleted",
            "invoice.finalization_failed",
            "invoice.finalized",
            "invoice.marked_uncollectible",
            "invoice.overdue",
            "invoice.overpaid",
            "invoice.paid",
            "invoice.payment_action_required",
            "invoice.payment_attempt_required",
            "invoice.payment_failed",
            "invoice.payment_succeeded",
            "invoice.sent",
            "invoice.upcoming",
            "invoice.updated",
            "invoice.voided",
            "invoice.will_be_due",
        ],
        api: stripe_billing::invoice as stripe_shared::Invoice {
            create: CreateInvoice,
            retrieve: RetrieveInvoice,
            update: UpdateInvoice,
            /// For drafts only; what is final can be voided.
            delete: DeleteInvoice,
            list: ListInvoice,
            /// Makes a draft final, so that it can be paid: <https://docs.stripe.com/api/invoices/finalize>.
            api_finalize: FinalizeInvoiceInvoice,
            /// Collects it now, without waiting for Stripe's schedule: <https://docs.stripe.com/api/invoices/pay>.
            api_pay: PayInvoice,
            /// Declares it void, for good; it stays on record: <https://docs.stripe.com/api/invoices/void>.
            api_void: VoidInvoiceInvoice,
            /// Adds lines to a draft: <https://docs.stripe.com/api/invoices/add_lines>.
            api_add_lines: AddLinesInvoice,
            /// Counts a payment that was made otherwise towards it: <https://docs.stripe.com/api/invoices/attach_payment>.
            api_attach_payment: AttachPaymentInvoice,
            /// Gives up on it, for the books; it can be paid still:
            /// <https://docs.stripe.com/api/invoices/mark_uncollectible>.
            api_mark_uncollectible: MarkUncollectibleInvoice,
            /// Takes lines off a draft: <https://docs.stripe.com/api/invoices/remove_lines>.
            api_remove_lines: RemoveLinesInvoice,
            /// Sends it to the customer now: <https://docs.stripe.com/api/invoices/send>.
            api_send: SendInvoiceInvoice,
            /// Changes lines of a draft: <https://docs.stripe.com/api/invoices/update_lines>.
            api_update_lines: UpdateLinesInvoice,
        },
    }
}
