-- The mode that the mirror serves: one row, written by the first object that has a livemode.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    id integer NOT NULL PRIMARY KEY CHECK (id = 1),
    livemode boolean NOT NULL
);

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    object text NOT NULL,
    id text NOT NULL,
    stripe_account text NOT NULL,
    reason text NOT NULL,
    generation bigint NOT NULL DEFAULT 1,
    due_at timestamptz NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    last_error text,
    PRIMARY KEY (object, id, stripe_account)
);
CREATE INDEX IF NOT EXISTS stripe_refreshes_due_at ON stripe_refreshes (due_at);
