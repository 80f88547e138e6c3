CREATE TABLE IF NOT EXISTS stripe_issuing_authorizations (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    approved BOOLEAN,
    authorization_method TEXT,
    card TEXT,
    card_presence TEXT,
    cardholder TEXT,
    currency TEXT,
    merchant_amount BIGINT,
    merchant_category TEXT,
    merchant_country TEXT,
    merchant_currency TEXT,
    merchant_name TEXT,
    merchant_network_id TEXT,
    status TEXT,
    token TEXT,
    treasury_transaction TEXT,
    verified_by_fraud_challenge BOOLEAN,
    wallet TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_card ON stripe_issuing_authorizations (card);
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_cardholder ON stripe_issuing_authorizations (cardholder);
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_token ON stripe_issuing_authorizations (token);
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_treasury_transaction ON stripe_issuing_authorizations (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_issuing_cardholders (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    billing_country TEXT,
    disabled_reason TEXT,
    email TEXT,
    name TEXT,
    phone_number TEXT,
    status TEXT,
    tax_id_provided BOOLEAN,
    terms_accepted_at TEXT,
    type TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_issuing_cards (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    brand TEXT,
    cancellation_reason TEXT,
    cardholder TEXT,
    currency TEXT,
    exp_month BIGINT,
    exp_year BIGINT,
    financial_account TEXT,
    last4 TEXT,
    latest_fraud_warning_at TEXT,
    latest_fraud_warning_type TEXT,
    personalization_design TEXT,
    replaced_by TEXT,
    replacement_for TEXT,
    replacement_reason TEXT,
    shipping_eta TEXT,
    shipping_status TEXT,
    status TEXT,
    type TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_cardholder ON stripe_issuing_cards (cardholder);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_financial_account ON stripe_issuing_cards (financial_account);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_personalization_design ON stripe_issuing_cards (personalization_design);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_replaced_by ON stripe_issuing_cards (replaced_by);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_replacement_for ON stripe_issuing_cards (replacement_for);

CREATE TABLE IF NOT EXISTS stripe_issuing_disputes (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    currency TEXT,
    debit_reversal TEXT,
    issuing_transaction TEXT,
    loss_reason TEXT,
    reason TEXT,
    received_debit TEXT,
    status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_disputes_debit_reversal ON stripe_issuing_disputes (debit_reversal);
CREATE INDEX IF NOT EXISTS stripe_issuing_disputes_issuing_transaction ON stripe_issuing_disputes (issuing_transaction);
CREATE INDEX IF NOT EXISTS stripe_issuing_disputes_received_debit ON stripe_issuing_disputes (received_debit);

CREATE TABLE IF NOT EXISTS stripe_issuing_personalization_designs (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    card_logo TEXT,
    is_default BOOLEAN,
    is_platform_default BOOLEAN,
    lookup_key TEXT,
    name TEXT,
    physical_bundle TEXT,
    status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_personalization_designs_card_logo ON stripe_issuing_personalization_designs (card_logo);
CREATE INDEX IF NOT EXISTS stripe_issuing_personalization_designs_physical_bundle ON stripe_issuing_personalization_designs (physical_bundle);

CREATE TABLE IF NOT EXISTS stripe_issuing_physical_bundles (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    card_logo_support TEXT,
    carrier_text_support TEXT,
    name TEXT,
    second_line_support TEXT,
    status TEXT,
    type TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_issuing_settlements (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    bin TEXT,
    clearing_date TEXT,
    currency TEXT,
    interchange_fees_amount BIGINT,
    net_total_amount BIGINT,
    network TEXT,
    network_fees_amount BIGINT,
    network_settlement_identifier TEXT,
    settlement_service TEXT,
    status TEXT,
    transaction_amount BIGINT,
    transaction_count BIGINT,
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

CREATE TABLE IF NOT EXISTS stripe_issuing_tokens (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    card TEXT,
    device_fingerprint TEXT,
    last4 TEXT,
    network TEXT,
    network_updated_at TEXT,
    status TEXT,
    wallet_provider TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_tokens_card ON stripe_issuing_tokens (card);

CREATE TABLE IF NOT EXISTS stripe_issuing_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    balance_transaction TEXT,
    card TEXT,
    cardholder TEXT,
    currency TEXT,
    dispute TEXT,
    issuing_authorization TEXT,
    merchant_amount BIGINT,
    merchant_category TEXT,
    merchant_country TEXT,
    merchant_currency TEXT,
    merchant_name TEXT,
    merchant_network_id TEXT,
    received_credit TEXT,
    received_debit TEXT,
    token TEXT,
    type TEXT,
    wallet TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_balance_transaction ON stripe_issuing_transactions (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_card ON stripe_issuing_transactions (card);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_cardholder ON stripe_issuing_transactions (cardholder);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_dispute ON stripe_issuing_transactions (dispute);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_issuing_authorization ON stripe_issuing_transactions (issuing_authorization);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_received_credit ON stripe_issuing_transactions (received_credit);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_received_debit ON stripe_issuing_transactions (received_debit);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_token ON stripe_issuing_transactions (token);
