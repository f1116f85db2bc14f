import { peopleErrors } from "@lucid/contract";
import type { AccountRow } from "../people/index.ts";
import { isoTime } from "./login-repository.ts";

/** @throws ACCOUNT_SUSPENDED, with the time at which it ends, and why. */
export function requireActive(
  account: Pick<AccountRow, "status" | "suspended_until" | "suspension_reason" | "suspension_told">,
  clock: { toWall(ms: number): number },
): void {
  const { status, suspended_until: until, suspension_reason, suspension_told } = account;
  if (status === "active") return;
  const reason = suspension_told === 1 ? suspension_reason : null;
  throw peopleErrors.ACCOUNT_SUSPENDED({ until: until === null ? null : isoTime(clock.toWall(until)), reason });
}
