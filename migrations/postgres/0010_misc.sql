CREATE TABLE IF NOT EXISTS stripe_apple_pay_domains (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    domain_name text,
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

CREATE TABLE IF NOT EXISTS stripe_climate_orders (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount_fees bigint,
    amount_subtotal bigint,
    amount_total bigint,
    canceled_at timestamptz,
    cancellation_reason text,
    confirmed_at timestamptz,
    currency text,
    delayed_at timestamptz,
    delivered_at timestamptz,
    expected_delivery_year bigint,
    metric_tons text,
    product text,
    product_substituted_at timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_climate_orders_product ON stripe_climate_orders (product);

CREATE TABLE IF NOT EXISTS stripe_climate_products (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    delivery_year bigint,
    metric_tons_available text,
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

CREATE TABLE IF NOT EXISTS stripe_climate_suppliers (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    name text,
    removal_pathway text,
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

CREATE TABLE IF NOT EXISTS stripe_entitlements_active_entitlements (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    customer text,
    feature text,
    lookup_key text,
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
CREATE INDEX IF NOT EXISTS stripe_entitlements_active_entitlements_customer ON stripe_entitlements_active_entitlements (customer);
CREATE INDEX IF NOT EXISTS stripe_entitlements_active_entitlements_feature ON stripe_entitlements_active_entitlements (feature);

CREATE TABLE IF NOT EXISTS stripe_entitlements_features (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    lookup_key text,
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

CREATE TABLE IF NOT EXISTS stripe_exchange_rates (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    rate_eur double precision,
    rate_gbp double precision,
    rate_usd double precision,
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

CREATE TABLE IF NOT EXISTS stripe_financial_connections_account_owners (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    email text,
    name text,
    ownership text,
    phone text,
    raw_address text,
    refreshed_at timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_account_owners_ownership ON stripe_financial_connections_account_owners (ownership);

CREATE TABLE IF NOT EXISTS stripe_financial_connections_accounts (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    account_holder_account text,
    account_holder_type text,
    balance_as_of timestamptz,
    balance_refresh_status text,
    category text,
    customer text,
    customer_account text,
    display_name text,
    expected_deactivation_date timestamptz,
    institution_name text,
    last4 text,
    ownership text,
    ownership_refresh_status text,
    status text,
    subcategory text,
    transaction_refresh text,
    transaction_refresh_status text,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_account_holder_account ON stripe_financial_connections_accounts (account_holder_account);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_customer ON stripe_financial_connections_accounts (customer);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_customer_account ON stripe_financial_connections_accounts (customer_account);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_accounts_ownership ON stripe_financial_connections_accounts (ownership);

CREATE TABLE IF NOT EXISTS stripe_financial_connections_sessions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    account_holder_account text,
    account_holder_type text,
    account_limit bigint,
    bank_account_token text,
    customer text,
    customer_account text,
    manual_entry_mode text,
    require_payment_method_support text,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_account_holder_account ON stripe_financial_connections_sessions (account_holder_account);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_bank_account_token ON stripe_financial_connections_sessions (bank_account_token);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_customer ON stripe_financial_connections_sessions (customer);
CREATE INDEX IF NOT EXISTS stripe_financial_connections_sessions_customer_account ON stripe_financial_connections_sessions (customer_account);

CREATE TABLE IF NOT EXISTS stripe_financial_connections_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    account text,
    amount bigint,
    currency text,
    description text,
    posted_at timestamptz,
    status text,
    transacted_at timestamptz,
    transaction_refresh text,
    updated timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_financial_connections_transactions_account ON stripe_financial_connections_transactions (account);

CREATE TABLE IF NOT EXISTS stripe_forwarding_requests (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    destination_duration bigint,
    payment_method text,
    response_status bigint,
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
CREATE INDEX IF NOT EXISTS stripe_forwarding_requests_payment_method ON stripe_forwarding_requests (payment_method);

CREATE TABLE IF NOT EXISTS stripe_identity_verification_reports (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    client_reference_id text,
    document_error_code text,
    document_issuing_country text,
    document_status text,
    document_type text,
    email_status text,
    id_number_error_code text,
    id_number_status text,
    id_number_type text,
    phone_status text,
    selfie_error_code text,
    selfie_status text,
    type text,
    verification_flow text,
    verification_session text,
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
CREATE INDEX IF NOT EXISTS stripe_identity_verification_reports_verification_session ON stripe_identity_verification_reports (verification_session);

CREATE TABLE IF NOT EXISTS stripe_identity_verification_sessions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    client_reference_id text,
    last_error_code text,
    last_verification_report text,
    redaction_status text,
    related_customer text,
    related_customer_account text,
    related_person text,
    related_person_account text,
    status text,
    type text,
    verification_flow text,
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
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_last_verification_report ON stripe_identity_verification_sessions (last_verification_report);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_customer ON stripe_identity_verification_sessions (related_customer);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_customer_account ON stripe_identity_verification_sessions (related_customer_account);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_person ON stripe_identity_verification_sessions (related_person);
CREATE INDEX IF NOT EXISTS stripe_identity_verification_sessions_related_person_account ON stripe_identity_verification_sessions (related_person_account);

CREATE TABLE IF NOT EXISTS stripe_reporting_report_runs (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    connected_account text,
    currency text,
    error text,
    interval_end timestamptz,
    interval_start timestamptz,
    payout text,
    report_type text,
    reporting_category text,
    result text,
    status text,
    succeeded_at timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_connected_account ON stripe_reporting_report_runs (connected_account);
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_payout ON stripe_reporting_report_runs (payout);
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_report_type ON stripe_reporting_report_runs (report_type);
CREATE INDEX IF NOT EXISTS stripe_reporting_report_runs_result ON stripe_reporting_report_runs (result);

CREATE TABLE IF NOT EXISTS stripe_reporting_report_types (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    data_available_end timestamptz,
    data_available_start timestamptz,
    name text,
    updated timestamptz,
    version bigint,
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

CREATE TABLE IF NOT EXISTS stripe_scheduled_query_runs (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    data_load_time timestamptz,
    error text,
    file text,
    query_sql text,
    result_available_until timestamptz,
    status text,
    title text,
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
CREATE INDEX IF NOT EXISTS stripe_scheduled_query_runs_file ON stripe_scheduled_query_runs (file);

CREATE TABLE IF NOT EXISTS stripe_tax_calculation_line_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    amount_tax bigint,
    product text,
    quantity bigint,
    reference text,
    tax_behavior text,
    tax_calculation text,
    tax_code text,
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
CREATE INDEX IF NOT EXISTS stripe_tax_calculation_line_items_product ON stripe_tax_calculation_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_tax_calculation_line_items_tax_calculation ON stripe_tax_calculation_line_items (tax_calculation);
CREATE INDEX IF NOT EXISTS stripe_tax_calculation_line_items_tax_code ON stripe_tax_calculation_line_items (tax_code);

CREATE TABLE IF NOT EXISTS stripe_tax_calculations (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount_total bigint,
    currency text,
    customer text,
    customer_country text,
    customer_state text,
    expires_at timestamptz,
    shipping_amount bigint,
    shipping_amount_tax bigint,
    shipping_rate text,
    tax_amount_exclusive bigint,
    tax_amount_inclusive bigint,
    tax_date timestamptz,
    taxability_override text,
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
CREATE INDEX IF NOT EXISTS stripe_tax_calculations_customer ON stripe_tax_calculations (customer);
CREATE INDEX IF NOT EXISTS stripe_tax_calculations_shipping_rate ON stripe_tax_calculations (shipping_rate);

CREATE TABLE IF NOT EXISTS stripe_tax_registrations (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active_from timestamptz,
    ca_province text,
    country text,
    expires_at timestamptz,
    status text,
    us_state text,
    us_type text,
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

CREATE TABLE IF NOT EXISTS stripe_tax_transaction_line_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    amount_tax bigint,
    original_line_item text,
    product text,
    quantity bigint,
    reference text,
    tax_behavior text,
    tax_code text,
    tax_transaction text,
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
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_original_line_item ON stripe_tax_transaction_line_items (original_line_item);
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_product ON stripe_tax_transaction_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_tax_code ON stripe_tax_transaction_line_items (tax_code);
CREATE INDEX IF NOT EXISTS stripe_tax_transaction_line_items_tax_transaction ON stripe_tax_transaction_line_items (tax_transaction);

CREATE TABLE IF NOT EXISTS stripe_tax_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    currency text,
    customer text,
    customer_country text,
    customer_state text,
    original_transaction text,
    posted_at timestamptz,
    reference text,
    shipping_amount bigint,
    shipping_amount_tax bigint,
    shipping_rate text,
    tax_date timestamptz,
    taxability_override text,
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
CREATE INDEX IF NOT EXISTS stripe_tax_transactions_customer ON stripe_tax_transactions (customer);
CREATE INDEX IF NOT EXISTS stripe_tax_transactions_original_transaction ON stripe_tax_transactions (original_transaction);
CREATE INDEX IF NOT EXISTS stripe_tax_transactions_shipping_rate ON stripe_tax_transactions (shipping_rate);

CREATE TABLE IF NOT EXISTS stripe_webhook_endpoints (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    application text,
    description text,
    events_api_version text,
    status text,
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
CREATE INDEX IF NOT EXISTS stripe_webhook_endpoints_application ON stripe_webhook_endpoints (application);
