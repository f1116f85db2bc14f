import { readFileSync } from "node:fs";

/** Far above every real account, below the 2^31 limit of some tools; the display's number is added, so each session has its own. */
const FIRST_USERS = [1_900_000_000, 60_000];

/** Whether this process's user namespace knows the user id (user_namespaces(7): inside, outside, count). */
function isMapped(uid: number): boolean {
  return readFileSync("/proc/self/uid_map", "latin1")
    .trim()
    .split("\n")
    .some((line) => {
      const [inside = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
      return uid >= inside && uid < inside + count;
    });
}

/**
 * The user id for the applications of a session when the node runs as root, undefined otherwise. As root in a user namespace they
 * would still be root to the machine where files and process limits are concerned. The id needs no account.
 */
export function unprivilegedUser(displayNumber: number): number | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return FIRST_USERS.map((first) => first + displayNumber).find(isMapped);
}
