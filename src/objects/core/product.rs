//! Product: <https://docs.stripe.com/api/products/object>.

kind! {
    /// What is sold; its prices say for how much.
    pub struct Product {
        object: "product",
        table: stripe_products,
        feature: "core",
        columns: {
            /// Whether it can be bought.
            active: Bool,
            /// The price it is sold at where none is named.
            default_price: Reference,
            /// What customers read about it.
            description: Text,
            /// What customers know it by.
            name: Text,
            /// Whether it is a thing that is sent.
            shippable: Bool,
            /// How it appears on the payer's statement.
            statement_descriptor: Text,
            /// Its class for taxes.
            tax_code: Reference,
            /// `service` or `good`.
            type_ as "type": Text,
            /// What one of it is called on invoices.
            unit_label: Text,
            /// When it was last changed.
            updated: UtcTimestamp,
            /// Its page for the public.
            url: Text,
        },
        ids: chosen,
        served: ["/products"],
        listed: "/products" { created: true },
        volatile: ["/features"],
        events: ["product.created", "product.deleted", "product.updated"],
        api: stripe_product::product as stripe_shared::Product {
            create: CreateProduct,
            retrieve: RetrieveProduct,
            update: UpdateProduct,
            delete: DeleteProduct,
            list: ListProduct,
        },
    }
}
