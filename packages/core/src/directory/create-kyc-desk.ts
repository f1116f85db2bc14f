import { createHmac, timingSafeEqual } from "node:crypto";
import { commonErrors, KYC_VERDICT_DOMAIN, KYC_VERDICT_WINDOW_S, type KycVerdict, peopleErrors } from "@lucid/contract";
import type { Clock, WriteDb } from "@lucid/foundation";
import { canonicalJson } from "@lucid/proof";
import type { SteadyTime } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";

/** Far longer than a verdict counts, so that no step of the clock lets one count again. */
const REMEMBERED_MS = 90 * 86_400_000;

export interface KycDeskDeps {
  readonly db: WriteDb;
  readonly clock: Pick<Clock, "now">;
  readonly steady: SteadyTime;
  readonly accounts: Pick<Accounts, "find" | "change">;
  /** Shared with the service that checks persons. */
  readonly key: Uint8Array;
}

export const signVerdict = (verdict: KycVerdict, key: Uint8Array): string =>
  createHmac("sha256", key)
    .update(`${KYC_VERDICT_DOMAIN}\n${canonicalJson(verdict)}`)
    .digest("hex");

/** Takes signed verdicts about persons: each once, and only fresh ones. */
export function createKycDesk({ db, clock, steady, accounts, ...deps }: KycDeskDeps) {
  let { key } = deps;
  const insert = db.prepare<[string, number]>("INSERT OR IGNORE INTO kyc_verdicts VALUES (?, ?)");
  const forget = db.prepare<[number]>("DELETE FROM kyc_verdicts WHERE received_at < ?");

  const take = db.transaction(({ verdict_id: id, user_id: userId, status }: KycVerdict): void => {
    const now = steady.now();
    forget.run(now - REMEMBERED_MS);
    if (insert.run(id, now).changes === 0)
      throw commonErrors.ALREADY_EXISTS(undefined, { message: "This verdict counted already" });
    if (accounts.find(userId)?.status === "deleted") throw peopleErrors.ACCOUNT_DELETED();
    accounts.change(userId, { kyc_status: status });
  });

  return {
    /** @throws VERDICT_REFUSED, ALREADY_EXISTS, NOT_FOUND, ACCOUNT_DELETED. */
    take(verdict: KycVerdict, signature: string): void {
      const isSigned = timingSafeEqual(Buffer.from(signVerdict(verdict, key), "hex"), Buffer.from(signature, "hex"));
      const ageS = Math.abs(clock.now() / 1_000 - verdict.issued_at);
      if (!isSigned || ageS > KYC_VERDICT_WINDOW_S) throw peopleErrors.VERDICT_REFUSED();
      take(verdict);
    },
    /** Verdicts under the key of before are refused from now on. */
    useKey(next: Uint8Array): void {
      key = next;
    },
  };
}
export type KycDesk = ReturnType<typeof createKycDesk>;
