//! AccountLink.

kind! {
    object: "account_link",
    feature: "connect",
    client_secret: ["/url"],
}
