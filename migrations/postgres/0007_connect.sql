CREATE TABLE IF NOT EXISTS stripe_accounts (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    business_name text,
    business_type text,
    card_payments_status text,
    charges_enabled boolean,
    controller_type text,
    country text,
    default_currency text,
    details_submitted boolean,
    disabled_reason text,
    email text,
    future_requirements_deadline timestamptz,
    mcc text,
    payouts_enabled boolean,
    requirements_deadline timestamptz,
    transfers_status text,
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

CREATE TABLE IF NOT EXISTS stripe_application_fee_refunds (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    balance_transaction text,
    currency text,
    fee text,
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
CREATE INDEX IF NOT EXISTS stripe_application_fee_refunds_balance_transaction ON stripe_application_fee_refunds (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_application_fee_refunds_fee ON stripe_application_fee_refunds (fee);

CREATE TABLE IF NOT EXISTS stripe_application_fees (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    account text,
    amount bigint,
    amount_refunded bigint,
    application text,
    balance_transaction text,
    charge text,
    currency text,
    fee_source_type text,
    originating_transaction text,
    payout text,
    refunded boolean,
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
CREATE INDEX IF NOT EXISTS stripe_application_fees_account ON stripe_application_fees (account);
CREATE INDEX IF NOT EXISTS stripe_application_fees_application ON stripe_application_fees (application);
CREATE INDEX IF NOT EXISTS stripe_application_fees_balance_transaction ON stripe_application_fees (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_application_fees_charge ON stripe_application_fees (charge);
CREATE INDEX IF NOT EXISTS stripe_application_fees_originating_transaction ON stripe_application_fees (originating_transaction);
CREATE INDEX IF NOT EXISTS stripe_application_fees_payout ON stripe_application_fees (payout);

CREATE TABLE IF NOT EXISTS stripe_applications (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
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

CREATE TABLE IF NOT EXISTS stripe_apps_secrets (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    expires_at timestamptz,
    name text,
    scope_type text,
    scope_user text,
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

CREATE TABLE IF NOT EXISTS stripe_capabilities (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    account text,
    disabled_reason text,
    future_requirements_deadline timestamptz,
    requested boolean,
    requested_at timestamptz,
    requirements_deadline timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_capabilities_account ON stripe_capabilities (account);

CREATE TABLE IF NOT EXISTS stripe_country_specs (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    default_currency text,
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

CREATE TABLE IF NOT EXISTS stripe_persons (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    account text,
    country text,
    email text,
    first_name text,
    first_name_kana text,
    first_name_kanji text,
    is_director boolean,
    is_executive boolean,
    is_owner boolean,
    is_representative boolean,
    last_name text,
    last_name_kana text,
    last_name_kanji text,
    nationality text,
    percent_ownership double precision,
    phone text,
    political_exposure text,
    verification_status text,
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
CREATE INDEX IF NOT EXISTS stripe_persons_account ON stripe_persons (account);

CREATE TABLE IF NOT EXISTS stripe_topups (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    balance_transaction text,
    currency text,
    description text,
    expected_availability_date timestamptz,
    failure_code text,
    initiated_by text,
    payment_method text,
    source text,
    statement_descriptor text,
    status text,
    transfer_group text,
    us_bank_account_network text,
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
CREATE INDEX IF NOT EXISTS stripe_topups_balance_transaction ON stripe_topups (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_topups_payment_method ON stripe_topups (payment_method);
CREATE INDEX IF NOT EXISTS stripe_topups_source ON stripe_topups (source);

CREATE TABLE IF NOT EXISTS stripe_transfer_reversals (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    balance_transaction text,
    currency text,
    destination_payment_refund text,
    source_refund text,
    transfer text,
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
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_balance_transaction ON stripe_transfer_reversals (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_destination_payment_refund ON stripe_transfer_reversals (destination_payment_refund);
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_source_refund ON stripe_transfer_reversals (source_refund);
CREATE INDEX IF NOT EXISTS stripe_transfer_reversals_transfer ON stripe_transfer_reversals (transfer);

CREATE TABLE IF NOT EXISTS stripe_transfers (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    amount_reversed bigint,
    balance_transaction text,
    currency text,
    description text,
    destination text,
    destination_payment text,
    reversed boolean,
    source_transaction text,
    source_type text,
    transfer_group text,
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
CREATE INDEX IF NOT EXISTS stripe_transfers_balance_transaction ON stripe_transfers (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_transfers_destination ON stripe_transfers (destination);
CREATE INDEX IF NOT EXISTS stripe_transfers_destination_payment ON stripe_transfers (destination_payment);
CREATE INDEX IF NOT EXISTS stripe_transfers_source_transaction ON stripe_transfers (source_transaction);
