//! InvoiceRenderingTemplate: <https://docs.stripe.com/api/invoice-rendering-template/object>.

kind! {
    /// How invoices look, on paper and elsewhere. It is made in the Dashboard.
    pub struct InvoiceRenderingTemplate {
        object: "invoice_rendering_template",
        table: stripe_invoice_rendering_templates,
        feature: "billing",
        columns: {
            /// A name that customers do not see.
            nickname: Text,
            /// `active` or `archived`.
            status: Text,
            /// Which version this is: one more with each change of how invoices look.
            version: BigInt,
        },
        ids: ["inrtem_"],
        served: ["/invoice_rendering_templates"],
        listed: "/invoice_rendering_templates",
        api: stripe_billing::invoice_rendering_template as stripe_billing::InvoiceRenderingTemplate {
            retrieve: RetrieveInvoiceRenderingTemplate,
            list: ListInvoiceRenderingTemplate,
            /// Takes it out of use: it can be neither changed nor chosen, but stays where it was chosen before:
            /// <https://docs.stripe.com/api/invoice-rendering-template/archive>.
            api_archive: ArchiveInvoiceRenderingTemplate,
            /// Puts it back into use: <https://docs.stripe.com/api/invoice-rendering-template/unarchive>.
            api_unarchive: UnarchiveInvoiceRenderingTemplate,
        },
    }
}
