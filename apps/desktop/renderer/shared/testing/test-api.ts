import { type Contract, contract } from "@lucid/contract";
import { createRouterClient, implement, ORPCError, type Router } from "@orpc/server";
import { type Api, createApi } from "../api/api.ts";
import { createLogin } from "../api/login.ts";

/** Handlers of the procedures that a test is about, by area and name, made with `implement(contract)`. */
export type TestHandlers = { readonly [Area in keyof Contract]?: Partial<Router<Contract[Area], object>> };

/** A stream that says once that it is there, and nothing more. */
const quietEvents = implement(contract).node.events.handler(async function* ({ signal }) {
  yield { type: "beat" as const, timestamp: new Date().toISOString() };
  await new Promise((resolve) => signal?.addEventListener("abort", resolve));
});

/** The whole router: what a test does not name answers that it is not there. */
function complete(given: TestHandlers): Router<Contract, object> {
  const handlers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    ...given,
    node: { events: quietEvents, ...given.node },
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
