//! Customer: <https://docs.stripe.com/api/customers/object>.

// No `lists` for `/subscriptions`: it holds no canceled ones, so that to be missing from it is not to be deleted.
kind! {
    /// Someone who pays, or may pay one day.
    pub struct Customer {
        object: "customer",
        table: stripe_customers,
        feature: "core",
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
        },
        ids: ["cus_"],
        served: ["/customers"],
        listed: "/customers" { created: true },
        // `subscriptions` holds no canceled ones, `sources` no payment methods: they say nothing that the objects do not say.
        volatile: ["/cash_balance", "/invoice_credit_balance", "/sources", "/subscriptions", "/tax", "/tax_ids"],
        personal: ["/address", "/name", "/tax/location"],
        events: ["customer.created", "customer.deleted", "customer.updated"],
        api: stripe_core::customer as stripe_shared::Customer {
            create: CreateCustomer,
            retrieve: RetrieveCustomer,
            update: UpdateCustomer,
            delete: DeleteCustomer,
            list: ListCustomer,
        },
    }
}

#[cfg(all(feature = "api", feature = "core"))]
mod of_an_owner {
    use super::Customer;
    use crate::Result;
    use crate::api::ApiClient;
    use crate::calls::{Calls, DEADLINE, Owner, get_or_create};
    use crate::database::{Async, ConnectionSource, MirrorConnection};
    use crate::mirror::Mirror;

    impl Customer {
        /// The customer of an owner, made in Stripe if there is none yet: one for each owner and connected account, however many ask at once.
        ///
        /// From the second time on it is one query or two, in the host's transaction if one is open, and Stripe is not asked. An owner
        /// whose customer was deleted gets a new one. The e-mail and the name are those of the first time: change them with
        /// [`api_update`](crate::api::ApiUpdate::api_update). It is a [durable call](crate::calls) with the key `customer:` and the owner's.
        ///
        /// # Errors
        /// Those of [`DurableCall::create`](crate::calls::DurableCall::create), but for [`Error::KeyReused`](crate::Error::KeyReused).
        pub async fn get_or_create(
            conn: &mut impl MirrorConnection,
            stripe: &impl ApiClient,
            owner: &impl Owner,
        ) -> Result<Self> {
            get_or_create(&mut Async::new(conn), stripe, &Mirror::default(), owner, DEADLINE).await
        }
    }

    impl<S: ApiClient> Calls<S> {
        /// [`Customer::get_or_create`], `on` `&mut conn` or with `&connections`.
        ///
        /// # Errors
        /// Those of [`Customer::get_or_create`].
        pub async fn customer_of(&self, on: impl ConnectionSource, owner: &impl Owner) -> Result<Customer> {
            self.get_or_create(on, owner).await
        }
    }
}
