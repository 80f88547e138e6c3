-- Whose objects the mirror holds: one row. The mode is as the host says, no event writes it; the platform's account is the one of
-- the first key that read an object again.
CREATE TABLE IF NOT EXISTS stripe_mirror (
    `id` BIGINT NOT NULL CHECK (id = 1),
    `livemode` BOOLEAN NOT NULL,
    `platform` MEDIUMTEXT,
    PRIMARY KEY (id)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Objects to be read again from Stripe.
CREATE TABLE IF NOT EXISTS stripe_refreshes (
    `object` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `id` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `stripe_account` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `reason` MEDIUMTEXT NOT NULL,
    `generation` BIGINT NOT NULL DEFAULT 1,
    `due_at` DATETIME(6) NOT NULL,
    `lease` VARCHAR(255) COLLATE utf8mb4_bin,
    `attempts` BIGINT NOT NULL DEFAULT 0,
    `last_error` MEDIUMTEXT,
    `missing_at` DATETIME(6),
    `refusals` BIGINT NOT NULL DEFAULT 0,
    `given_up_at` DATETIME(6),
    PRIMARY KEY (object, id, stripe_account),
    KEY stripe_refreshes_due_at (given_up_at, due_at),
    KEY stripe_refreshes_lease (lease)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS stripe_objects (
    `object` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `id` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `stripe_account` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `livemode` BOOLEAN,
    `created` DATETIME(6),
    `metadata` JSON,
    `stripe_data` JSON NOT NULL,
    `api_version` MEDIUMTEXT,
    `observed_from` DATETIME(6) NOT NULL,
    `observed_to` DATETIME(6) NOT NULL,
    `revision` BIGINT NOT NULL,
    `fingerprint` VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    `projection` BIGINT NOT NULL,
    `deleted` BOOLEAN NOT NULL,
    `synced_at` DATETIME(6) NOT NULL,
    PRIMARY KEY (object, id, stripe_account)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
