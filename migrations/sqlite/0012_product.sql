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

CREATE TABLE IF NOT EXISTS stripe_discounts (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    checkout_session TEXT,
    coupon TEXT,
    customer TEXT,
    customer_account TEXT,
    ends_at TEXT,
    invoice TEXT,
    invoice_item TEXT,
    promotion_code TEXT,
    starts_at TEXT,
    subscription TEXT,
    subscription_item TEXT,
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
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    amount_discount BIGINT,
    amount_subtotal BIGINT,
    amount_tax BIGINT,
    amount_total BIGINT,
    checkout_session TEXT,
    currency TEXT,
    description TEXT,
    payment_link TEXT,
    price TEXT,
    product TEXT,
    quantity BIGINT,
    quote TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_line_items_checkout_session ON stripe_line_items (checkout_session);
CREATE INDEX IF NOT EXISTS stripe_line_items_payment_link ON stripe_line_items (payment_link);
CREATE INDEX IF NOT EXISTS stripe_line_items_price ON stripe_line_items (price);
CREATE INDEX IF NOT EXISTS stripe_line_items_product ON stripe_line_items (product);
CREATE INDEX IF NOT EXISTS stripe_line_items_quote ON stripe_line_items (quote);

CREATE TABLE IF NOT EXISTS stripe_product_features (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    entitlement_feature TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_product_features_entitlement_feature ON stripe_product_features (entitlement_feature);

CREATE TABLE IF NOT EXISTS stripe_promotion_codes (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    code TEXT,
    coupon TEXT,
    customer TEXT,
    customer_account TEXT,
    expires_at TEXT,
    first_time_transaction BOOLEAN,
    max_redemptions BIGINT,
    minimum_amount BIGINT,
    minimum_amount_currency TEXT,
    times_redeemed BIGINT,
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
CREATE INDEX IF NOT EXISTS stripe_promotion_codes_coupon ON stripe_promotion_codes (coupon);
CREATE INDEX IF NOT EXISTS stripe_promotion_codes_customer ON stripe_promotion_codes (customer);
CREATE INDEX IF NOT EXISTS stripe_promotion_codes_customer_account ON stripe_promotion_codes (customer_account);

CREATE TABLE IF NOT EXISTS stripe_shipping_rates (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    amount BIGINT,
    currency TEXT,
    delivery_maximum BIGINT,
    delivery_maximum_unit TEXT,
    delivery_minimum BIGINT,
    delivery_minimum_unit TEXT,
    display_name TEXT,
    tax_behavior TEXT,
    tax_code TEXT,
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
CREATE INDEX IF NOT EXISTS stripe_shipping_rates_tax_code ON stripe_shipping_rates (tax_code);

CREATE TABLE IF NOT EXISTS stripe_tax_codes (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    description TEXT,
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

CREATE TABLE IF NOT EXISTS stripe_tax_rates (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    active BOOLEAN,
    country TEXT,
    description TEXT,
    display_name TEXT,
    effective_percentage DOUBLE,
    flat_amount BIGINT,
    flat_amount_currency TEXT,
    inclusive BOOLEAN,
    jurisdiction TEXT,
    jurisdiction_level TEXT,
    percentage DOUBLE,
    rate_type TEXT,
    state TEXT,
    tax_type TEXT,
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
