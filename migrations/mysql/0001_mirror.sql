-- The mode that the mirror serves: one row, written by the first object that has a livemode.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    livemode BOOLEAN NOT NULL
);

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    object VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    id VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    stripe_account VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    reason TEXT NOT NULL,
    generation BIGINT NOT NULL DEFAULT 1,
    due_at DATETIME(6) NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    PRIMARY KEY (object, id, stripe_account),
    KEY stripe_refreshes_due_at (due_at)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
