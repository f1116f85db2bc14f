import type { Clock, Log, Randomness } from "@lucid/foundation";
import { NONCE_BYTES, type OwnerKey } from "../owner-key.ts";
import type { Notice, Notices, OwnNotices } from "../shared-store.ts";
import { HEAR, TELL } from "./scripts.ts";
import type { RunScript } from "./start-redis-link.ts";

/** Nothing is told for longer. */
const KEEP_MS = 9 * 86_400_000;

export interface RedisNoticesDeps {
  readonly clock: Pick<Clock, "after">;
  readonly log: Pick<Log, "warn">;
  readonly randomness: Pick<Randomness, "bytes">;
  readonly owner: Pick<OwnerKey, "prefix" | "hidden" | "seal" | "open">;
}

/** Notices of several nodes, exchanged at each beat: what must arrive is told again until it is there. */
export function createRedisNotices(
  { clock, log, randomness, owner }: RedisNoticesDeps,
  { graceMs }: { readonly graceMs: number },
): { readonly notices: Notices; readonly exchange: (run: RunScript) => Promise<void> } {
  const keys = [`${owner.prefix}notices`, `${owner.prefix}notice-ends`];
  const served: OwnNotices[] = [];
  /** What was heard last, as it stands in the store. */
  let heard: { readonly flat: string; readonly texts: ReadonlyMap<string, string> } | undefined;
  /** What this node told last, by name. */
  const told = new Map<string, string>();
  const first = Promise.withResolvers<void>();

  /** Under a hidden name a text holds its own name, so that it is told under no other. */
  function textsIn(flat: readonly string[]): Map<string, string> {
    const texts = new Map<string, string>();
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [hidden = "", sealed = ""] = flat.slice(at, at + 2);
      const opened = owner.open(hidden, sealed);
      const end = opened?.indexOf("\n") ?? -1;
      if (opened === undefined || end < 0) log.warn({ name: hidden }, "a notice in the shared store is of no node of this owner");
      else texts.set(opened.slice(0, end), opened.slice(end + 1));
    }
    return texts;
  }

  async function tell(run: RunScript, { name, text, lifeMs, instead }: Notice): Promise<void> {
    const hidden = owner.hidden(`notice ${name}`);
    const sealed = owner.seal(hidden, `${name}\n${text}`, randomness.bytes(NONCE_BYTES));
    const before = instead === undefined ? "" : owner.hidden(`notice ${instead}`);
    await run(TELL, keys, [hidden, sealed, Math.min(Math.ceil(lifeMs), KEEP_MS), before, KEEP_MS]);
    told.set(name, text);
  }

  return {
    notices: {
      async serve(answering) {
        served.push(answering);
        if (heard) answering.hear(heard.texts);
        const late = Promise.withResolvers<void>();
        using _late = clock.after(graceMs, late.resolve);
        await Promise.race([first.promise, late.promise]);
      },
    },
    async exchange(run) {
      if (served.length === 0) return;
      const flat = (await run(HEAR, keys)) as string[];
      const asText = JSON.stringify(flat);
      if (heard?.flat !== asText) {
        const now = { flat: asText, texts: textsIn(flat) };
        // First what others say: what ended there is not told as if it went on.
        for (const own of served) own.hear(now.texts);
        heard = now;
      }
      const { texts } = heard;
      const mine = served.flatMap((own) => own.told());
      for (const notice of mine) {
        const isThere = texts.has(notice.name) && told.get(notice.name) === notice.text;
        if (!isThere) await tell(run, notice);
      }
      for (const name of told.keys()) if (!mine.some((notice) => notice.name === name)) told.delete(name);
      first.resolve();
    },
  };
}
