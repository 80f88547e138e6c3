-- The inbox: every event that Stripe delivered, and what became of it.
CREATE TABLE IF NOT EXISTS stripe_events (
    `id` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `stripe_account` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `livemode` BOOLEAN,
    `created` DATETIME(6),
    `type` MEDIUMTEXT,
    `api_version` MEDIUMTEXT,
    `object_kind` MEDIUMTEXT,
    `object_id` MEDIUMTEXT,
    `request_id` MEDIUMTEXT,
    `idempotency_key` MEDIUMTEXT,
    `body` MEDIUMTEXT NOT NULL,
    `state` VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
    `attempts` BIGINT NOT NULL,
    `begun` BOOLEAN NOT NULL DEFAULT TRUE,
    `due_at` DATETIME(6) NOT NULL,
    `lease` VARCHAR(64) COLLATE utf8mb4_bin,
    `last_error` MEDIUMTEXT,
    `received_at` DATETIME(6) NOT NULL,
    `applied_at` DATETIME(6),
    `finished_at` DATETIME(6),
    `tied_at` DATETIME(6),
    PRIMARY KEY (id, stripe_account),
    -- What is to be done is found without a look at what is done.
    KEY stripe_events_open (state, due_at),
    KEY stripe_events_finished (state, finished_at),
    KEY stripe_events_lease (lease)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
