CREATE TABLE IF NOT EXISTS stripe_accounts (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    business_name TEXT,
    business_type TEXT,
    card_payments_status TEXT,
    charges_enabled BOOLEAN,
    controller_type TEXT,
    country TEXT,
    default_currency TEXT,
    details_submitted BOOLEAN,
    disabled_reason TEXT,
    email TEXT,
    future_requirements_deadline TEXT,
    mcc TEXT,
    payouts_enabled BOOLEAN,
    requirements_deadline TEXT,
    transfers_status TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_application_fee_refunds (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    balance_transaction TEXT,
    currency TEXT,
    fee TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_application_fee_refunds_balance_transaction ON stripe_application_fee_refunds (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_application_fee_refunds_fee ON stripe_application_fee_refunds (fee);

CREATE TABLE IF NOT EXISTS stripe_application_fees (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    account TEXT,
    amount BIGINT,
    amount_refunded BIGINT,
    application TEXT,
    balance_transaction TEXT,
    charge TEXT,
    currency TEXT,
    fee_source_type TEXT,
    originating_transaction TEXT,
    payout TEXT,
    refunded BOOLEAN,
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
CREATE INDEX IF NOT EXISTS stripe_application_fees_account ON stripe_application_fees (account);
CREATE INDEX IF NOT EXISTS stripe_application_fees_application ON stripe_application_fees (application);
CREATE INDEX IF NOT EXISTS stripe_application_fees_balance_transaction ON stripe_application_fees (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_application_fees_charge ON stripe_application_fees (charge);
CREATE INDEX IF NOT EXISTS stripe_application_fees_originating_transaction ON stripe_application_fees (originating_transaction);
CREATE INDEX IF NOT EXISTS stripe_application_fees_payout ON stripe_application_fees (payout);

CREATE TABLE IF NOT EXISTS stripe_applications (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_apps_secrets (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    expires_at TEXT,
    name TEXT,
    scope_type TEXT,
    scope_user TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_capabilities (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    account TEXT,
    disabled_reason TEXT,
    future_requirements_deadline TEXT,
    requested BOOLEAN,
    requested_at TEXT,
    requirements_deadline TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_capabilities_account ON stripe_capabilities (account);

CREATE TABLE IF NOT EXISTS stripe_country_specs (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    default_currency TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_persons (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    account TEXT,
    country TEXT,
    email TEXT,
    first_name TEXT,
    first_name_kana TEXT,
    first_name_kanji TEXT,
    is_director BOOLEAN,
    is_executive BOOLEAN,
    is_owner BOOLEAN,
    is_representative BOOLEAN,
    last_name TEXT,
    last_name_kana TEXT,
    last_name_kanji TEXT,
    nationality TEXT,
    percent_ownership DOUBLE,
    phone TEXT,
    political_exposure TEXT,
    verification_status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_persons_account ON stripe_persons (account);

CREATE TABLE IF NOT EXISTS stripe_topups (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    balance_transaction TEXT,
    currency TEXT,
    description TEXT,
    expected_availability_date TEXT,
    failure_code TEXT,
    initiated_by TEXT,
    payment_method TEXT,
    source TEXT,
    statement_descriptor TEXT,
    status TEXT,
    transfer_group TEXT,
    us_bank_account_network TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_topups_balance_transaction ON stripe_topups (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_topups_payment_method ON stripe_topups (payment_method);
CREATE INDEX IF NOT EXISTS stripe_topups_source ON stripe_topups (source);

CREATE TABLE IF NOT EXISTS stripe_transfer_reversals (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    balance_transaction TEXT,
    currency TEXT,
    destination_payment_refund TEXT,
    source_refund TEXT,
    transfer TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_balance_transaction ON stripe_transfer_reversals (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_destination_payment_refund ON stripe_transfer_reversals (destination_payment_refund);
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_source_refund ON stripe_transfer_reversals (source_refund);
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_transfer ON stripe_transfer_reversals (transfer);

CREATE TABLE IF NOT EXISTS stripe_transfers (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    amount_reversed BIGINT,
    balance_transaction TEXT,
    currency TEXT,
    description TEXT,
    destination TEXT,
    destination_payment TEXT,
    reversed BOOLEAN,
    source_transaction TEXT,
    source_type TEXT,
    transfer_group TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_transfers_balance_transaction ON stripe_transfers (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_transfers_destination ON stripe_transfers (destination);
CREATE INDEX IF NOT EXISTS stripe_transfers_destination_payment ON stripe_transfers (destination_payment);
CREATE INDEX IF NOT EXISTS stripe_transfers_source_transaction ON stripe_transfers (source_transaction);
