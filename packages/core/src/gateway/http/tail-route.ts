import { Readable } from "node:stream";
import { TailQuery } from "@lucid/contract";
import { describeFailure } from "@lucid/foundation";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { BulkService } from "../../calls/index.ts";
import { tail } from "../bulk-operations.ts";
import type { Guard } from "../guard.ts";
import { createOpenStreams, STREAMS } from "../limits/open-streams.ts";
import type { LoginStreams } from "../login-streams.ts";
import type { GatewayMetrics } from "../metrics/index.ts";
import { endWith } from "../streams.ts";
import { targetOf } from "../target-of.ts";
import { BundleParams, parseInput } from "./bundle-query.ts";
import type { MakeCall } from "./incoming-call.ts";

export interface TailRouteDeps {
  readonly guard: Guard;
  readonly bulk: Pick<BulkService, "followRecording">;
  readonly makeCall: MakeCall;
  readonly metrics: GatewayMetrics;
  readonly loginStreams: LoginStreams;
  readonly log: Logger;
}

/** No proxy may collect what is to be seen now. */
const HEADERS = { "Content-Type": "application/octet-stream", "X-Accel-Buffering": "no" } as const;

/** What a running session records, as it comes. One entry of the audit log for each follower; it ends with the login. */
export function addTailRoute(app: FastifyInstance, deps: TailRouteDeps): void {
  const { guard, bulk, makeCall, metrics, loginStreams, log } = deps;
  const openTails = createOpenStreams(STREAMS);

  app.get("/api/v1/sessions/:session_id/tail", { exposeHeadRoute: false }, async (request, reply) => {
    const call = makeCall(request.raw, reply.raw, (name, value) => void reply.header(name, value));
    call.subject = { target: targetOf(request.params) };
    const frames = await guard.run(call, tail, async (caller) => {
      const { session_id: sessionId } = parseInput(BundleParams, request.params);
      const query = parseInput(TailQuery, request.query);
      using opening = new DisposableStack();
      const share = opening.use(openTails.open({ userId: caller.principal?.userId, ip: call.circuit ?? call.ip }));
      const over = new AbortController();
      const signal = AbortSignal.any([call.signal, over.signal]);
      const source = await bulk.followRecording(sessionId, query, { ...caller, signal });
      if (!source) return undefined;
      const tracked = loginStreams.track(caller.principal?.loginSessionId, () => over.abort());
      // Nobody reads what was hung up before it began.
      call.signal.addEventListener("abort", () => share[Symbol.dispose](), { once: true });
      opening.move();
      return endWith(source, signal, {
        opened: () => metrics.streams.inc({ kind: tail.name }),
        ended() {
          share[Symbol.dispose]();
          tracked[Symbol.dispose]();
          metrics.streams.dec({ kind: tail.name });
        },
        failed: (error) => guard.refuse(call, tail, error),
        untidy: (error) => log.warn({ failure: describeFailure(error), operation: tail.name }, "a stream did not end cleanly"),
      });
    });
    if (!frames) return reply.code(204).send();
    return reply.headers(HEADERS).send(Readable.from(frames, { objectMode: false }));
  });
}
