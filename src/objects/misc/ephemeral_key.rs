//! EphemeralKey.

kind! {
    object: "ephemeral_key",
    feature: "misc",
}
