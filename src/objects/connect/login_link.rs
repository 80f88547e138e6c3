//! LoginLink.

kind! {
    object: "login_link",
    feature: "connect",
    client_secret: ["/url"],
}
