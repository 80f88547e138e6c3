//! ApplicationFee: <https://docs.stripe.com/api/application_fees/object>.

kind! {
    /// What a platform earned by a charge or a payout of a connected account.
    pub struct ApplicationFee {
        object: "application_fee",
        table: stripe_application_fees,
        feature: "connect",
        lists: {
            "/refunds": "fee_refund" by fee,
        },
        columns: {
            /// The connected account that paid it.
            account: Reference,
            /// Earned, in the currency's minor unit.
            amount: BigInt,
            /// Given back, in the currency's minor unit.
            amount_refunded: BigInt,
            /// The platform's application, which earned it.
            application: Reference,
            /// What it did to the platform's balance; what was given back is not in it.
            balance_transaction: Reference,
            /// The charge that it was taken from, in the connected account.
            charge: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// What it was taken from: `charge` or `payout`.
            fee_source_type: Text = ["/fee_source/type"],
            /// The platform's charge behind that of the connected account, if it was made with a `destination`.
            originating_transaction: Reference,
            /// The payout that it was taken from, in the connected account, if it was taken from one.
            payout: Reference = ["/fee_source/payout"],
            /// Whether all of it was given back.
            refunded: Bool,
        },
        ids: ["fee_"],
        served: ["/application_fees"],
        listed: "/application_fees" { created: true },
        // Both are the connected account's, where the fee was taken.
        of_another_account: ["/charge", "/fee_source/charge", "/fee_source/payout"],
        events: ["application_fee.created", "application_fee.refunded"],
        api: stripe_connect::application_fee as stripe_shared::ApplicationFee {
            retrieve: RetrieveApplicationFee,
            list: ListApplicationFee,
        },
    }
}
