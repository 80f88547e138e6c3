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

CREATE TABLE IF NOT EXISTS stripe_discounts (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    checkout_session text,
    coupon text,
    customer text,
    customer_account text,
    ends_at timestamptz,
    invoice text,
    invoice_item text,
    promotion_code text,
    starts_at timestamptz,
    subscription text,
    subscription_item text,
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
CREATE INDEX IF NOT EXISTS stripe_discounts_checkout_session ON stripe_discounts (checkout_session);
CREATE INDEX IF NOT EXISTS stripe_discounts_coupon ON stripe_discounts (coupon);
CREATE INDEX IF NOT EXISTS stripe_discounts_customer ON stripe_discounts (customer);
CREATE INDEX IF NOT EXISTS stripe_discounts_customer_account ON stripe_discounts (customer_account);
CREATE INDEX IF NOT EXISTS stripe_discounts_invoice ON stripe_discounts (invoice);
CREATE INDEX IF NOT EXISTS stripe_discounts_invoice_item ON stripe_discounts (invoice_item);
CREATE INDEX IF NOT EXISTS stripe_discounts_promotion_code ON stripe_discounts (promotion_code);
CREATE INDEX IF NOT EXISTS stripe_discounts_subscription ON stripe_discounts (subscription);
CREATE INDEX IF NOT EXISTS stripe_discounts_subscription_item ON stripe_discounts (subscription_item);

CREATE TABLE IF NOT EXISTS stripe_line_items (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    amount_discount bigint,
    amount_subtotal bigint,
    amount_tax bigint,
    amount_total bigint,
    checkout_session text,
    currency text,
    description text,
    payment_link text,
    price text,
    product text,
    quantity bigint,
    quote text,
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
CREATE INDEX IF NOT EXISTS stripe_line_items_checkout_session ON stripe_line_items (checkout_session);
CREATE INDEX IF NOT EXISTS stripe_line_items_payment_link ON stripe_line_items (payment_link);
CREATE INDEX IF NOT EXISTS stripe_line_items_price ON stripe_line_items (price);
CREATE INDEX IF NOT EXISTS stripe_line_items_product ON stripe_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_line_items_quote ON stripe_line_items (quote);

CREATE TABLE IF NOT EXISTS stripe_product_features (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    entitlement_feature text,
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
CREATE INDEX IF NOT EXISTS stripe_product_features_entitlement_feature ON stripe_product_features (entitlement_feature);

CREATE TABLE IF NOT EXISTS stripe_promotion_codes (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    code text,
    coupon text,
    customer text,
    customer_account text,
    expires_at timestamptz,
    first_time_transaction boolean,
    max_redemptions bigint,
    minimum_amount bigint,
    minimum_amount_currency text,
    times_redeemed bigint,
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
CREATE INDEX IF NOT EXISTS stripe_promotion_codes_coupon ON stripe_promotion_codes (coupon);
CREATE INDEX IF NOT EXISTS stripe_promotion_codes_customer ON stripe_promotion_codes (customer);
CREATE INDEX IF NOT EXISTS stripe_promotion_codes_customer_account ON stripe_promotion_codes (customer_account);

CREATE TABLE IF NOT EXISTS stripe_shipping_rates (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    amount bigint,
    currency text,
    delivery_maximum bigint,
    delivery_maximum_unit text,
    delivery_minimum bigint,
    delivery_minimum_unit text,
    display_name text,
    tax_behavior text,
    tax_code text,
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
CREATE INDEX IF NOT EXISTS stripe_shipping_rates_tax_code ON stripe_shipping_rates (tax_code);

CREATE TABLE IF NOT EXISTS stripe_tax_codes (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    description text,
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

CREATE TABLE IF NOT EXISTS stripe_tax_rates (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    active boolean,
    country text,
    description text,
    display_name text,
    effective_percentage double precision,
    flat_amount bigint,
    flat_amount_currency text,
    inclusive boolean,
    jurisdiction text,
    jurisdiction_level text,
    percentage double precision,
    rate_type text,
    state text,
    tax_type text,
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
