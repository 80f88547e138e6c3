//! Product: <https://docs.stripe.com/api/products/object>.

crate::stripe_model! {
    /// What is sold; its prices say for how much.
    pub struct Product {
        object: "product",
        table: stripe_products,
        endpoint: "/products",
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
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_product::product::{CreateProduct, DeleteProduct, ListProduct, RetrieveProduct, UpdateProduct};

    use super::Product;
    use crate::api::{ApiCreate, ApiDelete, ApiList, ApiModel, ApiRetrieve, ApiUpdate};

    impl ApiModel for Product {
        type Typed = stripe_shared::Product;
    }

    impl ApiCreate for Product {
        type Create = CreateProduct;
    }

    impl ApiRetrieve for Product {
        type Retrieve = RetrieveProduct;
    }

    impl ApiUpdate for Product {
        type Update = UpdateProduct;
    }

    impl ApiDelete for Product {
        type Delete = DeleteProduct;
    }

    impl ApiList for Product {
        type List = ListProduct;
    }
}
