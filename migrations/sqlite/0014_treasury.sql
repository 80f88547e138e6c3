CREATE TABLE IF NOT EXISTS stripe_treasury_credit_reversals (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    currency TEXT,
    financial_account TEXT,
    network TEXT,
    posted_at TEXT,
    received_credit TEXT,
    status TEXT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_credit_reversals_financial_account ON stripe_treasury_credit_reversals (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_credit_reversals_received_credit ON stripe_treasury_credit_reversals (received_credit);
CREATE INDEX IF NOT EXISTS stripe_treasury_credit_reversals_treasury_transaction ON stripe_treasury_credit_reversals (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_debit_reversals (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    completed_at TEXT,
    currency TEXT,
    financial_account TEXT,
    issuing_dispute TEXT,
    network TEXT,
    received_debit TEXT,
    status TEXT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_financial_account ON stripe_treasury_debit_reversals (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_issuing_dispute ON stripe_treasury_debit_reversals (issuing_dispute);
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_received_debit ON stripe_treasury_debit_reversals (received_debit);
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_treasury_transaction ON stripe_treasury_debit_reversals (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_financial_accounts (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    cash_usd BIGINT,
    country TEXT,
    inbound_flows TEXT,
    inbound_pending_usd BIGINT,
    is_default BOOLEAN,
    nickname TEXT,
    outbound_flows TEXT,
    outbound_pending_usd BIGINT,
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

CREATE TABLE IF NOT EXISTS stripe_treasury_inbound_transfers (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    cancelable BOOLEAN,
    canceled_at TEXT,
    currency TEXT,
    description TEXT,
    failed_at TEXT,
    failure_code TEXT,
    financial_account TEXT,
    mandate TEXT,
    network TEXT,
    origin_payment_method TEXT,
    received_debit TEXT,
    returned BOOLEAN,
    status TEXT,
    succeeded_at TEXT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_financial_account ON stripe_treasury_inbound_transfers (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_mandate ON stripe_treasury_inbound_transfers (mandate);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_origin_payment_method ON stripe_treasury_inbound_transfers (origin_payment_method);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_received_debit ON stripe_treasury_inbound_transfers (received_debit);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_treasury_transaction ON stripe_treasury_inbound_transfers (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_outbound_payments (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    cancelable BOOLEAN,
    canceled_at TEXT,
    currency TEXT,
    customer TEXT,
    description TEXT,
    destination_payment_method TEXT,
    expected_arrival_date TEXT,
    failed_at TEXT,
    financial_account TEXT,
    network TEXT,
    posted_at TEXT,
    return_code TEXT,
    return_transaction TEXT,
    returned_at TEXT,
    status TEXT,
    to_financial_account TEXT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_customer ON stripe_treasury_outbound_payments (customer);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_destination_payment_method ON stripe_treasury_outbound_payments (destination_payment_method);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_financial_account ON stripe_treasury_outbound_payments (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_return_transaction ON stripe_treasury_outbound_payments (return_transaction);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_to_financial_account ON stripe_treasury_outbound_payments (to_financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_treasury_transaction ON stripe_treasury_outbound_payments (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_outbound_transfers (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    cancelable BOOLEAN,
    canceled_at TEXT,
    currency TEXT,
    description TEXT,
    destination_payment_method TEXT,
    expected_arrival_date TEXT,
    failed_at TEXT,
    financial_account TEXT,
    network TEXT,
    posted_at TEXT,
    return_code TEXT,
    return_transaction TEXT,
    returned_at TEXT,
    status TEXT,
    to_financial_account TEXT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_destination_payment_method ON stripe_treasury_outbound_transfers (destination_payment_method);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_financial_account ON stripe_treasury_outbound_transfers (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_return_transaction ON stripe_treasury_outbound_transfers (return_transaction);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_to_financial_account ON stripe_treasury_outbound_transfers (to_financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_treasury_transaction ON stripe_treasury_outbound_transfers (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_received_credits (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    credit_reversal TEXT,
    currency TEXT,
    description TEXT,
    failure_code TEXT,
    financial_account TEXT,
    from_financial_account TEXT,
    initiating_payment_method_type TEXT,
    issuing_authorization TEXT,
    issuing_card TEXT,
    issuing_transaction TEXT,
    network TEXT,
    reversal_deadline TEXT,
    reversal_restricted_reason TEXT,
    source_flow TEXT,
    source_flow_type TEXT,
    status TEXT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_credit_reversal ON stripe_treasury_received_credits (credit_reversal);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_financial_account ON stripe_treasury_received_credits (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_from_financial_account ON stripe_treasury_received_credits (from_financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_issuing_authorization ON stripe_treasury_received_credits (issuing_authorization);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_issuing_card ON stripe_treasury_received_credits (issuing_card);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_issuing_transaction ON stripe_treasury_received_credits (issuing_transaction);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_source_flow ON stripe_treasury_received_credits (source_flow);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_treasury_transaction ON stripe_treasury_received_credits (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_received_debits (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    currency TEXT,
    debit_reversal TEXT,
    description TEXT,
    failure_code TEXT,
    financial_account TEXT,
    inbound_transfer TEXT,
    initiating_payment_method_type TEXT,
    issuing_authorization TEXT,
    issuing_card TEXT,
    issuing_transaction TEXT,
    network TEXT,
    payout TEXT,
    reversal_deadline TEXT,
    reversal_restricted_reason TEXT,
    status TEXT,
    topup TEXT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_debit_reversal ON stripe_treasury_received_debits (debit_reversal);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_financial_account ON stripe_treasury_received_debits (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_inbound_transfer ON stripe_treasury_received_debits (inbound_transfer);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_issuing_authorization ON stripe_treasury_received_debits (issuing_authorization);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_issuing_card ON stripe_treasury_received_debits (issuing_card);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_issuing_transaction ON stripe_treasury_received_debits (issuing_transaction);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_payout ON stripe_treasury_received_debits (payout);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_topup ON stripe_treasury_received_debits (topup);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_debits_treasury_transaction ON stripe_treasury_received_debits (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_transaction_entries (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    cash_impact BIGINT,
    currency TEXT,
    effective_at TEXT,
    financial_account TEXT,
    flow TEXT,
    flow_type TEXT,
    inbound_pending_impact BIGINT,
    outbound_pending_impact BIGINT,
    treasury_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_transaction_entries_financial_account ON stripe_treasury_transaction_entries (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_transaction_entries_flow ON stripe_treasury_transaction_entries (flow);
CREATE INDEX IF NOT EXISTS stripe_treasury_transaction_entries_treasury_transaction ON stripe_treasury_transaction_entries (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    cash_impact BIGINT,
    currency TEXT,
    description TEXT,
    financial_account TEXT,
    flow TEXT,
    flow_type TEXT,
    inbound_pending_impact BIGINT,
    outbound_pending_impact BIGINT,
    posted_at TEXT,
    status TEXT,
    void_at TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_transactions_financial_account ON stripe_treasury_transactions (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_transactions_flow ON stripe_treasury_transactions (flow);
