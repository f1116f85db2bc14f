import type { Migration } from "@lucid/foundation";

/**
 * Blocks of every branch stand in `block`, `block_transaction` and `block_attestation`; `canonical` marks
 * those between genesis and head. `session_anchor` and `session_head` index the canonical ones only. Rows
 * that belong to a height above a fork are deleted by height, so no undo log is needed: the anchor
 * frontier of every block is kept with it. The tables of the first two kinds of transactions are here as well;
 * later kinds bring their own.
 */
const chain: Migration = {
  id: "0001-chain",
  sql: `
CREATE TABLE chain_meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE block (
  hash TEXT NOT NULL PRIMARY KEY,
  parent TEXT NOT NULL,
  height INTEGER NOT NULL CHECK (height > 0),
  slot INTEGER NOT NULL,
  position INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  producer TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  tx_count INTEGER NOT NULL,
  tx_total INTEGER NOT NULL,
  attestation_count INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  header TEXT NOT NULL,
  signature TEXT NOT NULL,
  anchor_count INTEGER NOT NULL,
  frontier TEXT NOT NULL,
  canonical INTEGER NOT NULL CHECK (canonical IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX block_canonical_height ON block (height) WHERE canonical = 1;
CREATE INDEX block_height ON block (height);

CREATE TABLE block_transaction (
  block_hash TEXT NOT NULL REFERENCES block (hash),
  tx_index INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  sender TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (block_hash, tx_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_transaction_id ON block_transaction (id);
CREATE INDEX block_transaction_sender ON block_transaction (sender, sequence);

CREATE TABLE block_attestation (
  block_hash TEXT NOT NULL REFERENCES block (hash),
  attestation_index INTEGER NOT NULL,
  attester TEXT NOT NULL,
  target_height INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (block_hash, attestation_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_attestation_attester ON block_attestation (attester, target_height);

CREATE TABLE attestation (
  attester TEXT NOT NULL,
  target_height INTEGER NOT NULL,
  target TEXT NOT NULL,
  source_height INTEGER NOT NULL,
  source TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (target_height, target, source, attester)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_anchor (
  session_id TEXT NOT NULL PRIMARY KEY,
  ordinal INTEGER NOT NULL UNIQUE,
  height INTEGER NOT NULL,
  transaction_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  merkle_root TEXT NOT NULL,
  chunk_count INTEGER NOT NULL
) STRICT;
CREATE INDEX session_anchor_height ON session_anchor (height);

CREATE TABLE session_head (
  session_id TEXT NOT NULL,
  size INTEGER NOT NULL,
  root TEXT NOT NULL,
  height INTEGER NOT NULL,
  transaction_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  PRIMARY KEY (session_id, size)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_head_height ON session_head (height);
CREATE INDEX session_head_sender ON session_head (sender, height);

CREATE TABLE outbox (
  ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  sequence INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  submitted_at_ms INTEGER NOT NULL,
  content TEXT NOT NULL
) STRICT;

CREATE TABLE transaction_successor (
  id TEXT NOT NULL PRIMARY KEY,
  successor TEXT
) STRICT, WITHOUT ROWID;
`,
};

/** What an anchor says of the manifest stands in the index, so that a list of anchors is compared without reading them. */
const anchorManifests: Migration = {
  id: "0002-anchor-manifests",
  sql: `
ALTER TABLE session_anchor ADD COLUMN manifest_hash TEXT NOT NULL DEFAULT '';
UPDATE session_anchor SET manifest_hash = (
  SELECT json_extract(t.content, '$.transaction.data.manifest_hash') FROM block_transaction t
  WHERE t.id = session_anchor.transaction_id LIMIT 1);
`,
};

/** Which of the two kinds of anchors a row is of, for the rule that a sender never goes back to the first. */
const anchorVersions: Migration = {
  id: "0003-anchor-versions",
  sql: `
ALTER TABLE session_anchor ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version IN (1, 2));
CREATE INDEX session_anchor_version ON session_anchor (sender, version, height);
`,
};

export const chainMigrations: readonly Migration[] = [chain, anchorManifests, anchorVersions];
