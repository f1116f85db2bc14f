import { loginErrors } from "@lucid/contract";
import type { Principal } from "../calls/index.ts";
import type { Attempts } from "./attempts.ts";
import type { Purpose } from "./challenges.ts";
import type { LoginBook } from "./login-book.ts";
import type { LoginsMetrics } from "./logins.metrics.ts";
import type { Origin } from "./logins.ts";
import type { Prover, WalletProof } from "./prove-wallet.ts";
import type { SecondFactors } from "./second-factor/create-second-factor.ts";

export interface StepUpDeskDeps {
  readonly attempts: Attempts;
  readonly prover: Prover;
  readonly book: Pick<LoginBook, "prove">;
  readonly metrics: LoginsMetrics;
  readonly secondFactor: Pick<SecondFactors, "isOn" | "check">;
}

/** What a step-up challenge is for: this login and no other. */
export const stepUpOf = ({ loginSessionId }: Principal): Purpose => `step-up ${loginSessionId}`;

/** Takes a proof by the wallet of whoever is logged in, for what asks for a fresh one. */
export function createStepUpDesk({ attempts, prover, book, metrics, secondFactor }: StepUpDeskDeps) {
  return {
    stepUp: (principal: Principal, proof: WalletProof, caller: Origin): number =>
      attempts.run({ address: principal.tronAddress, caller, counter: metrics.stepUps }, () => {
        prover.wallet(stepUpOf(principal), principal.tronAddress, proof);
        return book.prove(principal);
      }),
    /** The same with a code of the second factor. */
    stepUpByCode(principal: Principal, code: string): number {
      if (!secondFactor.isOn(principal.userId)) throw loginErrors.CODE_INVALID();
      secondFactor.check(principal.userId, code);
      metrics.stepUps.inc({ outcome: "ok" });
      return book.prove(principal);
    },
  };
}
