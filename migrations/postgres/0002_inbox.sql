-- The inbox: every event that Stripe delivered, and what became of it.
CREATE TABLE IF NOT EXISTS stripe_events (
    id text NOT NULL,
    stripe_account text NOT NULL,
    livemode boolean,
    created timestamptz,
    type text,
    api_version text,
    object_kind text,
    object_id text,
    request_id text,
    idempotency_key text,
    body text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    begun boolean NOT NULL DEFAULT TRUE,
    due_at timestamptz NOT NULL,
    lease text,
    last_error text,
    received_at timestamptz NOT NULL,
    applied_at timestamptz,
    finished_at timestamptz,
    tied_at timestamptz,
    PRIMARY KEY (id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_events_open ON stripe_events (state, due_at) WHERE state IN ('pending', 'applied', 'dead', 'ignored');
CREATE INDEX IF NOT EXISTS stripe_events_finished ON stripe_events (state, finished_at) WHERE state IN ('done', 'dead', 'ignored');
ALTER TABLE stripe_events ALTER COLUMN body SET STORAGE EXTERNAL;
