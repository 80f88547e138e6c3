//! V2CoreAccountPerson.

kind! {
    object: "v2.core.account_person",
    feature: "connect",
    personal: [
        "/address",
        "/additional_addresses",
        "/additional_names",
        "/date_of_birth",
        "/script_addresses",
        "/script_names",
    ],
}
