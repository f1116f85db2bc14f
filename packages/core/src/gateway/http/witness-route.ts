import { witness } from "@lucid/proof";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { BulkService } from "../../calls/index.ts";
import { addCheckpoint } from "../bulk-operations.ts";
import type { Call } from "../call.ts";
import type { Guard } from "../guard.ts";
import type { MakeCall } from "./incoming-call.ts";

export interface WitnessRouteDeps {
  readonly guard: Guard;
  readonly bulk: Pick<BulkService, "addCheckpoint">;
  readonly makeCall: MakeCall;
}

export const WITNESS = "/witness";

/** `add-checkpoint` of C2SP tlog-witness: any log asks, and what it sends is text. Whoever asks too often is not read. */
export function addWitnessRoute(app: FastifyInstance, { guard, bulk, makeCall }: WitnessRouteDeps): void {
  const calls = new WeakMap<FastifyRequest, Call>();
  app.register(async (inner) => {
    inner.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    inner.addHook("onRequest", async (request, reply) => {
      const call = makeCall(request.raw, reply.raw, (name, value) => void reply.header(name, value));
      calls.set(request, call);
      try {
        await guard.admit(call, addCheckpoint);
      } catch (error) {
        throw guard.refuse(call, addCheckpoint, error);
      }
    });
    inner.post(`${WITNESS}/add-checkpoint`, { bodyLimit: witness.MAX_ADD_CHECKPOINT_BYTES }, async (request, reply) => {
      const call = calls.get(request);
      if (call === undefined) throw new Error("A request is answered that was not let in");
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const { status, type, body: text } = await guard.run(call, addCheckpoint, () => bulk.addCheckpoint(body));
      return reply.code(status).header("Content-Type", type).send(text);
    });
  });
}
