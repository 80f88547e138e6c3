//! V2CoreAccount.

kind! {
    object: "v2.core.account",
    feature: "connect",
    personal: ["/display_name", "/identity"],
}
