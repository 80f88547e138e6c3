//! Application.

kind! {
    object: "application",
    feature: "connect",
    events: ["account.application.authorized", "account.application.deauthorized"],
}
