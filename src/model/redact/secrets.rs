//! Secrets, by Stripe's specification (`2026-08-26.dahlia`) and documentation.

use super::{Fields, Paths};

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

/// Never stored: what is a secret in one kind of object, and is called as other things are.
pub(super) const SECRET_PATHS: Paths = &[
    // The plaintext that an app wants kept by Stripe.
    ("apps.secret", &["/payload"]),
    // What is sent to another payment service, with the key to it among the headers.
    (
        "forwarding.request",
        &["/request_details/body", "/request_details/headers", "/response_details/body", "/response_details/headers"],
    ),
    // Only sent when it is expanded.
    ("issuing.card", &["/number"]),
    // Only sent when it is expanded.
    ("treasury.financial_account", &["/financial_addresses/aba/account_number"]),
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

/// URLs that let in who has them, whoever that is, and what only Stripe.js reads: with the client secret of a source.
pub(super) const CLIENT_SECRET_PATHS: Paths = &[
    ("account_link", &["/url"]),
    ("billing_portal.session", &["/url"]),
    ("identity.verification_session", &["/url"]),
    ("login_link", &["/url"]),
    ("payment_intent", &["/next_action/use_stripe_sdk"]),
    ("setup_intent", &["/next_action/use_stripe_sdk"]),
];
