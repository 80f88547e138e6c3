-- Whose objects the mirror holds: one row. The mode is as the host says, no event writes it; the platform's account is the one of
-- the first key that read an object again.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    id BIGINT NOT NULL CHECK (id = 1),
    livemode BOOLEAN NOT NULL,
    platform TEXT,
    PRIMARY KEY (id)
);

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    object TEXT NOT NULL,
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    reason TEXT NOT NULL,
    generation BIGINT NOT NULL DEFAULT 1,
    due_at TEXT NOT NULL,
    lease TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    missing_at TEXT,
    refusals BIGINT NOT NULL DEFAULT 0,
    given_up_at TEXT,
    PRIMARY KEY (object, id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_refreshes_due_at ON stripe_refreshes (due_at) WHERE given_up_at IS NULL;
CREATE INDEX IF NOT EXISTS stripe_refreshes_given_up_at ON stripe_refreshes (given_up_at) WHERE given_up_at IS NOT NULL;

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
