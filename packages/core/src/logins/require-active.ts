import { peopleErrors } from "@lucid/contract";
import type { AccountRow } from "../people/index.ts";
import { isoTime } from "./login-repository.ts";

/** @throws ACCOUNT_SUSPENDED, with the time at which it ends. */
export function requireActive(
  { status, suspended_until: until }: Pick<AccountRow, "status" | "suspended_until">,
  clock: { toWall(ms: number): number },
): void {
  if (status !== "active") throw peopleErrors.ACCOUNT_SUSPENDED({ until: until === null ? null : isoTime(clock.toWall(until)) });
}
