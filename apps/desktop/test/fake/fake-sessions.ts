import { randomUUID } from "node:crypto";
import { type Session, SessionId, SessionPolicy, UserId } from "@lucid/contract";
import { hashObject, sha256Hex, utf8 } from "@lucid/proof";
import { hashOf } from "./fake-chain.ts";

export const OWNER_ID = UserId.parse("0b6c8ad0-7f0e-4a53-9d3c-0d3b8c5a1f10");
export const CONSENT =
  "This session is recorded: the screen, the mouse and the fact that keys are pressed.\n\nThe recording is encrypted for its owner. Its fingerprint is written to a chain, so that anyone can check later that it is complete and unaltered. It is deleted after the time shown; its proof stays.";
export const POLICY = SessionPolicy.parse({});

const before = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();

/** A session with everything at its simplest; `changes` say what matters. */
export function makeSession(changes: Partial<Session>): Session {
  return {
    session_id: SessionId.parse(randomUUID()),
    user_id: OWNER_ID,
    name: "Session",
    description: "",
    template: "desktop",
    state: "created",
    status: "active",
    recording_status: "not_started",
    pipeline_status: "pending",
    created_at: before(60),
    updated_at: before(1),
    started_at: null,
    completed_at: null,
    duration: 0,
    size_bytes: 0,
    plain_size_bytes: 0,
    compression_ratio: null,
    chunk_count: 0,
    anchored_chunk_count: 0,
    proven_until: null,
    encryption_enabled: true,
    encryption: "xchacha20-poly1305",
    compression: "zstd",
    policy: POLICY,
    policy_hash: hashObject(POLICY),
    consent_text: CONSENT,
    consent_hash: sha256Hex(utf8(CONSENT)),
    width: 1280,
    height: 720,
    merkle_root: null,
    manifest_hash: null,
    end: null,
    gaps: [],
    participants: [],
    input_frozen: false,
    anchored: false,
    anchored_at: null,
    anchor: { status: "none", transaction_id: null, block_height: null, confirmations: 0, final_at: null },
    retention_until: null,
    legal_hold: false,
    error_message: null,
    ...changes,
  };
}

const live = (name: string, seconds: number, chunks: number): Session =>
  makeSession({
    name,
    state: "recording",
    recording_status: "recording",
    started_at: before(seconds),
    duration: seconds,
    chunk_count: chunks,
    anchored_chunk_count: chunks - 1,
    size_bytes: chunks * 214_000,
    proven_until: before(9),
    participants: [{ via: "viewer", label: "maria", since: before(seconds - 20) }],
  });

const sealed = (name: string, seconds: number, chunks: number, height: number, changes: Partial<Session> = {}): Session =>
  makeSession({
    name,
    state: "completed",
    status: "completed",
    recording_status: "stopped",
    pipeline_status: "completed",
    started_at: before(seconds + 90_000),
    completed_at: before(90_000),
    duration: seconds,
    chunk_count: chunks,
    anchored_chunk_count: chunks,
    size_bytes: chunks * 1_480_000,
    merkle_root: hashOf(name),
    manifest_hash: hashOf(`manifest ${name}`),
    end: "stopped",
    anchored: true,
    anchored_at: before(89_000),
    anchor: {
      status: "final",
      transaction_id: hashOf(`anchor ${name}`),
      block_height: height,
      confirmations: 111,
      final_at: before(88_990),
    },
    ...changes,
  });

/** The list of the design's sketch, and one of each state that it leaves out. */
export const sketchedSessions = (): Session[] => [
  live("Vendor access, billing db", 2_467, 312),
  live("Design review", 232, 24),
  sealed("Quarterly patch window", 8_070, 812, 48_102),
  sealed("Onboarding, desk 12", 1_571, 158, 47_870),
  sealed("Incident 4471", 520, 52, 47_311, {
    state: "interrupted",
    end: "interrupted",
    gaps: [{ kind: "interrupted", reason: "node restarted", from: before(95_000), to: before(94_000) }],
  }),
  sealed("Lab desktop", 3_720, 372, 46_990),
  makeSession({ name: "Prepared for tomorrow" }),
  makeSession({ name: "Backup rehearsal", state: "failed", status: "failed", error_message: "The desktop did not start" }),
];
