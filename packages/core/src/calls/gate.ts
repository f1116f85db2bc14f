import type { ErrorEntry } from "@lucid/contract";
import type { Principal } from "./caller.ts";

/** What is looked at of an operation before it is let through. */
export interface AskedFor {
  /** What it declares to refuse with. */
  readonly errors?: readonly ErrorEntry[];
  /** It may be called while the node is locked down. */
  readonly inLockdown?: boolean | undefined;
}

/** Stands in front of every call of somebody logged in, whatever their rights are. */
export interface Gate {
  /** @throws LOCKED_DOWN, and NEW_SESSIONS_DISABLED to an operation that declares it. */
  admit(operation: AskedFor, principal: Pick<Principal, "role">): void;
}
