-- Whose objects the mirror holds: one row. The mode is as the host says, no event writes it; the platform's account is the one of
-- the first key that read an object again.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    id bigint NOT NULL CHECK (id = 1),
    livemode boolean NOT NULL,
    platform text,
    PRIMARY KEY (id)
);

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    object text NOT NULL,
    id text NOT NULL,
    stripe_account text NOT NULL,
    reason text NOT NULL,
    generation bigint NOT NULL DEFAULT 1,
    due_at timestamptz NOT NULL,
    lease text,
    attempts bigint NOT NULL DEFAULT 0,
    last_error text,
    missing_at timestamptz,
    refusals bigint NOT NULL DEFAULT 0,
    given_up_at timestamptz,
    PRIMARY KEY (object, id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_refreshes_due_at ON stripe_refreshes (due_at) WHERE given_up_at IS NULL;
CREATE INDEX IF NOT EXISTS stripe_refreshes_given_up_at ON stripe_refreshes (given_up_at) WHERE given_up_at IS NOT NULL;

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
