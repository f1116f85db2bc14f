import { type Contract, contract, type NodeEvent } from "@lucid/contract";
import { createRouterClient, implement, ORPCError, type Router } from "@orpc/server";
import { type Api, createApi } from "../api/api.ts";
import { createLogin } from "../api/login.ts";

/** Handlers of the procedures that a test is about, by area and name, made with `implement(contract)`. */
export type TestHandlers = { readonly [Area in keyof Contract]?: Partial<Router<Contract[Area], object>> };

/**
 * A stream that says that it is there, and then what a test tells: a node that changes something tells of it, and a window that hears nothing
 * asks again only when it takes the stream for dead.
 */
export function createTestEvents() {
  const streams = new Set<ReadableStreamDefaultController<NodeEvent>>();
  const events = implement(contract).node.events.handler(async function* ({ signal }): AsyncGenerator<NodeEvent, void, void> {
    yield* new ReadableStream<NodeEvent>({
      start(stream) {
        streams.add(stream);
        stream.enqueue({ type: "beat", timestamp: new Date().toISOString() });
        signal?.addEventListener("abort", () => streams.delete(stream) && stream.close());
      },
    });
  });
  return {
    events,
    tell(event: NodeEvent): void {
      for (const stream of streams) stream.enqueue(event);
    },
    /** The node is gone: each stream ends, and the window begins another. */
    drop(): void {
      for (const stream of streams) stream.close();
      streams.clear();
    },
  };
}

/** The whole router: what a test does not name answers that it is not there. */
function complete(given: TestHandlers): Router<Contract, object> {
  const handlers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    ...given,
    node: { events: createTestEvents().events, ...given.node },
  };
  const missing = () => {
    throw new ORPCError("NOT_FOUND", { status: 404 });
  };
  const areas = Object.entries(contract).map(([area, procedures]) => {
    const os = implement(procedures as Contract["chain"]);
    const names = Object.keys(procedures) as (keyof Contract["chain"])[];
    const answers = names.map((name) => [name, handlers[area]?.[name] ?? os[name].handler(missing)]);
    return [area, Object.fromEntries(answers)];
  });
  return Object.fromEntries(areas);
}

export function createTestApi(handlers: TestHandlers): Api {
  const client = createRouterClient(complete(handlers));
  const login = createLogin({ transport: "body", now: () => Date.now(), trade: () => Promise.resolve(undefined) });
  const gateway = new URL("http://127.0.0.1:8080");
  return createApi(client, login, { gateway, sockets: () => new URL("ws://127.0.0.1:8080") });
}
