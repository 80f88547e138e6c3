CREATE TABLE IF NOT EXISTS stripe_balance_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    available_on timestamptz,
    balance_type text,
    currency text,
    description text,
    exchange_rate double precision,
    fee bigint,
    net bigint,
    reporting_category text,
    source text,
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
CREATE INDEX IF NOT EXISTS stripe_balance_transactions_source ON stripe_balance_transactions (source);

CREATE TABLE IF NOT EXISTS stripe_charges (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    amount_captured bigint,
    amount_refunded bigint,
    application_fee_amount bigint,
    balance_transaction text,
    captured boolean,
    currency text,
    customer text,
    disputed boolean,
    failure_code text,
    invoice text,
    on_behalf_of text,
    payment_intent text,
    payment_method text,
    payment_method_type text,
    refunded boolean,
    status text,
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
CREATE INDEX IF NOT EXISTS stripe_charges_balance_transaction ON stripe_charges (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_charges_customer ON stripe_charges (customer);
CREATE INDEX IF NOT EXISTS stripe_charges_invoice ON stripe_charges (invoice);
CREATE INDEX IF NOT EXISTS stripe_charges_on_behalf_of ON stripe_charges (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_charges_payment_intent ON stripe_charges (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_charges_payment_method ON stripe_charges (payment_method);

CREATE TABLE IF NOT EXISTS stripe_customer_balance_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    checkout_session text,
    credit_note text,
    currency text,
    customer text,
    customer_account text,
    description text,
    ending_balance bigint,
    invoice text,
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
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_checkout_session ON stripe_customer_balance_transactions (checkout_session);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_credit_note ON stripe_customer_balance_transactions (credit_note);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_customer ON stripe_customer_balance_transactions (customer);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_customer_account ON stripe_customer_balance_transactions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_invoice ON stripe_customer_balance_transactions (invoice);

CREATE TABLE IF NOT EXISTS stripe_customer_cash_balance_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    balance_transaction text,
    bank_transfer_reference text,
    bank_transfer_type text,
    currency text,
    customer text,
    customer_account text,
    ending_balance bigint,
    linked_transaction text,
    net_amount bigint,
    payment_intent text,
    refund text,
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
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_balance_transaction ON stripe_customer_cash_balance_transactions (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_customer ON stripe_customer_cash_balance_transactions (customer);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_customer_account ON stripe_customer_cash_balance_transactions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_linked_transaction ON stripe_customer_cash_balance_transactions (linked_transaction);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_payment_intent ON stripe_customer_cash_balance_transactions (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_refund ON stripe_customer_cash_balance_transactions (refund);

CREATE TABLE IF NOT EXISTS stripe_customers (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    balance bigint,
    business_name text,
    currency text,
    customer_account text,
    default_payment_method text,
    default_source text,
    delinquent boolean,
    description text,
    email text,
    individual_name text,
    invoice_prefix text,
    name text,
    phone text,
    tax_exempt text,
    test_clock text,
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
CREATE INDEX IF NOT EXISTS stripe_customers_customer_account ON stripe_customers (customer_account);
CREATE INDEX IF NOT EXISTS stripe_customers_default_payment_method ON stripe_customers (default_payment_method);
CREATE INDEX IF NOT EXISTS stripe_customers_default_source ON stripe_customers (default_source);
CREATE INDEX IF NOT EXISTS stripe_customers_test_clock ON stripe_customers (test_clock);

CREATE TABLE IF NOT EXISTS stripe_disputes (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    charge text,
    currency text,
    evidence_due_by timestamptz,
    evidence_submission_count bigint,
    is_charge_refundable boolean,
    network_reason_code text,
    payment_intent text,
    payment_method_type text,
    reason text,
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
CREATE INDEX IF NOT EXISTS stripe_disputes_charge ON stripe_disputes (charge);
CREATE INDEX IF NOT EXISTS stripe_disputes_payment_intent ON stripe_disputes (payment_intent);

CREATE TABLE IF NOT EXISTS stripe_file_links (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    expired boolean,
    expires_at timestamptz,
    file text,
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
CREATE INDEX IF NOT EXISTS stripe_file_links_file ON stripe_file_links (file);

CREATE TABLE IF NOT EXISTS stripe_files (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    expires_at timestamptz,
    filename text,
    purpose text,
    size bigint,
    title text,
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

CREATE TABLE IF NOT EXISTS stripe_mandates (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    acceptance_type text,
    accepted_at timestamptz,
    amount bigint,
    bacs_network_status text,
    bacs_revocation_reason text,
    currency text,
    on_behalf_of text,
    payment_method text,
    payment_method_type text,
    reference text,
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
CREATE INDEX IF NOT EXISTS stripe_mandates_on_behalf_of ON stripe_mandates (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_mandates_payment_method ON stripe_mandates (payment_method);

CREATE TABLE IF NOT EXISTS stripe_payment_intent_line_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    commodity_code text,
    discount_amount bigint,
    payment_intent text,
    product_code text,
    product_name text,
    quantity bigint,
    sold_by text,
    tax_amount bigint,
    unit_cost bigint,
    unit_of_measure text,
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
CREATE INDEX IF NOT EXISTS stripe_payment_intent_line_items_payment_intent ON stripe_payment_intent_line_items (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_payment_intent_line_items_sold_by ON stripe_payment_intent_line_items (sold_by);

CREATE TABLE IF NOT EXISTS stripe_payment_intents (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    amount_capturable bigint,
    amount_received bigint,
    application_fee_amount bigint,
    canceled_at timestamptz,
    cancellation_reason text,
    capture_method text,
    currency text,
    customer text,
    customer_account text,
    invoice text,
    last_payment_error_code text,
    latest_charge text,
    on_behalf_of text,
    payment_method text,
    setup_future_usage text,
    status text,
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
CREATE INDEX IF NOT EXISTS stripe_payment_intents_customer ON stripe_payment_intents (customer);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_customer_account ON stripe_payment_intents (customer_account);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_invoice ON stripe_payment_intents (invoice);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_latest_charge ON stripe_payment_intents (latest_charge);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_on_behalf_of ON stripe_payment_intents (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_payment_method ON stripe_payment_intents (payment_method);

CREATE TABLE IF NOT EXISTS stripe_payment_methods (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    allow_redisplay text,
    billing_email text,
    card_brand text,
    card_country text,
    card_exp_month bigint,
    card_exp_year bigint,
    card_funding text,
    customer text,
    customer_account text,
    instrument_fingerprint text,
    last4 text,
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
CREATE INDEX IF NOT EXISTS stripe_payment_methods_customer ON stripe_payment_methods (customer);
CREATE INDEX IF NOT EXISTS stripe_payment_methods_customer_account ON stripe_payment_methods (customer_account);

CREATE TABLE IF NOT EXISTS stripe_payouts (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    application_fee text,
    application_fee_amount bigint,
    arrival_date timestamptz,
    automatic boolean,
    balance_transaction text,
    currency text,
    destination text,
    failure_balance_transaction text,
    failure_code text,
    method text,
    original_payout text,
    reconciliation_status text,
    reversed_by text,
    source_type text,
    status text,
    trace_id text,
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
CREATE INDEX IF NOT EXISTS stripe_payouts_application_fee ON stripe_payouts (application_fee);
CREATE INDEX IF NOT EXISTS stripe_payouts_balance_transaction ON stripe_payouts (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_payouts_destination ON stripe_payouts (destination);
CREATE INDEX IF NOT EXISTS stripe_payouts_failure_balance_transaction ON stripe_payouts (failure_balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_payouts_original_payout ON stripe_payouts (original_payout);
CREATE INDEX IF NOT EXISTS stripe_payouts_reversed_by ON stripe_payouts (reversed_by);

CREATE TABLE IF NOT EXISTS stripe_prices (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    billing_scheme text,
    currency text,
    lookup_key text,
    nickname text,
    product text,
    recurring_interval text,
    recurring_interval_count bigint,
    recurring_meter text,
    recurring_usage_type text,
    tax_behavior text,
    tiers_mode text,
    type text,
    unit_amount bigint,
    unit_amount_decimal text,
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
CREATE INDEX IF NOT EXISTS stripe_prices_product ON stripe_prices (product);
CREATE INDEX IF NOT EXISTS stripe_prices_recurring_meter ON stripe_prices (recurring_meter);

CREATE TABLE IF NOT EXISTS stripe_products (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    default_price text,
    description text,
    name text,
    shippable boolean,
    statement_descriptor text,
    tax_code text,
    type text,
    unit_label text,
    updated timestamptz,
    url text,
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
CREATE INDEX IF NOT EXISTS stripe_products_default_price ON stripe_products (default_price);
CREATE INDEX IF NOT EXISTS stripe_products_tax_code ON stripe_products (tax_code);

CREATE TABLE IF NOT EXISTS stripe_refunds (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    balance_transaction text,
    charge text,
    currency text,
    customer text,
    customer_account text,
    failure_balance_transaction text,
    failure_reason text,
    payment_intent text,
    payment_method text,
    pending_reason text,
    reason text,
    receipt_number text,
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
CREATE INDEX IF NOT EXISTS stripe_refunds_balance_transaction ON stripe_refunds (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_refunds_charge ON stripe_refunds (charge);
CREATE INDEX IF NOT EXISTS stripe_refunds_customer ON stripe_refunds (customer);
CREATE INDEX IF NOT EXISTS stripe_refunds_customer_account ON stripe_refunds (customer_account);
CREATE INDEX IF NOT EXISTS stripe_refunds_failure_balance_transaction ON stripe_refunds (failure_balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_refunds_payment_intent ON stripe_refunds (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_refunds_payment_method ON stripe_refunds (payment_method);

CREATE TABLE IF NOT EXISTS stripe_setup_attempts (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    application text,
    attach_to_self boolean,
    customer text,
    customer_account text,
    generated_mandate text,
    generated_payment_method text,
    intended_usage text,
    on_behalf_of text,
    payment_method text,
    payment_method_type text,
    setup_error_code text,
    setup_error_decline_code text,
    setup_intent text,
    status text,
    three_d_secure_result text,
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
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_application ON stripe_setup_attempts (application);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_customer ON stripe_setup_attempts (customer);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_customer_account ON stripe_setup_attempts (customer_account);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_generated_mandate ON stripe_setup_attempts (generated_mandate);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_generated_payment_method ON stripe_setup_attempts (generated_payment_method);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_on_behalf_of ON stripe_setup_attempts (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_payment_method ON stripe_setup_attempts (payment_method);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_setup_intent ON stripe_setup_attempts (setup_intent);

CREATE TABLE IF NOT EXISTS stripe_setup_intents (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    application text,
    attach_to_self boolean,
    cancellation_reason text,
    customer text,
    customer_account text,
    description text,
    last_setup_error_code text,
    latest_attempt text,
    mandate text,
    on_behalf_of text,
    payment_method text,
    single_use_mandate text,
    status text,
    usage text,
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
CREATE INDEX IF NOT EXISTS stripe_setup_intents_application ON stripe_setup_intents (application);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_customer ON stripe_setup_intents (customer);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_customer_account ON stripe_setup_intents (customer_account);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_latest_attempt ON stripe_setup_intents (latest_attempt);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_mandate ON stripe_setup_intents (mandate);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_on_behalf_of ON stripe_setup_intents (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_payment_method ON stripe_setup_intents (payment_method);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_single_use_mandate ON stripe_setup_intents (single_use_mandate);

CREATE TABLE IF NOT EXISTS stripe_tokens (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    bank_account text,
    card text,
    client_ip text,
    type text,
    used boolean,
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
CREATE INDEX IF NOT EXISTS stripe_tokens_bank_account ON stripe_tokens (bank_account);
CREATE INDEX IF NOT EXISTS stripe_tokens_card ON stripe_tokens (card);
