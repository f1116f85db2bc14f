import { type AuditAnchor, type AuditCheck, type AuditEntry, commonErrors, AuditEntry as Entry } from "@lucid/contract";
import type { Services } from "../calls/index.ts";
import type { People } from "../people/index.ts";
import type { Anchoring } from "./create-anchoring.ts";
import type { AuditArea } from "./start-audit.ts";
import type { StoredEntry } from "./store/audit-store.ts";

export interface AuditServiceDeps {
  readonly audit: Pick<AuditArea, "store" | "writer">;
  readonly anchoring: Pick<Anchoring, "anchors">;
  readonly people: Pick<People, "getUser">;
}

/** Entries between two reports of a check: some 20 ms of the reader. */
const CHECK_STEP = 5_000;
/** Anchors that a check compares with the log: those of a week. */
const CHECKED_ANCHORS = 168;

/** The audit part of the contract. */
export function createAuditService(
  { audit, anchoring, people }: AuditServiceDeps,
  { retentionDays }: { readonly retentionDays: number },
): Services["audit"] {
  const { store, writer } = audit;

  function shown({ content, hash }: StoredEntry, names = new Map<string, string | null>()): AuditEntry {
    const entry = Entry.omit({ username: true, hash: true }).parse(JSON.parse(content));
    const { user_id: id } = entry;
    if (id !== null && !names.has(id)) names.set(id, people.getUser(id)?.username ?? null);
    return { ...entry, username: id === null ? null : (names.get(id) ?? null), hash };
  }

  const list: Services["audit"]["list"] = async ({ before, limit, ...filter }) => {
    await writer.flush();
    const { entries, next } = await store.ask("list", { filter, before, limit });
    const names = new Map<string, string | null>();
    return { entries: entries.map((entry) => shown(entry, names)), next };
  };

  /** Compares what the chain holds with the entries. */
  async function checkAnchors(anchors: readonly AuditAnchor[], first: number): Promise<Pick<AuditCheck, "problem" | "anchor">> {
    for (const anchor of anchors) {
      if (anchor.size < first - 1) continue;
      if ((await store.ask("hashOf", anchor.size)) !== anchor.root)
        return { problem: { sequence: anchor.size, reason: "not_anchored" }, anchor: null };
    }
    return { problem: null, anchor: anchors[0] ?? null };
  }

  async function* check(signal: AbortSignal): AsyncGenerator<AuditCheck, void, void> {
    await writer.flush();
    const { logId, size, first } = await store.ask("head", null);
    let at = first - 1;
    let hash = (await store.ask("hashOf", at)) ?? "";
    yield { done: false, verified_to: at, size, problem: null, anchor: null };
    while (at < size && !signal.aborted) {
      const step = await store.ask("check", { after: at, hash, limit: Math.min(CHECK_STEP, size - at) });
      const stopped = step.checkedTo === at && step.problem === undefined;
      const problem = step.problem ?? (stopped ? ({ sequence: at + 1, reason: "removed" } as const) : null);
      if (problem) return yield { done: true, verified_to: step.checkedTo, size, problem, anchor: null };
      ({ checkedTo: at, hash } = step);
      yield { done: false, verified_to: at, size, problem: null, anchor: null };
    }
    yield { done: true, verified_to: at, size, ...(await checkAnchors(anchoring.anchors(logId, CHECKED_ANCHORS), first)) };
  }

  return {
    list,
    adminList: list,
    async get({ event_id }) {
      await writer.flush();
      const entry = await store.ask("find", event_id);
      if (!entry) throw commonErrors.NOT_FOUND();
      return shown(entry);
    },
    async state() {
      const { logId, size, head, first } = await store.ask("head", null);
      const [anchor = null] = anchoring.anchors(logId, 1);
      return { log_id: logId, size, head, first, retention_days: retentionDays, anchor, waiting: writer.waiting() };
    },
    check: (_input, { signal }) => check(signal),
  };
}
