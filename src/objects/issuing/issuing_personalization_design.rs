//! IssuingPersonalizationDesign.

kind! {
    object: "issuing.personalization_design",
    feature: "issuing",
    served: ["/issuing/personalization_designs"],
    listed: "/issuing/personalization_designs",
    references: ["/card_logo", "/physical_bundle"],
    events: [
        "issuing_personalization_design.activated",
        "issuing_personalization_design.deactivated",
        "issuing_personalization_design.rejected",
        "issuing_personalization_design.updated",
    ],
}
