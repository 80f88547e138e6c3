//! Token: <https://docs.stripe.com/api/tokens/object>.

kind! {
    /// Stands for the data of a card, a bank account or a person, so that the data itself goes to Stripe alone. It can
    /// be used once.
    pub struct Token {
        object: "token",
        table: stripe_tokens,
        feature: "core",
        columns: {
            /// The bank account that it was made of.
            bank_account: Reference,
            /// The card that it was made of.
            card: Reference,
            /// The IP address that it was asked for from.
            client_ip: Text,
            /// What it stands for: `card`, `bank_account`, `account`, `pii`, …
            type_ as "type": Text,
            /// Whether it has been used, and so cannot be used again.
            used: Bool,
        },
        ids: ["btok_", "tok_"],
        served: ["/tokens"],
        // What the token was made of.
        history: ["/bank_account", "/card"],
        api: stripe_core::token as stripe_shared::Token {
            create: CreateToken,
            retrieve: RetrieveToken,
        },
    }
}
