CREATE TABLE IF NOT EXISTS stripe_billing_alerts (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    alert_type TEXT,
    customer TEXT,
    meter TEXT,
    recurrence TEXT,
    status TEXT,
    title TEXT,
    usage_threshold BIGINT,
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
CREATE INDEX IF NOT EXISTS stripe_billing_alerts_customer ON stripe_billing_alerts (customer);
CREATE INDEX IF NOT EXISTS stripe_billing_alerts_meter ON stripe_billing_alerts (meter);

CREATE TABLE IF NOT EXISTS stripe_billing_credit_balance_transactions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    credit_grant TEXT,
    currency TEXT,
    effective_at TEXT,
    invoice TEXT,
    invoice_line_item TEXT,
    reason TEXT,
    test_clock TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_credit_grant ON stripe_billing_credit_balance_transactions (credit_grant);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_invoice ON stripe_billing_credit_balance_transactions (invoice);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_invoice_line_item ON stripe_billing_credit_balance_transactions (invoice_line_item);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_balance_transactions_test_clock ON stripe_billing_credit_balance_transactions (test_clock);

CREATE TABLE IF NOT EXISTS stripe_billing_credit_grants (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    applicable_price_type TEXT,
    category TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    effective_at TEXT,
    expires_at TEXT,
    name TEXT,
    priority BIGINT,
    test_clock TEXT,
    updated TEXT,
    voided_at TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_billing_credit_grants_customer ON stripe_billing_credit_grants (customer);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_grants_customer_account ON stripe_billing_credit_grants (customer_account);
CREATE INDEX IF NOT EXISTS stripe_billing_credit_grants_test_clock ON stripe_billing_credit_grants (test_clock);

CREATE TABLE IF NOT EXISTS stripe_billing_feedback_options (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    deactivated_at TEXT,
    description TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_billing_meter_event_summaries (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    aggregated_value DOUBLE,
    end_time TEXT,
    meter TEXT,
    start_time TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_billing_meter_event_summaries_meter ON stripe_billing_meter_event_summaries (meter);

CREATE TABLE IF NOT EXISTS stripe_billing_meters (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    aggregation_formula TEXT,
    customer_payload_key TEXT,
    deactivated_at TEXT,
    display_name TEXT,
    event_name TEXT,
    event_time_window TEXT,
    status TEXT,
    updated TEXT,
    value_payload_key TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_billing_portal_configurations (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    application TEXT,
    customer_update_enabled BOOLEAN,
    invoice_history_enabled BOOLEAN,
    is_default BOOLEAN,
    login_page_enabled BOOLEAN,
    name TEXT,
    payment_method_config TEXT,
    payment_method_update_enabled BOOLEAN,
    subscription_cancel_enabled BOOLEAN,
    subscription_cancel_mode TEXT,
    subscription_update_enabled BOOLEAN,
    updated TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_billing_portal_configurations_application ON stripe_billing_portal_configurations (application);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_configurations_payment_method_config ON stripe_billing_portal_configurations (payment_method_config);

CREATE TABLE IF NOT EXISTS stripe_billing_portal_sessions (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    configuration TEXT,
    customer TEXT,
    customer_account TEXT,
    flow_type TEXT,
    locale TEXT,
    on_behalf_of TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_configuration ON stripe_billing_portal_sessions (configuration);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_customer ON stripe_billing_portal_sessions (customer);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_customer_account ON stripe_billing_portal_sessions (customer_account);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_on_behalf_of ON stripe_billing_portal_sessions (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_billing_portal_sessions_subscription ON stripe_billing_portal_sessions (subscription);

CREATE TABLE IF NOT EXISTS stripe_credit_note_line_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    credit_note TEXT,
    description TEXT,
    discount_amount BIGINT,
    invoice_line_item TEXT,
    quantity BIGINT,
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
CREATE INDEX IF NOT EXISTS stripe_credit_note_line_items_credit_note ON stripe_credit_note_line_items (credit_note);
CREATE INDEX IF NOT EXISTS stripe_credit_note_line_items_invoice_line_item ON stripe_credit_note_line_items (invoice_line_item);

CREATE TABLE IF NOT EXISTS stripe_credit_notes (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    customer_balance_transaction TEXT,
    discount_amount BIGINT,
    effective_at TEXT,
    invoice TEXT,
    number TEXT,
    out_of_band_amount BIGINT,
    post_payment_amount BIGINT,
    pre_payment_amount BIGINT,
    reason TEXT,
    status TEXT,
    total BIGINT,
    total_excluding_tax BIGINT,
    type TEXT,
    voided_at TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_credit_notes_customer ON stripe_credit_notes (customer);
CREATE INDEX IF NOT EXISTS stripe_credit_notes_customer_account ON stripe_credit_notes (customer_account);
CREATE INDEX IF NOT EXISTS stripe_credit_notes_customer_balance_transaction ON stripe_credit_notes (customer_balance_transaction);
CREATE INDEX IF NOT EXISTS stripe_credit_notes_invoice ON stripe_credit_notes (invoice);

CREATE TABLE IF NOT EXISTS stripe_invoice_items (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount BIGINT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    date TEXT,
    description TEXT,
    invoice TEXT,
    net_amount BIGINT,
    period_end TEXT,
    period_start TEXT,
    price TEXT,
    product TEXT,
    proration BOOLEAN,
    quantity BIGINT,
    quantity_decimal TEXT,
    subscription TEXT,
    subscription_item TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_invoice_items_customer ON stripe_invoice_items (customer);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_customer_account ON stripe_invoice_items (customer_account);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_invoice ON stripe_invoice_items (invoice);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_price ON stripe_invoice_items (price);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_product ON stripe_invoice_items (product);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_subscription ON stripe_invoice_items (subscription);
CREATE INDEX IF NOT EXISTS stripe_invoice_items_subscription_item ON stripe_invoice_items (subscription_item);

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

CREATE TABLE IF NOT EXISTS stripe_invoice_payments (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount_paid BIGINT,
    amount_requested BIGINT,
    canceled_at TEXT,
    charge TEXT,
    currency TEXT,
    invoice TEXT,
    is_default BOOLEAN,
    paid_at TEXT,
    payment_intent TEXT,
    payment_record TEXT,
    payment_type TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_charge ON stripe_invoice_payments (charge);
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_invoice ON stripe_invoice_payments (invoice);
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_payment_intent ON stripe_invoice_payments (payment_intent);
CREATE INDEX IF NOT EXISTS stripe_invoice_payments_payment_record ON stripe_invoice_payments (payment_record);

CREATE TABLE IF NOT EXISTS stripe_invoice_rendering_templates (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    nickname TEXT,
    status TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_plans (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    amount BIGINT,
    amount_decimal TEXT,
    billing_interval TEXT,
    billing_scheme TEXT,
    currency TEXT,
    interval_count BIGINT,
    meter TEXT,
    nickname TEXT,
    product TEXT,
    tiers_mode TEXT,
    trial_period_days BIGINT,
    usage_type TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_plans_meter ON stripe_plans (meter);
CREATE INDEX IF NOT EXISTS stripe_plans_product ON stripe_plans (product);

CREATE TABLE IF NOT EXISTS stripe_quotes (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    accepted_at TEXT,
    amount_subtotal BIGINT,
    amount_total BIGINT,
    canceled_at TEXT,
    collection_method TEXT,
    currency TEXT,
    customer TEXT,
    customer_account TEXT,
    expires_at TEXT,
    finalized_at TEXT,
    from_quote TEXT,
    invoice TEXT,
    number TEXT,
    on_behalf_of TEXT,
    status TEXT,
    subscription TEXT,
    subscription_schedule TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_quotes_customer ON stripe_quotes (customer);
CREATE INDEX IF NOT EXISTS stripe_quotes_customer_account ON stripe_quotes (customer_account);
CREATE INDEX IF NOT EXISTS stripe_quotes_from_quote ON stripe_quotes (from_quote);
CREATE INDEX IF NOT EXISTS stripe_quotes_invoice ON stripe_quotes (invoice);
CREATE INDEX IF NOT EXISTS stripe_quotes_on_behalf_of ON stripe_quotes (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_quotes_subscription ON stripe_quotes (subscription);
CREATE INDEX IF NOT EXISTS stripe_quotes_subscription_schedule ON stripe_quotes (subscription_schedule);
CREATE INDEX IF NOT EXISTS stripe_quotes_test_clock ON stripe_quotes (test_clock);

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

CREATE TABLE IF NOT EXISTS stripe_subscription_schedules (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    application TEXT,
    billing_mode TEXT,
    canceled_at TEXT,
    collection_method TEXT,
    completed_at TEXT,
    current_phase_end TEXT,
    current_phase_start TEXT,
    customer TEXT,
    customer_account TEXT,
    default_payment_method TEXT,
    end_behavior TEXT,
    on_behalf_of TEXT,
    released_at TEXT,
    released_subscription TEXT,
    status TEXT,
    subscription TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_application ON stripe_subscription_schedules (application);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_customer ON stripe_subscription_schedules (customer);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_customer_account ON stripe_subscription_schedules (customer_account);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_default_payment_method ON stripe_subscription_schedules (default_payment_method);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_on_behalf_of ON stripe_subscription_schedules (on_behalf_of);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_released_subscription ON stripe_subscription_schedules (released_subscription);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_subscription ON stripe_subscription_schedules (subscription);
CREATE INDEX IF NOT EXISTS stripe_subscription_schedules_test_clock ON stripe_subscription_schedules (test_clock);

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

CREATE TABLE IF NOT EXISTS stripe_tax_ids (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    country TEXT,
    customer TEXT,
    customer_account TEXT,
    owner_account TEXT,
    owner_type TEXT,
    type TEXT,
    value TEXT,
    verification_status TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_tax_ids_customer ON stripe_tax_ids (customer);
CREATE INDEX IF NOT EXISTS stripe_tax_ids_customer_account ON stripe_tax_ids (customer_account);
CREATE INDEX IF NOT EXISTS stripe_tax_ids_owner_account ON stripe_tax_ids (owner_account);

CREATE TABLE IF NOT EXISTS stripe_test_clocks (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    deletes_after TEXT,
    frozen_time TEXT,
    name TEXT,
    status TEXT,
    target_frozen_time TEXT,
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
