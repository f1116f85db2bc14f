import { type Contract, contract } from "@lucid/contract";
import { type Clock, describeFailure } from "@lucid/foundation";
import { implement, type Router } from "@orpc/server";
import type { Logger } from "pino";
import type { AccountContext } from "../logins/index.ts";
import type { Call, Operation, RefreshCookie, RouterContext } from "./call.ts";
import type { Guard } from "./guard.ts";
import type { LoginStreams } from "./login-streams.ts";
import type { GatewayMetrics } from "./metrics/index.ts";
import { operationOf } from "./operations.ts";
import type { Caller, Services } from "./services.ts";
import { endWith, isStream } from "./streams.ts";
import { targetOf } from "./target-of.ts";

export interface RouterDeps {
  readonly guard: Guard;
  readonly services: Services;
  readonly metrics: GatewayMetrics;
  readonly loginStreams: LoginStreams;
  readonly clock: Clock;
  readonly log: Logger;
}

export type LucidRouter = Router<Contract, RouterContext>;

/**
 * The contract with its services behind it and the guard in front of it. Every door serves this router and
 * gives it one `Call` per call as its context.
 * @throws when a procedure of the contract has nothing behind it.
 */
export function createRouter({ guard, services, metrics, loginStreams, clock, log }: RouterDeps): LucidRouter {
  function follow(
    stream: AsyncIterator<unknown>,
    operation: Operation,
    call: Call,
    caller: Caller,
  ): AsyncGenerator<unknown, void> {
    const over = new AbortController();
    const tracked = loginStreams.track(caller.principal?.loginSessionId, () => over.abort());
    return endWith(stream, AbortSignal.any([call.signal, over.signal]), {
      opened: () => metrics.streams.inc({ kind: operation.name }),
      ended() {
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
        call.target ??= targetOf(input);
        await guard.countLogin(call, operation, input);
        const result = await next({ context: { caller } });
        if (!isStream(result.output)) return result;
        return { ...result, output: follow(result.output, operation, call, caller) };
      });
    });

  const answerMetrics = () => {
    const { perSecond, p50Ms, p95Ms, p99Ms, errorRate } = metrics.summary();
    return {
      timestamp: new Date(clock.now()).toISOString(),
      metrics: {
        requests_per_second: perSecond,
        response_time_p50: p50Ms,
        response_time_p95: p95Ms,
        response_time_p99: p99Ms,
        error_rate: errorRate,
        active_connections: metrics.connections(),
      },
    };
  };

  const bound: unknown = {
    logins: bind(os.logins, withAccount(services.logins)),
    people: bind(os.people, withAccount(services.people)),
    sessions: bind(os.sessions, services.sessions),
    chain: bind(os.chain, services.chain),
    node: bind(os.node, { ...services.node, metrics: answerMetrics }),
  };
  return os.router(bound as Parameters<typeof os.router>[0]);
}

type Work = (input: unknown, caller: Caller, call: Call) => unknown;
interface Unbound {
  handler(work: (options: { input: unknown; context: { call: Call; caller: Caller } }) => unknown): unknown;
}

/** The types say that a service has every function of its part; this is where it is checked as well. */
function bind(part: object, service: object): Record<string, unknown> {
  const unbound = part as unknown as Record<string, Unbound>;
  const works = service as Record<string, Work | undefined>;
  return Object.fromEntries(
    Object.keys(part).map((name) => {
      const work = works[name];
      if (!work || !unbound[name]) throw new Error(`Nothing stands behind the procedure ${name}`);
      return [name, unbound[name].handler(({ input, context: { caller, call } }) => work(input, caller, call))];
    }),
  );
}

type AuthWork = (input: never, context: AccountContext) => unknown;

/** The functions of core/auth take the cookie and the account as their context. */
function withAccount(handlers: object): Record<string, Work> {
  return Object.fromEntries(
    Object.entries(handlers as Record<string, AuthWork>).map(
      ([name, work]) =>
        [
          name,
          (input, caller, call) => {
            const { refreshCookie } = call;
            const [given, cookie] = byCookie(input, refreshCookie);
            return work(given as never, {
              caller,
              // The guard has let the call in: where the procedure asks for an account there is one.
              principal: caller.principal as AccountContext["principal"],
              refreshCookie: cookie,
              setRefreshCookie: refreshCookie?.set,
            });
          },
        ] satisfies [string, Work],
    ),
  );
}

/** A token that came as a cookie is answered as a cookie: a script must not be able to trade it for a readable one. */
function byCookie(input: unknown, cookie: RefreshCookie | undefined): [input: unknown, cookie: string | undefined] {
  if (typeof input !== "object" || input === null || !("refresh" in input)) return [input, undefined];
  if ("tron_address" in input || ("refresh_token" in input && input.refresh_token !== undefined)) return [input, undefined];
  const token = cookie?.read();
  return [token === undefined ? input : { ...input, refresh: "cookie" }, token];
}
