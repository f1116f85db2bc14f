import { AuditEntry } from "@lucid/contract";
import { COUNT_TO, type Found, requirePrincipal, type SearchProvider } from "../calls/index.ts";
import type { AuditArea } from "./start-audit.ts";

const Shown = AuditEntry.pick({ event_id: true, action: true, outcome: true, timestamp: true });

/** Entries of the audit log, for who may see it. */
export const createAuditFinder = ({ store, writer }: Pick<AuditArea, "store" | "writer">): SearchProvider => ({
  kind: "audit",
  async find({ text, limit }, caller): Promise<Found | undefined> {
    if (!requirePrincipal(caller).permissions.has("view_audit_logs")) return undefined;
    await writer.flush();
    const { entries } = await store.ask("list", { filter: { q: text }, limit: COUNT_TO });
    const hits = entries.slice(0, limit).map(({ content }) => {
      const { event_id, action, outcome, timestamp } = Shown.parse(JSON.parse(content));
      return { id: event_id, title: action, detail: outcome, at: timestamp };
    });
    return { hits, total: entries.length };
  },
});
