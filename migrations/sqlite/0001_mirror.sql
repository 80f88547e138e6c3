-- Whose objects the mirror holds: one row. The mode is as the host says, no event writes it; the platform's account is the one of
-- the first key that read an object again.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    livemode BOOLEAN NOT NULL,
    platform TEXT
);

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    object TEXT NOT NULL,
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    reason TEXT NOT NULL,
    generation BIGINT NOT NULL DEFAULT 1,
    due_at TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    claimed_until TEXT,
    missing_at TEXT,
    refusals BIGINT NOT NULL DEFAULT 0,
    given_up_at TEXT,
    PRIMARY KEY (object, id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_refreshes_due_at ON stripe_refreshes (due_at) WHERE given_up_at IS NULL;
CREATE INDEX IF NOT EXISTS stripe_refreshes_given_up_at ON stripe_refreshes (given_up_at) WHERE given_up_at IS NOT NULL;

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

CREATE TABLE IF NOT EXISTS stripe_coupons (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount_off BIGINT,
    currency TEXT,
    duration TEXT,
    duration_in_months BIGINT,
    max_redemptions BIGINT,
    name TEXT,
    percent_off DOUBLE,
    redeem_by TEXT,
    times_redeemed BIGINT,
    valid BOOLEAN,
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

CREATE TABLE IF NOT EXISTS stripe_invoices (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount_due BIGINT,
    amount_paid BIGINT,
    amount_remaining BIGINT,
    billing_reason TEXT,
    collection_method TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    due_date TEXT,
    finalized_at TEXT,
    next_payment_attempt TEXT,
    number TEXT,
    paid_at TEXT,
    payment_intent TEXT,
    status TEXT,
    subscription TEXT,
    total BIGINT,
    total_excluding_tax BIGINT,
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
CREATE INDEX IF NOT EXISTS stripe_invoices_customer ON stripe_invoices (customer);
CREATE INDEX IF NOT EXISTS stripe_invoices_customer_account ON stripe_invoices (customer_account);
CREATE INDEX IF NOT EXISTS stripe_invoices_payment_intent ON stripe_invoices (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_invoices_subscription ON stripe_invoices (subscription);

CREATE TABLE IF NOT EXISTS stripe_invoice_line_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    currency TEXT,
    description TEXT,
    discountable BOOLEAN,
    invoice TEXT,
    invoice_item TEXT,
    period_end TEXT,
    period_start TEXT,
    price TEXT,
    product TEXT,
    proration BOOLEAN,
    quantity BIGINT,
    quantity_decimal TEXT,
    subscription TEXT,
    subscription_item TEXT,
    subtotal BIGINT,
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
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_invoice ON stripe_invoice_line_items (invoice);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_invoice_item ON stripe_invoice_line_items (invoice_item);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_price ON stripe_invoice_line_items (price);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_product ON stripe_invoice_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_subscription ON stripe_invoice_line_items (subscription);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_subscription_item ON stripe_invoice_line_items (subscription_item);

CREATE TABLE IF NOT EXISTS stripe_subscriptions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    cancel_at TEXT,
    cancel_at_period_end BOOLEAN,
    canceled_at TEXT,
    collection_method TEXT,
    currency TEXT,
    current_period_end TEXT,
    current_period_start TEXT,
    customer TEXT,
    customer_account TEXT,
    default_payment_method TEXT,
    ended_at TEXT,
    latest_invoice TEXT,
    pause_collection_behavior TEXT,
    schedule TEXT,
    start_date TEXT,
    status TEXT,
    trial_end TEXT,
    trial_start TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_subscriptions_customer ON stripe_subscriptions (customer);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_customer_account ON stripe_subscriptions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_default_payment_method ON stripe_subscriptions (default_payment_method);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_latest_invoice ON stripe_subscriptions (latest_invoice);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_schedule ON stripe_subscriptions (schedule);

CREATE TABLE IF NOT EXISTS stripe_subscription_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    billed_until TEXT,
    current_period_end TEXT,
    current_period_start TEXT,
    price TEXT,
    product TEXT,
    quantity BIGINT,
    subscription TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_subscription_items_price ON stripe_subscription_items (price);
CREATE INDEX IF NOT EXISTS stripe_subscription_items_product ON stripe_subscription_items (product);
CREATE INDEX IF NOT EXISTS stripe_subscription_items_subscription ON stripe_subscription_items (subscription);

CREATE TABLE IF NOT EXISTS stripe_objects (
    object TEXT NOT NULL,
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
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
    PRIMARY KEY (object, id, stripe_account)
);
