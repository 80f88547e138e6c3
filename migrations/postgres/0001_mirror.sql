-- Whose objects the mirror holds: one row. The mode is as the host says, no event writes it; the platform's account is the one of
-- the first key that read an object again.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    id integer NOT NULL PRIMARY KEY CHECK (id = 1),
    livemode boolean NOT NULL,
    platform text
);

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    object text NOT NULL,
    id text NOT NULL,
    stripe_account text NOT NULL,
    reason text NOT NULL,
    generation bigint NOT NULL DEFAULT 1,
    due_at timestamptz NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    last_error text,
    claimed_until timestamptz,
    missing_at timestamptz,
    refusals bigint NOT NULL DEFAULT 0,
    given_up_at timestamptz,
    PRIMARY KEY (object, id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_refreshes_due_at ON stripe_refreshes (due_at) WHERE given_up_at IS NULL;
CREATE INDEX IF NOT EXISTS stripe_refreshes_given_up_at ON stripe_refreshes (given_up_at) WHERE given_up_at IS NOT NULL;

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

CREATE TABLE IF NOT EXISTS stripe_coupons (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount_off bigint,
    currency text,
    duration text,
    duration_in_months bigint,
    max_redemptions bigint,
    name text,
    percent_off double precision,
    redeem_by timestamptz,
    times_redeemed bigint,
    valid boolean,
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

CREATE TABLE IF NOT EXISTS stripe_invoices (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount_due bigint,
    amount_paid bigint,
    amount_remaining bigint,
    billing_reason text,
    collection_method text,
    currency text,
    customer text,
    customer_account text,
    due_date timestamptz,
    finalized_at timestamptz,
    next_payment_attempt timestamptz,
    number text,
    paid_at timestamptz,
    payment_intent text,
    status text,
    subscription text,
    total bigint,
    total_excluding_tax bigint,
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
CREATE INDEX IF NOT EXISTS stripe_invoices_customer ON stripe_invoices (customer);
CREATE INDEX IF NOT EXISTS stripe_invoices_customer_account ON stripe_invoices (customer_account);
CREATE INDEX IF NOT EXISTS stripe_invoices_payment_intent ON stripe_invoices (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_invoices_subscription ON stripe_invoices (subscription);

CREATE TABLE IF NOT EXISTS stripe_invoice_line_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    currency text,
    description text,
    discountable boolean,
    invoice text,
    invoice_item text,
    period_end timestamptz,
    period_start timestamptz,
    price text,
    product text,
    proration boolean,
    quantity bigint,
    quantity_decimal text,
    subscription text,
    subscription_item text,
    subtotal bigint,
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
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_invoice ON stripe_invoice_line_items (invoice);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_invoice_item ON stripe_invoice_line_items (invoice_item);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_price ON stripe_invoice_line_items (price);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_product ON stripe_invoice_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_subscription ON stripe_invoice_line_items (subscription);
CREATE INDEX IF NOT EXISTS stripe_invoice_line_items_subscription_item ON stripe_invoice_line_items (subscription_item);

CREATE TABLE IF NOT EXISTS stripe_subscriptions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    cancel_at timestamptz,
    cancel_at_period_end boolean,
    canceled_at timestamptz,
    collection_method text,
    currency text,
    current_period_end timestamptz,
    current_period_start timestamptz,
    customer text,
    customer_account text,
    default_payment_method text,
    ended_at timestamptz,
    latest_invoice text,
    pause_collection_behavior text,
    schedule text,
    start_date timestamptz,
    status text,
    trial_end timestamptz,
    trial_start timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_subscriptions_customer ON stripe_subscriptions (customer);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_customer_account ON stripe_subscriptions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_default_payment_method ON stripe_subscriptions (default_payment_method);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_latest_invoice ON stripe_subscriptions (latest_invoice);
CREATE INDEX IF NOT EXISTS stripe_subscriptions_schedule ON stripe_subscriptions (schedule);

CREATE TABLE IF NOT EXISTS stripe_subscription_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    billed_until timestamptz,
    current_period_end timestamptz,
    current_period_start timestamptz,
    price text,
    product text,
    quantity bigint,
    subscription text,
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
CREATE INDEX IF NOT EXISTS stripe_subscription_items_price ON stripe_subscription_items (price);
CREATE INDEX IF NOT EXISTS stripe_subscription_items_product ON stripe_subscription_items (product);
CREATE INDEX IF NOT EXISTS stripe_subscription_items_subscription ON stripe_subscription_items (subscription);

CREATE TABLE IF NOT EXISTS stripe_objects (
    object text NOT NULL,
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
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
    PRIMARY KEY (object, id, stripe_account)
);
