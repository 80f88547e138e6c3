CREATE TABLE IF NOT EXISTS stripe_checkout_sessions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount_discount bigint,
    amount_subtotal bigint,
    amount_tax bigint,
    amount_total bigint,
    client_reference_id text,
    currency text,
    customer text,
    customer_account text,
    customer_email text,
    expires_at timestamptz,
    invoice text,
    mode text,
    payment_intent text,
    payment_link text,
    payment_status text,
    setup_intent text,
    status text,
    subscription text,
    metadata jsonb,
    stripe_data jsonb NOT NULL,
    api_version text,
    observed_from timestamptz NOT NULL,
    observed_to timestamptz NOT NULL,
    revision bigint NOT NULL,
    fingerprint text NOT NULL,
    projection bigint NOT NULL,
    deleted boolean NOT NULL,
    synced_at timestamptz NOT NULL,
    PRIMARY KEY (id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_customer ON stripe_checkout_sessions (customer);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_customer_account ON stripe_checkout_sessions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_invoice ON stripe_checkout_sessions (invoice);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_payment_intent ON stripe_checkout_sessions (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_payment_link ON stripe_checkout_sessions (payment_link);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_setup_intent ON stripe_checkout_sessions (setup_intent);
CREATE INDEX IF NOT EXISTS stripe_checkout_sessions_subscription ON stripe_checkout_sessions (subscription);
