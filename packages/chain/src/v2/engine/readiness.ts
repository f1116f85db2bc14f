import type { Attestation } from "@lucid/proof";
import { comparePositions, type Position } from "../../schedule/slots.ts";
import type { SignState } from "../../signing/sign-state.ts";

/** Block intervals for which a node listens before it signs (consensus 4.9). */
const LISTENING_INTERVALS = 3;

/** Whether this node may sign at all, and why it must not for good. */
export interface Readiness {
  /** Why this node stopped: somebody else signs with its key, or a valid certificate contradicts it. */
  readonly halted: string | undefined;
  mayBegin(elapsedMs: number): boolean;
  halt(reason: string): void;
  /** Looks at a statement of the own key: one that goes beyond the sign-state was signed elsewhere. */
  sawOwnBlock(at: Position): void;
  sawOwnVote(vote: Pick<Attestation, "target">): void;
}

export function createReadiness(
  signState: Pick<SignState, "last">,
  { isAlone, startMs, intervalMs }: { readonly isAlone: () => boolean; readonly startMs: number; readonly intervalMs: number },
): Readiness {
  let halted: string | undefined;
  const halt = (reason: string): void => void (halted ??= reason);
  return {
    get halted() {
      return halted;
    },
    mayBegin: (elapsedMs) => halted === undefined && (isAlone() || elapsedMs - startMs >= LISTENING_INTERVALS * intervalMs),
    halt,
    sawOwnBlock(at) {
      const { block } = signState.last;
      if (block === undefined || comparePositions(at, block) > 0) halt("own_key_used_elsewhere");
    },
    sawOwnVote({ target }) {
      const last = signState.last.attestation;
      if (last === undefined || target.height > last.target.height) halt("own_key_used_elsewhere");
    },
  };
}
