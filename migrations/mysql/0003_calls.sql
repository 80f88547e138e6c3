-- Durable calls: what is to be asked of Stripe, stored before it is asked, and what came of it.
CREATE TABLE IF NOT EXISTS stripe_calls (
    `call_key` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `stripe_account` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `idempotency_key` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `creates` BOOLEAN NOT NULL,
    `object` VARCHAR(255) COLLATE utf8mb4_bin,
    `method` VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
    `path` MEDIUMTEXT NOT NULL,
    `body` MEDIUMTEXT NOT NULL,
    `body_hash` VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
    `state` VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
    `attempts` BIGINT NOT NULL,
    `due_at` DATETIME(6) NOT NULL,
    `lease` VARCHAR(64) COLLATE utf8mb4_bin,
    `object_id` VARCHAR(255) COLLATE utf8mb4_bin,
    `request_id` VARCHAR(255) COLLATE utf8mb4_bin,
    `last_error` MEDIUMTEXT,
    `stored_at` DATETIME(6) NOT NULL,
    `first_attempt_at` DATETIME(6),
    `last_attempt_at` DATETIME(6),
    `finished_at` DATETIME(6),
    PRIMARY KEY (call_key, stripe_account),
    -- What is to be done is found without a look at what is done.
    KEY stripe_calls_open (state, due_at)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
