-- Durable calls: what is to be asked of Stripe, stored before it is asked, and what came of it.
CREATE TABLE IF NOT EXISTS stripe_calls (
    call_key text NOT NULL,
    stripe_account text NOT NULL,
    idempotency_key text NOT NULL,
    creates boolean NOT NULL,
    object text,
    method text NOT NULL,
    path text NOT NULL,
    body text NOT NULL,
    body_hash text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    due_at timestamptz NOT NULL,
    lease text,
    object_id text,
    request_id text,
    last_error text,
    stored_at timestamptz NOT NULL,
    first_attempt_at timestamptz,
    last_attempt_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (call_key, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_calls_open ON stripe_calls (state, due_at) WHERE state <> 'done';
CREATE INDEX IF NOT EXISTS stripe_calls_unfinished ON stripe_calls (stored_at) WHERE state <> 'done';
