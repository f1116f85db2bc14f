import { PERMISSIONS } from "@lucid/contract";
import { newIdentity } from "@lucid/identity";
import { describe, expect, it } from "vitest";
import { logIn, newWallet, openTestLogins, principalOf } from "../logins/testing/open-test-logins.ts";
import { can, passesKyc, permissionsOf, STANDINGS, type Standing, scopeOf } from "./permissions.ts";

const nameOf = ({ role, admin_label: label }: Standing): string => (label === null ? role : `${role} ${label}`);
const standing = (name: string): Standing => {
  const found = STANDINGS.find((one) => nameOf(one) === name);
  if (!found) throw new Error(`No standing ${name}`);
  return found;
};

describe("the table of roles", () => {
  it("adds up to the totals of the documents, of which an admin's are those of the label", () => {
    expect(Object.fromEntries(STANDINGS.map((one) => [nameOf(one), permissionsOf(one).size]))).toEqual({
      USER: 12,
      NODE_OPERATOR: 22,
      AUDITOR: 16,
      "ADMIN read_only": 30,
      "ADMIN operator": 31,
      "ADMIN admin": 41,
      SUPER_ADMIN: PERMISSIONS.length,
    });
  });

  it("gives each higher role all that the lower ones have, at least as far", () => {
    const steps = ["USER", "NODE_OPERATOR", "ADMIN read_only", "ADMIN operator", "ADMIN admin", "SUPER_ADMIN"].map(standing);
    for (const [at, lower] of steps.slice(0, -1).entries()) {
      const above = steps[at + 1] ?? lower;
      for (const permission of permissionsOf(lower)) {
        expect(can(above, permission)).toBe(true);
        if (scopeOf(lower, permission) === "all") expect(scopeOf(above, permission)).toBe("all");
      }
    }
  });

  it("lets an admin without a label only see what is everybody's", () => {
    expect(permissionsOf({ role: "ADMIN", admin_label: null })).toEqual(permissionsOf(standing("ADMIN read_only")));
    const everybodys = PERMISSIONS.filter((name) => scopeOf(standing("ADMIN read_only"), name) === "all");
    expect(everybodys.filter((name) => !/^(view_|access_|admin_api_access)/.test(name))).toEqual([]);
  });

  it("lets an auditor read everybody's things and change nothing but the own profile", () => {
    const changing = [...permissionsOf(standing("AUDITOR"))].filter((name) => !/^(view_|access_|api_gateway)/.test(name));
    expect(changing).toEqual(["update_own_profile"]);
  });

  it("keeps money, emergencies, the system's settings and the end of accounts to the owner", () => {
    const owners = ["approve_payouts", "manage_payouts", "emergency_shutdown", "manage_system_config", "delete_users"] as const;
    for (const permission of owners) {
      expect(STANDINGS.filter((one) => can(one, permission)).map(nameOf)).toEqual(["SUPER_ADMIN"]);
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
  const join = () => logIn(world.logins, newWallet());
  return { ...world, join };
}

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
