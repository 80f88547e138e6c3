CREATE TABLE IF NOT EXISTS stripe_treasury_credit_reversals (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    currency text,
    financial_account text,
    network text,
    posted_at timestamptz,
    received_credit text,
    status text,
    treasury_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_credit_reversals_financial_account ON stripe_treasury_credit_reversals (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_credit_reversals_received_credit ON stripe_treasury_credit_reversals (received_credit);
CREATE INDEX IF NOT EXISTS stripe_treasury_credit_reversals_treasury_transaction ON stripe_treasury_credit_reversals (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_debit_reversals (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    completed_at timestamptz,
    currency text,
    financial_account text,
    issuing_dispute text,
    network text,
    received_debit text,
    status text,
    treasury_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_financial_account ON stripe_treasury_debit_reversals (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_issuing_dispute ON stripe_treasury_debit_reversals (issuing_dispute);
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_received_debit ON stripe_treasury_debit_reversals (received_debit);
CREATE INDEX IF NOT EXISTS stripe_treasury_debit_reversals_treasury_transaction ON stripe_treasury_debit_reversals (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_financial_accounts (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    cash_usd bigint,
    country text,
    inbound_flows text,
    inbound_pending_usd bigint,
    is_default boolean,
    nickname text,
    outbound_flows text,
    outbound_pending_usd bigint,
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

CREATE TABLE IF NOT EXISTS stripe_treasury_inbound_transfers (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    cancelable boolean,
    canceled_at timestamptz,
    currency text,
    description text,
    failed_at timestamptz,
    failure_code text,
    financial_account text,
    mandate text,
    network text,
    origin_payment_method text,
    received_debit text,
    returned boolean,
    status text,
    succeeded_at timestamptz,
    treasury_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_financial_account ON stripe_treasury_inbound_transfers (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_mandate ON stripe_treasury_inbound_transfers (mandate);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_origin_payment_method ON stripe_treasury_inbound_transfers (origin_payment_method);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_received_debit ON stripe_treasury_inbound_transfers (received_debit);
CREATE INDEX IF NOT EXISTS stripe_treasury_inbound_transfers_treasury_transaction ON stripe_treasury_inbound_transfers (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_outbound_payments (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    cancelable boolean,
    canceled_at timestamptz,
    currency text,
    customer text,
    description text,
    destination_payment_method text,
    expected_arrival_date timestamptz,
    failed_at timestamptz,
    financial_account text,
    network text,
    posted_at timestamptz,
    return_code text,
    return_transaction text,
    returned_at timestamptz,
    status text,
    to_financial_account text,
    treasury_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_customer ON stripe_treasury_outbound_payments (customer);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_destination_payment_method ON stripe_treasury_outbound_payments (destination_payment_method);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_financial_account ON stripe_treasury_outbound_payments (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_return_transaction ON stripe_treasury_outbound_payments (return_transaction);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_to_financial_account ON stripe_treasury_outbound_payments (to_financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_payments_treasury_transaction ON stripe_treasury_outbound_payments (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_outbound_transfers (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    cancelable boolean,
    canceled_at timestamptz,
    currency text,
    description text,
    destination_payment_method text,
    expected_arrival_date timestamptz,
    failed_at timestamptz,
    financial_account text,
    network text,
    posted_at timestamptz,
    return_code text,
    return_transaction text,
    returned_at timestamptz,
    status text,
    to_financial_account text,
    treasury_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_destination_payment_method ON stripe_treasury_outbound_transfers (destination_payment_method);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_financial_account ON stripe_treasury_outbound_transfers (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_return_transaction ON stripe_treasury_outbound_transfers (return_transaction);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_to_financial_account ON stripe_treasury_outbound_transfers (to_financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_outbound_transfers_treasury_transaction ON stripe_treasury_outbound_transfers (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_received_credits (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    credit_reversal text,
    currency text,
    description text,
    failure_code text,
    financial_account text,
    from_financial_account text,
    initiating_payment_method_type text,
    issuing_authorization text,
    issuing_card text,
    issuing_transaction text,
    network text,
    reversal_deadline timestamptz,
    reversal_restricted_reason text,
    source_flow text,
    source_flow_type text,
    status text,
    treasury_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_credit_reversal ON stripe_treasury_received_credits (credit_reversal);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_financial_account ON stripe_treasury_received_credits (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_from_financial_account ON stripe_treasury_received_credits (from_financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_issuing_authorization ON stripe_treasury_received_credits (issuing_authorization);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_issuing_card ON stripe_treasury_received_credits (issuing_card);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_issuing_transaction ON stripe_treasury_received_credits (issuing_transaction);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_source_flow ON stripe_treasury_received_credits (source_flow);
CREATE INDEX IF NOT EXISTS stripe_treasury_received_credits_treasury_transaction ON stripe_treasury_received_credits (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_received_debits (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    currency text,
    debit_reversal text,
    description text,
    failure_code text,
    financial_account text,
    inbound_transfer text,
    initiating_payment_method_type text,
    issuing_authorization text,
    issuing_card text,
    issuing_transaction text,
    network text,
    payout text,
    reversal_deadline timestamptz,
    reversal_restricted_reason text,
    status text,
    topup text,
    treasury_transaction text,
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
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    cash_impact bigint,
    currency text,
    effective_at timestamptz,
    financial_account text,
    flow text,
    flow_type text,
    inbound_pending_impact bigint,
    outbound_pending_impact bigint,
    treasury_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_transaction_entries_financial_account ON stripe_treasury_transaction_entries (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_transaction_entries_flow ON stripe_treasury_transaction_entries (flow);
CREATE INDEX IF NOT EXISTS stripe_treasury_transaction_entries_treasury_transaction ON stripe_treasury_transaction_entries (treasury_transaction);

CREATE TABLE IF NOT EXISTS stripe_treasury_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    cash_impact bigint,
    currency text,
    description text,
    financial_account text,
    flow text,
    flow_type text,
    inbound_pending_impact bigint,
    outbound_pending_impact bigint,
    posted_at timestamptz,
    status text,
    void_at timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_treasury_transactions_financial_account ON stripe_treasury_transactions (financial_account);
CREATE INDEX IF NOT EXISTS stripe_treasury_transactions_flow ON stripe_treasury_transactions (flow);
