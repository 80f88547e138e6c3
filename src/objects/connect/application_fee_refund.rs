//! ApplicationFeeRefund: <https://docs.stripe.com/api/fee_refunds/object>.

kind! {
    /// A part of an application fee, or all of it, that the platform gave back to the connected account.
    pub struct ApplicationFeeRefund {
        object: "fee_refund",
        table: stripe_application_fee_refunds,
        feature: "connect",
        columns: {
            /// Given back, in the currency's minor unit.
            amount: BigInt,
            /// What it did to the platform's balance.
            balance_transaction: Reference,
            /// The three letters, in lower case.
            currency: Text,
            /// The application fee that it gives back, or a part of.
            fee: Reference,
        },
        ids: ["fr_"],
        served: ["/application_fees/{fee}/refunds"],
        listed: "/application_fees/{fee}/refunds",
        events: ["application_fee.refund.updated"],
        api: stripe_connect::application_fee_refund as stripe_shared::ApplicationFeeRefund {
            create: CreateIdApplicationFeeRefund,
            retrieve: RetrieveApplicationFeeRefund,
            update: UpdateApplicationFeeRefund,
            list: ListIdApplicationFeeRefund,
        },
    }
}
