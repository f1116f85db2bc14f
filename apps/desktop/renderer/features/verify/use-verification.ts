import { useCallback } from "react";
import { useVerifications, type Verification } from "./use-verifications.ts";
import type { Subject } from "./verifier.protocol.ts";
import type { SpawnVerifier } from "./verify-in-worker.ts";

export interface Verifying {
  readonly now: Verification | { readonly step: "idle" };
  /** Checks a file; an earlier check that still runs is given up. */
  start(subject: Subject, name: string): void;
  /** Ends a running check, and forgets the last result. */
  reset(): void;
}

const IDLE = { step: "idle" } as const;

/** One verification at a time, in a worker. */
export function useVerification(spawn: SpawnVerifier): Verifying {
  const { all, start, reset } = useVerifications(spawn);
  const startOne = useCallback((subject: Subject, name: string) => start([{ subject, name }]), [start]);
  return { now: all[0] ?? IDLE, start: startOne, reset };
}
