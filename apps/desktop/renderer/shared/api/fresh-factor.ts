import { loginErrors } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
import { createStore } from "zustand/vanilla";
import { toFailure } from "./failure.ts";

interface Asked {
  /** Told whether the node took a proof. */
  readonly answer: (isProven: boolean) => void;
}

/** What the dialog that asks for a proof is shown for. */
export const proofAsked = createStore<{ readonly now: Asked | undefined }>(() => ({ now: undefined }));

let asking: Promise<boolean> | undefined;

/** One proof at a time, however many calls wait for it. */
function askForProof(): Promise<boolean> {
  if (asking) return asking;
  const answered = Promise.withResolvers<boolean>();
  proofAsked.setState({ now: { answer: answered.resolve } });
  asking = answered.promise.finally(() => {
    asking = undefined;
    proofAsked.setState({ now: undefined });
  });
  return asking;
}

const needsProof = (error: unknown): boolean =>
  error instanceof ORPCError && toFailure(error).code === loginErrors.spec.FRESH_FACTOR_NEEDED.code;

/** Interceptor of every call: one that asks for a fresh proof has the person asked for it, and is repeated once. */
export async function proveOnce(call: { next(): Promise<unknown> }): Promise<unknown> {
  try {
    return await call.next();
  } catch (error) {
    if (!needsProof(error) || !(await askForProof())) throw error;
    return await call.next();
  }
}
