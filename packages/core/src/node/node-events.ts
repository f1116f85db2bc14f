import type { NodeEvent } from "@lucid/contract";
import type { Area, Caller, EventView } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";

/** A stream with nothing to say says so, so that a dead connection is found. */
const BEAT_MS = 5_000;

/** All changes of a node as one stream for each caller, who sees only what concerns him. It begins with the chain's head. */
export function startNodeEvents({ changes, every }: Pick<Ground, "changes" | "every">, areas: readonly Area[]) {
  const beating = every(BEAT_MS, () => changes.publish({ topic: "beat", id: "" }));
  const viewOf = (topic: string): EventView | undefined => areas.find((area) => area.events?.[topic])?.events?.[topic];

  return {
    async *follow(caller: Caller): AsyncGenerator<NodeEvent, void, void> {
      await using following = changes.follow(caller.signal);
      const head = viewOf("head")?.("", caller);
      if (head) yield head;
      for await (const { topic, id } of following) {
        const event = viewOf(topic)?.(id, caller);
        if (event) yield event;
      }
    },
    [Symbol.dispose]: () => beating[Symbol.dispose](),
  };
}
