-- The inbox: every event that Stripe delivered, and what became of it.
CREATE TABLE IF NOT EXISTS stripe_events (
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    livemode BOOLEAN,
    created TEXT,
    type TEXT,
    api_version TEXT,
    object_kind TEXT,
    object_id TEXT,
    request_id TEXT,
    idempotency_key TEXT,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    begun BOOLEAN NOT NULL DEFAULT TRUE,
    due_at TEXT NOT NULL,
    lease TEXT,
    last_error TEXT,
    received_at TEXT NOT NULL,
    applied_at TEXT,
    finished_at TEXT,
    tied_at TEXT,
    PRIMARY KEY (id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_events_open ON stripe_events (state, due_at);
CREATE INDEX IF NOT EXISTS stripe_events_finished ON stripe_events (state, finished_at);
