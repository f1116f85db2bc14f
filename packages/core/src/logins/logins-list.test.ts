import { loginErrors, ROLES, type Role } from "@lucid/contract";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { LOGIN_LIMITS } from "./limits.ts";
import type { Origin } from "./logins.ts";
import { placeOf } from "./place-of.ts";
import {
  elsewhere,
  here,
  inBody,
  logIn,
  newWallet,
  openTestLogins,
  principalOf,
  setUpOwner,
} from "./testing/open-test-logins.ts";

const MINUTE = 60_000;

describe("the place of a login", () => {
  it.each([
    ["127.0.0.1", "this-computer"],
    ["::1", "this-computer"],
    ["::ffff:127.0.0.1", "this-computer"],
    ["local", "this-computer"],
    ["192.168.1.7", "local-network"],
    ["10.0.0.3", "local-network"],
    ["fd00::1", "local-network"],
    ["fe80::1", "local-network"],
    ["8.8.8.8", "elsewhere"],
    ["2001:4860::8888", "elsewhere"],
    ["unknown", "elsewhere"],
  ])("of %s is %s", (ip_address, place) => {
    expect(placeOf({ ip_address, is_onion: 0 })).toBe(place);
    expect(placeOf({ ip_address, is_onion: 1 })).toBe("onion");
  });
});

it("says of each login from where it came, and with what", () => {
  using test = openTestLogins();
  const { logins, clock } = test;
  const { wallet, principal } = setUpOwner(logins);
  const circuit: Origin = { ...here, ip: "127.0.0.1", circuit: "7" };
  const onion: Origin = { ...here, ip: "127.0.0.1", host: "abcdefgh.onion:8080" };
  logIn(logins, wallet, { caller: circuit });
  logIn(logins, wallet, { caller: onion });
  const { secret } = logins.secondFactor.enable(principal);
  const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() });
  logins.secondFactor.confirm(principal, code());
  clock.advance(30_000);
  const { challenge_id, message } = logins.challenge({ tron_address: wallet.address }, elsewhere);
  const signed = { challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message) };
  expect(() => logins.login(signed, elsewhere)).toThrow(loginErrors.spec.SECOND_FACTOR_NEEDED.message);
  logins.finish({ challenge_id, code: code() }, elsewhere);
  const told = logins.list(principal).map(({ place, method, is_current }) => ({ place, method, is_current }));
  expect(told).toEqual(
    expect.arrayContaining([
      { place: "elsewhere", method: "wallet", is_current: true },
      { place: "onion", method: "wallet", is_current: false },
      { place: "elsewhere", method: "wallet-and-code", is_current: false },
    ]),
  );
  expect(told.filter(({ place }) => place === "onion")).toHaveLength(2);
});

describe("somebody with the right to it", () => {
  function withUser() {
    const test = openTestLogins({ registration: "open" });
    const owner = setUpOwner(test.logins);
    const wallet = newWallet();
    const session = logIn(test.logins, wallet);
    return { ...test, test, owner, wallet, session, principal: principalOf(test.logins, session) };
  }

  it("takes a lost second factor from a person of no higher rank, whose logins end, and not the own", () => {
    const { logins, owner, wallet, principal, clock, session } = withUser();
    expect(() => logins.resetSecondFactor(owner.principal, principal.userId)).toThrow("Nothing is there");
    const admin = { ...principal, role: "ADMIN" as const };
    expect(() => logins.resetSecondFactor(admin, owner.principal.userId)).toThrow(loginErrors.spec.PERMISSION_DENIED.message);
    const { secret } = logins.secondFactor.enable(principal);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() });
    logins.secondFactor.confirm(principal, code);
    expect(() => logIn(logins, wallet)).toThrow(loginErrors.spec.SECOND_FACTOR_NEEDED.message);
    logins.resetSecondFactor(owner.principal, principal.userId);
    expect(logins.verifyAccess(session.access_token)).toEqual({ kind: "refused", reason: "ended" });
    logIn(logins, wallet);
    expect(() => logins.resetSecondFactor(owner.principal, owner.principal.userId)).toThrow("turned off with a code");
  });
});

describe.each(ROLES)("a login of the role %s", (role: Role) => {
  const limits = LOGIN_LIMITS[role];
  const within = (limit: number, most: number): number => (Number.isFinite(limit) ? limit : most);

  function person() {
    const test = openTestLogins({ registration: "open" });
    const owner = setUpOwner(test.logins);
    if (role === "SUPER_ADMIN") return { ...test, wallet: owner.wallet };
    const wallet = newWallet();
    test.accounts.join(wallet.address, role);
    return { ...test, wallet };
  }

  it("ends when it is not used for as long as the role may idle, by time that passes", () => {
    const { logins, wallet, clock } = person();
    const session = logIn(logins, wallet);
    clock.advance(limits.idleMs - MINUTE);
    expect(() => logins.refresh(session.refresh_token, inBody)).not.toThrow();
    const idle = logIn(logins, wallet);
    clock.advance(limits.idleMs + 3 * MINUTE);
    expect(() => logins.refresh(idle.refresh_token, inBody)).toThrow(loginErrors.spec.REFRESH_INVALID.message);
  });

  it("is one of as many as the role may have", () => {
    const { logins, wallet } = person();
    const most = within(limits.concurrent, 30);
    const sessions = Array.from({ length: most + 1 }, () => logIn(logins, wallet));
    const last = sessions.at(-1);
    if (!last) throw new Error("There are no logins");
    const open = logins.list(principalOf(logins, last)).length;
    if (Number.isFinite(limits.concurrent)) expect(open).toBe(limits.concurrent);
    else expect(open).toBeGreaterThan(most);
  });
});

it("holds every role to two hours without use at most", () => {
  expect(ROLES.map((role) => LOGIN_LIMITS[role].idleMs / MINUTE)).toEqual([30, 60, 120, 120, 60]);
  expect(ROLES.map((role) => LOGIN_LIMITS[role].concurrent)).toEqual([5, 10, 20, Number.POSITIVE_INFINITY, 10]);
});
