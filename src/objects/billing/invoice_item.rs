//! InvoiceItem: <https://docs.stripe.com/api/invoiceitems/object>.

kind! {
    /// Something to bill once: it waits for the customer's next invoice, or is a line of one already.
    ///
    /// Stripe sends it without `created`; its time is `date`.
    pub struct InvoiceItem {
        object: "invoiceitem",
        table: stripe_invoice_items,
        feature: "billing",
        columns: {
            /// To pay for it, or taken off if negative, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// Who owes.
            customer: Reference,
            /// The same, where that is an Account (v2).
            customer_account: Reference,
            /// When it was made.
            date: UtcTimestamp,
            /// What the customer reads.
            description: Text,
            /// The invoice that it is on; unset while it waits for one.
            invoice: Reference,
            /// After discounts, before credits and tax, in the currency's minor unit; unset if discounts can apply.
            net_amount: BigInt,
            /// When what it bills ends.
            period_end: UtcTimestamp = ["/period/end"],
            /// When what it bills begins.
            period_start: UtcTimestamp = ["/period/start"],
            /// What is billed. A plan is a price of the same id.
            price: Reference = ["/pricing/price_details/price", "/price", "/plan"],
            /// What is sold.
            product: Reference = ["/pricing/price_details/product", "/price/product", "/plan/product"],
            /// Whether it is for a part of a period, after a change.
            proration: Bool,
            /// How many, without decimal places.
            quantity: BigInt,
            /// How many, as a decimal number.
            quantity_decimal: Text,
            /// The subscription that it came from.
            subscription: Reference = ["/parent/subscription_details/subscription", "/subscription"],
            /// The item of that subscription.
            subscription_item: Reference = ["/parent/subscription_details/subscription_item", "/subscription_item"],
            /// For one, in the currency's minor unit, as a decimal number.
            unit_amount_decimal: Text = ["/pricing/unit_amount_decimal", "/unit_amount_decimal"],
        },
        ids: ["ii_"],
        served: ["/invoiceitems"],
        listed: "/invoiceitems" { created: true },
        references: [
            "/discounts/*",
            "/proration_details/discount_amounts/*/discount",
            "/tax_rates/*",
            "/test_clock",
        ],
        events: ["invoiceitem.created", "invoiceitem.deleted"],
        api: stripe_billing::invoice_item as stripe_billing::InvoiceItem {
            create: CreateInvoiceItem,
            retrieve: RetrieveInvoiceItem,
            update: UpdateInvoiceItem,
            delete: DeleteInvoiceItem,
            list: ListInvoiceItem,
        },
    }
}
