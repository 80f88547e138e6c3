//! IssuingCardholder: <https://docs.stripe.com/api/issuing/cardholders/object>.

kind! {
    /// A person or company that cards are issued to.
    pub struct IssuingCardholder {
        object: "issuing.cardholder",
        table: stripe_issuing_cardholders,
        feature: "issuing",
        columns: {
            /// The two letters of the billing address's country, in upper case.
            billing_country: Text = ["/billing/address/country"],
            /// Why all their cards are declined: `listed`, `rejected.listed`, `requirements.past_due` or
            /// `under_review`; unset if they are not.
            disabled_reason: Text = ["/requirements/disabled_reason"],
            /// The email address.
            email: Text,
            /// The name, as it is printed on cards.
            name: Text,
            /// The telephone number.
            phone_number: Text,
            /// Whether their cards can be used: `active`, `inactive` or `blocked`.
            status: Text,
            /// Whether a company's tax number is known to Stripe.
            tax_id_provided: Bool = ["/company/tax_id_provided"],
            /// When the person agreed to the terms for those who use a card.
            terms_accepted_at: UtcTimestamp = ["/individual/card_issuing/user_terms_acceptance/date"],
            /// `individual` or `company`.
            type_ as "type": Text,
        },
        ids: ["ich_"],
        served: ["/issuing/cardholders"],
        listed: "/issuing/cardholders" { created: true },
        references: ["/individual/verification/document/back", "/individual/verification/document/front"],
        personal: ["/billing", "/individual", "/name"],
        events: ["issuing_cardholder.created", "issuing_cardholder.updated"],
        api: stripe_issuing::issuing_cardholder as stripe_shared::IssuingCardholder {
            create: CreateIssuingCardholder,
            retrieve: RetrieveIssuingCardholder,
            update: UpdateIssuingCardholder,
            list: ListIssuingCardholder,
        },
    }
}
