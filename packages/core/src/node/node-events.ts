import type { Chain } from "@lucid/chain";
import type { NodeEvent, Session } from "@lucid/contract";
import { type Clock, createChangeFeed } from "@lucid/foundation";
import type { Caller } from "../gateway/index.ts";

/** A stream with nothing to say says so, so that a dead connection is found. */
const BEAT_MS = 15_000;

export interface NodeEventsDeps {
  readonly clock: Clock;
  readonly chain: Chain;
  readonly onSession: (listener: (sessionId: string) => void) => Disposable;
  /** Undefined when the caller may not see the session. */
  readonly view: (sessionId: string, caller: Caller) => Session | undefined;
}

type Key = "head" | "beat" | `session ${string}`;

/** Everything that changes on a node as one stream for each caller, who sees only what he may. */
export function startNodeEvents({ clock, chain, onSession, view }: NodeEventsDeps) {
  const feed = createChangeFeed<Key>();
  const sources = new DisposableStack();
  sources.use(chain.onBlock(() => feed.publish("head")));
  sources.use(chain.onFinal(() => feed.publish("head")));
  sources.use(onSession((sessionId) => feed.publish(`session ${sessionId}`)));
  let timer = clock.after(BEAT_MS, beat);
  function beat(): void {
    feed.publish("beat");
    timer = clock.after(BEAT_MS, beat);
  }
  sources.defer(() => timer[Symbol.dispose]());

  function eventOf(key: Key, caller: Caller): NodeEvent | undefined {
    if (key === "beat") return { type: "beat", timestamp: new Date(clock.now()).toISOString() };
    if (key === "head") return headEvent(chain);
    const session = view(key.slice("session ".length), caller);
    if (session?.state === "deleted") return { type: "session_removed", session_id: session.session_id };
    return session && { type: "session", session };
  }

  return {
    async *follow(caller: Caller): AsyncGenerator<NodeEvent, void, void> {
      yield headEvent(chain);
      for await (const key of feed.follow(caller.signal)) {
        const event = eventOf(key, caller);
        if (event) yield event;
      }
    },
    [Symbol.dispose]: () => sources.dispose(),
  };
}
export type NodeEvents = ReturnType<typeof startNodeEvents>;

function headEvent(chain: Chain): NodeEvent {
  const { height, hash, time } = chain.head();
  const timestamp = new Date(time * 1_000).toISOString();
  return { type: "head", height, finalized_height: chain.finalized().height, hash, timestamp };
}
