CREATE TABLE IF NOT EXISTS stripe_checkout_sessions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount_discount BIGINT,
    amount_subtotal BIGINT,
    amount_tax BIGINT,
    amount_total BIGINT,
    client_reference_id TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    customer_email TEXT,
    expires_at TEXT,
    invoice TEXT,
    mode TEXT,
    payment_intent TEXT,
    payment_link TEXT,
    payment_status TEXT,
    setup_intent TEXT,
    status TEXT,
    subscription TEXT,
    metadata TEXT,
    stripe_data TEXT NOT NULL,
    api_version TEXT,
    observed_from TEXT NOT NULL,
    observed_to TEXT NOT NULL,
    revision BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    projection BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    synced_at TEXT NOT NULL,
    PRIMARY KEY (id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_customer ON stripe_checkout_sessions (customer);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_customer_account ON stripe_checkout_sessions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_invoice ON stripe_checkout_sessions (invoice);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_payment_intent ON stripe_checkout_sessions (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_payment_link ON stripe_checkout_sessions (payment_link);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_setup_intent ON stripe_checkout_sessions (setup_intent);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_subscription ON stripe_checkout_sessions (subscription);
