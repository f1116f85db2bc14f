import { createHash } from "node:crypto";
import { canonicalJson, DOMAIN, hashObject, signObject } from "@lucid/proof";
import { createTestChain } from "../proof/test-chain.ts";
import { testNetwork, testSigner } from "../proof/test-network.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const START_MS = Date.UTC(2026, 0, 1);

export interface AuditExportOptions {
  readonly entries: number;
  /** Entries whose hash the chain holds. */
  readonly anchors?: readonly number[];
  /** Entries up to this one were removed, of which the last one tells, unless it is `silent`. */
  readonly removed?: number;
  readonly silent?: boolean;
  /** When the node says that it was saved: a day after the log's beginning, unless told. */
  readonly exportedAtMs?: number;
}

/** An export of a log that nobody altered, line by line, as docs/formats/audit.md has it. */
export function buildAuditExport(options: AuditExportOptions): string[] {
  const { entries, anchors = [], removed = 0, silent = false, exportedAtMs = START_MS + 86_400_000 } = options;
  const network = testNetwork("audit", { name: "audit" });
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
    const content = canonicalJson({
      sequence,
      previous: hashes[sequence - 1],
      event_id: `00000000-0000-4000-8000-${String(sequence).padStart(12, "0")}`,
      timestamp: new Date(START_MS + sequence * 1_000).toISOString(),
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
    });
    const hash = sha256(content);
    hashes.push(hash);
    lines.push(`{"entry":${content},"hash":"${hash}"}`);
  }
  const start = network.genesis.genesis_time + 10;
  const signed = anchors.map((size) =>
    chain.sign({ type: "audit_checkpoint", data: { log, size, root: hashes[size] ?? "" } }, node, start),
  );
  chain.addBlock(start);
  chain.addBlock(start + 10, signed);
  for (const more of [20, 30]) chain.addBlock(start + more);
  const first = removed + 1;
  const end = { log, first, size: entries, head: hashes[entries] ?? "", exported_at_ms: exportedAtMs };
  return [
    canonicalJson({ audit_log: { beginning, genesis: network.genesis, first, filter: null } }),
    ...signed.map((transaction) => canonicalJson({ anchor: chain.evidence(transaction) })),
    ...lines.slice(removed),
    canonicalJson({ end, signature: signObject(DOMAIN.auditLog, end, node.secretKey) }),
  ];
}
