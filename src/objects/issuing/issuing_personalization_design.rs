//! IssuingPersonalizationDesign: <https://docs.stripe.com/api/issuing/personalization_designs/object>.

kind! {
    /// What physical cards of one product line look like: their bundle, the logo on them and the text that comes with
    /// them.
    pub struct IssuingPersonalizationDesign {
        object: "issuing.personalization_design",
        table: stripe_issuing_personalization_designs,
        feature: "issuing",
        columns: {
            /// The file with the logo.
            card_logo: Reference,
            /// Whether cards are made with it where no design is named.
            is_default: Bool = ["/preferences/is_default"],
            /// Whether it is the default of connected accounts that have none of their own.
            is_platform_default: Bool = ["/preferences/is_platform_default"],
            /// A name of the account's own to find it by.
            lookup_key: Text,
            /// Its name, for people.
            name: Text,
            /// What the card is made of and sent in.
            physical_bundle: Reference,
            /// Whether cards can be made with it: `review`, `active`, `inactive` or `rejected`.
            status: Text,
        },
        ids: ["ipcd_"],
        served: ["/issuing/personalization_designs"],
        listed: "/issuing/personalization_designs",
        events: [
            "issuing_personalization_design.activated",
            "issuing_personalization_design.deactivated",
            "issuing_personalization_design.rejected",
            "issuing_personalization_design.updated",
        ],
        api: stripe_issuing::issuing_personalization_design as stripe_shared::IssuingPersonalizationDesign {
            create: CreateIssuingPersonalizationDesign,
            retrieve: RetrieveIssuingPersonalizationDesign,
            update: UpdateIssuingPersonalizationDesign,
            list: ListIssuingPersonalizationDesign,
            /// In test mode: makes it one that cards can be made with:
            /// <https://docs.stripe.com/api/issuing/personalization_designs/activate_testmode>.
            api_activate: ActivateIssuingPersonalizationDesign,
            /// In test mode: makes it one that cards can no longer be made with:
            /// <https://docs.stripe.com/api/issuing/personalization_designs/deactivate_testmode>.
            api_deactivate: DeactivateIssuingPersonalizationDesign,
            /// In test mode: rejects it, for reasons that the request says:
            /// <https://docs.stripe.com/api/issuing/personalization_designs/reject_testmode>.
            api_reject: RejectIssuingPersonalizationDesign,
        },
    }
}
