import type { NodeEvent, Permission } from "@lucid/contract";
import type { Area, Caller, EventView } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";

/** A stream with nothing to say says so, so that a dead connection is found. */
const BEAT_MS = 5_000;

/** The scope that an API key needs for an event. What is not named here is for people. */
const SCOPES: Readonly<Partial<Record<NodeEvent["type"], Permission>>> = {
  session: "view_own_sessions",
  session_removed: "view_own_sessions",
  notes: "view_own_sessions",
  account: "view_own_profile",
  head: "view_blockchain_info",
  transaction: "view_blockchain_info",
};

function isForKey({ type }: NodeEvent, permissions: ReadonlySet<Permission>): boolean {
  const scope = SCOPES[type];
  return type === "beat" || (scope !== undefined && permissions.has(scope));
}

/** All changes of a node as one stream for each caller, who sees only what concerns him. It begins with a beat, which has the node's time, and the chain's head. */
export function startNodeEvents({ changes, every }: Pick<Ground, "changes" | "every">, areas: readonly Area[]) {
  const beating = every(BEAT_MS, () => changes.publish({ topic: "beat", id: "" }));
  const viewOf = (topic: string): EventView | undefined => areas.find((area) => area.events?.[topic])?.events?.[topic];

  function eventFor(topic: string, id: string, caller: Caller): NodeEvent | undefined {
    const event = viewOf(topic)?.(id, caller);
    const { apiKeyId, permissions } = caller.principal ?? {};
    const hidden = event && apiKeyId !== undefined && permissions !== undefined && !isForKey(event, permissions);
    return hidden === true ? undefined : event;
  }

  return {
    async *follow(caller: Caller): AsyncGenerator<NodeEvent, void, void> {
      await using following = changes.follow(caller.signal);
      for (const topic of ["beat", "head"]) {
        const event = eventFor(topic, "", caller);
        if (event) yield event;
      }
      for await (const { topic, id } of following) {
        const event = eventFor(topic, id, caller);
        if (event) yield event;
      }
    },
    [Symbol.dispose]: () => beating[Symbol.dispose](),
  };
}
