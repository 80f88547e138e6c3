//! Customer: <https://docs.stripe.com/api/customers/object>.

// No `lists` for `/subscriptions`: it holds no canceled ones, so that to be missing from it is not to be deleted.
crate::stripe_model! {
    /// Someone who pays, or may pay one day.
    pub struct Customer {
        object: "customer",
        table: stripe_customers,
        endpoint: "/customers",
        columns: {
            /// Added to the next invoices if positive, taken off if negative, in the currency's minor unit.
            balance: BigInt = ["/balance", "/account_balance"],
            /// The name of the business.
            business_name: Text,
            /// The currency that recurring charges are in, in lower case; unset until there was one.
            currency: Text,
            /// The Account (v2) behind this customer.
            customer_account: Reference,
            /// The payment method that invoices and subscriptions are charged to where they name none.
            default_payment_method: Reference = ["/invoice_settings/default_payment_method"],
            /// The same for a card, bank account or source of the older APIs.
            default_source: Reference = ["/default_source", "/default_card"],
            /// Whether the latest invoice that is charged automatically was not paid when due.
            delinquent: Bool,
            /// Free text.
            description: Text,
            /// Where receipts and invoices are sent.
            email: Text,
            /// The name of the person.
            individual_name: Text,
            /// What the numbers of the customer's invoices begin with.
            invoice_prefix: Text,
            /// Full name, or the business's.
            name: Text,
            /// The telephone number.
            phone: Text,
            /// `none`, `exempt` or `reverse` (the customer accounts for the tax).
            tax_exempt: Text,
            /// The test clock that the customer lives by.
            test_clock: Reference,
        }
    }
}

#[cfg(feature = "api")]
mod api {
    use stripe_core::customer::{CreateCustomer, DeleteCustomer, ListCustomer, RetrieveCustomer, UpdateCustomer};

    use super::Customer;
    use crate::api::{ApiCreate, ApiDelete, ApiList, ApiModel, ApiRetrieve, ApiUpdate};

    impl ApiModel for Customer {
        type Typed = stripe_shared::Customer;
    }

    impl ApiCreate for Customer {
        type Create = CreateCustomer;
    }

    impl ApiRetrieve for Customer {
        type Retrieve = RetrieveCustomer;
    }

    impl ApiUpdate for Customer {
        type Update = UpdateCustomer;
    }

    impl ApiDelete for Customer {
        type Delete = DeleteCustomer;
    }

    impl ApiList for Customer {
        type List = ListCustomer;
    }
}
