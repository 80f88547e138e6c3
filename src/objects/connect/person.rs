//! Person.

kind! {
    object: "person",
    feature: "connect",
    served: ["/accounts/{account}/persons"],
    listed: "/accounts/{account}/persons",
    references: [
        "/verification/additional_document/back",
        "/verification/additional_document/front",
        "/verification/document/back",
        "/verification/document/front",
    ],
    personal: ["/address", "/relationship/title"],
    events: ["person.created", "person.deleted", "person.updated"],
}
