CREATE TABLE IF NOT EXISTS stripe_issuing_authorizations (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    approved boolean,
    authorization_method text,
    card text,
    card_presence text,
    cardholder text,
    currency text,
    merchant_amount bigint,
    merchant_category text,
    merchant_country text,
    merchant_currency text,
    merchant_name text,
    merchant_network_id text,
    status text,
    token text,
    treasury_transaction text,
    verified_by_fraud_challenge boolean,
    wallet text,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_card ON stripe_issuing_authorizations (card);
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_cardholder ON stripe_issuing_authorizations (cardholder);
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_token ON stripe_issuing_authorizations (token);
CREATE INDEX IF NOT EXISTS stripe_issuing_authorizations_treasury_transaction ON stripe_issuing_authorizations (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_issuing_cardholders (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    billing_country text,
    disabled_reason text,
    email text,
    name text,
    phone_number text,
    status text,
    tax_id_provided boolean,
    terms_accepted_at timestamptz,
    type text,
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

CREATE TABLE IF NOT EXISTS stripe_issuing_cards (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    brand text,
    cancellation_reason text,
    cardholder text,
    currency text,
    exp_month bigint,
    exp_year bigint,
    financial_account text,
    last4 text,
    latest_fraud_warning_at timestamptz,
    latest_fraud_warning_type text,
    personalization_design text,
    replaced_by text,
    replacement_for text,
    replacement_reason text,
    shipping_eta timestamptz,
    shipping_status text,
    status text,
    type text,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_cardholder ON stripe_issuing_cards (cardholder);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_financial_account ON stripe_issuing_cards (financial_account);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_personalization_design ON stripe_issuing_cards (personalization_design);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_replaced_by ON stripe_issuing_cards (replaced_by);
CREATE INDEX IF NOT EXISTS stripe_issuing_cards_replacement_for ON stripe_issuing_cards (replacement_for);

CREATE TABLE IF NOT EXISTS stripe_issuing_disputes (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    currency text,
    debit_reversal text,
    issuing_transaction text,
    loss_reason text,
    reason text,
    received_debit text,
    status text,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_disputes_debit_reversal ON stripe_issuing_disputes (debit_reversal);
CREATE INDEX IF NOT EXISTS stripe_issuing_disputes_issuing_transaction ON stripe_issuing_disputes (issuing_transaction);
CREATE INDEX IF NOT EXISTS stripe_issuing_disputes_received_debit ON stripe_issuing_disputes (received_debit);

CREATE TABLE IF NOT EXISTS stripe_issuing_personalization_designs (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    card_logo text,
    is_default boolean,
    is_platform_default boolean,
    lookup_key text,
    name text,
    physical_bundle text,
    status text,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_personalization_designs_card_logo ON stripe_issuing_personalization_designs (card_logo);
CREATE INDEX IF NOT EXISTS stripe_issuing_personalization_designs_physical_bundle ON stripe_issuing_personalization_designs (physical_bundle);

CREATE TABLE IF NOT EXISTS stripe_issuing_physical_bundles (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    card_logo_support text,
    carrier_text_support text,
    name text,
    second_line_support text,
    status text,
    type text,
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

CREATE TABLE IF NOT EXISTS stripe_issuing_settlements (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    bin text,
    clearing_date timestamptz,
    currency text,
    interchange_fees_amount bigint,
    net_total_amount bigint,
    network text,
    network_fees_amount bigint,
    network_settlement_identifier text,
    settlement_service text,
    status text,
    transaction_amount bigint,
    transaction_count bigint,
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

CREATE TABLE IF NOT EXISTS stripe_issuing_tokens (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    card text,
    device_fingerprint text,
    last4 text,
    network text,
    network_updated_at timestamptz,
    status text,
    wallet_provider text,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_tokens_card ON stripe_issuing_tokens (card);

CREATE TABLE IF NOT EXISTS stripe_issuing_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    balance_transaction text,
    card text,
    cardholder text,
    currency text,
    dispute text,
    issuing_authorization text,
    merchant_amount bigint,
    merchant_category text,
    merchant_country text,
    merchant_currency text,
    merchant_name text,
    merchant_network_id text,
    received_credit text,
    received_debit text,
    token text,
    type text,
    wallet text,
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
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_balance_transaction ON stripe_issuing_transactions (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_card ON stripe_issuing_transactions (card);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_cardholder ON stripe_issuing_transactions (cardholder);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_dispute ON stripe_issuing_transactions (dispute);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_issuing_authorization ON stripe_issuing_transactions (issuing_authorization);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_received_credit ON stripe_issuing_transactions (received_credit);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_received_debit ON stripe_issuing_transactions (received_debit);
CREATE INDEX IF NOT EXISTS stripe_issuing_transactions_token ON stripe_issuing_transactions (token);
