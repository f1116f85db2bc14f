import { type Contract, contract } from "@lucid/contract";
import { describeFailure } from "@lucid/foundation";
import { implement, type Router } from "@orpc/server";
import type { Logger } from "pino";
import type { Caller, Services } from "../calls/index.ts";
import type { Call, Operation, RouterContext } from "./call.ts";
import type { Guard } from "./guard.ts";
import type { OpenStreams } from "./limits/open-streams.ts";
import type { LoginStreams } from "./login-streams.ts";
import type { GatewayMetrics } from "./metrics/index.ts";
import { operationOf } from "./operations.ts";
import { endWith, isStream } from "./streams.ts";
import { targetOf } from "./target-of.ts";

export interface RouterDeps {
  readonly guard: Guard;
  readonly services: Services;
  readonly metrics: GatewayMetrics;
  readonly loginStreams: LoginStreams;
  readonly openStreams: OpenStreams;
  readonly log: Logger;
}

export type LucidRouter = Router<Contract, RouterContext>;

/**
 * The contract with its services behind it and the guard in front of it. Every door serves this router and
 * gives it one `Call` per call as its context.
 * @throws when a procedure of the contract has nothing behind it.
 */
export function createRouter({ guard, services, metrics, loginStreams, openStreams, log }: RouterDeps): LucidRouter {
  function follow(
    stream: AsyncIterator<unknown>,
    operation: Operation,
    call: Call,
    caller: Caller,
    share: Disposable,
  ): AsyncGenerator<unknown, void> {
    const over = new AbortController();
    const tracked = loginStreams.track(caller.principal?.loginSessionId, () => over.abort());
    return endWith(stream, AbortSignal.any([call.signal, over.signal]), {
      opened: () => metrics.streams.inc({ kind: operation.name }),
      ended() {
        share[Symbol.dispose]();
        tracked[Symbol.dispose]();
        metrics.streams.dec({ kind: operation.name });
      },
      failed: (error) => guard.refuse(call, operation, error),
      untidy: (error) => log.warn({ failure: describeFailure(error), operation: operation.name }, "a stream did not end cleanly"),
    });
  }

  const os = implement(contract)
    .$context<RouterContext>()
    .use(({ context: { call }, procedure, next }, input) => {
      const operation = operationOf(procedure);
      return guard.run(call, operation, async (caller) => {
        caller.identify({ target: call.subject?.target ?? targetOf(input) });
        if (operation.isStream !== true) return await next({ context: { caller } });
        using opening = new DisposableStack();
        const share = opening.use(openStreams.open({ userId: caller.principal?.userId, ip: call.circuit ?? call.ip }));
        const result = await next({ context: { caller } });
        if (!isStream(result.output)) throw new Error(`${operation.name} answered no stream`);
        // Nobody follows what ended before it began.
        call.signal.addEventListener("abort", () => share[Symbol.dispose](), { once: true });
        opening.move();
        return { ...result, output: follow(result.output, operation, call, caller, share) };
      });
    });

  // The names of the contract go through this loop as plain text, so the compiler cannot follow which function meets
  // which procedure; it has compared them one by one where `services` was put together.
  const bound = Object.entries(contract).map(([area, part]) => {
    const name = area as keyof Contract;
    return [area, bind(area, Object.keys(part), os[name], services[name])];
  });
  return Object.fromEntries(bound) as LucidRouter;
}

type Work = (input: never, caller: Caller) => unknown;
type Unbound = { handler(work: (options: { input: unknown; context: { caller: Caller } }) => unknown): unknown };

/** Ties each procedure of an area to the function of the same name. */
function bind(area: string, names: readonly string[], unbound: object, service: Readonly<Record<string, Work>>) {
  const procedures = unbound as Readonly<Record<string, Unbound>>;
  return Object.fromEntries(
    names.map((name) => {
      const work = service[name];
      if (!work) throw new Error(`Nothing stands behind the procedure ${area}.${name}`);
      return [name, procedures[name]?.handler(({ input, context }) => work(input as never, context.caller))];
    }),
  );
}
