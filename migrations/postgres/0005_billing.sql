CREATE TABLE IF NOT EXISTS stripe_billing_alerts (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    alert_type text,
    customer text,
    meter text,
    recurrence text,
    status text,
    title text,
    usage_threshold bigint,
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
CREATE INDEX IF NOT EXISTS stripe_billing_alerts_customer ON stripe_billing_alerts (customer);
CREATE INDEX IF NOT EXISTS stripe_billing_alerts_meter ON stripe_billing_alerts (meter);

CREATE TABLE IF NOT EXISTS stripe_billing_credit_balance_transactions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    credit_grant text,
    currency text,
    effective_at timestamptz,
    invoice text,
    invoice_line_item text,
    reason text,
    test_clock text,
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
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_credit_grant ON stripe_billing_credit_balance_transactions (credit_grant);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_invoice ON stripe_billing_credit_balance_transactions (invoice);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_invoice_line_item ON stripe_billing_credit_balance_transactions (invoice_line_item);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_test_clock ON stripe_billing_credit_balance_transactions (test_clock);

CREATE TABLE IF NOT EXISTS stripe_billing_credit_grants (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    applicable_price_type text,
    category text,
    currency text,
    customer text,
    customer_account text,
    effective_at timestamptz,
    expires_at timestamptz,
    name text,
    priority bigint,
    test_clock text,
    updated timestamptz,
    voided_at timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_billing_credit_grants_customer ON stripe_billing_credit_grants (customer);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_grants_customer_account ON stripe_billing_credit_grants (customer_account);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_grants_test_clock ON stripe_billing_credit_grants (test_clock);

CREATE TABLE IF NOT EXISTS stripe_billing_feedback_options (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    deactivated_at timestamptz,
    description text,
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

CREATE TABLE IF NOT EXISTS stripe_billing_meter_event_summaries (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    aggregated_value double precision,
    end_time timestamptz,
    meter text,
    start_time timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_billing_meter_event_summaries_meter ON stripe_billing_meter_event_summaries (meter);

CREATE TABLE IF NOT EXISTS stripe_billing_meters (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    aggregation_formula text,
    customer_payload_key text,
    deactivated_at timestamptz,
    display_name text,
    event_name text,
    event_time_window text,
    status text,
    updated timestamptz,
    value_payload_key text,
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

CREATE TABLE IF NOT EXISTS stripe_billing_portal_configurations (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    application text,
    customer_update_enabled boolean,
    invoice_history_enabled boolean,
    is_default boolean,
    login_page_enabled boolean,
    name text,
    payment_method_config text,
    payment_method_update_enabled boolean,
    subscription_cancel_enabled boolean,
    subscription_cancel_mode text,
    subscription_update_enabled boolean,
    updated timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_billing_portal_configurations_application ON stripe_billing_portal_configurations (application);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_configurations_payment_method_config ON stripe_billing_portal_configurations (payment_method_config);

CREATE TABLE IF NOT EXISTS stripe_billing_portal_sessions (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    configuration text,
    customer text,
    customer_account text,
    flow_type text,
    locale text,
    on_behalf_of text,
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
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_configuration ON stripe_billing_portal_sessions (configuration);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_customer ON stripe_billing_portal_sessions (customer);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_customer_account ON stripe_billing_portal_sessions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_on_behalf_of ON stripe_billing_portal_sessions (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_subscription ON stripe_billing_portal_sessions (subscription);

CREATE TABLE IF NOT EXISTS stripe_credit_note_line_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    credit_note text,
    description text,
    discount_amount bigint,
    invoice_line_item text,
    quantity bigint,
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
CREATE INDEX IF NOT EXISTS stripe_credit_note_line_items_credit_note ON stripe_credit_note_line_items (credit_note);
CREATE INDEX IF NOT EXISTS stripe_credit_note_line_items_invoice_line_item ON stripe_credit_note_line_items (invoice_line_item);

CREATE TABLE IF NOT EXISTS stripe_credit_notes (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    currency text,
    customer text,
    customer_account text,
    customer_balance_transaction text,
    discount_amount bigint,
    effective_at timestamptz,
    invoice text,
    number text,
    out_of_band_amount bigint,
    post_payment_amount bigint,
    pre_payment_amount bigint,
    reason text,
    status text,
    total bigint,
    total_excluding_tax bigint,
    type text,
    voided_at timestamptz,
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
CREATE INDEX IF NOT EXISTS stripe_credit_notes_customer ON stripe_credit_notes (customer);
CREATE INDEX IF NOT EXISTS stripe_credit_notes_customer_account ON stripe_credit_notes (customer_account);
CREATE INDEX IF NOT EXISTS stripe_credit_notes_customer_balance_transaction ON stripe_credit_notes (customer_balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_credit_notes_invoice ON stripe_credit_notes (invoice);

CREATE TABLE IF NOT EXISTS stripe_invoice_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount bigint,
    currency text,
    customer text,
    customer_account text,
    date timestamptz,
    description text,
    invoice text,
    net_amount bigint,
    period_end timestamptz,
    period_start timestamptz,
    price text,
    product text,
    proration boolean,
    quantity bigint,
    quantity_decimal text,
    subscription text,
    subscription_item text,
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
CREATE INDEX IF NOT EXISTS stripe_invoice_items_customer ON stripe_invoice_items (customer);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_customer_account ON stripe_invoice_items (customer_account);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_invoice ON stripe_invoice_items (invoice);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_price ON stripe_invoice_items (price);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_product ON stripe_invoice_items (product);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_subscription ON stripe_invoice_items (subscription);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_subscription_item ON stripe_invoice_items (subscription_item);

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

CREATE TABLE IF NOT EXISTS stripe_invoice_payments (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount_paid bigint,
    amount_requested bigint,
    canceled_at timestamptz,
    charge text,
    currency text,
    invoice text,
    is_default boolean,
    paid_at timestamptz,
    payment_intent text,
    payment_record text,
    payment_type text,
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
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_charge ON stripe_invoice_payments (charge);
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_invoice ON stripe_invoice_payments (invoice);
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_payment_intent ON stripe_invoice_payments (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_payment_record ON stripe_invoice_payments (payment_record);

CREATE TABLE IF NOT EXISTS stripe_invoice_rendering_templates (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    nickname text,
    status text,
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

CREATE TABLE IF NOT EXISTS stripe_plans (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    amount bigint,
    amount_decimal text,
    billing_interval text,
    billing_scheme text,
    currency text,
    interval_count bigint,
    meter text,
    nickname text,
    product text,
    tiers_mode text,
    trial_period_days bigint,
    usage_type text,
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
CREATE INDEX IF NOT EXISTS stripe_plans_meter ON stripe_plans (meter);
CREATE INDEX IF NOT EXISTS stripe_plans_product ON stripe_plans (product);

CREATE TABLE IF NOT EXISTS stripe_quotes (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    accepted_at timestamptz,
    amount_subtotal bigint,
    amount_total bigint,
    canceled_at timestamptz,
    collection_method text,
    currency text,
    customer text,
    customer_account text,
    expires_at timestamptz,
    finalized_at timestamptz,
    from_quote text,
    invoice text,
    number text,
    on_behalf_of text,
    status text,
    subscription text,
    subscription_schedule text,
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
CREATE INDEX IF NOT EXISTS stripe_quotes_customer ON stripe_quotes (customer);
CREATE INDEX IF NOT EXISTS stripe_quotes_customer_account ON stripe_quotes (customer_account);
CREATE INDEX IF NOT EXISTS stripe_quotes_from_quote ON stripe_quotes (from_quote);
CREATE INDEX IF NOT EXISTS stripe_quotes_invoice ON stripe_quotes (invoice);
CREATE INDEX IF NOT EXISTS stripe_quotes_on_behalf_of ON stripe_quotes (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_quotes_subscription ON stripe_quotes (subscription);
CREATE INDEX IF NOT EXISTS stripe_quotes_subscription_schedule ON stripe_quotes (subscription_schedule);
CREATE INDEX IF NOT EXISTS stripe_quotes_test_clock ON stripe_quotes (test_clock);

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

CREATE TABLE IF NOT EXISTS stripe_subscription_schedules (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    application text,
    billing_mode text,
    canceled_at timestamptz,
    collection_method text,
    completed_at timestamptz,
    current_phase_end timestamptz,
    current_phase_start timestamptz,
    customer text,
    customer_account text,
    default_payment_method text,
    end_behavior text,
    on_behalf_of text,
    released_at timestamptz,
    released_subscription text,
    status text,
    subscription text,
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
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_application ON stripe_subscription_schedules (application);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_customer ON stripe_subscription_schedules (customer);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_customer_account ON stripe_subscription_schedules (customer_account);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_default_payment_method ON stripe_subscription_schedules (default_payment_method);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_on_behalf_of ON stripe_subscription_schedules (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_released_subscription ON stripe_subscription_schedules (released_subscription);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_subscription ON stripe_subscription_schedules (subscription);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_test_clock ON stripe_subscription_schedules (test_clock);

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

CREATE TABLE IF NOT EXISTS stripe_tax_ids (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    country text,
    customer text,
    customer_account text,
    owner_account text,
    owner_type text,
    type text,
    value text,
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
CREATE INDEX IF NOT EXISTS stripe_tax_ids_customer ON stripe_tax_ids (customer);
CREATE INDEX IF NOT EXISTS stripe_tax_ids_customer_account ON stripe_tax_ids (customer_account);
CREATE INDEX IF NOT EXISTS stripe_tax_ids_owner_account ON stripe_tax_ids (owner_account);

CREATE TABLE IF NOT EXISTS stripe_test_clocks (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    deletes_after timestamptz,
    frozen_time timestamptz,
    name text,
    status text,
    target_frozen_time timestamptz,
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
