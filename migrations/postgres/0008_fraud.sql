CREATE TABLE IF NOT EXISTS stripe_radar_early_fraud_warnings (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    actionable boolean,
    charge text,
    fraud_type text,
    payment_intent text,
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
CREATE INDEX IF NOT EXISTS stripe_radar_early_fraud_warnings_charge ON stripe_radar_early_fraud_warnings (charge);
CREATE INDEX IF NOT EXISTS stripe_radar_early_fraud_warnings_payment_intent ON stripe_radar_early_fraud_warnings (payment_intent);

CREATE TABLE IF NOT EXISTS stripe_radar_value_list_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    created_by text,
    value text,
    value_list text,
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
CREATE INDEX IF NOT EXISTS stripe_radar_value_list_items_value_list ON stripe_radar_value_list_items (value_list);

CREATE TABLE IF NOT EXISTS stripe_radar_value_lists (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    alias text,
    created_by text,
    item_type text,
    name text,
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

CREATE TABLE IF NOT EXISTS stripe_reviews (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    billing_zip text,
    charge text,
    closed_reason text,
    ip_address text,
    ip_address_city text,
    ip_address_country text,
    open boolean,
    opened_reason text,
    payment_intent text,
    reason text,
    session_browser text,
    session_device text,
    session_platform text,
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
CREATE INDEX IF NOT EXISTS stripe_reviews_charge ON stripe_reviews (charge);
CREATE INDEX IF NOT EXISTS stripe_reviews_payment_intent ON stripe_reviews (payment_intent);
