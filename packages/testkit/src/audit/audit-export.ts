import { createHash } from "node:crypto";
import { canonicalJson, DOMAIN, hashObject, signObject, type Transaction } from "@lucid/proof";
import { createTestChain, type TestTransaction } from "../proof/test-chain.ts";
import { type TestSigner, testNetwork, testSigner } from "../proof/test-network.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const START_MS = Date.UTC(2026, 0, 1);

/** An anchor that is otherwise than the node's own would be. */
export interface AuditAnchorChange {
  readonly size: number;
  /** Of the blocks that hold anchors, counted from 0. */
  readonly block?: number;
  readonly sequence?: number;
  readonly sender?: TestSigner;
  readonly states?: Partial<Extract<Transaction, { readonly type: "audit_checkpoint" }>["data"]> | TestTransaction;
}

export interface AuditExportOptions {
  readonly entries: number;
  /** Entries whose hash the chain holds. */
  readonly anchors?: readonly (number | AuditAnchorChange)[];
  readonly weights?: readonly number[];
  /** What an entry says besides, before it is hashed. */
  readonly edit?: (entry: Readonly<Record<string, unknown>>) => object;
  /** What the last line says, before it is signed. */
  readonly ends?: object;
  /** Entries up to this one were removed, of which the last one tells, unless it is `silent`. */
  readonly removed?: number;
  readonly silent?: boolean;
  /** When entries say to have been made: each a second after the one before, unless told. */
  readonly timestamps?: Readonly<Record<number, string>>;
  /** When the node says that it was saved: a day after the log's beginning, unless told. */
  readonly exportedAtMs?: number;
}

/** An export of a log that nobody altered, line by line, as docs/formats/audit.md has it. */
export function buildAuditExport(options: AuditExportOptions): string[] {
  const { entries, anchors = [], removed = 0, silent = false, exportedAtMs = START_MS + 86_400_000 } = options;
  const network = testNetwork("audit", { name: "audit", ...(options.weights && { weights: options.weights }) });
  const chain = createTestChain(network);
  const node = testSigner("audit/node");
  const beginning = {
    format: "lucid-audit-log",
    version: 1,
    node: node.publicKey,
    created_at: new Date(START_MS).toISOString(),
    salt: "5a".repeat(32),
  };
  const log = hashObject(beginning);
  const lines: string[] = [];
  const hashes = [log];
  for (let sequence = 1; sequence <= entries; sequence += 1) {
    const tells = removed > 0 && !silent && sequence === entries;
    const entry = {
      sequence,
      previous: hashes[sequence - 1],
      event_id: `00000000-0000-4000-8000-${String(sequence).padStart(12, "0")}`,
      timestamp: options.timestamps?.[sequence] ?? new Date(START_MS + sequence * 1_000).toISOString(),
      event_type: tells ? "system_event" : "user_action",
      severity: "info",
      status: "success",
      event: null,
      action: tells ? "audit.cleaned_up" : "sessions.start",
      outcome: "ok",
      user_id: null,
      resource_type: null,
      resource_id: null,
      details: tells ? { first: 1, last: removed, count: removed, last_hash: hashes[removed] } : {},
      ip_address: "127.0.0.1",
      user_agent: null,
      login_session_id: null,
      request_id: null,
      door: "http",
    };
    const content = canonicalJson(options.edit?.(entry) ?? entry);
    const hash = sha256(content);
    hashes.push(hash);
    lines.push(`{"entry":${content},"hash":"${hash}"}`);
  }
  const start = network.genesis.genesis_time + 10;
  const changes = anchors.map((anchor): AuditAnchorChange => (typeof anchor === "number" ? { size: anchor } : anchor));
  const signed = changes.map(({ size, sequence: numbered, sender = node, states = {} }) => {
    const head: TestTransaction =
      "type" in states ? states : { type: "audit_checkpoint", data: { log, size, root: hashes[size] ?? "", ...states } };
    const sent = chain.sign(head, sender, start);
    if (numbered === undefined) return sent;
    const transaction = { ...sent.transaction, sequence: numbered };
    return { transaction, signature: signObject(DOMAIN.transaction, transaction, sender.secretKey) };
  });
  chain.addBlock(start);
  const last = Math.max(0, ...changes.map(({ block = 0 }) => block));
  for (let at = 0; at <= last; at += 1)
    chain.addBlock(
      start + 10 + 10 * at,
      signed.filter((_, index) => (changes[index]?.block ?? 0) === at),
    );
  for (const more of [20, 30]) chain.addBlock(start + 10 * last + more);
  const first = removed + 1;
  const end = { log, first, size: entries, head: hashes[entries] ?? "", exported_at_ms: exportedAtMs, ...options.ends };
  return [
    canonicalJson({ audit_log: { beginning, genesis: network.genesis, first, filter: null } }),
    ...signed.map((transaction) => canonicalJson({ anchor: chain.evidence(transaction) })),
    ...lines.slice(removed),
    canonicalJson({ end, signature: signObject(DOMAIN.auditLog, end, node.secretKey) }),
  ];
}
