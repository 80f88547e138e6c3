//! Token.

kind! {
    object: "token",
    feature: "core",
    served: ["/tokens"],
    // What the token was made of.
    history: ["/bank_account", "/card"],
}
