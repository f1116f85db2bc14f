import type { WriteDb } from "@lucid/foundation";
import type { SessionRecord } from "../../stored/session-row.ts";
import { COLUMNS, toColumn } from "../../stored/session-row.ts";
import { sessionId, sessionRecord } from "../session-fixtures.ts";

export const SESSIONS = 100_000;
const STARTED_AT = 1_790_000_000_000;
const EVERY_MS = 25_000;
const CHUNKS = 3;
const WORDS_EACH = 12;
/** Each stands in about one of a hundred sessions. */
const VOCABULARY = 1_200;

/** The account of two sessions in five, and another nineteen that share the others. */
export const users = Array.from({ length: 20 }, (_, at) => `bbbbbbbb-0000-4000-8000-${String(at).padStart(12, "0")}`);
const ownerOf = (at: number): string => users[at % 5 < 2 ? 0 : 1 + (at % 19)] ?? "";

const KINDS = ["Patch window", "Incident", "Backup rehearsal", "Database upgrade", "Key ceremony", "Audit", "Training", "Review"];
/** One of the vocabulary's words, scattered. */
export const wordAt = (at: number): string => `w${((Math.imul(at + 1, 0x9e3779b1) >>> 7) % VOCABULARY).toString(36)}x`;
/** Of every hundred sessions one is in each of these states; the others are completed. */
const RARE = ["failed", "cancelled", "interrupted", "deleted", "created"] as const;

function recordAt(at: number): SessionRecord {
  const state = RARE[at % 100] ?? "completed";
  const createdAt = STARTED_AT + at * EVERY_MS;
  const isRecorded = state === "completed" || state === "interrupted" || state === "deleted";
  const hash = at.toString(16).padStart(64, "0");
  return sessionRecord({
    sessionId: sessionId(at),
    userId: ownerOf(at),
    name: `${KINDS[at % KINDS.length]} ${at}`,
    description: Array.from({ length: WORDS_EACH }, (_, word) => wordAt(at * WORDS_EACH + word)).join(" "),
    state,
    createdAt,
    updatedAt: createdAt + ((at * 7_919) % 1_000) * 60_000,
    startedAt: createdAt,
    endedAt: createdAt + CHUNKS * 10_000,
    ...(isRecorded && {
      chunkCount: CHUNKS,
      size: 30_000 + ((at * 104_729) % 1_000_003),
      plainSize: 60_000,
      grantSignature: "0".repeat(130),
      keyCommitment: hash,
      encoder: "libx264",
      end: "stopped",
      manifestHash: hash,
      merkleRoot: hash,
      anchorTransaction: hash,
      anchoredAt: createdAt + 60_000,
      completedAt: createdAt + 90_000,
    }),
  });
}

/** Sessions with their chunks and texts, as the tables of a node hold them after years. */
export function fillSessions(db: WriteDb): void {
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const insertUser = db.prepare(`
    INSERT INTO users (user_id, tron_address, role, status, kyc_status, created_at, updated_at)
    VALUES (?, ?, 'USER', 'active', 'none', 0, 0)`);
  const insert = db.prepare(
    `INSERT INTO sessions (${names.map((name) => COLUMNS[name]).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  const insertDocument = db.prepare("INSERT INTO session_documents (hash, text) VALUES (?, ?)");
  db.transaction(() => {
    for (const [at, userId] of users.entries()) insertUser.run(userId, `T${at}`);
    for (let at = 0; at < SESSIONS; at += 1) {
      const record = recordAt(at);
      insert.run(...names.map((name) => toColumn(record[name])));
    }
    const { policy, policyHash, consentText, consentHash } = recordAt(0);
    insertDocument.run(policyHash, toColumn(policy));
    insertDocument.run(consentHash, consentText);
    db.prepare(CHUNK_ROWS).run();
    db.prepare(TEXTS).run();
    db.prepare(DOCUMENTS).run();
  })();
}

const INDEXES = Array.from({ length: CHUNKS }, (_, index) => `(${index})`).join(", ");
const CHUNK_ROWS = `
  INSERT INTO chunks (session_id, chunk_index, entry, size_bytes, plain_size_bytes, started_at, ended_at, stored_at)
  SELECT session_id, n.column1,
    json_object('session_id', session_id, 'index', n.column1, 'take', 0, 'sha256', policy_hash, 'size', 10000,
      'started_at_ms', started_at + n.column1 * 10000, 'ended_at_ms', started_at + (n.column1 + 1) * 10000),
    10000, 20000, started_at + n.column1 * 10000, started_at + (n.column1 + 1) * 10000, started_at + (n.column1 + 1) * 10000
  FROM sessions, (VALUES ${INDEXES}) n WHERE chunk_count > 0 ORDER BY session_id, n.column1`;
const TEXTS = `
  INSERT INTO session_text (session_id, source, text)
  SELECT session_id, 'session', name || char(10) || description FROM sessions WHERE state <> 'deleted'`;
const DOCUMENTS = `
  INSERT INTO session_search (rowid, text, owner)
  SELECT s.place, t.session_id || char(10) || t.text, replace(s.user_id, '-', '')
  FROM session_text t JOIN sessions s ON s.session_id = t.session_id ORDER BY s.place`;
