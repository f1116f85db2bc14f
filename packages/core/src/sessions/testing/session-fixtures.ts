import { SessionPolicy } from "@lucid/contract";
import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { type ChunkEntry, hashObject, sha256Hex } from "@lucid/proof";
import { nodeMigrations } from "../../ground/index.ts";
import { createSessionRepository } from "../stored/session-repository.ts";
import { NOTHING_RECORDED, type SessionRecord } from "../stored/session-row.ts";
import { sessionTables } from "../stored/session-tables.ts";

/** Builders for tests of sessions. */
export const USER = "11111111-1111-4111-8111-111111111111";
export const OTHER_USER = "22222222-2222-4222-8222-222222222222";
export const STARTED_AT = 1_790_000_000_000;

export const sessionId = (number: number): string => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, "0")}`;

export function openTestRepository() {
  const db = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "full" });
  db.attach(sessionTables);
  insertUsers(db);
  return { db, repository: createSessionRepository(db), [Symbol.dispose]: () => db[Symbol.dispose]() };
}

export function insertUsers({ write }: Pick<OpenDatabase, "write">): void {
  const insertUser = write.prepare(`
    INSERT INTO users (user_id, tron_address, role, status, kyc_status, created_at, updated_at) VALUES (?, ?, 'USER', 'active', 'none', 0, 0)`);
  insertUser.run(USER, "TGzz8gjYiYRqpfmDwnLxfgPuLVNmpCswVp");
  insertUser.run(OTHER_USER, "TVjsyZ7fYF3qLF6BQgPmTEZy1xrNNyVAAA");
}

const CONSENT = "recorded";

export function sessionRecord(change: Partial<SessionRecord> = {}): SessionRecord {
  const id = change.sessionId ?? sessionId(1);
  const hash = "0".repeat(64);
  const policy = SessionPolicy.parse({});
  return {
    sessionId: id,
    userId: USER,
    ownerAddress: "TGzz8gjYiYRqpfmDwnLxfgPuLVNmpCswVp",
    name: "Quarterly patch window",
    description: "",
    template: "desktop",
    state: "created",
    policy,
    policyHash: hashObject(policy),
    consentText: CONSENT,
    consentHash: sha256Hex(new TextEncoder().encode(CONSENT)),
    width: 1_280,
    height: 720,
    frameRate: 10,
    compression: "zstd",
    encryption: "xchacha20-poly1305",
    chunkSizeBytes: 10_485_760,
    maxSizeBytes: 10_737_418_240,
    retentionDays: 30,
    legalHold: false,
    createdAt: STARTED_AT,
    updatedAt: STARTED_AT,
    grantTerms: {
      session_id: id,
      network: hash,
      node: hash,
      policy_hash: hash,
      consent_hash: hash,
      ends_at_ms: STARTED_AT + 3_600_000,
    },
    ...NOTHING_RECORDED,
    ...change,
  };
}

/** Entry of a chunk of ten seconds. */
export function chunkEntry(index: number, change: Partial<ChunkEntry> = {}): ChunkEntry {
  return {
    session_id: sessionId(1),
    index,
    take: 0,
    started_at_ms: STARTED_AT + index * 10_000,
    ended_at_ms: STARTED_AT + (index + 1) * 10_000,
    clock_error_ms: null,
    keyframe: true,
    events: index,
    gap_before: null,
    codec: "zstd",
    suite: "xchacha20-poly1305",
    plain_size: 20_000,
    size: 10_000,
    sha256: String(index).padStart(64, "0"),
    ...change,
  };
}
