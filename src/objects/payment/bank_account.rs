//! BankAccount: <https://docs.stripe.com/api/customer_bank_accounts/object>.

kind! {
    /// A bank account: a customer's, to be debited, or a connected account's, to be paid out to.
    ///
    /// Stripe sends it without `created`. For a customer's, newer integrations have a payment method.
    pub struct BankAccount {
        object: "bank_account",
        table: stripe_bank_accounts,
        feature: "payment",
        columns: {
            /// The connected account that is paid out to it; unset for a customer's.
            account: Reference,
            /// Whose account it is, by name.
            account_holder_name: Text,
            /// `individual` or `company`.
            account_holder_type: Text,
            /// `checking` or `savings`; in Japan `futsu` or `toza`.
            account_type: Text,
            /// The name of the bank that the routing number belongs to.
            bank_name: Text,
            /// The country that the account is held in, two letters.
            country: Text,
            /// The three letters, in lower case.
            currency: Text,
            /// The customer who pays from it; unset for a connected account's.
            customer: Reference,
            /// Whether payouts of the connected account in this currency go to it, unless they name another.
            default_for_currency: Bool,
            /// The same for every object of one bank account, whoever added it.
            instrument_fingerprint: Text = ["/fingerprint"],
            /// The last digits of the account's number.
            last4: Text,
            /// The number by which the country's payment systems know the bank.
            routing_number: Text,
            /// `new`, `validated` (it exists), `verified` (it is the customer's), `errored` (a payout to it failed,
            /// and scheduled ones are halted), `verification_failed` or `tokenized_account_number_deactivated`.
            status: Text,
        },
        ids: ["ba_"],
        owner: "/account",
        served: ["/customers/{customer}/sources", "/accounts/{account}/external_accounts"],
        listed: "/customers/{customer}/sources",
        listed: "/accounts/{account}/external_accounts",
        events: [
            "account.external_account.created",
            "account.external_account.deleted",
            "account.external_account.updated",
            "customer.source.created",
            "customer.source.deleted",
            "customer.source.expiring",
            "customer.source.updated",
        ],
        // `delete` is for a connected account's. The request for a customer's answers with an enum of several kinds.
        api: stripe_payment::bank_account as stripe_shared::BankAccount {
            delete: DeleteAccountBankAccount,
            /// Verifies a customer's account by the amounts of two small deposits:
            /// <https://docs.stripe.com/api/customer_bank_accounts/verify>.
            api_verify: VerifyBankAccount,
        },
    }
}
