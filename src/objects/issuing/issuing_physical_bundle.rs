//! IssuingPhysicalBundle: <https://docs.stripe.com/api/issuing/physical_bundles/object>.

kind! {
    /// What a physical card is made of and sent in: the plastic, the letter and the envelope. Stripe sends it without
    /// `created`.
    pub struct IssuingPhysicalBundle {
        object: "issuing.physical_bundle",
        table: stripe_issuing_physical_bundles,
        feature: "issuing",
        columns: {
            /// Whether a logo is printed on the card: `required`, `optional` or `unsupported`.
            card_logo_support: Text = ["/features/card_logo"],
            /// Whether the letter has a text of one's own: `required`, `optional` or `unsupported`.
            carrier_text_support: Text = ["/features/carrier_text"],
            /// Its name, for people.
            name: Text,
            /// Whether the card has a second line below the name: `required`, `optional` or `unsupported`.
            second_line_support: Text = ["/features/second_line"],
            /// Whether cards can be made with it: `review`, `active` or `inactive`.
            status: Text,
            /// Whose it is: `standard` (Stripe's) or `custom`.
            type_ as "type": Text,
        },
        ids: ["ics_"],
        served: ["/issuing/physical_bundles"],
        listed: "/issuing/physical_bundles",
        api: stripe_issuing::issuing_physical_bundle as stripe_shared::IssuingPhysicalBundle {
            retrieve: RetrieveIssuingPhysicalBundle,
            list: ListIssuingPhysicalBundle,
        },
    }
}
