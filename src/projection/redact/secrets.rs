//! Secrets, by Stripe's specification (`2026-08-26.dahlia`) and documentation.

use super::Fields;

/// Never stored, in whatever object they come.
pub(super) const SECRET_FIELDS: Fields = &[
    // Card verification codes: PCI DSS, requirement 3.3.
    "cvc",
    // Of webhook endpoints, ephemeral keys and terminals' connection tokens.
    "secret",
    // Of event destinations.
    "signing_secret",
    // A terminal's Wi-Fi.
    "password",
    "private_key_file_password",
];

/// For the customer's eyes only.
pub(super) const CLIENT_SECRET_FIELDS: Fields = &[
    // Of payment intents, setup intents, checkout sessions, sources, customer, account and verification sessions, …
    "client_secret",
    // An invoice's, with the client secret of its payment intent.
    "confirmation_secret",
    // A source's, for Klarna's own script.
    "client_token",
];
