import type { Chain } from "@lucid/chain";
import type { AuditExportQuery } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { type AuditExportEnd, canonicalJson, DOMAIN } from "@lucid/proof";
import type { AuditFile, BulkService } from "../calls/index.ts";
import type { NodeKeys } from "../ground/index.ts";
import type { AuditArea } from "./start-audit.ts";
import type { AuditCalls, AuditHead } from "./store/audit-store.ts";
import { CSV_HEAD } from "./store/export-lines.ts";

export interface ExportDeps {
  readonly audit: Pick<AuditArea, "store" | "writer">;
  readonly chain: Pick<Chain, "genesis"> & { readonly read: Pick<Chain["read"], "auditHeadsOf" | "evidence"> };
  readonly keys: NodeKeys;
  readonly clock: Pick<Clock, "now">;
}

/** Entries that are read at once: some 600 KiB of lines. */
const PART = 1_000;
/** Anchors that go along: the newest, and others further and further back. Each is a few KiB of headers and votes. */
const MAX_ANCHORS = 16;
/** Heads that the chain is asked for: those of three months. */
const HEADS = 2_208;

/** Exports of the audit log as docs/formats/audit.md has them. */
export function createExports({ audit, chain, keys, clock }: ExportDeps): {
  readonly open: BulkService["openAuditExport"];
  /** All of it, in the form that can be checked. */
  readonly whole: () => Promise<AsyncIterable<Uint8Array>>;
} {
  /** Evidence of heads, ascending; the steps between them double, so that what is new is dated closely. */
  function anchorLines({ logId, size, first }: AuditHead): string[] {
    const heads = chain.read.auditHeadsOf(logId, HEADS).filter((head) => head.final && head.size <= size && head.size >= first);
    const chosen = heads
      .filter((_head, place) => (place & (place + 1)) === 0 || place === heads.length - 1)
      .slice(0, MAX_ANCHORS);
    return chosen.toReversed().flatMap(({ transaction_id }) => {
      const evidence = chain.read.evidence(transaction_id);
      return evidence === undefined ? [] : [`${canonicalJson({ anchor: evidence })}\n`];
    });
  }

  function endLine({ logId: log, first, size, head }: AuditHead): string {
    const end: AuditExportEnd = { log, first, size, head, exported_at_ms: clock.now() };
    return `${canonicalJson({ end, signature: keys.sign(DOMAIN.auditLog, end) })}\n`;
  }

  async function* lines(query: AuditExportQuery, head: AuditHead): AsyncGenerator<string, void, void> {
    const { format, ...filter } = query;
    const isWhole = Object.keys(filter).length === 0;
    if (format === "csv") yield CSV_HEAD;
    else {
      const said = {
        beginning: JSON.parse(head.beginning) as unknown,
        genesis: chain.genesis,
        first: head.first,
        filter: isWhole ? null : filter,
      };
      yield `${canonicalJson({ audit_log: said })}\n`;
      if (isWhole) for (const line of anchorLines(head)) yield line;
    }
    for (let after: number | undefined = head.first - 1; after !== undefined; ) {
      const asked: AuditCalls["exportPart"]["ask"] = { filter, format, after, until: head.size, limit: PART };
      const { text, next }: AuditCalls["exportPart"]["answer"] = await audit.store.ask("exportPart", asked);
      yield text;
      after = next;
    }
    if (format === "jsonl" && isWhole) yield endLine(head);
  }

  async function* bytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, void> {
    for await (const text of texts) if (text.length > 0) yield Buffer.from(text);
  }

  return {
    whole: async () => bytes(lines({ format: "jsonl" }, await audit.store.ask("head", null))),
    async open(query, caller): Promise<AuditFile> {
      const { format, ...filter } = query;
      caller.identify({ details: { format, whole: Object.keys(filter).length === 0 } });
      await audit.writer.flush();
      const head = await audit.store.ask("head", null);
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      return {
        filename: `lucid-audit-${day}.${format}`,
        type: format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson",
        stream: bytes(lines(query, head)),
      };
    },
  };
}
