CREATE TABLE IF NOT EXISTS stripe_balance_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    available_on TEXT,
    balance_type TEXT,
    currency TEXT,
    description TEXT,
    exchange_rate DOUBLE,
    fee BIGINT,
    net BIGINT,
    reporting_category TEXT,
    source TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_balance_transactions_source ON stripe_balance_transactions (source);

CREATE TABLE IF NOT EXISTS stripe_charges (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    amount_captured BIGINT,
    amount_refunded BIGINT,
    application_fee_amount BIGINT,
    balance_transaction TEXT,
    captured BOOLEAN,
    currency TEXT,
    customer TEXT,
    disputed BOOLEAN,
    failure_code TEXT,
    invoice TEXT,
    on_behalf_of TEXT,
    payment_intent TEXT,
    payment_method TEXT,
    payment_method_type TEXT,
    refunded BOOLEAN,
    status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_charges_balance_transaction ON stripe_charges (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_charges_customer ON stripe_charges (customer);
CREATE INDEX IF NOT EXISTS stripe_charges_invoice ON stripe_charges (invoice);
CREATE INDEX IF NOT EXISTS stripe_charges_on_behalf_of ON stripe_charges (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_charges_payment_intent ON stripe_charges (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_charges_payment_method ON stripe_charges (payment_method);

CREATE TABLE IF NOT EXISTS stripe_customer_balance_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    checkout_session TEXT,
    credit_note TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    description TEXT,
    ending_balance BIGINT,
    invoice TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_checkout_session ON stripe_customer_balance_transactions (checkout_session);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_credit_note ON stripe_customer_balance_transactions (credit_note);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_customer ON stripe_customer_balance_transactions (customer);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_customer_account ON stripe_customer_balance_transactions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_customer_balance_transactions_invoice ON stripe_customer_balance_transactions (invoice);

CREATE TABLE IF NOT EXISTS stripe_customer_cash_balance_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    balance_transaction TEXT,
    bank_transfer_reference TEXT,
    bank_transfer_type TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    ending_balance BIGINT,
    linked_transaction TEXT,
    net_amount BIGINT,
    payment_intent TEXT,
    refund TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_balance_transaction ON stripe_customer_cash_balance_transactions (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_customer ON stripe_customer_cash_balance_transactions (customer);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_customer_account ON stripe_customer_cash_balance_transactions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_linked_transaction ON stripe_customer_cash_balance_transactions (linked_transaction);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_payment_intent ON stripe_customer_cash_balance_transactions (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_customer_cash_balance_transactions_refund ON stripe_customer_cash_balance_transactions (refund);

CREATE TABLE IF NOT EXISTS stripe_customers (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    balance BIGINT,
    business_name TEXT,
    currency TEXT,
    customer_account TEXT,
    default_payment_method TEXT,
    default_source TEXT,
    delinquent BOOLEAN,
    description TEXT,
    email TEXT,
    individual_name TEXT,
    invoice_prefix TEXT,
    name TEXT,
    phone TEXT,
    tax_exempt TEXT,
    test_clock TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_customers_customer_account ON stripe_customers (customer_account);
CREATE INDEX IF NOT EXISTS stripe_customers_default_payment_method ON stripe_customers (default_payment_method);
CREATE INDEX IF NOT EXISTS stripe_customers_default_source ON stripe_customers (default_source);
CREATE INDEX IF NOT EXISTS stripe_customers_test_clock ON stripe_customers (test_clock);

CREATE TABLE IF NOT EXISTS stripe_disputes (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    charge TEXT,
    currency TEXT,
    evidence_due_by TEXT,
    evidence_submission_count BIGINT,
    is_charge_refundable BOOLEAN,
    network_reason_code TEXT,
    payment_intent TEXT,
    payment_method_type TEXT,
    reason TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_disputes_charge ON stripe_disputes (charge);
CREATE INDEX IF NOT EXISTS stripe_disputes_payment_intent ON stripe_disputes (payment_intent);

CREATE TABLE IF NOT EXISTS stripe_file_links (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    expired BOOLEAN,
    expires_at TEXT,
    file TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_file_links_file ON stripe_file_links (file);

CREATE TABLE IF NOT EXISTS stripe_files (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    expires_at TEXT,
    filename TEXT,
    purpose TEXT,
    size BIGINT,
    title TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_mandates (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    acceptance_type TEXT,
    accepted_at TEXT,
    amount BIGINT,
    bacs_network_status TEXT,
    bacs_revocation_reason TEXT,
    currency TEXT,
    on_behalf_of TEXT,
    payment_method TEXT,
    payment_method_type TEXT,
    reference TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_mandates_on_behalf_of ON stripe_mandates (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_mandates_payment_method ON stripe_mandates (payment_method);

CREATE TABLE IF NOT EXISTS stripe_payment_intent_line_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    commodity_code TEXT,
    discount_amount BIGINT,
    payment_intent TEXT,
    product_code TEXT,
    product_name TEXT,
    quantity BIGINT,
    sold_by TEXT,
    tax_amount BIGINT,
    unit_cost BIGINT,
    unit_of_measure TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_payment_intent_line_items_payment_intent ON stripe_payment_intent_line_items (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_payment_intent_line_items_sold_by ON stripe_payment_intent_line_items (sold_by);

CREATE TABLE IF NOT EXISTS stripe_payment_intents (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    amount_capturable BIGINT,
    amount_received BIGINT,
    application_fee_amount BIGINT,
    canceled_at TEXT,
    cancellation_reason TEXT,
    capture_method TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    invoice TEXT,
    last_payment_error_code TEXT,
    latest_charge TEXT,
    on_behalf_of TEXT,
    payment_method TEXT,
    setup_future_usage TEXT,
    status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_payment_intents_customer ON stripe_payment_intents (customer);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_customer_account ON stripe_payment_intents (customer_account);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_invoice ON stripe_payment_intents (invoice);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_latest_charge ON stripe_payment_intents (latest_charge);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_on_behalf_of ON stripe_payment_intents (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_payment_intents_payment_method ON stripe_payment_intents (payment_method);

CREATE TABLE IF NOT EXISTS stripe_payment_methods (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    allow_redisplay TEXT,
    billing_email TEXT,
    card_brand TEXT,
    card_country TEXT,
    card_exp_month BIGINT,
    card_exp_year BIGINT,
    card_funding TEXT,
    customer TEXT,
    customer_account TEXT,
    instrument_fingerprint TEXT,
    last4 TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_payment_methods_customer ON stripe_payment_methods (customer);
CREATE INDEX IF NOT EXISTS stripe_payment_methods_customer_account ON stripe_payment_methods (customer_account);

CREATE TABLE IF NOT EXISTS stripe_payouts (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    application_fee TEXT,
    application_fee_amount BIGINT,
    arrival_date TEXT,
    automatic BOOLEAN,
    balance_transaction TEXT,
    currency TEXT,
    destination TEXT,
    failure_balance_transaction TEXT,
    failure_code TEXT,
    method TEXT,
    original_payout TEXT,
    reconciliation_status TEXT,
    reversed_by TEXT,
    source_type TEXT,
    status TEXT,
    trace_id TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_payouts_application_fee ON stripe_payouts (application_fee);
CREATE INDEX IF NOT EXISTS stripe_payouts_balance_transaction ON stripe_payouts (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_payouts_destination ON stripe_payouts (destination);
CREATE INDEX IF NOT EXISTS stripe_payouts_failure_balance_transaction ON stripe_payouts (failure_balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_payouts_original_payout ON stripe_payouts (original_payout);
CREATE INDEX IF NOT EXISTS stripe_payouts_reversed_by ON stripe_payouts (reversed_by);

CREATE TABLE IF NOT EXISTS stripe_prices (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    billing_scheme TEXT,
    currency TEXT,
    lookup_key TEXT,
    nickname TEXT,
    product TEXT,
    recurring_interval TEXT,
    recurring_interval_count BIGINT,
    recurring_meter TEXT,
    recurring_usage_type TEXT,
    tax_behavior TEXT,
    tiers_mode TEXT,
    type TEXT,
    unit_amount BIGINT,
    unit_amount_decimal TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_prices_product ON stripe_prices (product);
CREATE INDEX IF NOT EXISTS stripe_prices_recurring_meter ON stripe_prices (recurring_meter);

CREATE TABLE IF NOT EXISTS stripe_products (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    default_price TEXT,
    description TEXT,
    name TEXT,
    shippable BOOLEAN,
    statement_descriptor TEXT,
    tax_code TEXT,
    type TEXT,
    unit_label TEXT,
    updated TEXT,
    url TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_products_default_price ON stripe_products (default_price);
CREATE INDEX IF NOT EXISTS stripe_products_tax_code ON stripe_products (tax_code);

CREATE TABLE IF NOT EXISTS stripe_refunds (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    balance_transaction TEXT,
    charge TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    failure_balance_transaction TEXT,
    failure_reason TEXT,
    payment_intent TEXT,
    payment_method TEXT,
    pending_reason TEXT,
    reason TEXT,
    receipt_number TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_refunds_balance_transaction ON stripe_refunds (balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_refunds_charge ON stripe_refunds (charge);
CREATE INDEX IF NOT EXISTS stripe_refunds_customer ON stripe_refunds (customer);
CREATE INDEX IF NOT EXISTS stripe_refunds_customer_account ON stripe_refunds (customer_account);
CREATE INDEX IF NOT EXISTS stripe_refunds_failure_balance_transaction ON stripe_refunds (failure_balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_refunds_payment_intent ON stripe_refunds (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_refunds_payment_method ON stripe_refunds (payment_method);

CREATE TABLE IF NOT EXISTS stripe_setup_attempts (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    application TEXT,
    attach_to_self BOOLEAN,
    customer TEXT,
    customer_account TEXT,
    generated_mandate TEXT,
    generated_payment_method TEXT,
    intended_usage TEXT,
    on_behalf_of TEXT,
    payment_method TEXT,
    payment_method_type TEXT,
    setup_error_code TEXT,
    setup_error_decline_code TEXT,
    setup_intent TEXT,
    status TEXT,
    three_d_secure_result TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_application ON stripe_setup_attempts (application);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_customer ON stripe_setup_attempts (customer);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_customer_account ON stripe_setup_attempts (customer_account);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_generated_mandate ON stripe_setup_attempts (generated_mandate);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_generated_payment_method ON stripe_setup_attempts (generated_payment_method);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_on_behalf_of ON stripe_setup_attempts (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_payment_method ON stripe_setup_attempts (payment_method);
CREATE INDEX IF NOT EXISTS stripe_setup_attempts_setup_intent ON stripe_setup_attempts (setup_intent);

CREATE TABLE IF NOT EXISTS stripe_setup_intents (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    application TEXT,
    attach_to_self BOOLEAN,
    cancellation_reason TEXT,
    customer TEXT,
    customer_account TEXT,
    description TEXT,
    last_setup_error_code TEXT,
    latest_attempt TEXT,
    mandate TEXT,
    on_behalf_of TEXT,
    payment_method TEXT,
    single_use_mandate TEXT,
    status TEXT,
    usage TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_setup_intents_application ON stripe_setup_intents (application);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_customer ON stripe_setup_intents (customer);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_customer_account ON stripe_setup_intents (customer_account);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_latest_attempt ON stripe_setup_intents (latest_attempt);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_mandate ON stripe_setup_intents (mandate);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_on_behalf_of ON stripe_setup_intents (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_payment_method ON stripe_setup_intents (payment_method);
CREATE INDEX IF NOT EXISTS stripe_setup_intents_single_use_mandate ON stripe_setup_intents (single_use_mandate);

CREATE TABLE IF NOT EXISTS stripe_tokens (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    bank_account TEXT,
    card TEXT,
    client_ip TEXT,
    type TEXT,
    used BOOLEAN,
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
CREATE INDEX IF NOT EXISTS stripe_tokens_bank_account ON stripe_tokens (bank_account);
CREATE INDEX IF NOT EXISTS stripe_tokens_card ON stripe_tokens (card);
