//! InvoiceRenderingTemplate.

kind! {
    object: "invoice_rendering_template",
    feature: "billing",
    served: ["/invoice_rendering_templates"],
    listed: "/invoice_rendering_templates",
}
