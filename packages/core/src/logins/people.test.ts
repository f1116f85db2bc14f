import { PERMISSIONS, ROLES } from "@lucid/contract";
import { newIdentity } from "@lucid/identity";
import { describe, expect, it } from "vitest";
import type { Caller, CallSubject } from "../calls/index.ts";
import { createLoginsService } from "./create-logins-service.ts";
import { can, passesKyc, permissionsOf, scopeOf } from "./permissions.ts";
import { createAuthWorld, here, logIn, newWallet, principalOf, setUpOwner } from "./testing/open-test-logins.ts";

describe("the table of roles", () => {
  it("adds up to the totals of the documents", () => {
    const totals = Object.fromEntries(ROLES.map((role) => [role, permissionsOf(role).size]));
    expect(totals).toEqual({ USER: 12, NODE_OPERATOR: 22, ADMIN: 40, SUPER_ADMIN: 49, AUDITOR: 16 });
  });

  it("gives each higher role all that the lower ones have, at least as far", () => {
    const steps = ["USER", "NODE_OPERATOR", "ADMIN", "SUPER_ADMIN"] as const;
    for (const [at, role] of steps.slice(0, -1).entries()) {
      const above = steps[at + 1] ?? "SUPER_ADMIN";
      for (const permission of permissionsOf(role)) {
        expect(can(above, permission)).toBe(true);
        if (scopeOf(role, permission) === "all") expect(scopeOf(above, permission)).toBe("all");
      }
    }
  });

  it("lets an auditor read everybody's things and change nothing but the own profile", () => {
    const changing = PERMISSIONS.filter((name) => can("AUDITOR", name) && !/^(view_|access_|api_gateway)/.test(name));
    expect(changing).toEqual(["update_own_profile"]);
  });

  it("keeps money, emergencies and the system's settings to the owner", () => {
    for (const permission of ["approve_payouts", "manage_payouts", "emergency_shutdown", "manage_system_config"] as const) {
      expect(ROLES.filter((role) => can(role, permission))).toEqual(["SUPER_ADMIN"]);
    }
  });

  it("asks for a verified person where nodes are registered and paid", () => {
    expect(passesKyc("register_node", "pending")).toBe(false);
    expect(passesKyc("request_payout", "verified")).toBe(true);
    expect(passesKyc("submit_poot_votes", "pending")).toBe(true);
    expect(passesKyc("create_session", "none")).toBe(true);
  });
});

function openNode() {
  const world = createAuthWorld({ registration: "open" });
  const owner = setUpOwner(world.auth).principal;
  const join = () => logIn(world.auth, newWallet());
  return { ...world, owner, join };
}

const DENIED = expect.objectContaining({ code: "LUCID_ERR_2004" });

describe("roles", () => {
  it("are given by the owner, and the account logs in anew with them", () => {
    const { auth, owner, join } = openNode();
    const session = join();
    expect(auth.changeUser(owner, session.user.user_id, { role: "ADMIN" })).toMatchObject({ role: "ADMIN" });
    expect(auth.verifyAccess(session.access_token)).toEqual({ kind: "refused", reason: "ended" });
  });

  it("are given by an administrator up to the own, and never above", () => {
    const { auth, owner } = openNode();
    const wallet = newWallet();
    auth.createUser(owner, { tron_address: wallet.address, role: "ADMIN" });
    const admin = principalOf(auth, logIn(auth, wallet));
    const guest = newWallet();
    const invited = auth.createUser(admin, { tron_address: guest.address, role: "AUDITOR" });
    expect(auth.changeUser(admin, invited.user_id, { role: "ADMIN" }).role).toBe("ADMIN");
    expect(() => auth.changeUser(admin, invited.user_id, { role: "SUPER_ADMIN" })).toThrow(DENIED);
    expect(() => auth.changeUser(admin, owner.userId, { role: "USER" })).toThrow(DENIED);
    expect(() => auth.changeUser(admin, owner.userId, { status: "suspended" })).toThrow(DENIED);
    expect(() => auth.createUser(admin, { tron_address: newWallet().address, role: "SUPER_ADMIN" })).toThrow(DENIED);
  });

  it("are not for users, operators and auditors to give", () => {
    const { auth, owner, join } = openNode();
    for (const role of ["USER", "NODE_OPERATOR", "AUDITOR"] as const) {
      const wallet = newWallet();
      auth.createUser(owner, { tron_address: wallet.address, role });
      const principal = principalOf(auth, logIn(auth, wallet));
      expect(() => auth.changeUser(principal, join().user.user_id, { role: "USER" })).toThrow(DENIED);
      expect(() => auth.changeUser(principal, join().user.user_id, { kyc_status: "verified" })).toThrow(DENIED);
      expect(() => auth.createUser(principal, { tron_address: newWallet().address, role: "USER" })).toThrow(DENIED);
    }
  });

  it("of the own account are not for oneself to change, so a node keeps its owner", () => {
    const { auth, owner } = openNode();
    expect(() => auth.changeUser(owner, owner.userId, { role: "USER" })).toThrow(
      expect.objectContaining({ code: "LUCID_ERR_4003" }),
    );
  });

  it("are given to nobody twice, to no unknown account and to no mistyped address", () => {
    const { auth, owner, join } = openNode();
    const { user } = join();
    const invite = (address: string) => () => auth.createUser(owner, { tron_address: address, role: "USER" });
    expect(invite(user.tron_address)).toThrow(expect.objectContaining({ code: "LUCID_ERR_4002" }));
    expect(invite("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdI")).toThrow(expect.objectContaining({ code: "LUCID_ERR_1001" }));
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect(() => auth.changeUser(owner, nobody, { role: "USER" })).toThrow(expect.objectContaining({ code: "LUCID_ERR_4001" }));
  });
});

describe("an account", () => {
  it("has a name that nobody else has in any spelling", () => {
    const { auth, join } = openNode();
    const [first, second] = [principalOf(auth, join()), principalOf(auth, join())];
    expect(auth.updateMe(first, { username: "Ada" }).username).toBe("Ada");
    expect(auth.updateMe(first, { username: "ada" }).username).toBe("ada");
    expect(() => auth.updateMe(second, { username: "ADA" })).toThrow(expect.objectContaining({ code: "LUCID_ERR_4002" }));
  });

  it("keeps one sealed identity, which may be sealed anew but not swapped", () => {
    const { auth, join } = openNode();
    const me = principalOf(auth, join());
    const { recipient } = newIdentity();
    expect(auth.identity(me)).toBeNull();
    auth.setIdentity(me, { recipient, sealed: "v1.first" });
    auth.setIdentity(me, { recipient, sealed: "v1.second" });
    expect(auth.identity(me)).toEqual({ recipient, sealed: "v1.second" });
    expect(auth.me(me).recipient).toBe(recipient);
    const swap = () => auth.setIdentity(me, { recipient: newIdentity().recipient, sealed: "v1.third" });
    expect(swap).toThrow(expect.objectContaining({ code: "LUCID_ERR_4002" }));
  });
});

describe("the handlers of the contract", () => {
  it("hand the refresh token over as a cookie when they are asked to, and tell whose login it is", () => {
    const { auth } = createAuthWorld({ registration: "open" });
    const service = createLoginsService(auth);
    const wallet = newWallet();
    let cookie: string | undefined;
    const subjects: CallSubject[] = [];
    const caller: Caller = {
      ...here,
      requestId: "r",
      door: "http",
      signal: new AbortController().signal,
      refreshCookie: { read: () => cookie, set: (token) => void (cookie = token) },
      identify: (subject) => void subjects.push(subject),
    };
    const challenge = auth.challenge({ tron_address: wallet.address }, caller);
    const { challenge_id, message } = challenge;
    const input = { challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message) };
    const answer = expectNow(service.login({ ...input, refresh: "cookie" }, caller));
    expect(answer.refresh_token).toBe("");
    expect(cookie).toMatch(/^[\w-]{43}$/);
    const next = expectNow(service.refresh({ refresh: "cookie" }, caller));
    const principal = principalOf(auth, next);
    expect(subjects).toEqual([1, 2].map(() => expect.objectContaining({ userId: answer.user.user_id })));
    expect(service.status(undefined, { ...caller, principal })).toMatchObject({ user: { tron_address: wallet.address } });
    expect(service.verify({ token: next.access_token }, caller)).toMatchObject({ valid: true, user_id: answer.user.user_id });
    void service.logout({ logout_all_sessions: false }, { ...caller, principal });
    expect(cookie).toBeUndefined();
    expect(service.verify({ token: next.access_token }, caller)).toEqual({ valid: false, user_id: null, expires_at: null });
    expect(() => service.refresh({ refresh: "cookie" }, caller)).toThrow(expect.objectContaining({ code: "LUCID_ERR_2010" }));
  });
});

/** Handlers of logins answer at once. */
function expectNow<Value extends object>(answer: Value | Promise<Value>): Value {
  if (answer instanceof Promise) throw new Error("It did not answer at once");
  return answer;
}
