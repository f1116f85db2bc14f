import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { type AnchoringDeps, startAnchoring } from "./create-anchoring.ts";
import { createAuditFinder } from "./create-audit-finder.ts";
import { type AuditServiceDeps, createAuditService } from "./create-audit-service.ts";
import { createExports, type ExportDeps } from "./create-exports.ts";
import { entriesAbout, entriesOf } from "./own-entries.ts";
import type { AuditArea } from "./start-audit.ts";
import { startRetention } from "./start-retention.ts";

export interface AuditDeskDeps {
  readonly audit: AuditArea;
  readonly chain: AnchoringDeps["chain"] & ExportDeps["chain"];
  readonly people: AuditServiceDeps["people"];
}

export interface AuditDeskOptions {
  readonly retentionDays: number;
  readonly version: string;
}

/** Where the audit log is read, exported, anchored on the chain and cut to what retention allows. */
export function startAuditDesk(ground: Ground, deps: AuditDeskDeps, options: AuditDeskOptions): Area {
  const { audit, chain, people } = deps;
  const { keys, clock, randomness, log, every } = ground;
  audit.record({ action: "node.started", outcome: "ok", details: { version: options.version } });
  const anchoring = startAnchoring({ audit, chain, log, every });
  const retention = startRetention({ audit, clock, randomness, log, every }, options);
  const exports = createExports({ audit, chain, keys, clock });
  return {
    services: { audit: createAuditService({ audit, anchoring, people }, options) },
    finder: createAuditFinder(audit),
    bulk: { openAuditExport: exports.open },
    ownData: (userId) => [
      { name: "audit_entries", entries: entriesOf(audit, userId) },
      { name: "audit_entries_about", entries: entriesAbout(audit, userId) },
    ],
    async [Symbol.asyncDispose]() {
      await retention[Symbol.asyncDispose]();
      audit.record({ action: "node.stopped", outcome: "ok" });
      await anchoring[Symbol.asyncDispose]();
    },
  };
}
