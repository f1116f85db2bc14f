import { commonErrors, loginErrors } from "@lucid/contract";
import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import type { Lockouts } from "../shared-store/index.ts";
import { createSharedLockout } from "./shared-lockout.ts";
import { here } from "./testing/open-test-logins.ts";

const wrong = (): never => {
  throw loginErrors.SIGNATURE_INVALID();
};
const code = (name: keyof typeof loginErrors.spec) => expect.objectContaining({ code: loginErrors.spec[name].code });

/** What was told to a store that says these locks. */
function watched(lockedFor: number | undefined, change: Partial<Lockouts> = {}) {
  const told: string[] = [];
  const lockouts: Lockouts = {
    lockedFor: async () => lockedFor,
    fail: async (subject) => {
      told.push(`fail ${subject}`);
      return undefined;
    },
    succeed: async (subject) => void told.push(`succeed ${subject}`),
    ...change,
  };
  return { told, attempt: createSharedLockout({ clock: createTestClock(), lockouts }) };
}

it("counts a failure and clears with a success, by wallet and caller", async () => {
  const { told, attempt } = watched(undefined);
  await expect(attempt("T1", here, wrong)).rejects.toEqual(code("SIGNATURE_INVALID"));
  expect(await attempt("T1", here, () => "in")).toBe("in");
  expect(told).toEqual([`fail T1 ${here.ip}`, `succeed T1 ${here.ip}`]);
});

it("says nothing more than the lock of all nodes to whoever guesses on, and lets the right wallet in", async () => {
  const { told, attempt } = watched(60_000);
  await expect(attempt("T1", here, wrong)).rejects.toEqual(code("ACCOUNT_LOCKED"));
  expect(told).toEqual([]);
  expect(await attempt("T1", here, () => "in")).toBe("in");
});

it("does not count what says nothing of the wallet", async () => {
  const { told, attempt } = watched(undefined);
  const closed = (): never => {
    throw loginErrors.REGISTRATION_CLOSED();
  };
  await expect(attempt("T1", here, closed)).rejects.toEqual(code("REGISTRATION_CLOSED"));
  expect(told).toEqual([]);
});

it("lets nobody try while nobody can be asked, and takes back nothing when the store goes away in between", async () => {
  const away = async (): Promise<never> => {
    throw commonErrors.SHARED_STORE_AWAY({ retry_after_s: 2 });
  };
  const before = watched(undefined, { lockedFor: away });
  await expect(before.attempt("T1", here, () => expect.fail("it was tried"))).rejects.toThrow("is away");
  const meanwhile = watched(undefined, { fail: away, succeed: away });
  await expect(meanwhile.attempt("T1", here, wrong)).rejects.toEqual(code("SIGNATURE_INVALID"));
  expect(await meanwhile.attempt("T1", here, () => "in")).toBe("in");
});
