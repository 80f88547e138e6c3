//! Card: <https://docs.stripe.com/api/cards/object>.

kind! {
    /// A card: a customer's, to be charged, or the debit card of a connected account, to be paid out to.
    ///
    /// Stripe sends it without `created`. For a customer's, newer integrations have a payment method.
    pub struct Card {
        object: "card",
        table: stripe_cards,
        feature: "payment",
        columns: {
            /// The connected account that is paid out to it; unset for a customer's.
            account: Reference,
            /// The check of the address's first line: `pass`, `fail`, `unavailable` or `unchecked`.
            address_line1_check: Text,
            /// The check of the postal code: `pass`, `fail`, `unavailable` or `unchecked`.
            address_zip_check: Text,
            /// `Visa`, `MasterCard`, `American Express`, `Unknown`, …; a payment method's is spelled otherwise: `visa`.
            brand: Text,
            /// The country of the card's issuer, two letters.
            country: Text,
            /// What a connected account is paid out in, three letters in lower case; unset for a customer's.
            currency: Text,
            /// The customer who pays with it; unset for a connected account's.
            customer: Reference,
            /// The check of the verification code (CVC): `pass`, `fail`, `unavailable` or `unchecked`.
            cvc_check: Text,
            /// Whether payouts of the connected account in this currency go to it, unless they name another.
            default_for_currency: Bool,
            /// The month it expires in, 1 to 12.
            exp_month: BigInt,
            /// The year it expires in, four digits.
            exp_year: BigInt,
            /// `credit`, `debit`, `prepaid` or `unknown`.
            funding: Text,
            /// The same for every object of one card number, whoever added it; in a wallet it may be the token's.
            instrument_fingerprint: Text = ["/fingerprint"],
            /// The last four digits of its number.
            last4: Text,
            /// The cardholder's name.
            name: Text,
            /// Whether its issuer's interchange fees are regulated: `regulated` or `unregulated`.
            regulated_status: Text,
            /// For a connected account's: `new` or `errored` (a payout to it failed, and scheduled ones are halted).
            status: Text,
            /// The wallet that gave a token for its number: `apple_pay`, `android_pay` (Google Pay too), `masterpass`,
            /// `visa_checkout`; unset if none did.
            tokenization_method: Text,
        },
        ids: ["card_"],
        owner: "/account",
        served: ["/customers/{customer}/sources", "/accounts/{account}/external_accounts"],
        listed: "/customers/{customer}/sources",
        listed: "/accounts/{account}/external_accounts",
        personal: [
            "/address_city",
            "/address_country",
            "/address_line1",
            "/address_line2",
            "/address_state",
            "/address_zip",
            "/name",
        ],
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
        api: stripe_payment::card as stripe_shared::Card {
            delete: DeleteAccountCard,
        },
    }
}
