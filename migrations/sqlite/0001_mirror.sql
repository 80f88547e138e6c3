-- The mode that the mirror serves: one row, written by the first object that has a livemode.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    livemode BOOLEAN NOT NULL
);

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    object TEXT NOT NULL,
    id TEXT NOT NULL,
    stripe_account TEXT NOT NULL,
    reason TEXT NOT NULL,
    generation BIGINT NOT NULL DEFAULT 1,
    due_at TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    PRIMARY KEY (object, id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_refreshes_due_at ON stripe_refreshes (due_at);
