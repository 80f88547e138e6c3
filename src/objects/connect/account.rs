//! Account.

kind! {
    object: "account",
    feature: "connect",
    ids: ["acct_"],
    served: ["/accounts"],
    listed: "/accounts" { created: true },
    references: [
        "/company/verification/document/back",
        "/company/verification/document/front",
        "/settings/branding/icon",
        "/settings/branding/logo",
        "/settings/invoices/default_account_tax_ids/*",
    ],
    // The list of external accounts comes only for accounts that the platform controls, as far as it is expanded.
    volatile: ["/external_accounts"],
    personal: [
        "/business_profile/name",
        "/business_profile/product_description",
        "/business_profile/url",
        "/company",
        "/individual",
        "/settings/bacs_debit_payments/display_name",
        "/settings/dashboard/display_name",
        "/settings/payments",
        "/tos_acceptance",
    ],
    events: ["account.updated"],
}
