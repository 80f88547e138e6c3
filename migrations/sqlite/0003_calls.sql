-- Durable calls: what is to be asked of Stripe, stored before it is asked, and what came of it.
CREATE TABLE IF NOT EXISTS stripe_calls (
    call_key TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    creates BOOLEAN NOT NULL,
    object TEXT,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at TEXT NOT NULL,
    lease TEXT,
    object_id TEXT,
    request_id TEXT,
    last_error TEXT,
    stored_at TEXT NOT NULL,
    first_attempt_at TEXT,
    last_attempt_at TEXT,
    finished_at TEXT,
    PRIMARY KEY (call_key, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_calls_open ON stripe_calls (state, due_at);
CREATE INDEX IF NOT EXISTS stripe_calls_unfinished ON stripe_calls (stored_at) WHERE state <> 'done';
