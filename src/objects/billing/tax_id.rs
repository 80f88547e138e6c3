//! TaxId: <https://docs.stripe.com/api/tax_ids/object>.

kind! {
    /// A number that a tax office knows a customer or an account by, printed on invoices and credit notes.
    pub struct TaxId {
        object: "tax_id",
        table: stripe_tax_ids,
        feature: "billing",
        columns: {
            /// The country whose number it is, as two letters.
            country: Text,
            /// The customer whose number it is; unset if it is an account's.
            customer: Reference = ["/customer", "/owner/customer"],
            /// The same, where that is an Account (v2).
            customer_account: Reference = ["/customer_account", "/owner/customer_account"],
            /// The connected account whose number it is.
            owner_account: Reference = ["/owner/account"],
            /// Whose number it is: `self`, `account`, `application` or `customer`.
            owner_type: Text = ["/owner/type"],
            /// The kind of number: `eu_vat`, `gb_vat`, `us_ein`, …
            type_ as "type": Text,
            /// The number.
            value: Text,
            /// Whether the number was checked: `pending`, `verified`, `unverified` or `unavailable`.
            verification_status: Text = ["/verification/status"],
        },
        ids: ["txi_"],
        served: ["/tax_ids"],
        listed: "/tax_ids",
        listed: "/customers/{customer}/tax_ids",
        references: ["/owner/application"],
        personal: ["/value", "/verification/verified_address", "/verification/verified_name"],
        events: ["customer.tax_id.created", "customer.tax_id.deleted", "customer.tax_id.updated"],
        api: stripe_billing::tax_id as stripe_shared::TaxId {
            create: CreateTaxId,
            retrieve: RetrieveIdTaxId,
            delete: DeleteIdTaxId,
            list: ListTaxId,
            /// Makes one for a customer: <https://docs.stripe.com/api/tax_ids/customer_create>.
            api_create_for_customer: CreateCustomerTaxId,
        },
    }
}
