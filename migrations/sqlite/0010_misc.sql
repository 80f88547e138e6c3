CREATE TABLE IF NOT EXISTS stripe_apple_pay_domains (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    domain_name TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_climate_orders (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount_fees BIGINT,
    amount_subtotal BIGINT,
    amount_total BIGINT,
    canceled_at TEXT,
    cancellation_reason TEXT,
    confirmed_at TEXT,
    currency TEXT,
    delayed_at TEXT,
    delivered_at TEXT,
    expected_delivery_year BIGINT,
    metric_tons TEXT,
    product TEXT,
    product_substituted_at TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_climate_orders_product ON stripe_climate_orders (product);

CREATE TABLE IF NOT EXISTS stripe_climate_products (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    delivery_year BIGINT,
    metric_tons_available TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_climate_suppliers (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    name TEXT,
    removal_pathway TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_entitlements_active_entitlements (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    customer TEXT,
    feature TEXT,
    lookup_key TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_entitlements_active_entitlements_customer ON stripe_entitlements_active_entitlements (customer);
CREATE INDEX IF NOT EXISTS stripe_entitlements_active_entitlements_feature ON stripe_entitlements_active_entitlements (feature);

CREATE TABLE IF NOT EXISTS stripe_entitlements_features (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    lookup_key TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_exchange_rates (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    rate_eur DOUBLE,
    rate_gbp DOUBLE,
    rate_usd DOUBLE,
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

CREATE TABLE IF NOT EXISTS stripe_financial_connections_account_owners (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    email TEXT,
    name TEXT,
    ownership TEXT,
    phone TEXT,
    raw_address TEXT,
    refreshed_at TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_account_owners_ownership ON stripe_financial_connections_account_owners (ownership);

CREATE TABLE IF NOT EXISTS stripe_financial_connections_accounts (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    account_holder_account TEXT,
    account_holder_type TEXT,
    balance_as_of TEXT,
    balance_refresh_status TEXT,
    category TEXT,
    customer TEXT,
    customer_account TEXT,
    display_name TEXT,
    expected_deactivation_date TEXT,
    institution_name TEXT,
    last4 TEXT,
    ownership TEXT,
    ownership_refresh_status TEXT,
    status TEXT,
    subcategory TEXT,
    transaction_refresh TEXT,
    transaction_refresh_status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_account_holder_account ON stripe_financial_connections_accounts (account_holder_account);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_customer ON stripe_financial_connections_accounts (customer);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_customer_account ON stripe_financial_connections_accounts (customer_account);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_ownership ON stripe_financial_connections_accounts (ownership);

CREATE TABLE IF NOT EXISTS stripe_financial_connections_sessions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    account_holder_account TEXT,
    account_holder_type TEXT,
    account_limit BIGINT,
    bank_account_token TEXT,
    customer TEXT,
    customer_account TEXT,
    manual_entry_mode TEXT,
    require_payment_method_support TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_account_holder_account ON stripe_financial_connections_sessions (account_holder_account);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_bank_account_token ON stripe_financial_connections_sessions (bank_account_token);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_customer ON stripe_financial_connections_sessions (customer);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_customer_account ON stripe_financial_connections_sessions (customer_account);

CREATE TABLE IF NOT EXISTS stripe_financial_connections_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    account TEXT,
    amount BIGINT,
    currency TEXT,
    description TEXT,
    posted_at TEXT,
    status TEXT,
    transacted_at TEXT,
    transaction_refresh TEXT,
    updated TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_transactions_account ON stripe_financial_connections_transactions (account);

CREATE TABLE IF NOT EXISTS stripe_forwarding_requests (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    destination_duration BIGINT,
    payment_method TEXT,
    response_status BIGINT,
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
CREATE INDEX IF NOT EXISTS stripe_forwarding_requests_payment_method ON stripe_forwarding_requests (payment_method);

CREATE TABLE IF NOT EXISTS stripe_identity_verification_reports (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    client_reference_id TEXT,
    document_error_code TEXT,
    document_issuing_country TEXT,
    document_status TEXT,
    document_type TEXT,
    email_status TEXT,
    id_number_error_code TEXT,
    id_number_status TEXT,
    id_number_type TEXT,
    phone_status TEXT,
    selfie_error_code TEXT,
    selfie_status TEXT,
    type TEXT,
    verification_flow TEXT,
    verification_session TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_identity_verification_reports_verification_session ON stripe_identity_verification_reports (verification_session);

CREATE TABLE IF NOT EXISTS stripe_identity_verification_sessions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    client_reference_id TEXT,
    last_error_code TEXT,
    last_verification_report TEXT,
    redaction_status TEXT,
    related_customer TEXT,
    related_customer_account TEXT,
    related_person TEXT,
    related_person_account TEXT,
    status TEXT,
    type TEXT,
    verification_flow TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_last_verification_report ON stripe_identity_verification_sessions (last_verification_report);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_customer ON stripe_identity_verification_sessions (related_customer);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_customer_account ON stripe_identity_verification_sessions (related_customer_account);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_person ON stripe_identity_verification_sessions (related_person);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_person_account ON stripe_identity_verification_sessions (related_person_account);

CREATE TABLE IF NOT EXISTS stripe_reporting_report_runs (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    connected_account TEXT,
    currency TEXT,
    error TEXT,
    interval_end TEXT,
    interval_start TEXT,
    payout TEXT,
    report_type TEXT,
    reporting_category TEXT,
    result TEXT,
    status TEXT,
    succeeded_at TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_connected_account ON stripe_reporting_report_runs (connected_account);
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_payout ON stripe_reporting_report_runs (payout);
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_report_type ON stripe_reporting_report_runs (report_type);
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_result ON stripe_reporting_report_runs (result);

CREATE TABLE IF NOT EXISTS stripe_reporting_report_types (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    data_available_end TEXT,
    data_available_start TEXT,
    name TEXT,
    updated TEXT,
    version BIGINT,
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

CREATE TABLE IF NOT EXISTS stripe_scheduled_query_runs (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    data_load_time TEXT,
    error TEXT,
    file TEXT,
    query_sql TEXT,
    result_available_until TEXT,
    status TEXT,
    title TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_scheduled_query_runs_file ON stripe_scheduled_query_runs (file);

CREATE TABLE IF NOT EXISTS stripe_tax_calculation_line_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    amount_tax BIGINT,
    product TEXT,
    quantity BIGINT,
    reference TEXT,
    tax_behavior TEXT,
    tax_calculation TEXT,
    tax_code TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_tax_calculation_line_items_product ON stripe_tax_calculation_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_tax_calculation_line_items_tax_calculation ON stripe_tax_calculation_line_items (tax_calculation);
CREATE INDEX IF NOT EXISTS stripe_tax_calculation_line_items_tax_code ON stripe_tax_calculation_line_items (tax_code);

CREATE TABLE IF NOT EXISTS stripe_tax_calculations (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount_total BIGINT,
    currency TEXT,
    customer TEXT,
    customer_country TEXT,
    customer_state TEXT,
    expires_at TEXT,
    shipping_amount BIGINT,
    shipping_amount_tax BIGINT,
    shipping_rate TEXT,
    tax_amount_exclusive BIGINT,
    tax_amount_inclusive BIGINT,
    tax_date TEXT,
    taxability_override TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_tax_calculations_customer ON stripe_tax_calculations (customer);
CREATE INDEX IF NOT EXISTS stripe_tax_calculations_shipping_rate ON stripe_tax_calculations (shipping_rate);

CREATE TABLE IF NOT EXISTS stripe_tax_registrations (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active_from TEXT,
    ca_province TEXT,
    country TEXT,
    expires_at TEXT,
    status TEXT,
    us_state TEXT,
    us_type TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_tax_transaction_line_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    amount_tax BIGINT,
    original_line_item TEXT,
    product TEXT,
    quantity BIGINT,
    reference TEXT,
    tax_behavior TEXT,
    tax_code TEXT,
    tax_transaction TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_original_line_item ON stripe_tax_transaction_line_items (original_line_item);
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_product ON stripe_tax_transaction_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_tax_code ON stripe_tax_transaction_line_items (tax_code);
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_tax_transaction ON stripe_tax_transaction_line_items (tax_transaction);

CREATE TABLE IF NOT EXISTS stripe_tax_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    currency TEXT,
    customer TEXT,
    customer_country TEXT,
    customer_state TEXT,
    original_transaction TEXT,
    posted_at TEXT,
    reference TEXT,
    shipping_amount BIGINT,
    shipping_amount_tax BIGINT,
    shipping_rate TEXT,
    tax_date TEXT,
    taxability_override TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_tax_transactions_customer ON stripe_tax_transactions (customer);
CREATE INDEX IF NOT EXISTS stripe_tax_transactions_original_transaction ON stripe_tax_transactions (original_transaction);
CREATE INDEX IF NOT EXISTS stripe_tax_transactions_shipping_rate ON stripe_tax_transactions (shipping_rate);

CREATE TABLE IF NOT EXISTS stripe_webhook_endpoints (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    application TEXT,
    description TEXT,
    events_api_version TEXT,
    status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_webhook_endpoints_application ON stripe_webhook_endpoints (application);
