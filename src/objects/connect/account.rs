//! Account: <https://docs.stripe.com/api/accounts/object>.

// No `lists` for `/external_accounts`: its elements are of two kinds, bank accounts and cards.
kind! {
    /// A Stripe account, one's own or one connected to it: what it may do, and what Stripe still has to know of it.
    pub struct Account {
        object: "account",
        table: stripe_accounts,
        feature: "connect",
        columns: {
            /// The name that customers know the business by.
            business_name: Text = ["/business_profile/name", "/business_name"],
            /// What the business is in law: `individual`, `company`, `non_profit` or `government_entity`.
            business_type: Text = ["/business_type", "/legal_entity/type"],
            /// Whether it can take card payments: `active`, `inactive` or `pending`; unset if that was not asked for.
            card_payments_status: Text = ["/capabilities/card_payments"],
            /// Whether it can charge.
            charges_enabled: Bool,
            /// Who controls it: `application` (a platform) or `account` (it does itself).
            controller_type: Text = ["/controller/type"],
            /// Where it is: two letters, in upper case.
            country: Text,
            /// The currency that counts where none is named: three letters, in lower case.
            default_currency: Text,
            /// Whether its holder has handed in what onboarding asks for.
            details_submitted: Bool,
            /// Why it is disabled, if it is: `requirements.past_due`, `under_review`, `rejected.fraud`, …
            disabled_reason: Text = ["/requirements/disabled_reason", "/verification/disabled_reason"],
            /// Where its holder can be reached.
            email: Text,
            /// When requirements that are only announced as yet come into force.
            future_requirements_deadline: UtcTimestamp = ["/future_requirements/current_deadline"],
            /// The merchant category code: what it sells, in the four digits of the card networks.
            mcc: Text = ["/business_profile/mcc"],
            /// Whether its balance can be paid out.
            payouts_enabled: Bool = ["/payouts_enabled", "/transfers_enabled"],
            /// By when what is due must be handed in, lest it be disabled.
            requirements_deadline: UtcTimestamp = ["/requirements/current_deadline", "/verification/due_by"],
            /// Whether its platform can transfer money to it: `active`, `inactive` or `pending`; unset if that was not
            /// asked for.
            transfers_status: Text = ["/capabilities/transfers"],
            /// `standard`, `express`, `custom` or `none`.
            type_ as "type": Text,
        },
        ids: ["acct_"],
        owner: "/id",
        served: ["/accounts"],
        listed: "/accounts" { created: true },
        references: [
            "/company/verification/document/back",
            "/company/verification/document/front",
            "/individual",
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
            "/legal_entity",
            "/settings/bacs_debit_payments/display_name",
            "/settings/dashboard/display_name",
            "/settings/payments",
            "/tos_acceptance",
        ],
        events: ["account.updated"],
        api: stripe_connect::account as stripe_shared::Account {
            create: CreateAccount,
            retrieve: RetrieveAccount,
            update: UpdateAccount,
            delete: DeleteAccount,
            list: ListAccount,
            /// Reads the account that the call is made for: <https://docs.stripe.com/api/accounts/retrieve>.
            api_retrieve_own: RetrieveForMyAccountAccount,
            /// Turns a suspicious account away; it can no longer charge, nor be paid out:
            /// <https://docs.stripe.com/api/account/reject>.
            api_reject: RejectAccount,
            /// Takes the platform's rejection back, but none of Stripe's:
            /// <https://docs.stripe.com/api/account/unreject>.
            api_unreject: UnrejectAccount,
        },
    }
}
