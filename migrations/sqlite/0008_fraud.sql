CREATE TABLE IF NOT EXISTS stripe_radar_early_fraud_warnings (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    actionable BOOLEAN,
    charge TEXT,
    fraud_type TEXT,
    payment_intent TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_radar_early_fraud_warnings_charge ON stripe_radar_early_fraud_warnings (charge);
CREATE INDEX IF NOT EXISTS stripe_radar_early_fraud_warnings_payment_intent ON stripe_radar_early_fraud_warnings (payment_intent);

CREATE TABLE IF NOT EXISTS stripe_radar_value_list_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    created_by TEXT,
    value TEXT,
    value_list TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_radar_value_list_items_value_list ON stripe_radar_value_list_items (value_list);

CREATE TABLE IF NOT EXISTS stripe_radar_value_lists (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    alias TEXT,
    created_by TEXT,
    item_type TEXT,
    name TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_reviews (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    billing_zip TEXT,
    charge TEXT,
    closed_reason TEXT,
    ip_address TEXT,
    ip_address_city TEXT,
    ip_address_country TEXT,
    open BOOLEAN,
    opened_reason TEXT,
    payment_intent TEXT,
    reason TEXT,
    session_browser TEXT,
    session_device TEXT,
    session_platform TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_reviews_charge ON stripe_reviews (charge);
CREATE INDEX IF NOT EXISTS stripe_reviews_payment_intent ON stripe_reviews (payment_intent);
