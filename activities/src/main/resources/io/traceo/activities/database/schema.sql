-- What a group's database carries for the engine and for a drill's ledger.
-- Roles exist before this runs: traceo_observer, traceo_app.
-- A restored server checks its indexes and heaps with it; in recovery it can't be created.
CREATE EXTENSION amcheck;
-- Counts what an old leader alone had, before it is seeded anew; from PostgreSQL 15 on. Without it
-- that is kept all the same, and not counted.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_walinspect') THEN
    CREATE EXTENSION pg_walinspect;
  END IF;
END $$;

CREATE SCHEMA traceo;

CREATE TABLE traceo.heartbeat (
  observer text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('local', 'sync')),
  seq bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (observer, kind)
) WITH (fillfactor = 50);

CREATE TABLE traceo.probe (
  id text PRIMARY KEY,
  epoch bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

CREATE SCHEMA ledger;

-- No unique constraint: a duplicate must be countable, not impossible.
CREATE TABLE ledger.entry (
  client text NOT NULL,
  seq bigint NOT NULL,
  sent_at timestamptz NOT NULL,
  server text DEFAULT current_setting('cluster_name'),
  epoch text DEFAULT current_setting('traceo.epoch', true),
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON ledger.entry (client, seq);

GRANT USAGE ON SCHEMA traceo TO traceo_observer;
GRANT SELECT, INSERT, UPDATE ON traceo.heartbeat TO traceo_observer;
GRANT USAGE ON SCHEMA ledger TO traceo_app;
GRANT SELECT, INSERT ON ledger.entry TO traceo_app;
-- A drained leader refuses new writes of applications, but is not dead: observers go on writing.
ALTER ROLE traceo_observer SET default_transaction_read_only = off;
