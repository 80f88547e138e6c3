//! InvoiceLineItem: <https://docs.stripe.com/api/invoice-line-item/object>.

kind! {
    /// One line of an invoice. Stripe sends it without `created`.
    ///
    /// Before API version 2019-12-03 a line's id was that of what it bills, and several lines could share one: such a line's
    /// row has its `unique_id` as the id, as newer versions do. Where Stripe sent none, the id is the invoice's, the line's and
    /// a hash of the line: `in_1/sub_1/0f…`.
    pub struct InvoiceLineItem {
        object: "line_item",
        table: stripe_invoice_line_items,
        feature: "billing",
        columns: {
            /// To pay for it, in the currency's minor unit.
            amount: BigInt,
            /// The three letters, in lower case.
            currency: Text,
            /// What the customer reads.
            description: Text,
            /// Whether discounts apply to it; none does to a proration.
            discountable: Bool,
            /// The invoice that it is a line of.
            invoice: Reference,
            /// The invoice item that it came from.
            invoice_item: Reference = [
                "/parent/invoice_item_details/invoice_item",
                "/parent/subscription_item_details/invoice_item",
                "/invoice_item",
            ],
            /// When what it bills ends.
            period_end: UtcTimestamp = ["/period/end"],
            /// When what it bills begins.
            period_start: UtcTimestamp = ["/period/start"],
            /// What is billed. A plan is a price of the same id.
            price: Reference = ["/pricing/price_details/price", "/price", "/plan"],
            /// What is sold.
            product: Reference = ["/pricing/price_details/product", "/price/product", "/plan/product"],
            /// Whether it is for a part of a period, after a change.
            proration: Bool = [
                "/parent/subscription_item_details/proration",
                "/parent/invoice_item_details/proration",
                "/proration",
            ],
            /// How many, if that is a whole number.
            quantity: BigInt,
            /// How many, as a decimal number.
            quantity_decimal: Text,
            /// The subscription that it bills.
            subscription: Reference = [
                "/parent/subscription_item_details/subscription",
                "/parent/invoice_item_details/subscription",
                "/subscription",
            ],
            /// The item of that subscription.
            subscription_item: Reference = [
                "/parent/subscription_item_details/subscription_item",
                "/subscription_item",
            ],
            /// Before discounts and tax, in the currency's minor unit.
            subtotal: BigInt,
            /// For one, in the currency's minor unit, as a decimal number.
            unit_amount_decimal: Text = [
                "/pricing/unit_amount_decimal",
                "/price/unit_amount_decimal",
                "/plan/amount_decimal",
            ],
        },
        listed: "/invoices/{invoice}/lines",
        references: [
            "/discount_amounts/*/discount",
            "/discounts/*",
            "/pretax_credit_amounts/*/credit_balance_transaction",
            "/pretax_credit_amounts/*/discount",
            "/tax_amounts/*/tax_rate",
            "/tax_rates/*",
            "/taxes/*/tax_rate_details/tax_rate",
        ],
        api: stripe_billing::invoice_line_item as stripe_shared::InvoiceLineItem {
            update: UpdateInvoiceLineItem,
            list: ListInvoiceInvoiceLineItem,
        },
    }
}
