//! Source: <https://docs.stripe.com/api/sources/object>.

kind! {
    /// A card, a bank debit, a transfer or a wallet to be charged, as it was before there were payment methods.
    ///
    /// Stripe has deprecated it.
    pub struct Source {
        object: "source",
        table: stripe_sources,
        feature: "payment",
        columns: {
            /// Whether a checkout may offer it to the customer again: `always`, `limited` or `unspecified`.
            allow_redisplay: Text,
            /// What it can be charged for, in the currency's minor unit; unset if that is open.
            amount: BigInt,
            /// What the payer has sent, in the currency's minor unit, where the flow is `receiver`.
            amount_received: BigInt = ["/receiver/amount_received"],
            /// What was sent back of it, in the currency's minor unit.
            amount_returned: BigInt = ["/receiver/amount_returned"],
            /// The card's brand: `Visa`, `MasterCard`, `American Express`, …
            card_brand: Text = ["/card/brand", "/card_present/brand", "/three_d_secure/brand"],
            /// The country of the card's issuer, two letters.
            card_country: Text = ["/card/country", "/card_present/country", "/three_d_secure/country"],
            /// The month the card expires in, 1 to 12.
            card_exp_month: BigInt = ["/card/exp_month", "/card_present/exp_month", "/three_d_secure/exp_month"],
            /// The year the card expires in, four digits.
            card_exp_year: BigInt = ["/card/exp_year", "/card_present/exp_year", "/three_d_secure/exp_year"],
            /// `credit`, `debit`, `prepaid` or `unknown`.
            card_funding: Text = ["/card/funding", "/card_present/funding", "/three_d_secure/funding"],
            /// The three letters, in lower case.
            currency: Text,
            /// Who may be charged with it; unset if it is attached to nobody.
            customer: Reference,
            /// How the payer makes it chargeable: `redirect`, `receiver` (sends money), `code_verification` or `none`.
            flow: Text,
            /// The same for every source of one card or bank account, whoever uses it.
            instrument_fingerprint: Text = [
                "/card/fingerprint",
                "/card_present/fingerprint",
                "/three_d_secure/fingerprint",
                "/sepa_debit/fingerprint",
                "/ach_debit/fingerprint",
                "/acss_debit/fingerprint",
                "/au_becs_debit/fingerprint",
            ],
            /// The last digits of the card's or bank account's number.
            last4: Text = [
                "/card/last4",
                "/card_present/last4",
                "/three_d_secure/last4",
                "/sepa_debit/last4",
                "/ach_debit/last4",
                "/acss_debit/last4",
                "/au_becs_debit/last4",
                "/bancontact/iban_last4",
                "/ideal/iban_last4",
                "/sofort/iban_last4",
            ],
            /// The owner's email address.
            owner_email: Text = ["/owner/email"],
            /// `pending`, `chargeable`, `consumed`, `canceled` or `failed`.
            status: Text,
            /// `card`, `ach_credit_transfer`, `sepa_debit`, `three_d_secure`, …
            type_ as "type": Text,
            /// How often it can be charged: `reusable` or `single_use`.
            usage_type: Text = ["/usage"],
        },
        ids: ["src_"],
        older_than_creation: true,
        served: ["/sources"],
        listed: "/customers/{customer}/sources",
        personal: ["/card/name", "/owner", "/receiver/address", "/source_order", "/three_d_secure/name"],
        events: [
            "customer.source.created",
            "customer.source.deleted",
            "customer.source.expiring",
            "customer.source.updated",
            "source.canceled",
            "source.chargeable",
            "source.failed",
            "source.refund_attributes_required",
        ],
        api: stripe_payment::source as stripe_shared::Source {
            create: CreateSource,
            retrieve: RetrieveSource,
            update: UpdateSource,
            /// Passes on the values by which a source with the flow `code_verification` is verified:
            /// <https://docs.stripe.com/api/sources>.
            api_verify: VerifySource,
        },
    }
}
