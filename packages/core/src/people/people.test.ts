import { PERMISSIONS, ROLES } from "@lucid/contract";
import { newIdentity } from "@lucid/identity";
import { describe, expect, it } from "vitest";
import { logIn, newWallet, openTestLogins, principalOf, setUpOwner } from "../logins/testing/open-test-logins.ts";
import { can, passesKyc, permissionsOf, scopeOf } from "./permissions.ts";

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
  const world = openTestLogins({ registration: "open" });
  const owner = setUpOwner(world.logins).principal;
  const join = () => logIn(world.logins, newWallet());
  return { ...world, owner, join };
}

const DENIED = expect.objectContaining({ code: "LUCID_ERR_2004" });

describe("roles", () => {
  it("are given by the owner, and the account logs in anew with them", () => {
    const { logins, people, owner, join } = openNode();
    const session = join();
    expect(people.changeUser(owner, session.user.user_id, { role: "ADMIN" })).toMatchObject({ role: "ADMIN" });
    expect(logins.verifyAccess(session.access_token)).toEqual({ kind: "refused", reason: "ended" });
  });

  it("are given by an administrator up to the own, and never above", () => {
    const { logins, people, owner } = openNode();
    const wallet = newWallet();
    people.createUser(owner, { tron_address: wallet.address, role: "ADMIN" });
    const admin = principalOf(logins, logIn(logins, wallet));
    const guest = newWallet();
    const invited = people.createUser(admin, { tron_address: guest.address, role: "AUDITOR" });
    expect(people.changeUser(admin, invited.user_id, { role: "ADMIN" }).role).toBe("ADMIN");
    expect(() => people.changeUser(admin, invited.user_id, { role: "SUPER_ADMIN" })).toThrow(DENIED);
    expect(() => people.changeUser(admin, owner.userId, { role: "USER" })).toThrow(DENIED);
    expect(() => people.changeUser(admin, owner.userId, { status: "suspended" })).toThrow(DENIED);
    expect(() => people.createUser(admin, { tron_address: newWallet().address, role: "SUPER_ADMIN" })).toThrow(DENIED);
  });

  it("are not for users, operators and auditors to give", () => {
    const { logins, people, owner, join } = openNode();
    for (const role of ["USER", "NODE_OPERATOR", "AUDITOR"] as const) {
      const wallet = newWallet();
      people.createUser(owner, { tron_address: wallet.address, role });
      const principal = principalOf(logins, logIn(logins, wallet));
      expect(() => people.changeUser(principal, join().user.user_id, { role: "USER" })).toThrow(DENIED);
      expect(() => people.changeUser(principal, join().user.user_id, { kyc_status: "verified" })).toThrow(DENIED);
      expect(() => people.createUser(principal, { tron_address: newWallet().address, role: "USER" })).toThrow(DENIED);
    }
  });

  it("of the own account are not for oneself to change, so a node keeps its owner", () => {
    const { people, owner } = openNode();
    expect(() => people.changeUser(owner, owner.userId, { role: "USER" })).toThrow(
      expect.objectContaining({ code: "LUCID_ERR_4003" }),
    );
  });

  it("are given to nobody twice, and to no unknown account", () => {
    const { people, owner, join } = openNode();
    const { user } = join();
    expect(() => people.createUser(owner, { tron_address: user.tron_address, role: "USER" })).toThrow(
      expect.objectContaining({ code: "LUCID_ERR_4002" }),
    );
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect(() => people.changeUser(owner, nobody, { role: "USER" })).toThrow(expect.objectContaining({ code: "LUCID_ERR_4001" }));
  });
});

describe("an account", () => {
  it("has a name that nobody else has in any spelling", () => {
    const { logins, people, join } = openNode();
    const [first, second] = [principalOf(logins, join()), principalOf(logins, join())];
    expect(people.updateMe(first, { username: "Ada" }).username).toBe("Ada");
    expect(people.updateMe(first, { username: "ada" }).username).toBe("ada");
    expect(() => people.updateMe(second, { username: "ADA" })).toThrow(expect.objectContaining({ code: "LUCID_ERR_4002" }));
  });

  it("keeps one sealed identity, which may be sealed anew but not swapped", () => {
    const { logins, people, join } = openNode();
    const me = principalOf(logins, join());
    const { recipient } = newIdentity();
    expect(people.identity(me)).toBeNull();
    people.setIdentity(me, { recipient, sealed: "v1.first" });
    people.setIdentity(me, { recipient, sealed: "v1.second" });
    expect(people.identity(me)).toEqual({ recipient, sealed: "v1.second" });
    expect(people.me(me).recipient).toBe(recipient);
    const swap = () => people.setIdentity(me, { recipient: newIdentity().recipient, sealed: "v1.third" });
    expect(swap).toThrow(expect.objectContaining({ code: "LUCID_ERR_4002" }));
  });
});
