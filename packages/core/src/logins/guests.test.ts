import { commonErrors } from "@lucid/contract";
import { createTestClock } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import type { AccountRow } from "../people/index.ts";
import type { LoginsElsewhere } from "../shared-store/index.ts";
import type { AccessClaims } from "./access-token.ts";
import { createGuests, travels } from "./guests.ts";
import { openTestLogins, setUpOwner } from "./testing/open-test-logins.ts";

const HOME = "cd".repeat(32);

interface World {
  readonly change?: Partial<AccountRow>;
  readonly factor?: { readonly isOn?: boolean; readonly isDue?: boolean };
  readonly ask?: LoginsElsewhere["ask"];
  readonly isAlone?: boolean;
}

/** A node with one account, and a token of the same wallet at another node. */
function world({ change = {}, factor = {}, ask = async () => 60_000, isAlone = false }: World = {}) {
  using test = openTestLogins();
  const { principal } = setUpOwner(test.logins);
  const account = test.accounts.find(principal.userId);
  if (!account) throw new Error("The owner has no account");
  const clock = createTestClock();
  const guests = createGuests({
    clock,
    accounts: { findByAddress: (address) => (address === account.tron_address ? { ...account, ...change } : undefined) },
    secondFactor: { isOn: () => factor.isOn === true, isDue: () => factor.isDue === true },
    elsewhere: isAlone ? undefined : { ask },
  });
  const claims: AccessClaims = {
    iss: HOME,
    adr: principal.tronAddress,
    sub: "there",
    user_id: "there",
    role: "USER",
    type: "access",
    sid: "login",
    iat: 1,
    nbf: 1,
    exp: 2,
    jti: "token",
  };
  return { guests, claims, principal, clock };
}

const REFUSED = { kind: "refused", reason: "ended" };

describe("somebody who is logged in at another node", () => {
  it("is the account that the wallet has here, with the rights it has here, for as long as the token is good there", async () => {
    const { guests, claims, principal, clock } = world();
    expect(await guests.admit(claims)).toMatchObject({
      kind: "valid",
      principal: {
        userId: principal.userId,
        role: "SUPER_ADMIN",
        loginSessionId: "login",
        homeNode: HOME,
        provenAtMs: undefined,
        tokenExpiresAtMs: clock.now() + 60_000,
      },
    });
  });

  it("is refused whose wallet has no account here, or one that is suspended", async () => {
    const { guests, claims } = world();
    expect(await guests.admit({ ...claims, adr: "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC" })).toEqual(REFUSED);
    const suspended = world({ change: { status: "suspended" } });
    expect(await suspended.guests.admit(suspended.claims)).toEqual(REFUSED);
  });

  it.each([{ isOn: true }, { isDue: true }])(
    "is refused where a second factor is asked of the account here: %o",
    async (factor) => {
      const { guests, claims } = world({ factor });
      expect(await guests.admit(claims)).toEqual(REFUSED);
    },
  );

  it("gets a new token at its own node when this one is over, and nothing at all where a node is alone", async () => {
    const over = world({ ask: async () => undefined });
    expect(await over.guests.admit(over.claims)).toEqual({ kind: "refused", reason: "expired" });
    const alone = world({ isAlone: true });
    expect(await alone.guests.admit(alone.claims)).toEqual(REFUSED);
  });

  it("is not let in while nobody can be asked", async () => {
    const away = commonErrors.SHARED_STORE_AWAY({ retry_after_s: 2 });
    const { guests, claims } = world({
      ask: async () => {
        throw away;
      },
    });
    await expect(guests.admit(claims)).rejects.toBe(away);
  });
});

it("takes only what the wallet has signed to other nodes", () => {
  expect((["wallet", "wallet-and-code", "passkey", "email"] as const).filter(travels)).toEqual(["wallet", "wallet-and-code"]);
});

it("takes back the passes of its own logins that end, and never those of another node's", () => {
  const withdrawn: string[] = [];
  let guestEnds = (_loginId: string): void => expect.fail("nobody listens");
  const told: string[] = [];
  const nothing = async () => ({ waiting: 0 });
  using test = openTestLogins(
    {},
    {
      tokenKey: new Uint8Array(32),
      serve: () => undefined,
      publish: () => undefined,
      withdraw: (loginId) => void withdrawn.push(loginId),
      flushed: async () => undefined,
      ask: async () => undefined,
      endLogin: nothing,
      endWallet: nothing,
      onEnded(listener) {
        guestEnds = listener;
        return { [Symbol.dispose]: () => undefined };
      },
    },
  );
  const { principal } = setUpOwner(test.logins);
  using _listening = test.logins.onEnded((loginId) => told.push(loginId));
  guestEnds("guest");
  test.logins.logout(principal, { all: false });
  expect(told).toEqual(["guest", principal.loginSessionId]);
  expect(withdrawn).toEqual([principal.loginSessionId]);
});
