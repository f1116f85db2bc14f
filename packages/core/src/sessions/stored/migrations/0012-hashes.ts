import type { Migration } from "@lucid/foundation";

/** As many hex digits of a hash are in its index: 64 bits tell one from any other, and the whole is compared afterwards. */
export const INDEXED_DIGITS = 16;

/** What a proof names is found by its hash: the manifest, and the file of a chunk. The Merkle root has its index. */
export const hashes: Migration = {
  id: "0012-hashes",
  sql: `
CREATE INDEX sessions_manifest_hash_index ON sessions (manifest_hash) WHERE manifest_hash IS NOT NULL;
CREATE INDEX chunks_sha256_index ON chunks (substr(entry ->> '$.sha256', 1, ${INDEXED_DIGITS}));
`,
};
