import { AuditEntry, UserId } from "@lucid/contract";
import type { AuditArea } from "./start-audit.ts";
import type { AuditCalls } from "./store/audit-store.ts";

/** Entries that are read at once. */
const PAGE = 500;

const Kept = AuditEntry.omit({ username: true, hash: true });
/** Of what others did to an account: that it was done, and neither by whom nor from where. */
const ABOUT = Kept.pick({ sequence: true, event_id: true, timestamp: true, action: true, outcome: true, resource_type: true });

type Own = Pick<AuditArea, "store" | "writer">;
type Filter = AuditCalls["list"]["ask"]["filter"];

async function* found({ store, writer }: Own, filter: Filter) {
  await writer.flush();
  for (let before: number | undefined; ; ) {
    const asked: AuditCalls["list"]["ask"] = { filter, before, limit: PAGE };
    const { entries, next }: AuditCalls["list"]["answer"] = await store.ask("list", asked);
    yield* entries;
    if (next === null) return;
    before = next;
  }
}

/** What an account did, newest first, each entry as the log keeps it. */
export async function* entriesOf(audit: Own, userId: string): AsyncGenerator<object> {
  for await (const { content, hash } of found(audit, { user_id: UserId.parse(userId) })) {
    yield { ...Kept.parse(JSON.parse(content)), hash };
  }
}

/** What others, or the node, did to an account, newest first. */
export async function* entriesAbout(audit: Own, userId: string): AsyncGenerator<object> {
  for await (const { content } of found(audit, { resource_id: userId })) {
    const entry = Kept.parse(JSON.parse(content));
    if (entry.user_id !== userId) yield ABOUT.parse(entry);
  }
}
